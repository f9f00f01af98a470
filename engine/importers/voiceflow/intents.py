"""Intents: where conversations come in by them, and what they need to know first."""

from msgspec.structs import replace

from engine.expressions.folding import fold
from engine.importers.dialogflow_es.neutral import SORRY
from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.lex.builtin import INTENTS
from engine.importers.naming import Names, readable
from engine.importers.voiceflow.asks import SYSTEM, entity_question
from engine.importers.voiceflow.choices import mapped_values
from engine.importers.voiceflow.conversion import Chain, Conversion
from engine.importers.voiceflow.names import LAST
from engine.importers.voiceflow.slate import plain
from engine.importers.voiceflow.source import SourceIntent, SourceStep
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, EntityTable

NONE = "none"
BUILTIN = "VF."


def draw_entities(conversion: Conversion) -> None:
    """Entities with values as tables."""
    names = Names()
    for entity in conversion.export.entities.values():
        rows: dict[str, tuple[str, str]] = {}
        for value, synonyms in entity.rows:
            others = ";".join(one.replace(";", ",") for one in synonyms if fold(one) != fold(value))
            rows.setdefault(fold(value).strip(), (value, others))
        account = conversion.account
        if rows:
            table = names.take(entity.name, "entity")
            conversion.tables[entity.id] = table
            listed = tuple(row for key, row in rows.items() if key)
            conversion.entity_tables[table] = EntityTable(("value", "synonyms"), listed)
            account.exact("entities", entity.name, entity.place, node=table)
        elif entity.type in SYSTEM:
            account.exact("entities", entity.name, entity.place)
        else:
            how = f"the entity {entity.type} has no values: an answer is taken as it is written"
            account.approximate("entities", entity.name, entity.place, how, "make a table of it")


def name_intents(conversion: Conversion) -> None:
    """Ids for all intents, and the steps by which they come in."""
    for diagram in conversion.export.diagrams.values():
        for step in diagram.steps.values():
            intent = text(step.data.get("intent"))
            if step.type in {"intent", "command"} and intent:
                conversion.intent_steps.setdefault(intent, []).append(step.id)
    for id_, one in conversion.export.intents.items():
        if one.name.lower() == NONE:
            conversion.intents[id_] = NOT_UNDERSTOOD
        else:
            conversion.intents[id_] = conversion.drawing.names.take(one.name, "intent")


def draw_intent_step(chain: Chain) -> None:
    """An intent where a conversation comes in; the first step of one is its node."""
    conversion = chain.conversion
    id_ = text(chain.step.data.get("intent"))
    intent = conversion.export.intents.get(id_)
    name = conversion.intents.get(id_, "")
    if intent is None or not name or conversion.intent_steps.get(id_, [""])[0] != chain.step.id:
        chain.then("intent_again", "set", Set())
        how = "another step is where this intent comes in" if intent else "its intent is not there"
        chain.differs(how, "draw the intent")
        chain.go_on()
        return
    _put_intent(chain, intent, name)
    _remember(chain, intent, chain.step)
    chain.exact(intent.name, name)
    chain.go_on()


def _put_intent(chain: Chain, intent: SourceIntent, name: str) -> None:
    conversion = chain.conversion
    if name == NOT_UNDERSTOOD:
        name = conversion.drawing.names.take("none", "intent")
    phrases = _phrases(intent, conversion.language)
    params = Intent(
        label={conversion.language: readable(intent.name)[:60]},
        phrases={conversion.language: phrases} if phrases else {},
    )
    conversion.drawing.put(
        chain.topic, name, "intent", params, title=readable(intent.name), source=chain.place
    )
    conversion.places[name] = (chain.diagram.id, chain.block)
    chain.first, chain.ends = name, [(name, "next")]
    _count(conversion, intent, phrases, name)


def _count(
    conversion: Conversion, intent: SourceIntent, phrases: tuple[str, ...], name: str
) -> None:
    account = conversion.account
    if phrases and not _own_phrases(intent):
        how = "its phrases are Voiceflow's own and not in the export: a few of ours stand for them"
        account.approximate("intents", intent.name, intent.place, how, "add more", node=name)
        return
    account.exact("intents", intent.name, intent.place, node=name)
    account.exact("utterances", intent.name, intent.place, len(phrases), node=name)


