"""Intents and entity types, as the same things of Dialogflow ES."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote

from engine.importers.dialogflow_es.source import (
    Agent,
    Entity,
    Entries,
    Entry,
    Intent,
    Parameter,
    Part,
    Phrase,
    Phrases,
)
from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    mapping,
    mappings,
    text,
    texts,
    truth,
    whole,
)
from engine.importers.files import Files

Json = Callable[[str, str], object]
HEAD = "head intent"
EXPANDS = "AUTO_EXPANSION_MODE_DEFAULT"


def read_language(files: Files, settings: Mapping, json: Json) -> Agent:
    """The agent's name, languages, intents and entity types."""
    language = text(settings.get("defaultLanguageCode")) or _first_language(files) or "en"
    return Agent(
        name=text(settings.get("displayName")) or files.name,
        description=text(settings.get("description")),
        language=language.lower(),
        languages=tuple(code.lower() for code in texts(settings.get("supportedLanguageCodes"))),
        time_zone=text(settings.get("timeZone")),
        intents=tuple(_intents(files, json)),
        entities=tuple(_entities(files, json)),
        has_settings=bool(settings),
    )


def _first_language(files: Files) -> str:
    found = (path for path in files if path.startswith("intents/") and "/trainingPhrases/" in path)
    return next((_language(path) for path in found), "")


def _language(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json").lower()


def _folders(files: Files, within: str) -> Iterator[tuple[str, str]]:
    """The path and the folder of each thing, as `intents/order/order.json`."""
    for path in files:
        parts = path.split("/")
        if parts[0] == within and path.endswith(".json"):
            if len(parts) == 3 and parts[2] == f"{parts[1]}.json":
                yield path, f"{within}/{parts[1]}"
            elif len(parts) == 2:
                yield path, path.removesuffix(".json")


def _intents(files: Files, json: Json) -> Iterator[Intent]:
    for path, folder in _folders(files, "intents"):
        source = json(path, "intents")
        if source is not None:
            yield _intent(path, folder, mapping(source), files, json)


def _intent(path: str, folder: str, source: Mapping, files: Files, json: Json) -> Intent:
    parameters = tuple(
        Parameter(
            name=text(one.get("id")),
            type=_type(one.get("entityType")),
            is_list=truth(one.get("isList")),
            extras=("redact",) if truth(one.get("redact")) else (),
        )
        for one in mappings(source.get("parameters"))
        if text(one.get("id"))
    )
    types = {one.name: one.type for one in parameters}
    said = [one for one in files if one.startswith(f"{folder}/trainingPhrases/")]
    phrases = [
        phrases
        for one in said
        for phrases in _phrases(one, _language(one), mapping(json(one, "phrases")), types)
    ]
    phrases += _phrases(path, "", source, types)
    labels = mapping(source.get("labels"))
    is_head = any(name.startswith("sys-head") or name == "sys.head" for name in labels)
    return Intent(
        path=path,
        id=text(source.get("name")),
        name=text(source.get("displayName")) or unquote(folder.rpartition("/")[2]),
        fallback=truth(source.get("isFallback")),
        priority=whole(source.get("priority"), 500_000) or 500_000,
        parameters=parameters,
        phrases=tuple(phrases),
        extras=(HEAD,) if is_head else (),
    )


def _phrases(path: str, language: str, source: Mapping, types: dict[str, str]) -> list[Phrases]:
    by_language: dict[str, list[Phrase]] = {}
    for one in mappings(source.get("trainingPhrases")):
        parts = tuple(
            Part(text(part.get("text")), types.get(name, ""), name)
            for part in mappings(one.get("parts"))
            for name in [text(part.get("parameterId"))]
        )
        phrase = Phrase(parts)
        if phrase.text.strip():
            code = text(one.get("languageCode")).lower() or language
            by_language.setdefault(code, []).append(phrase)
    return [Phrases(path, code, tuple(several)) for code, several in by_language.items()]


def _entities(files: Files, json: Json) -> Iterator[Entity]:
    for path, folder in _folders(files, "entityTypes"):
        source = json(path, "entities")
        if source is None:
            continue
        kind = text(mapping(source).get("kind"))
        said = [one for one in files if one.startswith(f"{folder}/entities/")]
        tables = [
            table
            for one in said
            for table in _entries(one, _language(one), mapping(json(one, "entities")))
        ]
        tables += _entries(path, "", mapping(source))
        yield Entity(
            path=path,
            name=text(mapping(source).get("displayName")) or unquote(folder.rpartition("/")[2]),
            is_list=kind == "KIND_LIST",
            is_pattern=kind == "KIND_REGEXP",
            expands=text(mapping(source).get("autoExpansionMode")) == EXPANDS,
            is_fuzzy=truth(mapping(source).get("enableFuzzyExtraction")),
            tables=tuple(tables),
        )


def _entries(path: str, language: str, source: Mapping) -> list[Entries]:
    by_language: dict[str, list[Entry]] = {}
    for one in mappings(source.get("entities")):
        if value := text(one.get("value")).strip():
            code = text(one.get("languageCode")).lower() or language
            by_language.setdefault(code, []).append(Entry(value, texts(one.get("synonyms"))))
    return [Entries(path, code, tuple(several)) for code, several in by_language.items()]


def _type(found: object) -> str:
    words = text(found)
    return f"@{words.rpartition('/')[2].removeprefix('@')}" if words else ""
