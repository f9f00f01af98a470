"""Flows of CALM: a topic each, its steps as nodes, its conditions as branches."""

from engine.importers.naming import Names, readable
from engine.importers.rasa.actions import draw_action
from engine.importers.rasa.conditions import Untranslated, translate
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.forms import question_of
from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in
from engine.importers.rasa.source import CalmFlow, Form
from engine.importers.rasa.texts import quoted, template
from engine.importers.rasa.variables import TYPES
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD

TYPES_OF_ANSWERS: dict[str, AnswerType] = {"bool": "yes_no", "float": "number"}
END = frozenset({"", "end"})


def name_flows(conversion: Conversion) -> None:
    """Every flow gets its id and its topic, so that others can lead to it."""
    for flow in conversion.training.flows:
        node = conversion.drawing.names.take(flow.id, "flow")
        topic = f"flow_{node}"
        conversion.calm[flow.id] = node
        conversion.drawing.open_topic(topic, conversion.text(flow.name or readable(flow.id)))
        conversion.topic_of[f"flow {flow.id}"] = topic


def draw_flows(conversion: Conversion) -> None:
    """All flows of CALM."""
    for flow in conversion.training.flows:
        _Drawn(conversion, flow).draw()


class _Drawn:
    """One flow while it is drawn: steps by id, and the ways that wait for them."""

    def __init__(self, conversion: Conversion, calm: CalmFlow) -> None:
        self.conversion = conversion
        self.calm = calm
        self.topic = conversion.topic_of[f"flow {calm.id}"]
        self.steps: dict[str, str] = {}
        self.waiting: list[tuple[str, str, str]] = []
        self.untranslated: list[str] = []

    def draw(self) -> None:
        conversion, calm = self.conversion, self.calm
        phrases = [calm.name or readable(calm.id), calm.description]
        for intent in calm.triggers:
            known = conversion.training.understood.get(intent)
            phrases += [one.text for one in known.examples] if known else []
        unique = tuple(dict.fromkeys(one for one in phrases if one.strip()))
        params = Intent(
            label=conversion.text((calm.name or readable(calm.id))[:60]),
            phrases=conversion_phrases(conversion, unique),
            condition=self._condition(calm.condition) if calm.condition else "",
        )
        node = conversion.drawing.put(
            self.topic,
            conversion.calm[calm.id],
            "intent",
            params,
            title=calm.name or readable(calm.id),
            note=calm.description,
            source=calm.place,
        )
        rest = self._steps(Flow(conversion, self.topic, calm.place, [(node, "next")]), calm.steps)
        if not rest.first:
            rest.then(f"{node}_empty", "set", Set(), title="To do", note="The flow has no steps.")
        for start, port, id_ in self.waiting:
            if id_ in self.steps:
                conversion.drawing.connect(self.topic, start, port, self.steps[id_])
        how = "a language model started it and read its slots; here its phrases do: add more"
        if self.untranslated:
            how += f"; not translated: {'; '.join(self.untranslated)}"
        step = "write phrases as people say them"
        conversion.account.approximate("flows", calm.id, calm.place, how, step, node=node)

    def _steps(self, flow: Flow, steps: object) -> Flow:
        for step in maps_in(as_list(list(steps) if isinstance(steps, tuple) else steps)):
            before = set(self.conversion.drawing.names_in(self.topic))
            self._step(flow, step)
            drawn = [n for n in self.conversion.drawing.names_in(self.topic) if n not in before]
            id_ = as_text(step.get("id")) or as_text(step.get("collect"))
            if drawn:
                self.steps.setdefault(id_, drawn[0])
            if "next" in step:
                self._next(flow, step["next"])
        return flow

    def _step(self, flow: Flow, step: dict[str, object]) -> None:
        conversion = self.conversion
        if collect := as_text(step.get("collect")):
            self._collect(flow, collect, step)
        elif action := as_text(step.get("action")):
            draw_action(flow, action, "", last=False)
        elif "set_slots" in step:
            values: dict[str, str] = {}
            clear: list[str] = []
            for one in maps_in(step["set_slots"]):
                for slot, value in one.items():
                    variable = conversion.variables.slot(slot)
                    if value is None:
                        clear.append(variable)
                    else:
                        values[variable] = _written(value)
            flow.then("set_slots", "set", Set(variables=values, clear=tuple(clear)))
        elif target := as_text(step.get("call")) or as_text(step.get("link")):
            node = conversion.calm.get(target, NOT_UNDERSTOOD)
            if "call" in step:
                flow.then(f"call_{target}", "call", Call(target=node))
            else:
                flow.then(f"goto_{target}", "goto", Goto(target=node), ends=())
        elif "noop" not in step and "next" not in step:
            flow.then(
                "to_do", "set", Set(), title="To do: a step", note=str(step)[:2000], ends=("next",)
            )
            self.untranslated.append(", ".join(step))

    def _collect(self, flow: Flow, slot: str, step: dict[str, object]) -> None:
        conversion = self.conversion
        known = conversion.training.slots.get(slot)
        response = question_of(conversion, Form("", ""), slot)
        named = as_text(step.get("utter"))
        response = conversion.response(named) or response
        texts = [one.text for one in response.variations if one.text] if response else []
        if response:
            conversion.drawn.add(response.name)
        question = template(texts[0], conversion.variables.slot) if texts else f"{readable(slot)}?"
        type_ = TYPES_OF_ANSWERS.get(known.type if known else "", "text")
        flow.then(
            f"ask_{slot}",
            "ask",
            Ask(
                question=conversion.text(question),
                variable=conversion.variables.slot(slot, TYPES.get(type_, "any")),
                type=type_,
                skip_if_known=step.get("ask_before_filling") is not True,
                from_message=step.get("ask_before_filling") is not True and type_ == "number",
                retries=0,
            ),
            source=response.place if response else self.calm.place,
            title=readable(slot),
        )

    def _next(self, flow: Flow, value: object) -> None:
        """Where a step leads: an id, the end, or cases with their own steps."""
        if not isinstance(value, list):
            self._lead(flow, as_text(value))
            return
        names, cases, ways = Names(("else",)), list[Case](), list[tuple[str, object]]()
        for one in maps_in(value):
            if "if" in one:
                id_ = names.take(as_text(one["if"]), "case")
                cases.append(Case(id=id_, condition=self._condition(as_text(one["if"]))))
                ways.append((id_, one.get("then")))
            elif "else" in one:
                ways.append(("else", one["else"]))
        if not cases:
            return
        branch = flow.then("when", "branch", Branch(cases=tuple(cases)), ends=())
        ends: list[tuple[str, str]] = []
        for id_, target in ways:
            way = flow.fork((branch, id_))
            if isinstance(target, list):
                ends += self._steps(way, target).ends
            else:
                self._lead(way, as_text(target))
        if "else" not in dict(ways):
            ends.append((branch, "else"))
        flow.ends = ends

    def _lead(self, flow: Flow, id_: str) -> None:
        if id_.lower() not in END:
            self.waiting += [(start, port, id_) for start, port in flow.ends]
        flow.ends = []

    def _condition(self, text: str) -> str:
        try:
            return translate(text, self.conversion.variables.slot)
        except Untranslated:
            self.untranslated.append(text)
            return "false"


def conversion_phrases(
    conversion: Conversion, phrases: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Phrases in the bot's language."""
    return {conversion.language: phrases} if phrases else {}


def _written(value: object) -> str:
    if isinstance(value, bool | int | float):
        return as_text(value)
    return quoted(as_text(value) or str(as_map(value)))
