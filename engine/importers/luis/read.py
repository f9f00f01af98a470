"""Finds the app in an export: LUIS JSON of schema 3 to 7, or .lu files."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, whole
from engine.importers.files import Files, Unreadable
from engine.importers.luis.lu import read_lu
from engine.importers.luis.source import App, Entity, Mark, Utterance

SIGN = '"luis_schema_version"'
# Files of Bot Framework Composer, whose .lu files are parts of dialogs.
OF_COMPOSER = (".dialog", ".lg", ".botproj")


def looks_like_luis(source: Files) -> bool:
    """Whether there is an app, and not a bot of Composer around it."""
    return bool(_apps_in(source, [])) or _lone_lu(source)


def read_app(source: Files) -> App:
    """The app; .lu files make up one together."""
    faults: list[tuple[str, str]] = []
    found = _apps_in(source, faults)
    if found:
        path, content = found[0]
        app = _read_json(content, path)
    else:
        app = App(name=source.name, place=next(iter(source), ""))
        for path in source:
            if path.lower().endswith(".lu"):
                try:
                    read_lu(app, source.text(path))
                except Unreadable as error:
                    faults.append((path, str(error)))
    for path, _ in found[1:]:
        faults.append((path, "another app or version; import it by itself"))
    app.faults += faults
    return app


def _lone_lu(source: Files) -> bool:
    paths = [path.lower() for path in source]
    return any(path.endswith(".lu") for path in paths) and not any(
        path.endswith(OF_COMPOSER) for path in paths
    )


def _apps_in(source: Files, faults: list[tuple[str, str]]) -> list[tuple[str, Mapping]]:
    if any(path.lower().endswith(OF_COMPOSER) for path in source):
        return []
    found = []
    for path in source:
        if not path.lower().endswith(".json"):
            continue
        try:
            if SIGN in source.text(path):
                found.append((path, mapping(source.json(path))))
        except Unreadable as error:
            faults.append((path, str(error)))
    return found


def _read_json(content: Mapping, path: str) -> App:
    app = App(
        name=text(content.get("name")) or path.rpartition("/")[2].removesuffix(".json"),
        place=path,
        culture=text(content.get("culture")) or "en-us",
        description=text(content.get("desc")),
    )
    for one in mappings(content.get("intents")):
        if text(one.get("name")):
            app.intents.setdefault(text(one.get("name")), [])
    for one in mappings(content.get("utterances")):
        if text(one.get("text")).strip():
            app.intents.setdefault(text(one.get("intent")) or "None", []).append(_utterance(one))
    for one in mappings(content.get("patterns")):
        if text(one.get("pattern")).strip():
            key = text(one.get("intent")) or "None"
            app.templates.setdefault(key, []).append(text(one.get("pattern")).strip())
    _read_entities(app, content)
    for name in ("model_features", "phraselists"):
        for one in mappings(content.get(name)):
            words = tuple(
                word.strip() for word in text(one.get("words")).split(",") if word.strip()
            )
            app.phrase_lists[text(one.get("name"))] = words
    app.settings += [
        f"{text(one.get('name'))}: {text(one.get('value'))}"
        for one in mappings(content.get("settings"))
    ]
    return app


def _read_entities(app: App, content: Mapping) -> None:
    for one in mappings(content.get("closedLists")):
        rows = app.lists.setdefault(text(one.get("name")), {})
        for each in mappings(one.get("subLists")):
            if text(each.get("canonicalForm")):
                rows.setdefault(text(each.get("canonicalForm")), []).extend(texts(each.get("list")))
    for name in ("regex_entities", "regexEntities"):
        for one in mappings(content.get(name)):
            app.patterns[text(one.get("name"))] = text(one.get("regexPattern"))
    for one in mappings(content.get("prebuiltEntities")):
        app.prebuilt[text(one.get("name"))] = None
    for one in mappings(content.get("entities")):
        name, parts = text(one.get("name")), _children(one)
        # Before version 6, an entity with children was a hierarchical one.
        kind = (
            "hierarchical"
            if parts
            and isinstance(one.get("children"), list)
            and not any(isinstance(each, dict) for each in _list(one.get("children")))
            else "ml"
        )
        app.entities[name] = Entity(name, kind, parts, texts(one.get("roles")))
    for key, kind in (("composites", "composite"), ("hierarchicals", "hierarchical")):
        for one in mappings(content.get(key)):
            name = text(one.get("name"))
            app.entities[name] = Entity(name, kind, _children(one), texts(one.get("roles")))
    for one in mappings(content.get("patternAnyEntities")):
        name = text(one.get("name"))
        app.entities[name] = Entity(name, "any", (), texts(one.get("roles")))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _children(one: Mapping) -> tuple[str, ...]:
    """The names of parts, which are texts or objects with parts of their own."""
    found: list[str] = []
    for each in _list(one.get("children")):
        inner = mapping(each)
        found.append(text(inner.get("instanceOf")) or text(inner.get("name")) or text(each))
        found += _children(inner)
    return tuple(name for name in found if name)


def _utterance(one: Mapping) -> Utterance:
    said = text(one.get("text"))
    return Utterance(said.strip(), tuple(_marks(said, one)))


def _marks(said: str, one: Mapping) -> list[Mark]:
    """The marks of an utterance; `endPos` is the place of the last sign."""
    found = []
    for each in mappings(one.get("entities")):
        start, end = whole(each.get("startPos"), -1), whole(each.get("endPos"), -1)
        words = said[start : end + 1].strip() if 0 <= start <= end else ""
        if words and text(each.get("entity")):
            found.append(Mark(text(each.get("entity")), words, text(each.get("role"))))
        found += _marks(said, {"entities": each.get("children")})
    return found
