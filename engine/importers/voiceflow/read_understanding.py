"""Intents and entities, of the CMS of newer projects or of the platform's data of older ones."""

import re

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.voiceflow.slate import plain
from engine.importers.voiceflow.source import Export, SourceEntity, SourceIntent

MARKED = re.compile(r"\{\{?\[?([^{}\[\]]*)\]?(?:\.[^{}]*)?\}?\}")


def read_entities(export: Export, found: Mapping, path: str) -> None:
    """The entities with their values."""
    rows: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for one in mappings(found.get("entityVariants")):
        value = text(one.get("value")).strip()
        if value:
            rows.setdefault(text(one.get("entityID")), []).append((value, _texts(one, "synonyms")))
    for one in mappings(found.get("entities")):
        id_, name = text(one.get("id")), text(one.get("name"))
        type_ = text(one.get("classifier")) or "custom"
        if name:
            place = f"{path}#entities/{name}"
            export.entities[id_] = SourceEntity(id_, name, place, type_, tuple(rows.get(id_, ())))
    for one in mappings(_platform(found).get("slots")):
        id_, name = text(one.get("key")), text(one.get("name"))
        if name and id_ not in export.entities:
            kind = text(mapping(one.get("type")).get("value")) or "custom"
            values = [
                tuple(part.strip() for part in line.split(",") if part.strip())
                for line in _texts(one, "inputs")
            ]
            export.entities[id_] = SourceEntity(
                id_,
                name,
                f"{path}#slots/{name}",
                kind,
                tuple((parts[0], parts[1:]) for parts in values if parts),
            )


def read_intents(export: Export, found: Mapping, path: str) -> None:
    """The intents with what people say; slots stand in it by one of their values."""
    said: dict[str, list[str]] = {}
    for one in mappings(found.get("utterances")):
        said.setdefault(text(one.get("intentID")), []).append(_utterance(export, one.get("text")))
    needed: dict[str, list[tuple[str, str]]] = {}
    for one in mappings(found.get("requiredEntities")):
        pair = (text(one.get("entityID")), text(one.get("repromptID")))
        needed.setdefault(text(one.get("intentID")), []).append(pair)
    for one in mappings(found.get("intents")):
        id_, name = text(one.get("id")), text(one.get("name"))
        if name:
            utterances = tuple(dict.fromkeys(filter(str.strip, said.get(id_, []))))
            required = tuple(needed.get(id_, ()))
            entities = tuple(entity for entity, _ in required)
            place = f"{path}#intents/{name}"
            export.intents[id_] = SourceIntent(id_, name, place, utterances, entities, required)
    for one in mappings(_platform(found).get("intents")):
        id_, name = text(one.get("key")), text(one.get("name"))
        if name and id_ not in export.intents:
            export.intents[id_] = _old_intent(export, one, id_, name, path)


def _old_intent(export: Export, one: Mapping, id_: str, name: str, path: str) -> SourceIntent:
    inputs = one.get("inputs")
    several = inputs if isinstance(inputs, list) else []
    lines = [text(each) or text(mapping(each).get("text")) for each in several]
    filled = [MARKED.sub(lambda mark: _example(export, mark[1]), line) for line in lines]
    required = []
    slots = []
    for slot in mappings(one.get("slots")):
        slots.append(text(slot.get("id")))
        if slot.get("required") is True:
            prompts = mapping(slot.get("dialog")).get("prompt")
            words = next(
                (plain(mapping(each).get("content") or each) for each in _list(prompts)), ""
            )
            required.append((text(slot.get("id")), words))
    utterances = tuple(dict.fromkeys(filter(str.strip, filled)))
    return SourceIntent(
        id_, name, f"{path}#intents/{name}", utterances, tuple(slots), tuple(required)
    )


def _utterance(export: Export, found: object) -> str:
    """What people say, with an example in place of each entity."""
    if isinstance(found, str):
        return found
    if isinstance(found, list):
        return "".join(_utterance(export, one) for one in found)
    one = mapping(found)
    if "entityID" in one:
        return _example(export, text(one.get("entityID")))
    return _utterance(export, one.get("text")) if "text" in one else ""


def _example(export: Export, name: str) -> str:
    for one in export.entities.values():
        if name in {one.id, one.name}:
            return one.rows[0][0] if one.rows else one.name
    return name


def _platform(found: Mapping) -> Mapping:
    return mapping(mapping(found.get("version")).get("platformData"))


def _texts(one: Mapping, name: str) -> tuple[str, ...]:
    value = one.get(name)
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []
