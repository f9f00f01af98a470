"""Intents with their examples, what they remember, and what follows; topics by their names."""

from collections import Counter
from collections.abc import Iterator

from engine.expressions.folding import fold
from engine.importers.naming import identifier, readable
from engine.importers.rasa.answers import draw_decision
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.decide import Answer, Decision
from engine.importers.rasa.mentions import mention_of
from engine.importers.rasa.payloads import payload_pattern
from engine.importers.rasa.source import Training, Understood
from engine.importers.rasa.texts import quoted
from engine.importers.rasa.turns import Do
from engine.importers.rasa.variables import TOPIC
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD

TOPIC_INTENTS = 25
FALLBACK = "nlu_fallback"
REST = "conversation"


def name_intents(conversion: Conversion) -> None:
    """Every intent of the domain, the examples and the stories gets its id and its topic."""
    training = conversion.training
    names = dict.fromkeys((*training.intents, *training.understood, *conversion.turns))
    families = {one.partition("/")[0] for one in names if "/" in one}
    for name in (*(one for one in names if one), *(one for one in families if one not in names)):
        wish = name if name != FALLBACK else NOT_UNDERSTOOD
        conversion.intents[name] = (
            NOT_UNDERSTOOD if name == FALLBACK else conversion.drawing.names.take(wish, "intent")
        )
    _split_topics(conversion, families)


def draw_intent(conversion: Conversion, name: str) -> None:
    """An intent: its node, the slots that its entities fill, and its answers."""
    topic, node = conversion.topic_of[name], conversion.intents[name]
    known = conversion.training.understood.get(name)
    place = known.place if known else _place(conversion, name)
    phrases = _phrases(known)
    params = Intent(
        label=conversion.text(readable(name.rpartition("/")[2])[:60]),
        phrases={conversion.language: phrases} if phrases else {},
        patterns=(payload_pattern(name),),
        events=("nlu_fallback",) if name == FALLBACK else (),
    )
    conversion.drawing.put(
        topic, node, "intent", params, title=readable(name.replace("/", ": ")), source=place
    )
    flow = Flow(conversion, topic, place, [(node, "next")])
    _remember_entities(flow, name)
    parent = name.partition("/")[0]
    if "/" in name:
        flow.then(f"{node}_is", "set", Set(variables={TOPIC: quoted(name)}))
        for start, port in flow.ends:
            conversion.drawing.connect(topic, start, port, conversion.heads[parent])
    elif decision := conversion.decisions.get(name) or _default(conversion, name):
        draw_decision(flow, name, decision)
    else:
        # Rasa's policies are unsure here, and fall back.
        flow.then(f"{node}_unsure", "goto", Goto(target=NOT_UNDERSTOOD), ends=())
    conversion.heads[name] = flow.first
    _report(conversion, name, known, place)


def _split_topics(conversion: Conversion, families: set[str]) -> None:
    """A topic for each retrieval intent, for each frequent first word, and one for the rest."""
    drawing = conversion.drawing
    first = Counter(name.partition("_")[0] for name in conversion.intents if "/" not in name)
    wanted: dict[str, list[str]] = {}
    for name in conversion.intents:
        family = name.partition("/")[0]
        word = name.partition("_")[0]
        key = family if family in families else word if first[word] >= 4 and word != name else REST
        wanted.setdefault(identifier(key, "topic"), []).append(name)
    for key, names in wanted.items():
        size = len(names) if key in families else TOPIC_INTENTS
        for at in range(0, len(names), size):
            topic = key if at == 0 else f"{key}_{at // size + 1}"
            title = readable(key) + (f" {at // size + 1}" if at else "")
            drawing.open_topic(topic, conversion.text(title))
            for name in names[at : at + size]:
                conversion.topic_of[name] = topic


def _remember_entities(flow: Flow, intent: str) -> None:
    """Sets the slots of the entities that come with this intent, as Rasa fills them."""
    conversion = flow.conversion
    training = conversion.training
    found: dict[str, None] = {}
    known = training.understood.get(intent)
    for example in known.examples if known else []:
        found.update({mark.entity: None for mark in example.marks})
    for turn in conversion.turns.get(intent, []):
        found.update({name: None for name, _ in turn.wish.entities})
    for entity in found:
        for slot, role in _slots_of(training, intent, entity):
            named = mention_of(conversion, intent, entity, role)
            if named is None:
                continue
            variable = conversion.variables.slot(slot)
            node = flow.then(
                f"{variable}_is_named",
                "set",
                Set(variables={variable: named.value}),
                title=f"Named: {readable(slot)}",
            )
            conversion.guards[node] = named.condition
    for one_slot in training.slots.values():
        values = [
            one.value
            for one in one_slot.fillings
            if one.type in {"from_intent", "from_trigger_intent"} and intent in one.intents
        ]
        if values and isinstance(values[0], bool | int | float | str):
            value = values[0]
            written = quoted(value) if isinstance(value, str) else str(value).lower()
            variable = conversion.variables.slot(one_slot.name)
            flow.then(f"{variable}_by_intent", "set", Set(variables={variable: written}))


def _slots_of(training: Training, intent: str, entity: str) -> Iterator[tuple[str, str]]:
    """The slots that an entity fills in messages of an intent, each with the role that it must
    have, if any."""
    for slot in training.slots.values():
        ways = [
            one
            for one in slot.fillings
            if one.type == "from_entity"
            and one.entity == entity
            and (not one.intents or intent in one.intents)
            and intent not in one.besides
        ]
        yield from ((slot.name, one.role) for one in ways[:1])
        if slot.name == entity and not slot.fillings:
            yield slot.name, ""


def _default(conversion: Conversion, name: str) -> Decision | None:
    """What follows an intent that no story has: what it triggers, or its retrieval answer."""
    triggers = conversion.training.intents.get(name, "")
    if triggers:
        return Answer((Do(triggers),))
    if conversion.subs(name) or name == FALLBACK:
        return Answer((Do(f"utter_{name}" if name != FALLBACK else "action_default_fallback"),))
    return None


def _phrases(known: Understood | None) -> tuple[str, ...]:
    phrases: dict[str, str] = {}
    for example in known.examples if known else []:
        if example.text.strip():
            phrases.setdefault(fold(example.text).strip(), example.text)
    return tuple(phrases.values())


def _place(conversion: Conversion, name: str) -> str:
    turns = conversion.turns.get(name)
    place = conversion.training.intent_places.get(name)
    if place:
        return f"{place}#intents:{name}"
    return turns[0].story.place if turns else f"domain#intents:{name}"


def _report(conversion: Conversion, name: str, known: Understood | None, place: str) -> None:
    account, node = conversion.account, conversion.intents[name]
    count = len(known.examples) if known else 0
    account.exact("phrases", name, place, count, node=node)
    answered = (
        name in conversion.decisions or "/" in name or bool(conversion.training.intents.get(name))
    )
    if answered or conversion.subs(name):
        account.exact("intents", name, place, node=node)
    else:
        how = "no story or rule says what the bot does: it leads to not_understood"
        account.approximate("intents", name, place, how, "draw what should follow", node=node)
