"""A change in a sentence, in Spanish, English and Portuguese."""

import json
from itertools import islice, takewhile
from typing import Literal

from engine.project.diff.change import Change
from engine.project.diff.nouns import NOUNS, VERBS
from engine.types.value import Value

Language = Literal["es", "en", "pt"]

# Longest text of a value in a sentence, in characters.
_LONGEST = 60
# Of a long text, so much is said before the place where it begins to differ.
_BEFORE = 15
_MOST_CELLS = 4
_FROM_TO = {"es": ("de", "a"), "en": ("from", "to"), "pt": ("de", "para")}
_LEADS = {"es": "lleva a", "en": "leads to", "pt": "leva a"}
# Between a thing and what is inside it.
_INSIDE = " > "
_QUOTES = {"es": "«»", "en": "“”", "pt": "“”"}
# Things that are what they are called: their value says nothing more.
_NAMED = {
    "bot", "topic", "node", "phrase", "keywords", "pattern", "event", "synonym", "secret",
    "language", "column", "comment", "action", "test", "table", "funnel",
}  # fmt: skip
# Called by what people wrote, which is quoted.
_WRITTEN = {"phrase", "keywords", "pattern", "synonym", "comment"}


def words(change: Change, language: Language = "en") -> str:
    """The change in one sentence: where it is, what happened, the values before and after."""
    kind = "changed" if change.what == "order" else change.kind
    parts = (VERBS[language][kind], NOUNS[language][change.what], _name(change, language))
    said = " ".join(part for part in parts if part)
    spoken = f" ({change.language})" if change.language else ""
    place = _INSIDE.join(_places(change))
    return f"{place}{': ' if place else ''}{said}{spoken}{_values(change, language)}"


def _name(change: Change, language: Language) -> str:
    if change.what in _WRITTEN:
        return _quoted(_cut(change.name, 0), language)
    if change.what == "text" and change.name in {"text", "question"}:
        return ""
    return change.name


def _places(change: Change) -> list[str]:
    """The things around it, outermost first."""
    place = change.location
    has_moved = change.what == "node" and change.kind == "moved"
    topic = "" if change.what == "topic" or has_moved else place.topic
    node = "" if change.what == "node" else place.node
    bot = "" if change.what == "bot" else place.bot
    table = place.path.split(".")[1] if change.what in {"row", "cell", "column"} else ""
    return [part for part in (bot, topic, node, table) if part]


def _values(change: Change, language: Language) -> str:
    """How the sentence ends."""
    start, end = _FROM_TO[language]
    only = change.after if change.kind == "added" else change.before
    if change.what == "edge" and change.kind != "changed":
        return f", {_LEADS[language]} {only}"
    if change.what == "node" and change.kind != "moved":
        return f" ({only['kind']})" if isinstance(only, dict) else ""
    if change.what in {"edge", "node"}:
        return f" {start} {change.before} {end} {change.after}"
    if change.what in _NAMED or change.name == "nlu":
        return ""
    if change.kind in {"added", "removed"}:
        return f": {_said(only, language)}"
    if change.what == "row" and isinstance(change.before, dict) and isinstance(change.after, dict):
        return f": {_cells(change.before, change.after, language)}"
    before, after = _both(change.before, change.after, language)
    return f" {start} {before} {end} {after}"


def _cells(before: dict[str, object], after: dict[str, object], language: Language) -> str:
    """The cells that differ, each with its two values; of many, the first."""
    # The cells of a row are plain values.
    pairs = ((name, *_both(before[name], after[name], language)) for name in before)  # type: ignore[arg-type]
    said = [f"{name} {was} → {now}" for name, was, now in islice(pairs, _MOST_CELLS)]
    return ", ".join(said) + ("…" if len(before) > _MOST_CELLS else "")


def _both(before: Value, after: Value, language: Language) -> tuple[str, str]:
    at = _difference(before, after)
    return _said(before, language, at), _said(after, language, at)


def _said(value: Value, language: Language, start: int = 0) -> str:
    """A value as a short text; a text in quotes."""
    if isinstance(value, str):
        return _quoted(_cut(_one_line(value), start), language)
    return _cut(_text(value, language), start)


def _difference(before: Value, after: Value) -> int:
    """Where to begin with two texts, so that the place where they differ is seen."""
    if not isinstance(before, str) or not isinstance(after, str):
        return 0
    one, other = _one_line(before), _one_line(after)
    pairs = zip(one, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return max(0, shared - _BEFORE) if max(len(one), len(other)) > _LONGEST else 0


def _text(value: Value, language: Language) -> str:
    """A value as people read it, on one line; texts in quotes."""
    if isinstance(value, str):
        return _quoted(_one_line(value), language)
    # Lists and objects of a plain value hold plain values.
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(each, language)}" for key, each in value.items())  # type: ignore[arg-type]
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return json.dumps(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str, language: Language) -> str:
    quotes = _QUOTES[language]
    return f"{quotes[0]}{text}{quotes[1]}"


def _cut(text: str, start: int) -> str:
    lead = "…" if start else ""
    tail = "…" if len(text) > start + _LONGEST else ""
    return lead + text[start : start + _LONGEST] + tail
