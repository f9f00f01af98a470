"""An export's files become an `Agent`; what cannot be read is listed, the rest is taken."""

import re

from engine.importers.dialogflow_es.read_intent import read_intent, read_phrases
from engine.importers.dialogflow_es.source import (
    ANY_LANGUAGE,
    Agent,
    Broken,
    Entity,
    Entries,
    Entry,
    Intent,
    Phrases,
    SmallTalk,
    Webhook,
)
from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    mapping,
    mappings,
    text,
    texts,
    truth,
)
from engine.importers.files import Files, Unreadable

USER_SAYS = re.compile(
    r"^(?P<name>.+)_usersays_(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.json$"
)
ENTRIES = re.compile(r"^(?P<name>.+)_entries_(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.json$")
KNOWN = re.compile(r"(agent|package)\.json$|intents/|entities/|customSmalltalk|SOURCE\.txt$")
# Settings of which no other part of the export tells.
RARE = (
    "enabledKnowledgeBaseNames",
    "analyzeQueryTextSentiment",
    "enableSpellCorrection",
    "subAgents",
)
SMALL_TALK = re.compile(r"^customSmalltalkResponses_(?P<language>[A-Za-z-]+)\.json$")


def find_root(files: Files) -> str | None:
    """The folder of the agent within the export, or None where there is none."""
    roots = {
        path.rpartition("intents/")[0].rstrip("/")
        for path in files
        if re.search(r"(^|/)intents/[^/]+\.json$", path)
    }
    sound = [root for root in roots if not _is_other(files.under(root))]
    return min(sound, key=lambda root: (root.count("/"), root)) if sound else None


def _is_other(files: Files) -> bool:
    """Dialogflow CX and Botpress have a folder of intents too."""
    return any(path.startswith(("flows/", "content-elements/", "qna/")) for path in files) or not (
        "agent.json" in files or "package.json" in files or _has_intent(files)
    )


def _has_intent(files: Files) -> bool:
    for path in files:
        if path.startswith("intents/") and "_usersays_" not in path:
            try:
                return "responses" in mapping(files.json(path))
            except Unreadable:
                continue
    return False


def read_agent(files: Files) -> Agent:
    """The agent below `files`."""
    reader = _Reader(files)
    settings = mapping(reader.json("agent.json")) if "agent.json" in files else {}
    google = mapping(settings.get("googleAssistant"))
    name = text(settings.get("displayName")) or text(google.get("project")) or files.name
    language = text(settings.get("language")) or "en"
    intents, entities = reader.intents(), reader.entities()
    return Agent(
        name=name,
        description=text(settings.get("description")),
        language=language.lower(),
        languages=tuple(code.lower() for code in texts(settings.get("supportedLanguages"))),
        time_zone=text(settings.get("defaultTimezone")),
        threshold=_number(settings.get("mlMinConfidence")),
        webhook=_webhook(mapping(settings.get("webhook"))),
        intents=intents,
        entities=entities,
        small_talk=reader.small_talk(),
        broken=(
            *reader.broken,
            *(Broken(one.path, one.reason) for one in files.refused),
        ),
        has_settings=bool(settings),
        extras=tuple(name for name in RARE if settings.get(name)),
        unknown=tuple(path for path in files if not KNOWN.match(path)),
    )


class _Reader:
    """Files by their roles; remembers those that are broken."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.broken: list[Broken] = []

    def json(self, path: str, kind: str = "files") -> object:
        try:
            return self.files.json(path)
        except (Unreadable, OSError) as error:
            self.broken.append(Broken(path, str(error), kind))
            return None

    def intents(self) -> tuple[Intent, ...]:
        said: dict[str, list[Phrases]] = {}
        own: list[tuple[str, Mapping]] = []
        for path in self._in("intents/"):
            match = USER_SAYS.match(path.removeprefix("intents/"))
            found = self.json(path, "phrases" if match else "intents")
            if found is None:
                continue
            if match:
                language = match["language"].lower()
                said.setdefault(match["name"], []).append(read_phrases(path, language, found))
            elif isinstance(found, dict):
                own.append((path, mapping(found)))
            else:
                self.broken.append(
                    Broken(path, "is not an intent: an object is expected", "intents")
                )
        taken = {path.removeprefix("intents/").removesuffix(".json") for path, _ in own}
        for name, files in said.items():
            if name not in taken:
                self.broken += [
                    Broken(
                        one.path,
                        "belongs to an intent that is not in the export",
                        "phrases",
                        len(one.phrases),
                    )
                    for one in files
                ]
        return tuple(
            read_intent(path, source, tuple(said.get(path[len("intents/") : -len(".json")], ())))
            for path, source in own
        )

    def entities(self) -> tuple[Entity, ...]:
        tables: dict[str, list[Entries]] = {}
        own: list[tuple[str, Mapping]] = []
        for path in self._in("entities/"):
            match = ENTRIES.match(path.removeprefix("entities/"))
            found = self.json(path, "entities")
            if found is None:
                continue
            if match:
                language = match["language"].lower()
                tables.setdefault(match["name"], []).append(_entries(path, language, found))
            else:
                own.append((path, mapping(found)))
        return tuple(
            _entity(path, source, tuple(tables.get(path[len("entities/") : -len(".json")], ())))
            for path, source in own
        )

    def small_talk(self) -> tuple[SmallTalk, ...]:
        found = []
        for path in self.files:
            if match := SMALL_TALK.match(path):
                answers = tuple(
                    (text(one.get("action")), texts(one.get("customAnswers")))
                    for one in mappings(self.json(path, "small talk"))
                )
                kept = tuple(one for one in answers if one[1])
                found.append(SmallTalk(path, match["language"].lower(), kept))
        return tuple(found)

    def _in(self, folder: str) -> list[str]:
        return [path for path in self.files if path.startswith(folder) and path.endswith(".json")]


def _entity(path: str, source: Mapping, tables: tuple[Entries, ...]) -> Entity:
    inside = source.get("entries")
    if isinstance(inside, list) and not tables:
        tables = (_entries(path, ANY_LANGUAGE, inside),)
    return Entity(
        path=path,
        name=text(source.get("name")) or path.rpartition("/")[2].removesuffix(".json"),
        is_list=truth(source.get("isEnum")),
        is_pattern=truth(source.get("isRegexp")),
        expands=truth(source.get("automatedExpansion")),
        is_fuzzy=truth(source.get("allowFuzzyExtraction")),
        tables=tables,
    )


def _entries(path: str, language: str, found: object) -> Entries:
    entries = tuple(
        Entry(value, texts(one.get("synonyms")))
        for one in mappings(found)
        if (value := text(one.get("value")).strip())
    )
    return Entries(path, language, entries)


def _webhook(source: Mapping) -> Webhook:
    headers = tuple(name for name in mapping(source.get("headers")) if name.strip())
    return Webhook(
        url=text(source.get("url")).strip(),
        user=bool(text(source.get("username")) or text(source.get("password"))),
        headers=headers,
        in_cloud_functions=truth(source.get("cloudFunctionsEnabled")),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
