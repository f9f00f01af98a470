"""The sentences of issues in the person's language.

The engine says in English what a check found. `issue_words.toml` has the pattern of each of its
sentences, with holes for names and numbers, and how it is said in the other languages. What has
no pattern there, such as a sentence of a plug-in's node kind, stays English.
"""

import re
import string
import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from engine.types.issue import Issue

# Those that the engine does not speak itself.
LANGUAGES = ("es", "pt")
_FILE = Path(__file__).with_name("issue_words.toml")
_KEPT_SENTENCES = 20_000
_QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_NUMBER = r"-?(?:[\d,]+(?:\.\d+)?(?:e[+-]?\d+)?|inf|nan)"
# What may stand in a hole, by what is written after its name.
_HOLES = {
    "r": _QUOTED,
    "d": _NUMBER,
    "word": r"\S+",
    "names": rf"(?:{_QUOTED})(?:, (?:{_QUOTED}))*(?: \.\.\.)?",
    "said": r".+?",
    "": r".*?",
}
_ESCAPED = re.compile(r"\\(['\"\\])")
_MARKS = {"es": ("«", "»"), "pt": ("“", "”")}
_DIGITS = {"es": str.maketrans({",": "\u202f"}), "pt": str.maketrans({",": ".", ".": ","})}


class Told(Issue, frozen=True, omit_defaults=True):
    """An issue as it is told to a person. Its sentences are in their language; what a repair needs
    of them stands apart: the name that is `wrong`, and those `near` it that may be meant."""

    wrong: str = ""
    near: tuple[str, ...] = ()


class Sentence(Struct, frozen=True):
    """A shape of an English sentence, and the texts that say it in other languages."""

    pattern: re.Pattern[str]
    # The kind of each hole, by its name.
    holes: dict[str, str]
    texts: dict[str, str]


def told(issue: Issue, language: str) -> Told:
    """The issue for a person who reads the language."""
    meant = issue.remedy.partition("did you mean ")[2]
    return Told(
        issue.code,
        issue.severity,
        said(issue.message, language),
        said(issue.remedy, language),
        issue.location,
        wrong=next(iter(_names(issue.message)[-1:]), ""),
        near=_names(meant),
    )


def said(english: str, language: str) -> str:
    """The sentence in a language; as it is where that has no words for it."""
    return _said(english, language) or english


def has_words(english: str, language: str) -> bool:
    """Whether a sentence can be said in a language."""
    return bool(_said(english, language))


@lru_cache(maxsize=1)
def sentences() -> dict[str, tuple[Sentence, ...]]:
    """The sentences by their first word, "" where they begin with a hole; the likest first."""
    found = defaultdict(list)
    for row in tomllib.loads(_FILE.read_text("utf-8"))["sentence"]:
        found[_first_word(row["en"])].append(row)
    return {
        word: tuple(_sentence(row) for row in sorted(rows, key=_looseness))
        for word, rows in found.items()
    }


@lru_cache(maxsize=_KEPT_SENTENCES)
def _said(english: str, language: str) -> str:
    """The sentence in a language, "" where that has no words for it, or for a part of it."""
    if language not in LANGUAGES:
        return ""
    rows = sentences()
    for sentence in (*rows.get(english.split(" ", 1)[0], ()), *rows[""]):
        found = sentence.pattern.fullmatch(english)
        if found is None:
            continue
        filled = {
            name: _filling(value, sentence.holes[name], language)
            for name, value in found.groupdict().items()
        }
        if None not in filled.values():
            return sentence.texts[language].format_map(filled)
    return ""


def _filling(value: str, kind: str, language: str) -> str | None:
    """What stands in a hole, as it is written in the language; None where that has no words."""
    match kind:
        case "said":
            return _said(value, language) or None
        case "d":
            return value.translate(_DIGITS[language])
        case "r" | "names":
            opening, closing = _MARKS[language]
            return re.sub(_QUOTED, lambda one: f"{opening}{_bare(one[0])}{closing}", value)
    return value


def _sentence(row: dict[str, str]) -> Sentence:
    pattern = ""
    holes: dict[str, str] = {}
    for literal, name, spec, conversion in string.Formatter().parse(row["en"]):
        pattern += re.escape(literal)
        if name:
            holes[name] = spec or conversion or ""
            pattern += f"(?P<{name}>{_HOLES[holes[name]]})"
    return Sentence(re.compile(pattern, re.DOTALL), holes, row)


def _first_word(english: str) -> str:
    literal, name, *_ = next(iter(string.Formatter().parse(english)))
    return literal.split(" ", 1)[0] if " " in literal or name is None else ""


def _looseness(row: dict[str, str]) -> int:
    """How little of the sentence is fixed: of several that fit, that with most words is meant."""
    return -sum(len(literal) for literal, *_ in string.Formatter().parse(row["en"]))


def _names(english: str) -> tuple[str, ...]:
    return tuple(_bare(found) for found in re.findall(_QUOTED, english))


def _bare(quoted: str) -> str:
    return _ESCAPED.sub(r"\1", quoted[1:-1])