def _remember(chain: Chain, intent: SourceIntent, step: SourceStep) -> None:
    """Keeps what was said and the entities that it named; asks for those that are needed."""
    conversion = chain.conversion
    values = {conversion.scope.variable(LAST): "message.text"}
    for id_ in _entities(conversion, intent):
        variable = conversion.scope.variable(id_)
        entity = conversion.export.entities.get(id_)
        table = conversion.tables.get(id_)
        found = table or SYSTEM.get(entity.type if entity else "")
        if found:
            inner = f"entities.{found}.value" if table else f"entities.{found}"
            values[variable] = f"has(entities.{found}) ? {inner} : null"
    chain.then(f"{intent.name}_heard", "set", Set(variables=values))
    for id_, prompt in intent.required:
        words = conversion.export.responses.get(prompt, ())
        text_ = conversion.words(words[0]) if words else conversion.text(prompt)
        ask = entity_question(
            chain, id_, text_ or conversion.text(f"{conversion.scope.name(id_)}?")
        )
        chain.then(f"ask_{ask.variable}", "ask", replace(ask, skip_if_known=True))
        chain.ends = [(chain.ends[0][0], "next"), (chain.ends[0][0], "failed")]
        if conversion.tables.get(id_):
            value = {ask.variable: f"{ask.variable}.value"}
            chain.then(f"{ask.variable}_value", "set", Set(variables=value))
    mapped = mapped_values(chain, mappings(step.data.get("mappings")))
    if mapped:
        chain.then(f"{intent.name}_maps", "set", Set(variables=mapped))


def _entities(conversion: Conversion, intent: SourceIntent) -> tuple[str, ...]:
    return tuple(one for one in intent.entities if one in conversion.export.entities)


def _phrases(intent: SourceIntent, language: str) -> tuple[str, ...]:
    """What people say; for intents of Voiceflow's own, `VF.YES`, what they usually do."""
    own = _own_phrases(intent)
    said = INTENTS.get(intent.name.lower().removeprefix("vf."), {})
    return own or (said.get(language) or said.get("en", ()) if BUILTIN in intent.name else ())


def _own_phrases(intent: SourceIntent) -> tuple[str, ...]:
    phrases: dict[str, str] = {}
    for one in intent.utterances:
        phrase = " ".join(one.split())
        if fold(phrase).strip():
            phrases.setdefault(fold(phrase).strip(), phrase)
    return tuple(phrases.values())


def draw_starts(conversion: Conversion, topic: str) -> None:
    """Startup, what is not understood, and the intents that no step brings in."""
    drawing, place = conversion.drawing, "project"
    drawing.put(topic, STARTUP, "intent", Intent(tags_topic=False), source=place)
    first = drawing.add(topic, "begin", "set", Set(clear=()), source=place)
    drawing.connect(topic, STARTUP, "next", first)
    drawing.replace(topic, first, Set(variables={conversion.scope.variable(LAST): '""'}))
    chain_to = conversion.find(f"diagram:{conversion.export.root}")
    if chain_to is not None:
        go = drawing.add(topic, "start", "goto", Goto(target=chain_to[1]), source=place)
        drawing.connect(topic, first, "next", go)
    _draw_not_understood(conversion, topic)
    for id_, intent in conversion.export.intents.items():
        name = conversion.intents[id_]
        if id_ not in conversion.intent_steps and name != NOT_UNDERSTOOD:
            _draw_lone(conversion, topic, intent, name)


def _draw_not_understood(conversion: Conversion, topic: str) -> None:
    drawing, account = conversion.drawing, conversion.account
    none = next(
        (one for one in conversion.export.intents.values() if one.name.lower() == NONE), None
    )
    phrases = _own_phrases(none) if none is not None else ()
    params = Intent(phrases={conversion.language: phrases} if phrases else {}, tags_topic=False)
    place = none.place if none is not None else "project"
    drawing.put(topic, NOT_UNDERSTOOD, "intent", params, source=place)
    words = conversion.export.no_match
    said = conversion.text(plain(words[0])) if words else {}
    if not said:
        said = {conversion.language: SORRY.get(conversion.language, SORRY["en"])}
        how = "the project does not say what is said then: a plain sentence is"
        account.approximate("no match", "global", "project", how, "word it", node=NOT_UNDERSTOOD)
    else:
        account.exact("no match", "global", "project", node=NOT_UNDERSTOOD)
    say = drawing.add(topic, "sorry", "say", Say(text=said), source=place)
    drawing.connect(topic, NOT_UNDERSTOOD, "next", say)
    if none is not None:
        account.exact("intents", none.name, none.place, node=NOT_UNDERSTOOD)


def _draw_lone(conversion: Conversion, topic: str, intent: SourceIntent, name: str) -> None:
    """An intent that only choices ask for: by itself it is not understood, as there."""
    phrases = _phrases(intent, conversion.language)
    params = Intent(
        label={conversion.language: readable(intent.name)[:60]},
        phrases={conversion.language: phrases} if phrases else {},
        tags_topic=False,
    )
    drawing = conversion.drawing
    drawing.put(topic, name, "intent", params, title=readable(intent.name), source=intent.place)
    go = drawing.add(
        topic, f"{name}_alone", "goto", Goto(target=NOT_UNDERSTOOD), source=intent.place
    )
    drawing.connect(topic, name, "next", go)
    _count(conversion, intent, phrases, name)
