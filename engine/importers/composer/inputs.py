"""Inputs: questions that wait for an answer, with what is said to one that does not fit."""

from collections.abc import Mapping

from msgspec import Struct, field

from engine.importers.composer.activity import Activity
from engine.importers.composer.assign import assigned, name_of, variable_of
from engine.importers.composer.conversion import Flow
from engine.importers.composer.input_choices import Choices, as_items, choices_of, yes_or_no
from engine.importers.composer.input_formats import format_of
from engine.importers.composer.kinds import is_list
from engine.importers.composer.memory_actions import note_kind
from engine.importers.composer.options import told_apart
from engine.importers.composer.plain import as_list, as_text, as_whole
from engine.importers.composer.replies import draw_activity, told_of
from engine.importers.composer.tree import Tree, Untranslatable
from engine.importers.composer.words import Words, path_tree
from engine.importers.naming import identifier, shortened
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.parts import OptionParams
from engine.nodes.set import Set
from engine.types.limits import LIMITS
from engine.types.value import Text

Action = Mapping[str, object]
TYPES: dict[str, AnswerType] = {
    "TextInput": "text",
    "NumberInput": "number",
    "ConfirmInput": "yes_no",
    "ChoiceInput": "choice",
    "DateTimeInput": "date",
    "AttachmentInput": "file",
}
TITLE_CHARS = 40
FALSE = frozenset({"false", "=false"})


class Input(Struct):
    """An input: where its value goes, and the variable that takes the answer as it comes.

    `known` is the condition that there is a value already, `valid` that of a good answer,
    `kept` the expression of what is kept of the answer ("": the answer itself).
    """

    action: Action
    kind: str
    name: str
    place: Tree | None
    answer: str
    known: str
    valid: str
    kept: str
    choices: Choices
    # What the prompt suggests to answer.
    ready: list[OptionParams] = field(default_factory=list)


def draw_input(flow: Flow, words: Words, action: Action, kind: str) -> str:
    """One input; what is known is not asked, unless it always asks."""
    one = _read(words, action, kind)
    remarks: list[str] = []
    passed: list[tuple[str, str]] = []
    always = as_text(action.get("alwaysPrompt")).lower() in {"true", "=true"}
    always = always or action.get("alwaysPrompt") is True
    skip = False
    if not always and (one.place is not None or "value" in action):
        given = _value(words, one)
        if given and kind == "TextInput" and is_list(words.tree(action["value"])):
            # What is no text is none that fits, from the beginning.
            prompt = action.get("invalidPrompt") or action.get("prompt")
            one.action, given = {**action, "prompt": prompt}, ""
        if one.place is not None and not one.kept and not one.valid and not given:
            skip = True
        else:
            passed = _draw_known(flow, words, one, given)
    _draw_question(flow, words, one, skip=skip, remarks=remarks)
    flow.ends += passed
    return "; ".join(dict.fromkeys(remarks))


def _read(words: Words, action: Action, kind: str) -> Input:
    written = action.get("property")
    place = path_tree(written) if isinstance(written, str) and written.strip() else None
    name = name_of(place) if place is not None else kind.removesuffix("Input").lower()
    memory = words.conversion.memory
    choices = Choices()
    if kind == "ChoiceInput":
        choices = choices_of(words, action.get("choices"))
        if not choices.options and not choices.items:
            raise Untranslatable("an input with nothing to choose from")
    target = variable_of(words.cel, place) if place is not None else ""
    kept = format_of(words, action, kind, choices)
    plain = target and not kept
    answer = target if plain else memory.declare(f"answer_{identifier(name, 'value', 40)}")
    if plain and kind == "ConfirmInput":
        memory.truths.add(target)
    return Input(
        action=action,
        kind=kind,
        name=name,
        place=place,
        answer=answer,
        known=words.cel.is_there(place) if place is not None else "",
        valid=_validations(words, action, "answer"),
        kept=kept.replace("{answer}", answer),
        choices=choices,
    )


def _validations(words: Words, action: Action, this: str) -> str:
    """The condition that all validations hold of what `this` reads."""
    checks = [check for check in as_list(action.get("validations")) if check not in (None, "")]
    with words.this(this):
        return " && ".join(words.condition(check) for check in checks)


def _value(words: Words, one: Input) -> str:
    """The expression of the value that an input has of its own, "" where it has none."""
    raw = one.action.get("value")
    return words.value(raw) if raw not in (None, "") else ""


def _draw_known(flow: Flow, words: Words, one: Input, given: str) -> list[tuple[str, str]]:
    """A branch past the question, for a value that is there; the ends that pass it by."""
    cases, passed = list[Case](), list[tuple[str, str]]()
    if one.place is not None:
        valid = _validations(words, one.action, words.cel.value(one.place))
        cases.append(Case(id="known", condition=_and(one.known, valid)))
    if given:
        valid = _validations(words, one.action, given)
        cases.append(Case(id="given", condition=_and(words.cel.has(given), valid)))
    branch = flow.then(f"know_{one.name}", "branch", Branch(cases=tuple(cases)), ends=())
    if one.place is not None:
        passed.append((branch, "known"))
    if given:
        way = flow.fork((branch, "given"))
        kept = format_of(words, one.action, one.kind, one.choices).replace("{answer}", given)
        _keep(way, words, one, kept or given)
        passed += way.ends
    flow.ends, flow.open = [(branch, "else")], True
    return passed


