"""A `collect` step of CALM: the question for a slot, and what refuses its value."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from engine.importers.naming import Names, readable
from engine.importers.rasa.actions import draw_action
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.forms import question_of
from engine.importers.rasa.plain import as_text
from engine.importers.rasa.read_calm import read_rejections
from engine.importers.rasa.replies import draw_response, option
from engine.importers.rasa.source import Button, Form, Response, Slot, Variation
from engine.importers.rasa.texts import literal, quoted, template
from engine.importers.rasa.variables import TYPES
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.parts import OptionParams
from engine.nodes.set import Set
from engine.types.limits import LIMITS

TYPES_OF_ANSWERS: dict[str, AnswerType] = {
    "bool": "yes_no",
    "float": "number",
    "categorical": "choice",
}
SETS_SLOTS = re.compile(r"\s*/\s*SetSlots?\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
WORDS_OF = {"true": "yes", "false": "no"}


def draw_collect(
    flow: Flow, slot: str, step: dict[str, object], condition: Callable[[str], str]
) -> None:
    """Asks for a slot that is not known yet, as often as its value is refused."""
    conversion = flow.conversion
    known = conversion.training.slots.get(slot, Slot(slot))
    form = Form("", "")
    words = conversion.response(as_text(step.get("utter"))) or question_of(conversion, form, slot)
    again = conversion.response(known.refill) if known.refill else None
    type_ = TYPES_OF_ANSWERS.get(known.type, "text")
    words = _for_all_channels(conversion, words) if words else None
    buttons = [one for each in words.variations for one in each.buttons] if words else []
    items = _items(known, buttons) if type_ == "choice" else ""
    asks_first = step.get("ask_before_filling") is True
    variable = conversion.variables.slot(slot, TYPES.get(known.type, "any"))
    action = as_text(step.get("action")) or f"action_ask_{slot}"
    if asks_first:
        flow.then(f"{slot}_anew", "set", Set(clear=(variable,)), title=f"Ask anew: {slot}")
    speaks = words is None and (action in conversion.training.actions or "action" in step)
    before = _before(flow, slot, type_, words, action, speaks=speaks)
    text = "" if before or words is None else _first(words)
    question = text if text or before else f"{readable(slot)}?"
    ask = Ask(
        question=conversion.text(template(question, conversion.variables.slot)) if question else {},
        alternative=_wording(conversion, again),
        variable=variable,
        type="text" if type_ == "choice" and not items else type_,
        items=items,
        options=() if items or before else _options(conversion, slot, buttons, type_),
        attempts=(_wording(conversion, words),) if before and words else (),
        skip_if_known=True,
        from_message=not asks_first and type_ == "number",
        retries=0,
        interrupts="never" if step.get("force_slot_filling") is True else "always",
    )
    place = words.place if words else flow.source
    node = flow.then(f"ask_{slot}", "ask", ask, source=place, title=readable(slot))
    if before:
        conversion.drawing.connect(flow.topic, before, "known", node)
    if words:
        conversion.drawn.add(words.name)
    rejections = (*known.rejections, *read_rejections(step.get("rejections")))
    _reject(flow, slot, variable, rejections, before or node, condition)


def _before(
    flow: Flow,
    slot: str,
    type_: AnswerType,
    words: Response | None,
    action: str,
    *,
    speaks: bool,
) -> str:
    """Asks with more than one text, or by a program, where the slot is not known; the branch."""
    rich = words is not None and (
        len(words.variations) > 1
        or any(one.image or one.conditions or one.when for one in words.variations)
    )
    if not (rich or speaks):
        return ""
    known = Case(id="known", condition=f"has({flow.conversion.variables.slot(slot)})")
    branch = flow.then(f"{slot}_known", "branch", Branch(cases=(known,)), ends=("else",))
    if words is not None and rich:
        said = tuple(_answering(one, slot, type_) for one in words.variations)
        draw_response(flow, replace(words, variations=said), waits=False)
    else:
        draw_action(flow, action, "", last=False)
    return branch


def _reject(
    flow: Flow,
    slot: str,
    variable: str,
    rejections: tuple[tuple[str, str], ...],
    ask: str,
    condition: Callable[[str], str],
) -> None:
    """A value that is refused is said so, forgotten, and asked for again."""
    if not rejections:
        return
    conversion, names = flow.conversion, Names(("else",))
    cases = tuple(
        Case(id=names.take(f"refused_{at + 1}", "case"), condition=condition(test))
        for at, (test, _) in enumerate(rejections)
    )
    branch = flow.then(
        f"{slot}_fits", "branch", Branch(cases=cases), title=f"{readable(slot)} fits?"
    )
    for case, (_, utter) in zip(cases, rejections, strict=True):
        way = flow.fork((branch, case.id))
        if utter:
            draw_action(way, utter, "", last=False)
        way.then(f"{slot}_refused", "set", Set(clear=(variable,)), title=f"Refused: {slot}")
        for start, port in way.ends:
            conversion.drawing.connect(flow.topic, start, port, ask)
    flow.ends = [(branch, "else")]


def _items(slot: Slot, buttons: list[Button]) -> str:
    """The values of a categorical slot as a list, named by the buttons that set them."""
    titles = {_value(one, slot.name): one.title for one in buttons if not one.url}
    named = [f'{{"label": {quoted(titles.get(v, v))}, "value": {quoted(v)}}}' for v in slot.values]
    return f"[{', '.join(named)}]" if named else ""


def _options(
    conversion: Conversion, slot: str, buttons: list[Button], type_: AnswerType
) -> tuple[OptionParams, ...]:
    """Buttons as ready answers: a press counts as writing the value."""
    names, found = Names(()), dict[str, OptionParams]()
    for one in buttons:
        conversion.account.exact("buttons", one.title, f"{slot}#{one.title}")
        # Several wordings of a question have the same buttons.
        if one.title.lower() in found or len(found) == LIMITS.options:
            continue
        shown = option(conversion, one, names)
        says = {} if one.url else conversion.text(literal(_answer(one, slot, type_)))
        found[one.title.lower()] = replace(shown, says=says)
    return tuple(found.values())


def _answering(variation: Variation, slot: str, type_: AnswerType) -> Variation:
    """A wording whose buttons write the answers; a choice shows its own."""
    if type_ == "choice":
        return replace(variation, buttons=())
    buttons = (
        one if one.url else replace(one, payload=_answer(one, slot, type_))
        for one in variation.buttons
    )
    return replace(variation, buttons=tuple(buttons))


def _answer(button: Button, slot: str, type_: AnswerType) -> str:
    """What a press writes."""
    value = _value(button, slot)
    return WORDS_OF.get(value.lower(), value) if type_ == "yes_no" else value


def _for_all_channels(conversion: Conversion, words: Response) -> Response:
    """The wordings of a question that are not for one channel only, where there are such."""
    plain = tuple(one for one in words.variations if not one.channel)
    if not plain or len(plain) == len(words.variations):
        return words
    texts = {one.text for one in plain}
    others = {one.channel for one in words.variations if one.channel and one.text not in texts}
    if others:
        how = f"it is asked with the same words everywhere, also in {', '.join(sorted(others))}"
        conversion.account.approximate("responses", words.name, words.place, how)
    return replace(words, variations=plain)


def slot_given(said: str) -> str:
    """What a person writes where a test presses a button, as `/SetSlots(sure=True)`."""
    found = SETS_SLOTS.fullmatch(said)
    value = found[1].rpartition("=")[2].strip().strip("\"'") if found else said
    return WORDS_OF.get(value.lower(), value) if found else said


def _value(button: Button, slot: str) -> str:
    """What a button gives a slot: `/SetSlots(slot=value)`, or what it sends."""
    found = SETS_SLOTS.fullmatch(button.payload)
    for part in found[1].split(",") if found else ():
        name, _, value = part.partition("=")
        if name.strip() == slot:
            return value.strip().strip("\"'")
    return (button.payload or button.title).strip()


def _first(words: Response) -> str:
    return next((one.text for one in words.variations if one.text), "")


def _wording(conversion: Conversion, words: Response | None) -> dict[str, str]:
    if words is None or not _first(words):
        return {}
    conversion.drawn.add(words.name)
    return conversion.text(template(_first(words), conversion.variables.slot))
