"""The decision of an intent as branches, and each answer as a row of nodes."""

from engine.importers.naming import Names, readable
from engine.importers.rasa.actions import draw_action, mark_loop
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.decide import Answer, Decision
from engine.importers.rasa.situations import OTHER, START, Feature, category
from engine.importers.rasa.source import ANYTHING
from engine.importers.rasa.texts import quoted
from engine.importers.rasa.turns import Do, Fill, Op, Quit, last_action
from engine.importers.rasa.variables import LOOP
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.set import Set

TITLES = {
    "loop": "Which form is active?",
    "action": "What did the bot do last?",
    "intent": "What was meant before?",
    "entity": "What does the message name?",
    "slot": "What is known?",
}


def draw_decision(flow: Flow, intent: str, decision: Decision) -> None:
    """Branches by situation, then what is done in each."""
    if isinstance(decision, Answer):
        draw_answer(flow, intent, decision)
        return
    names = Names(("else",))
    ids = [names.take(_label(values), "case", 60) for values, _ in decision.cases]
    cases = tuple(
        Case(id=id_, condition=condition(flow.conversion, decision.feature, values, intent))
        for id_, (values, _) in zip(ids, decision.cases, strict=True)
    )
    title = TITLES[decision.feature.kind]
    branch = flow.then(f"{intent}_when", "branch", Branch(cases=cases), title=title, ends=())
    for id_, (_, way) in zip(ids, decision.cases, strict=True):
        draw_decision(flow.fork((branch, id_)), intent, way)
    draw_decision(flow.fork((branch, "else")), intent, decision.rest)


def draw_answer(flow: Flow, intent: str, answer: Answer, *, later: bool = False) -> None:
    """What the bot does in a row; what it did last is remembered before it is done."""
    before = flow.ends[0][0]
    form = next((op.form for op in answer.ops if isinstance(op, Fill)), "")
    _remember(flow, intent, form or last_action(answer.ops), later=later)
    draw_ops(flow, answer.ops)
    if flow.ends and flow.ends[0][0] == before:
        flow.then(
            f"{intent}_silent",
            "set",
            Set(),
            title="Says nothing",
            note="A story has the bot say nothing here.",
        )
    if not answer.ways:
        return
    names = Names(("else",))
    first, *others = answer.ways
    feature = Feature("slot", 0, answer.slot)
    cases, ways = [], []
    for value, way in others:
        id_ = names.take(str(value), "case")
        known = category(answer.slot, value, flow.conversion.training)
        if known is True and not _is_bool(flow.conversion, answer.slot) and value != ANYTHING:
            known = value if isinstance(value, str | int | float) else known
        cases.append(Case(id=id_, condition=condition(flow.conversion, feature, (known,))))
        ways.append((id_, way))
    title = f"{readable(answer.slot)}?"
    branch = flow.then(
        f"{answer.slot}_is", "branch", Branch(cases=tuple(cases)), title=title, ends=()
    )
    for id_, way in (*ways, ("else", first[1])):
        draw_answer(flow.fork((branch, id_)), intent, way, later=True)


def draw_ops(flow: Flow, ops: tuple[Op, ...]) -> None:
    """The actions of an answer, one after another."""
    conversion = flow.conversion
    for at, op in enumerate(ops):
        if isinstance(op, Do):
            draw_action(flow, op.action, op.says, last=at == len(ops) - 1)
        elif isinstance(op, Fill):
            title = f"Form: {readable(op.form)}"
            flow.then(
                f"fill_{op.form}", "call", Call(target=conversion.forms[op.form]), title=title
            )
            if ops[at + 1 :]:
                _remember(flow, "", last_action(ops), later=True)
        elif isinstance(op, Quit):
            mark_loop(flow, "")


def condition(
    conversion: Conversion, feature: Feature, values: tuple[object, ...], intent: str = ""
) -> str:
    """The expression that holds where a feature has one of some values."""
    if feature.kind in {"action", "intent"}:
        return _one_of(conversion.variables.past(feature.kind, feature.place), values)
    if feature.kind == "loop":
        return _one_of(conversion.variables.keep(LOOP, "The form that is active."), values)
    variable = conversion.variables.slot(feature.name)
    known = f"has({variable})"
    if feature.kind == "entity" and feature.name in conversion.found:
        known = f"({conversion.named(intent, feature.name)})"
    parts = []
    for value in values:
        if value == START and isinstance(value, str):
            parts.append(f"!{known}")
        elif value is True and not _is_bool(conversion, feature.name):
            parts.append(known)
        elif isinstance(value, bool):
            parts.append(f"has({variable}) && {variable} == {str(value).lower()}")
        elif value == OTHER:
            listed = ", ".join(map(quoted, conversion.training.slots[feature.name].values))
            parts.append(f"{known} && !(string({variable}) in [{listed}])")
        elif isinstance(value, int | float):
            parts.append(f"has({variable}) && {variable} == {value}")
        else:
            parts.append(f"{known} && has({variable}) && {variable} == {quoted(str(value))}")
    return " || ".join(parts) if len(parts) == 1 else " || ".join(f"({one})" for one in parts)


def _is_bool(conversion: Conversion, slot: str) -> bool:
    known = conversion.training.slots.get(slot)
    return known is not None and known.type == "bool"


def _one_of(variable: str, values: tuple[object, ...]) -> str:
    if len(values) == 1:
        return f"{variable} == {quoted(str(values[0]))}"
    return f"{variable} in [{', '.join(quoted(str(one)) for one in values)}]"


def _label(values: tuple[object, ...]) -> str:
    if values[0] == START and isinstance(values[0], str):
        return "none"
    first = "known" if values[0] is True else str(values[0]).removeprefix("utter_")
    return f"{first}_or_{len(values) - 1}_more" if len(values) > 1 else first


def _remember(flow: Flow, intent: str, action: str, *, later: bool) -> None:
    """Keeps what stories look back at; `later` in an answer, only its last action changes."""
    conversion, depth = flow.conversion, flow.conversion.depth
    if not depth:
        return
    kept: dict[str, str] = {}
    for kind, now in (("action", action), ("intent", intent)):
        if later and kind == "intent":
            continue
        for place in range(1 if later else depth.get(kind, 0), 1, -1):
            past = conversion.variables.past
            kept[past(kind, place)] = past(kind, place - 1)
        if depth.get(kind):
            kept[conversion.variables.past(kind, 1)] = quoted(now)
    if kept:
        title = f"Remember: {readable(action.removeprefix('utter_'))}" if action else "Remember"
        flow.then("remember", "set", Set(variables=kept), title=title)
