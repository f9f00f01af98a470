"""Parameters: what is asked for, what is taken from the message, what has a fixed value."""

import json

from engine.importers.dialogflow_es.contexts import context_changes
from engine.importers.dialogflow_es.conversion import Conversion, Flow
from engine.importers.dialogflow_es.entities import Meaning
from engine.importers.dialogflow_es.source import Intent, Parameter
from engine.importers.dialogflow_es.texts import LONGEST, as_expression, fitting, text_with_holes
from engine.importers.dialogflow_es.variables import VALUE
from engine.importers.naming import readable
from engine.nodes.ask import Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set
from engine.types.value import Text

IN_ORDER = "things of one kind are taken in the order in which they are said"


def declare(conversion: Conversion, intent: Intent) -> None:
    """Gives every parameter of an intent its variable, before any text names one."""
    for parameter in intent.parameters:
        meaning = conversion.entities.meaning(parameter.type)
        conversion.variables.parameter(
            parameter.name,
            meaning.value,
            row=bool(meaning.table),
            personal=meaning.personal,
            about=f"The parameter {parameter.name!r} ({parameter.type or 'no type'}).",
        )


def draw_slots(flow: Flow) -> None:
    """Asks for what is required, then remembers the rest and the contexts."""
    for parameter in flow.intent.parameters:
        meaning = flow.conversion.entities.meaning(parameter.type)
        if not _is_asked(parameter):
            continue
        if _has_twin(flow.conversion, flow.intent, parameter):
            place = _place(flow.conversion, flow.intent, parameter)
            _draw_twin(flow, parameter, meaning, place)
        else:
            _draw_question(flow, parameter, meaning)
    _draw_memory(flow)


def _has_twin(conversion: Conversion, intent: Intent, parameter: Parameter) -> bool:
    """Whether another parameter takes the same kind of thing from a message."""
    after = intent.parameters[intent.parameters.index(parameter) + 1 :]
    return _place(conversion, intent, parameter) > 0 or any(
        _place(conversion, intent, one) > _place(conversion, intent, parameter)
        for one in after
        if conversion.entities.meaning(one.type) == conversion.entities.meaning(parameter.type)
    )


def _place(conversion: Conversion, intent: Intent, parameter: Parameter) -> int:
    """How many parameters before this one take the same kind of thing from a message."""
    wanted = conversion.entities.meaning(parameter.type).entity
    if not wanted:
        return 0
    before = intent.parameters[: intent.parameters.index(parameter)]
    return sum(
        conversion.entities.meaning(one.type).entity == wanted and _takes(one) and not one.is_list
        for one in before
    )


def _takes(parameter: Parameter) -> bool:
    """Whether the parameter has no value of its own, but what the message holds."""
    own = {"", f"${parameter.name}", f"${parameter.name}.original"}
    return parameter.value in own


def _draw_twin(flow: Flow, parameter: Parameter, meaning: Meaning, place: int) -> None:
    """The second thing of a kind is the second that the message holds, else it is asked for."""
    several = f"mentions.{meaning.entity}"
    condition = f"has({several}) && size({several}) > {place}"
    branch = flow.then(
        f"{parameter.name}_said",
        "branch",
        Branch(cases=(Case(id="said", condition=condition),)),
        title=readable(parameter.name),
        source=f"{flow.source}#parameters[{parameter.name}]",
    )
    flow.ends = [(branch, "said")]
    taken = _nth(meaning, place)
    variable = flow.conversion.variables.parameter(parameter.name)
    flow.then(f"{parameter.name}_taken", "set", Set(variables={variable: taken}))
    ends, flow.ends = flow.ends, [(branch, "else")]
    _draw_question(flow, parameter, meaning, from_message=False)
    flow.ends += ends


def _nth(meaning: Meaning, place: int) -> str:
    taken = f"mentions.{meaning.entity}[{place}].value"
    return _as_row(taken) if meaning.table else taken


def _is_asked(parameter: Parameter) -> bool:
    return parameter.required and bool(parameter.type) and not parameter.default


def _draw_question(
    flow: Flow, parameter: Parameter, meaning: Meaning, *, from_message: bool = True
) -> None:
    conversion = flow.conversion
    question, alternative = _prompts(conversion, parameter)
    ask = Ask(
        question=question,
        alternative=alternative,
        variable=conversion.variables.parameter(parameter.name),
        type=meaning.answer,
        table=meaning.table,
        pattern=meaning.pattern,
        retries=0,
        from_message=from_message,
        resume="drop",
    )
    flow.then(
        f"ask_{parameter.name}",
        "ask",
        ask,
        title=readable(parameter.name),
        source=f"{flow.source}#parameters[{parameter.name}]",
    )