def _draw_question(flow: Flow, words: Words, one: Input, *, skip: bool, remarks: list[str]) -> None:
    question, left_out = _prompt(flow, words, one)
    remarks += left_out
    again = one.action.get("invalidPrompt") or one.action.get("unrecognizedPrompt")
    if one.kind not in {"TextInput", "AttachmentInput"} and not one.valid:
        again = one.action.get("unrecognizedPrompt") or one.action.get("invalidPrompt")
    turns = as_whole(one.action.get("maxTurnCount"))
    interrupts = one.action.get("allowInterruptions", True)
    closed = interrupts is False or as_text(interrupts).strip().lower() in FALSE
    if isinstance(interrupts, str) and interrupts.strip("= ").lower() not in {"true", "false"}:
        remarks.append(f"any trigger may interrupt, not only where {interrupts}")
    options = tuple(told_apart(one.choices.options))
    items = one.choices.items
    if len(options) > LIMITS.options:
        options, items = (), as_items(options)
    if one.ready and one.kind not in {"ConfirmInput", "ChoiceInput"}:
        options = tuple(one.ready)
    if one.kind == "ConfirmInput":
        options = tuple(yes_or_no(words, one.action.get("confirmChoices")))
    with words.this("message.text"):
        attempts = (_one_text(words, again, remarks),) if again else (question,)
    ask = Ask(
        question=question,
        attempts=attempts if any(attempts[0].values()) else (),
        variable=one.answer,
        type=TYPES[one.kind],
        options=options,
        items=items,
        valid=one.valid,
        retries=max((turns or 1) - 1, 0),
        once=turns is not None and turns <= 1,
        skip_if_known=skip,
        interrupts="never" if closed else "first",
    )
    has_end = turns is not None
    ends = ("next", "failed") if has_end else ("next",)
    title = shortened(next(iter(question.values()), ""), TITLE_CHARS)
    node = flow.then(f"ask_{one.name}", "ask", ask, ends=ends, title="" if "${" in title else title)
    answered = flow.fork((node, "next"))
    if one.place is not None and (one.kept or one.answer != variable_of(words.cel, one.place)):
        _keep(answered, words, one, one.kept or one.answer)
    ways = [answered]
    if has_end:
        ways.append(_given_up(flow.fork((node, "failed")), words, one, remarks))
    flow.gather(*ways)


def _prompt(flow: Flow, words: Words, one: Input) -> tuple[Text, list[str]]:
    """The question as one text; what of a prompt is more than a text is said before it."""
    raw = one.action.get("prompt")
    if raw in (None, ""):
        return {}, []
    told = told_of(words, raw)
    shapes = [each.shape for each in told if isinstance(each.shape, Activity)]
    if not shapes:
        several = len(told) == 1 and len(told[0].texts) > 1
        text = told[0].texts[0] if len(told) == 1 and told[0].texts else words.text(raw)
        return text, ["the first of several texts of the question"] if several else []
    if len(told) > 1 or shapes[0].cards or shapes[0].media:
        return {}, draw_activity(flow, words, raw, f"prompt_{one.name}")
    texts = told[0].texts or (shapes[0].told[0].texts if shapes[0].told else ())
    one.ready = told_apart(shapes[0].options)
    return (texts[0] if texts else {}), shapes[0].left_out


def _one_text(words: Words, raw: object, remarks: list[str]) -> Text:
    told = told_of(words, raw)
    if any(isinstance(each.shape, Activity) for each in told):
        remarks.append("of what is said to a wrong answer, the text only")
        return told[0].texts[0] if told[0].texts else {}
    if len(told) == 1 and told[0].texts:
        if len(told[0].texts) > 1:
            remarks.append("the first of several texts for a wrong answer")
        return told[0].texts[0]
    return words.text(raw)


def _given_up(flow: Flow, words: Words, one: Input, remarks: list[str]) -> Flow:
    """The way on after the last try: the default, and what is said then."""
    default, response = one.action.get("defaultValue"), one.action.get("defaultValueResponse")
    if response:
        remarks += draw_activity(flow, words, response, f"default_{one.name}")
    if default not in (None, "") and one.place is not None:
        _keep(flow, words, one, words.value(default))
    return flow


def _keep(flow: Flow, words: Words, one: Input, value: str) -> None:
    if one.place is None:
        return
    note_kind(words, one.place, None, value)
    if one.kind == "ConfirmInput" and not one.kept:
        words.conversion.memory.truths.add(variable_of(words.cel, one.place))
    changed = assigned(words.cel, one.place, value)
    flow.then(f"keep_{one.name}", "set", Set(variables=changed))


def _and(first: str, second: str) -> str:
    return f"{first} && {second}" if second else first
