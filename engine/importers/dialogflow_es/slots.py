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
from engine.nodes.set import Set
from engine.types.value import Text


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
        if _is_asked(parameter):
            _draw_question(flow, parameter, meaning)
    _draw_memory(flow)


def _is_asked(parameter: Parameter) -> bool:
    return parameter.required and bool(parameter.type) and not parameter.default


def _draw_question(flow: Flow, parameter: Parameter, meaning: Meaning) -> None:
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
        from_message=True,
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
        if not _is_asked(one) and (found := _taken(flow.conversion, one))
    }
    values |= context_changes(flow.conversion, flow.intent)
    if values:
        flow.then(f"{flow.entry}_remember", "set", Set(variables=values))


def _taken(conversion: Conversion, parameter: Parameter) -> str:
    """The expression for a parameter that nobody is asked for; empty where it has no source."""
    meaning = conversion.entities.meaning(parameter.type)
    variables = conversion.variables
    value, own = parameter.value, {f"${parameter.name}", f"${parameter.name}.original"}
    if value and value not in own:
        fixed = as_expression(value, variables)
        return _as_row(fixed) if meaning.table and not value.startswith(("$", "#")) else fixed
    default = as_expression(parameter.default, variables) if parameter.default else ""
    if default and meaning.table and not parameter.default.startswith(("$", "#")):
        default = _as_row(default)
    if parameter.type == "@sys.any" and not default:
        return "message.text"
    if not meaning.found:
        return default
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
    account = conversion.account
    for parameter in intent.parameters:
        place = f"{intent.path}#parameters[{parameter.name}]"
        meaning = conversion.entities.meaning(parameter.type)
        fixed = bool(parameter.value) and not parameter.value.startswith(f"${parameter.name}")
        how = [meaning.how]
        if not _is_asked(parameter) and not fixed and parameter.type:
            if parameter.type == "@sys.any":
                how.append("the whole message is taken, not the marked part of it")
            elif not meaning.found and not parameter.default:
                account.unmapped(
                    "parameters",
                    parameter.name,
                    place,
                    f"nothing finds a {parameter.type} in a message",
                    "ask for it, or make a table of its values",
                )
                continue
        elif _is_asked(parameter) and not meaning.entity:
            how.append("it is asked for even where the message holds it")
        if parameter.is_list and (_is_asked(parameter) or not _is_plain(meaning)):
            how.append("one value is kept, not a list")
        if parameter.prompts and max(map(len, parameter.prompts.values())) > 2:
            how.append("two of its prompts are kept")
        words = (
            parameter.value,
            parameter.default,
            *(p for s in parameter.prompts.values() for p in s),
        )
        if max(map(len, words)) > LONGEST:
            how.append(f"what is longer than {LONGEST} signs is cut")
        if parameter.required and parameter.default:
            how.append("it has a default value, so that it is not asked for")
        if parameter.extras:
            how.append(f"left out: {', '.join(parameter.extras)}")
        differs = "; ".join(one for one in how if one)
        if differs:
            account.approximate("parameters", parameter.name, place, differs)
        else:
            account.exact("parameters", parameter.name, place)
