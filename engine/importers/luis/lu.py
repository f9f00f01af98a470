"""Reads .lu files: intents with their utterances, entities, patterns and phrase lists."""

import re

from engine.importers.luis.source import App, Entity, Mark, Utterance

LABEL = re.compile(r"\{\s*@?\s*([\w.\- ]+?)(?:\s*:\s*([\w.]+))?\s*=\s*([^{}]*)\}")
NAMED = re.compile(r"\{\s*@?\s*[\w.\-]+(?:\s*:\s*[\w.]+)?\s*\}")
ENTITY = re.compile(
    r"^@\s*(ml|simple|list|regex|prebuilt|phraselist|composite|patternany|intent)\s+(.*)$",
    re.IGNORECASE,
)
# The older way: `$city:simple`, `$airport:Paris=`, `$code:/[0-9]+/`, `$PREBUILT:number`.
OLD_ENTITY = re.compile(r"^\$\s*([\w.]+)\s*:\s*(.*)$")
LINK = re.compile(r"^\[[^\]]*\]\(([^)]+)\)")
SETTING = re.compile(r"^>\s*!#\s*@app\.(\w+)\s*=\s*(.*)$")
FEATURES = re.compile(r"\s+(?:hasroles?|usesfeatures?)\b", re.IGNORECASE)
ROLES = re.compile(r"\s+hasroles?\s+([\w, ]+?)(?:\s+usesfeatures?|\s*=|$)", re.IGNORECASE)


class _Place:
    """What the lines that follow belong to."""

    def __init__(self) -> None:
        self.intent = self.entity = self.value = ""


def read_lu(app: App, text: str) -> None:
    """Adds what an .lu file holds to an app."""
    place = _Place()
    for line in text.splitlines():
        plain = line.strip()
        if match := SETTING.match(plain):
            _setting(app, match[1], match[2].strip())
        elif not plain or plain.startswith(">"):
            continue
        elif plain.startswith("#"):
            place.intent, place.entity = plain.lstrip("# ").strip(), ""
            app.intents.setdefault(place.intent, [])
        elif match := ENTITY.match(plain):
            place.intent = place.value = ""
            place.entity = _entity(app, match[1].lower(), match[2])
        elif match := OLD_ENTITY.match(plain):
            place.intent = ""
            place.entity, place.value = _old_entity(app, match[1], match[2].strip())
        elif match := LINK.match(plain):
            app.imports.append(match[1])
        elif plain.startswith(("-", "*", "+")):
            _item(app, place, plain[1:].strip())


def _setting(app: App, name: str, value: str) -> None:
    if name == "culture":
        app.culture = value
    elif name == "name":
        app.name = value
    elif name == "desc":
        app.description = value


def _item(app: App, place: _Place, words: str) -> None:
    if place.intent:
        _utterance(app, place.intent, words)
    elif place.entity in app.lists:
        place.value = _list_item(app.lists[place.entity], place.value, words)
    elif place.entity in app.phrase_lists:
        known = app.phrase_lists[place.entity]
        app.phrase_lists[place.entity] = (*known, *_words(words))
    elif place.entity in app.entities:
        known_entity = app.entities[place.entity]
        part = re.sub(r"^@\s*\w+\s+", "", words).split(" ")[0]
        app.entities[place.entity] = Entity(
            known_entity.name, known_entity.kind, (*known_entity.parts, part), known_entity.roles
        )


def _utterance(app: App, intent: str, words: str) -> None:
    """An utterance with marks, or a template where an entity stands by its name alone."""
    if link := LINK.match(words):
        app.imports.append(link[1])
        return
    marks: list[Mark] = []
    plain, before = words, ""
    while before != plain:
        before = plain
        for match in LABEL.finditer(plain):
            name, role = match[1].strip(), match[2] or ""
            marks.append(Mark(name, match[3].strip(), role))
            if name not in app.lists and name not in app.patterns and name not in app.prebuilt:
                app.entities.setdefault(name, Entity(name, "ml"))
        plain = LABEL.sub(lambda match: match[3].strip(), plain)
    plain = " ".join(plain.split())
    if not plain:
        return
    if NAMED.search(plain):
        app.templates.setdefault(intent, []).append(plain)
    else:
        app.intents[intent].append(Utterance(plain, tuple(marks)))


def _entity(app: App, kind: str, rest: str) -> str:
    name, _, after = rest.partition("=")
    roles = ROLES.search(rest)
    name = FEATURES.split(name.strip(), maxsplit=1)[0]
    name = re.sub(r"\(.*\)", "", name).strip().strip("\"'")
    given = tuple(one.strip() for one in roles[1].split(",")) if roles else ()
    if kind == "list":
        app.lists.setdefault(name, {})
    elif kind == "regex":
        app.patterns[name] = after.strip().strip("/")
    elif kind == "prebuilt":
        app.prebuilt[name] = None
    elif kind == "phraselist":
        app.phrase_lists[name] = _words(after)
    elif kind == "composite":
        app.entities[name] = Entity(name, "composite", _words(after.strip(" []")), given)
    elif kind == "patternany":
        app.entities[name] = Entity(name, "any", (), given)
    elif kind != "intent":
        app.entities[name] = Entity(name, "ml", (), given)
    return name


def _old_entity(app: App, name: str, kind: str) -> tuple[str, str]:
    if name.lower() == "prebuilt":
        app.prebuilt[kind.split(" ", maxsplit=1)[0]] = None
    elif kind.endswith("="):
        value = kind[:-1].strip()
        app.lists.setdefault(name, {}).setdefault(value, [])
        return name, value
    elif kind.startswith("/"):
        app.patterns[name] = kind.strip("/")
    elif kind.lower().startswith("phraselist"):
        app.phrase_lists.setdefault(name, ())
    elif kind.startswith("["):
        app.entities[name] = Entity(name, "composite", _words(kind.strip("[]")))
    else:
        app.entities.setdefault(name, Entity(name, "ml"))
    return name, ""


def _list_item(values: dict[str, list[str]], value: str, words: str) -> str:
    if words.endswith(":"):
        value = words[:-1].strip()
        values.setdefault(value, [])
    elif value:
        values[value] += _words(words)
    else:
        values.setdefault(words, [])
    return value


def _words(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in re.split(r"[,;]", text) if one.strip())