def _prompts(conversion: Conversion, parameter: Parameter) -> tuple[Text, Text]:
    """The first and the second prompt in every language; a plain one where there is none."""
    picked = conversion.languages.pick(parameter.prompts)
    first = {language: fitting(parameter.prompts[code][0]) for language, code in picked.items()}
    second = {
        language: fitting(parameter.prompts[code][1])
        for language, code in picked.items()
        if len(parameter.prompts[code]) > 1
    }
    if not first:
        first = {conversion.languages.own: f"{readable(parameter.name)}?"}
    variables = conversion.variables
    return text_with_holes(first, variables), text_with_holes(second, variables)


def _draw_memory(flow: Flow) -> None:
    """One node for all that the intent keeps without asking."""
    values = {
        flow.conversion.variables.parameter(one.name): found
        for one in flow.intent.parameters
        if not _is_asked(one) and (found := _taken(flow, one))
    }
    values |= context_changes(flow.conversion, flow.intent)
    if values:
        flow.then(f"{flow.entry}_remember", "set", Set(variables=values))


def _taken(flow: Flow, parameter: Parameter) -> str:
    """The expression for a parameter that nobody is asked for; empty where it has no source."""
    conversion = flow.conversion
    meaning = conversion.entities.meaning(parameter.type)
    variables = conversion.variables
    value = parameter.value
    if not _takes(parameter):
        fixed = as_expression(value, variables)
        if fixed == variables.reference(parameter.name):
            # From a context, which keeps what the variable holds.
            return ""
        return _as_row(fixed) if meaning.table else fixed
    default = as_expression(parameter.default, variables) if parameter.default else ""
    if default and meaning.table and not parameter.default.startswith(("$", "#")):
        default = _as_row(default)
    if parameter.type == "@sys.any" and not default:
        return "message.text"
    if not meaning.found:
        return default
    if place := _place(conversion, flow.intent, parameter):
        several = f"mentions.{meaning.entity}"
        there = f"has({several}) && size({several}) > {place}"
        return f"{there} ? {_nth(meaning, place)} : {default or 'null'}"
    taken = _as_row(meaning.found) if meaning.table else meaning.found
    if parameter.is_list and _is_plain(meaning):
        taken = f"mentions.{meaning.entity}.map(m, m.value)"
    return f"{meaning.is_found} ? {taken} : {default or 'null'}"


def _is_plain(meaning: Meaning) -> bool:
    """Whether all values that a message holds can be kept in a list."""
    return bool(meaning.entity) and not meaning.table


def _as_row(expression: str) -> str:
    return f"{{{json.dumps(VALUE)}: {expression}}}"


def report_parameters(conversion: Conversion, intent: Intent) -> None:
    """Accounts for every parameter of an intent."""
    for parameter in intent.parameters:
        place = f"{intent.path}#parameters[{parameter.name}]"
        if _is_lost(conversion, parameter):
            conversion.account.unmapped(
                "parameters",
                parameter.name,
                place,
                f"nothing finds a {parameter.type} in a message",
                "ask for it, or make a table of its values",
            )
        elif differs := "; ".join(_differences(conversion, intent, parameter)):
            conversion.account.approximate("parameters", parameter.name, place, differs)
        else:
            conversion.account.exact("parameters", parameter.name, place)


def _is_taken(parameter: Parameter) -> bool:
    """Whether it comes from a message that nobody asked for."""
    fixed = bool(parameter.value) and not parameter.value.startswith(f"${parameter.name}")
    return not _is_asked(parameter) and not fixed and bool(parameter.type)


def _is_lost(conversion: Conversion, parameter: Parameter) -> bool:
    """Whether nothing here finds what it takes from a message."""
    found = conversion.entities.meaning(parameter.type).found or parameter.default
    return _is_taken(parameter) and parameter.type != "@sys.any" and not found


def _differences(conversion: Conversion, intent: Intent, parameter: Parameter) -> list[str]:
    """In what a parameter is not quite as it was there."""
    meaning = conversion.entities.meaning(parameter.type)
    asked, prompts = _is_asked(parameter), parameter.prompts
    words = (parameter.value, parameter.default, *(p for some in prompts.values() for p in some))
    found = {
        meaning.how: True,
        IN_ORDER: _takes(parameter) and _place(conversion, intent, parameter) > 0,
        "the whole message is taken, not the marked part of it": _is_taken(parameter)
        and parameter.type == "@sys.any",
        "it is asked for even where the message holds it": asked and not meaning.entity,
        "one value is kept, not a list": parameter.is_list and (asked or not _is_plain(meaning)),
        "two of its prompts are kept": max(map(len, prompts.values()), default=0) > 2,
        f"what is longer than {LONGEST} signs is cut": max(map(len, words)) > LONGEST,
        "it has a default value, so that it is not asked for": parameter.required
        and bool(parameter.default),
        f"left out: {', '.join(parameter.extras)}": bool(parameter.extras),
    }
    return [how for how, holds in found.items() if how and holds]
