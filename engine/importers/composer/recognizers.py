"""What a dialog's recognizers understand: intents by patterns and phrases, and entities."""

import re
from collections.abc import Iterator

import re2
from msgspec import Struct, field

from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.lu import NAMED
from engine.importers.composer.plain import as_list, as_map, as_text, maps_in
from engine.importers.composer.source import Export, kind_of

NAMED_GROUP = re.compile(r"\(\?<(?![=!])([A-Za-z_]\w*)>")
LEARNING = ("Luis", "Orchestrator", "QnAMaker", "CrossTrained")
SPLIT = re.compile(r"\{([^{}]+)\}")
SUFFIXES = (".lu.qna", ".qna", ".lu", ".dialog")
# Recognizers of entities that our questions and texts know by another name.
PREBUILT = {
    "AgeEntityRecognizer": "age",
    "NumberEntityRecognizer": "number",
    "PercentageEntityRecognizer": "percentage",
    "PhoneNumberEntityRecognizer": "phone",
    "TemperatureEntityRecognizer": "temperature",
    "UrlEntityRecognizer": "url",
    "EmailEntityRecognizer": "email",
    "CurrencyEntityRecognizer": "currency",
    "DateTimeEntityRecognizer": "datetime",
    "DimensionEntityRecognizer": "dimension",
    "GuidEntityRecognizer": "guid",
    "HashtagEntityRecognizer": "hashtag",
    "IpEntityRecognizer": "ip",
    "MentionEntityRecognizer": "mention",
    "OrdinalEntityRecognizer": "ordinal",
    "NumberRangeEntityRecognizer": "numberrange",
    "ConfirmationEntityRecognizer": "boolean",
    "TextEntityRecognizer": "text",
}
# What the prebuilt ones look for, where a pattern can say it.
PATTERNS = {
    "url": r"(?i)\b(?:https?://|www\.)\S+",
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "hashtag": r"#\w+",
    "mention": r"@\w+",
    "ip": r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
    "guid": r"(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    "percentage": r"\d+(?:\.\d+)?\s*(?:%|percent)",
    "age": r"(?i)\d+\s*(?:years?|months?|weeks?|days?)\s*old",
    "temperature": r"(?i)-?\d+(?:\.\d+)?\s*(?:degrees|°)\s*(?:celsius|fahrenheit|[cf]\b)?",
    "phone": r"\+?\d[\d\s().-]{6,}\d",
    "currency": r"(?i)(?:[$€£]\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*(?:dollars?|euros?|usd|eur))",
    "number": r"-?\d+(?:\.\d+)?",
    "ordinal": r"(?i)\b(?:\d+(?:st|nd|rd|th)|first|second|third|last)\b",
}


class Understood(Struct):
    """Intents with patterns and phrases by language; entities with patterns and the group of
    each that holds the value. `odd` says of each part that is not read why."""

    patterns: dict[str, list[str]] = field(default_factory=dict)
    phrases: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    entities: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # By intent: patterns of its phrases, which find entities by the words around them.
    marked: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    qna: dict[str, None] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, None] = field(default_factory=dict)

    @property
    def is_learned(self) -> bool:
        """Whether a service learns its intents, from phrases that may not be in the export."""
        return any(kind.startswith(LEARNING) for kind in self.kinds) or not self.kinds

    def intents(self) -> list[str]:
        """The names of all intents, in order."""
        return list(dict.fromkeys((*self.patterns, *self.phrases)))


def understood_by(dialog: Dialog, export: Export, languages: tuple[str, ...]) -> Understood:
    """What the dialog's own recognizer understands."""
    found = Understood()
    _read(dialog.body.get("recognizer"), found, export, languages, 0)
    if "recognizer" not in dialog.body:
        return found
    # The language files of a dialog have its name, whatever its recognizers are called.
    stem = dialog.place.rpartition("/")[2].lower().removesuffix(".dialog")
    if isinstance(dialog.body.get("recognizer"), str):
        _of_files(stem, found, export)
    return found


def _read(
    body: object, found: Understood, export: Export, languages: tuple[str, ...], depth: int
) -> None:
    if isinstance(body, str):
        name = body.strip().lower()
        resource = export.dialogs.get(name)
        if resource is not None and depth < 8:
            _read(resource.body, found, export, languages, depth + 1)
        _of_files(name, found, export)
        return
    kind = kind_of(body)
    one = as_map(body)
    if kind:
        found.kinds[kind] = None
    if kind == "RegexRecognizer":
        _regex(one, found)
    elif kind in PREBUILT:
        _prebuilt(PREBUILT[kind], found)
    elif kind == "RegexEntityRecognizer":
        _pattern_entity(one, found)
    elif depth < 8:
        for inner in _inner(one, languages):
            _read(inner, found, export, languages, depth + 1)


