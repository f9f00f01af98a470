"""A page's form: what is missing is asked for, checked, and kept."""

from engine.importers.dialogflow_cx.conversion import NO_MATCH, UNMATCHED, Conversion, Place
from engine.importers.dialogflow_cx.fulfil import compose_replies, draw_fulfilment, draw_presets
from engine.importers.dialogflow_cx.handlers import NO_MATCH_EVENT, draw_no_match
from engine.importers.dialogflow_cx.source import Parameter
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_es.compose import Answer
from engine.importers.dialogflow_es.entities import Meaning
from engine.importers.dialogflow_es.pieces import Saying
from engine.importers.dialogflow_es.respond import draw_answer
from engine.importers.dialogflow_es.variables import VALUE
from engine.importers.naming import identifier, readable
from engine.nodes.ask import Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set
from engine.types.value import Text

ANYTHING = "@sys.any"
SILENT_EVENT = "sys.no-input"
SILENCE = "silence is no event in a written conversation: a reminder of the question may say it"
NOT_HEARD = "a long message and a service's veto are no events while a form asks"


def draw_form(conversion: Conversion, place: Place) -> None:
    """One branch finds what is missing first; each parameter has its question behind it."""
    strip = Strip(conversion, place.topic, place.id, place.page.path)
    needed = [one for one in place.page.parameters if one.required]
    cases = [
        Case(
            id=f"missing_{identifier(one.name, 'parameter')}",
            condition=f"!has({conversion.parameters.name(one.name)})",
        )
        for one in needed
    ]
    strip.put(place.prompt, "branch", Branch(cases=tuple(cases)), title="What is missing?", ends=())
    for case, parameter in zip(cases, needed, strict=True):
        wish = f"{place.id}_{identifier(parameter.name, 'parameter')}"
        part = strip.part([(place.prompt, case.id)], wish)
        part.source = parameter.place
        _draw_parameter(part, place, parameter)


def _draw_parameter(strip: Strip, place: Place, parameter: Parameter) -> None:
    question = _draw_prompt(strip, parameter)
    if not strip.ends:
        return
    ask = strip.then(
        f"{strip.entry}_ask",
        "ask",
        _ask(strip.cx, parameter, question),
        title=readable(parameter.name),
        ends=(),
    )
    kept = _draw_kept(strip, place, parameter, [(ask, "next")])
    failed = [(ask, "failed")]
    again = ""
    reprompts = [one for one in parameter.handlers if one.event.startswith(NO_MATCH_EVENT)]
    if any(not one.has_target for one in reprompts):
        # After its handler has spoken, the answer is waited for without the question.
        silent = strip.part([])
        again = silent.then(
            f"{strip.entry}_again",
            "ask",
            _ask(strip.cx, parameter, {}),
            title=readable(parameter.name),
            ends=(),
        )
        strip.cx.drawing.connect(place.topic, again, "next", kept)
        failed.append((again, "failed"))
    count = {UNMATCHED: "false", NO_MATCH: f"(has({NO_MATCH}) ? {NO_MATCH} : 0) + 1"}
    refused = strip.part(failed, f"{strip.entry}_refused")
    refused.then(refused.entry, "set", Set(variables=count), title="No answer")
    draw_no_match(refused, place, place.prompt, parameter.handlers, again)


def _draw_prompt(strip: Strip, parameter: Parameter) -> Text:
    """Says the prompt; its last words, if they can be, are the question."""
    prompt = parameter.prompt
    if prompt.webhook or prompt.cases or prompt.generators:
        draw_fulfilment(strip, prompt)
        return {}
    draw_presets(strip, prompt)
    answer = compose_replies(strip, prompt.replies)
    last = answer.pieces[-1] if answer.pieces else None
    asks = isinstance(last, Saying) and len(last.alternatives) == 1
    said = answer.pieces[:-1] if asks else answer.pieces
    if said:
        draw_answer(strip, Answer(said, answer.note))
    if not isinstance(last, Saying) or not asks:
        return {}
    return strip.cx.text(last.alternatives[0])


def _ask(conversion: Conversion, parameter: Parameter, question: Text) -> Ask:
    meaning = conversion.entities.meaning(parameter.type)
    if parameter.is_list and meaning.entity:
        # Several values in one answer: any text will do in which they are found.
        return Ask(
            question=question,
            variable=conversion.answer_of(parameter.name, meaning),
            valid=f"has(mentions.{meaning.entity})",
            once=True,
            retries=0,
            resume="drop",
        )
    return Ask(
        question=question,
        variable=conversion.answer_of(parameter.name, meaning),
        type=meaning.answer,
        table=meaning.table,
        pattern=meaning.pattern,
        once=True,
        retries=0,
        interrupts="first" if parameter.type == ANYTHING else "invalid",
        resume="drop",
    )


def _draw_kept(
    strip: Strip, place: Place, parameter: Parameter, ends: list[tuple[str, str]]
) -> str:
    """Keeps the answer and what else of the form the same message brought."""
    conversion = strip.cx
    meaning = conversion.entities.meaning(parameter.type)
    variable = conversion.parameters.name(parameter.name)
    answer = conversion.answer_of(parameter.name, meaning)
    value = f"{answer}.{VALUE}" if meaning.table else answer
    if parameter.is_list:
        several = f"mentions.{meaning.entity}.map(m, m.value)"
        value = several if meaning.entity else f"[{value}]"
    values = {variable: value, NO_MATCH: "0", UNMATCHED: "false"}
    if parameter.name in conversion.parameters.originals:
        values[conversion.parameters.originals[parameter.name]] = "message.text"
    for other in place.page.parameters:
        others = conversion.entities.meaning(other.type)
        name = conversion.parameters.name(other.name)
        if others.entity and others.entity != meaning.entity and name != variable:
            found = f"has(entities.{others.entity}) ? entities.{others.entity} : null"
            values[name] = f"has({name}) ? {name} : ({found})"
    part = strip.part(ends, strip.entry)
    name = part.then(f"{strip.entry}_keep", "set", Set(variables=values), title="Keep")
    part.lead(conversion.turn_of(place), place.topic)
    return name


def report_form(conversion: Conversion, place: Place) -> None:
    """Accounts for a form's parameters."""
    account = conversion.account
    for parameter in place.page.parameters:
        meaning = conversion.entities.meaning(parameter.type)
        how = _differences(parameter, meaning)
        for name in parameter.extras:
            account.approximate(
                "settings", name, parameter.place, "is for speech and the keys of a telephone"
            )
        for handler in parameter.handlers:
            heard = handler.event.startswith(NO_MATCH_EVENT)
            if heard:
                account.exact("event handlers", handler.event, handler.place)
            elif handler.event.startswith(SILENT_EVENT):
                account.approximate("event handlers", handler.event, handler.place, SILENCE)
            else:
                account.unmapped(
                    "event handlers",
                    handler.event,
                    handler.place,
                    NOT_HEARD,
                    "check it in the flow",
                )
        if how:
            account.approximate("form parameters", parameter.name, parameter.place, how)
        else:
            account.exact("form parameters", parameter.name, parameter.place)


def _differences(parameter: Parameter, meaning: Meaning) -> str:
    how = [meaning.how if parameter.type != ANYTHING else ""]
    if parameter.redact:
        how.append("is marked as personal; histories are cleared by the bot's rules")
    if not parameter.required and not meaning.entity:
        how.append("is not asked for, and nothing finds it in a message")
    if parameter.is_list and not meaning.entity:
        how.append("one value is kept, in a list")
    return "; ".join(one for one in how if one)
