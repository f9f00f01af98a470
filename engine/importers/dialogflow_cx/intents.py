"""Intents: what people say, and where that leads on the page where they say it."""

from engine.importers.dialogflow_cx.conversion import NO_MATCH, UNMATCHED, Conversion
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.uses import Use, draw_ways, guard_of, shared_topic
from engine.importers.dialogflow_es.phrases import read_triggers
from engine.importers.dialogflow_es.source import Intent
from engine.importers.dialogflow_es.texts import literal
from engine.importers.naming import identifier, readable, shortened
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD
from engine.types.limits import LIMITS


def draw_intents(conversion: Conversion, uses: dict[str, list[Use]]) -> None:
    """An entry for every intent of the agent, with the ways on from it."""
    known = {one.name for one in conversion.agent.intents}
    for intent in conversion.agent.intents:
        several = uses.get(intent.name, [])
        if name := _draw_intent(conversion, intent, several):
            _report(conversion, intent, name, several)
    for name, several in uses.items():
        if name not in known:
            conversion.account.unmapped(
                "intents",
                name,
                name,
                "routes use it, but it is not in the export",
                "export the agent again, or give it phrases",
            )
            _draw_intent(conversion, Intent(path=f"intents/{name}", id="", name=name), several)


def _draw_intent(conversion: Conversion, intent: Intent, uses: list[Use]) -> str:
    """The id of the entry; empty for the intent of what is not understood."""
    phrases, _ = read_triggers(conversion, intent)
    if intent.fallback:
        conversion.negatives = phrases
        conversion.account.approximate(
            "intents",
            intent.name,
            intent.path,
            "its phrases are learned as examples of what is not understood",
            node=NOT_UNDERSTOOD,
        )
        return ""
    topic = shared_topic(conversion, uses)
    strip = Strip(conversion, topic, identifier(intent.name, "intent"), intent.path)
    label = literal(shortened(readable(intent.name), LIMITS.option_chars))
    guard = guard_of(uses) if uses else "false"
    note = ""
    if not phrases:
        note, guard = "It has no phrases: nothing leads here by itself.", ""
    name = conversion.drawing.names.take(intent.name, "intent")
    params = IntentParams(label={conversion.languages.own: label}, phrases=phrases, condition=guard)
    strip.put(name, "intent", params, title=intent.name, note=note)
    conversion.nodes[intent.path] = name
    _remember(strip, conversion, intent, uses)
    draw_ways(strip, uses)
    return name


def _remember(strip: Strip, conversion: Conversion, intent: Intent, uses: list[Use]) -> None:
    """What the message brings for the intent's parameters."""
    values: dict[str, str] = {NO_MATCH: "0", UNMATCHED: "false"}
    parameters = conversion.parameters
    for one in intent.parameters:
        meaning = conversion.entities.meaning(one.type)
        variable = parameters.name(one.name)
        there, value = meaning.is_found, meaning.found
        words = f"mentions.{meaning.entity}[0].text" if meaning.entity else value
        if one.type == "@sys.any":
            there, value, words = "true", "message.text", "message.text"
        elif not value:
            continue
        elif one.is_list:
            several = f"mentions.{meaning.entity}.map(m, m.value)"
            value = several if meaning.entity else f"[{value}]"
        if one.name in parameters.of_intents:
            values[parameters.of_intents[one.name]] = f"{there} ? {value} : null"
        values[variable] = f"{there} ? {value} : (has({variable}) ? {variable} : null)"
        if one.name in parameters.originals:
            original = parameters.originals[one.name]
            values[original] = f"{there} ? {words} : (has({original}) ? {original} : null)"
    if uses:
        strip.then(f"{strip.entry}_keep", "set", Set(variables=values), title="Keep")


def _report(conversion: Conversion, intent: Intent, node: str, uses: list[Use]) -> None:
    account = conversion.account
    how = []
    if not uses:
        how.append("no route uses it: it is here and closed")
    if intent.priority < 0:
        how.append("it was switched off there")
    if how:
        account.approximate("intents", intent.name, intent.path, "; ".join(how), node=node)
    else:
        account.exact("intents", intent.name, intent.path, node=node)
    for one in intent.parameters:
        place = f"{intent.path}#parameters[{one.name}]"
        meaning = conversion.entities.meaning(one.type)
        if one.type == "@sys.any":
            account.approximate(
                "parameters",
                one.name,
                place,
                "the whole message is taken, not the marked part of it",
            )
        elif not meaning.found:
            account.unmapped(
                "parameters",
                one.name,
                place,
                f"nothing finds a {one.type} in a message",
                "ask for it, or make a table of its values",
            )
        elif meaning.how:
            account.approximate("parameters", one.name, place, meaning.how)
        else:
            account.exact("parameters", one.name, place)