def _inner(one: dict[str, object], languages: tuple[str, ...]) -> Iterator[object]:
    """The recognizers that one of several is made of; of those by language, the bot's."""
    inner = one.get("recognizers")
    if not isinstance(inner, dict):
        yield from as_list(inner)
        return
    by_language = {str(key).lower(): value for key, value in inner.items()}
    for language in languages:
        nearest = language
        while nearest and nearest not in by_language:
            nearest = nearest.rpartition("-")[0]
        if nearest in by_language:
            yield by_language[nearest]


def _regex(one: dict[str, object], found: Understood) -> None:
    for intent in maps_in(one.get("intents")):
        name, pattern = as_text(intent.get("intent")), as_text(intent.get("pattern"))
        if name:
            _pattern(name, pattern, found)
    for old_name, old_pattern in as_map(one.get("intents")).items():
        _pattern(old_name, as_text(old_pattern), found)
    for entity in maps_in(one.get("entities")):
        kind = kind_of(entity)
        if kind in PREBUILT:
            _prebuilt(PREBUILT[kind], found)
        else:
            _pattern_entity(entity, found)


def _pattern(name: str, pattern: str, found: Understood) -> None:
    ours = ours_of(pattern)
    if not ours:
        found.odd[f"{name}: {pattern}"] = "the pattern looks around itself, which RE2 does not"
        found.patterns.setdefault(name, [])
        return
    found.patterns.setdefault(name, []).append(ours)
    for group in NAMED_GROUP.findall(pattern):
        found.entities.setdefault(group, []).append((ours, group))


def _pattern_entity(one: dict[str, object], found: Understood) -> None:
    name, ours = as_text(one.get("name")), ours_of(as_text(one.get("pattern")))
    if name and ours:
        found.entities.setdefault(name, []).append((ours, ""))
    elif name:
        found.odd[name] = "the pattern is none that RE2 reads"


def _prebuilt(name: str, found: Understood) -> None:
    if name in PATTERNS:
        found.entities.setdefault(name, []).append((PATTERNS[name], ""))
    else:
        found.odd[name] = "nothing here finds such values in a message"


def ours_of(pattern: str) -> str:
    """The pattern as RE2 reads it, "" where it cannot. Patterns there heed no capitals."""
    ours = NAMED_GROUP.sub(r"(?P<\1>", pattern)
    ours = ours if ours.startswith("(?i)") else f"(?i){ours}"
    try:
        re2.compile(ours)
    except re2.error:
        return ""
    return ours


def _of_files(name: str, found: Understood, export: Export) -> None:
    """The intents of the files that are called so, in every language."""
    stem = name
    for suffix in SUFFIXES:
        stem = stem.removesuffix(suffix)
    for file, lu in export.lu.items():
        own, language = language_of(file, ".lu")
        if stem in {own, own.removesuffix(".lu"), file.removesuffix(".lu")}:
            found.files[file] = language
            for intent, phrases in lu.intents.items():
                kept = found.phrases.setdefault(intent, {}).setdefault(language, [])
                kept += [one for one in phrases if one not in kept]
            for intent, shapes in lu.marked.items():
                for shape in shapes:
                    _mark(intent, shape, found, whole=shape in _bare(lu.templates, intent))
    for file in export.qna:
        if language_of(file, ".qna")[0] == stem:
            found.qna[file] = None


def _bare(templates: dict[str, list[str]], intent: str) -> set[str]:
    """The phrases of an intent that name entities without an example of their words."""
    return {NAMED.sub(r"{\1}", one) for one in templates.get(intent, [])}


def _mark(intent: str, shape: str, found: Understood, *, whole: bool) -> None:
    """A pattern of a phrase; a phrase without examples is recognised by it too."""
    pattern, names = "", list[str]()
    for number, part in enumerate(SPLIT.split(shape)):
        name = re.sub(r"\W", "_", part)
        if number % 2 and name not in names:
            names.append(name)
            pattern += f"(?P<{name}>.+?)"
        else:
            pattern += ".+?" if number % 2 else re.escape(part)
    # An entity by itself may be anything.
    if not names or not SPLIT.sub("", shape).strip():
        return
    ours = ours_of(rf"\b{pattern}[.!?]*$".replace("\\ ", " "))
    if not ours:
        return
    found.marked.setdefault(intent, []).append(ours)
    for name in names:
        found.entities.setdefault(name, []).append((ours, name))
    if whole:
        found.patterns.setdefault(intent, []).append(ours)


def language_of(file: str, suffix: str) -> tuple[str, str]:
    """A file's name and language: `greeting.en-us.lu` is `greeting` in `en-us`."""
    stem = file.removesuffix(suffix)
    head, _, language = stem.rpartition(".")
    if head and re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", language):
        return head, language
    return stem, ""
