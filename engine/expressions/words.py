"""Functions on what people write: the words, numbers and patterns that a text holds.

Texts are compared as `fold` makes them. A number is read as its text.
"""

import json as json_text
import re
import unicodedata
from typing import Any
from urllib.parse import quote

from engine.expressions.errors import ExpressionFault
from engine.expressions.folding import fold
from engine.expressions.values import kind_of, plain
from engine.types.limits import LIMITS

_ASCII = re.compile(r"[A-Za-z0-9_']+|[$+<=>^`|~]")
_NUMBER = re.compile(r"(?<![\w.,])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.,]*\d)")
_GROUP = re.compile(r"\\(\d)")
_NUMBERS = re.compile(r"[-+]?(?:[\d,]+(?:\.\d+)?|(?:\W|^)\.\d+)")
_COMMA = re.compile(r"(?<![\w.,])[-+]?\d+,\d{1,2}(?!\d)")


def words_in(text: object) -> list[object]:
    """The words of the text as they are written; a symbol, such as an emoji, is one too."""
    return list(_split(_as_text(text)))


def any_word(text: object, words: object, accents: object = False) -> bool:
    """Whether the text holds at least one of the words; `accents` says that they count."""
    return not set(_words(text, accents)).isdisjoint(_words(words, accents))


def all_words(text: object, words: object, accents: object = False) -> bool:
    """Whether the text holds all of the words, in any order."""
    return set(_words(words, accents)) <= set(_words(text, accents))


def phrase_in(text: object, phrase: object, accents: object = False) -> bool:
    """Whether the words of the phrase stand in the text, one after the other."""
    here, wanted = _words(text, accents), _words(phrase, accents)
    return any(here[at : at + len(wanted)] == wanted for at in range(len(here) - len(wanted) + 1))


def same_words(text: object, phrase: object, accents: object = False) -> bool:
    """Whether the text is the phrase, but for capitals, accents and marks."""
    return _words(text, accents) == _words(phrase, accents)


def words_found(text: object, words: object, accents: object = False) -> str:
    """The words of the text that are among the words, as they were written."""
    wanted = set(_words(words, accents))
    found = [one for one in _split(_as_text(text)) if not wanted.isdisjoint(_words(one, accents))]
    return " ".join(found)


def numbers_in(text: object) -> list[object]:
    """All numbers in the text, also those that touch letters; commas group thousands."""
    found: list[object] = []
    for match in _NUMBERS.finditer(_as_text(text)):
        try:
            number = float(match[0].strip().replace(",", ""))
        except ValueError:
            continue
        found.append(int(number) if number.is_integer() and abs(number) < 2**53 else number)
    return found


def number_in(value: object) -> int | float | None:
    """The first number in the text, no value where there is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = _as_text(value)
    if found := _NUMBER.search(text):
        number = float(found[0].replace(",", ""))
    elif found := _COMMA.search(text):
        number = float(found[0].replace(",", "."))
    else:
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def first_match(text: object, pattern: object, group: object = 0) -> str:
    """The first part of the text that fits the pattern, or what a group of it holds, by its
    number or name; "" where there is none."""
    import re2  # noqa: PLC0415 - most bots have no pattern, and the import takes time

    try:
        found = re2.search(_as_text(pattern), _as_text(text))
    except re2.error as problem:
        raise ExpressionFault(f"first_match cannot read the pattern: {problem}") from None
    try:
        return str(found.group(group) or "") if found else ""
    except (IndexError, TypeError):
        raise ExpressionFault(f"first_match finds no group {group!r} in the pattern") from None


def all_matches(text: object, pattern: object) -> list[object]:
    """All parts of the text that fit the pattern, from left to right."""
    import re2  # noqa: PLC0415 - as above

    try:
        return [found.group(0) for found in re2.finditer(_as_text(pattern), _as_text(text))]
    except re2.error as problem:
        raise ExpressionFault(f"all_matches cannot read the pattern: {problem}") from None


def replace_match(text: object, pattern: object, new: object, times: object = 0) -> str:
    r"""The text with every part that fits the pattern replaced, or only so many from the left;
    `\1` in the new text stands for what the first group of the pattern holds."""
    import re2  # noqa: PLC0415 - as above

    room = [LIMITS.variable_bytes]
    written = _as_text(new)

    def fill(found: Any) -> str:  # a match of a module without types
        made = _GROUP.sub(lambda group: found.group(int(group[1])) or "", written)
        room[0] -= len(made)
        if room[0] < 0:
            raise ExpressionFault(f"the text grows over {LIMITS.variable_bytes} characters")
        return made

    try:
        return str(re2.sub(_as_text(pattern), fill, _as_text(text), _times(times)))
    except (re2.error, IndexError) as problem:
        raise ExpressionFault(f"replace_match cannot read the pattern: {problem}") from None


def _times(times: object) -> int:
    if isinstance(times, bool) or not isinstance(times, int) or times < 0:
        raise ExpressionFault(f"replace_match wants how many times, found {kind_of(times)}")
    return times


def smallest(items: object) -> object:
    """The smallest of a list of numbers or texts."""
    return min(_comparable("min", items))  # type: ignore[type-var]  # all of one kind


def largest(items: object) -> object:
    """The largest of a list of numbers or texts."""
    return max(_comparable("max", items))  # type: ignore[type-var]  # all of one kind


def as_json(value: object) -> str:
    """The value as JSON."""
    return json_text.dumps(plain(value), ensure_ascii=False)


def url_encode(value: object) -> str:
    """The text as an address holds it."""
    return quote(_as_text(value), safe="")


def _comparable(function: str, items: object) -> list[object]:
    if not isinstance(items, list) or not items:
        raise ExpressionFault(f"{function} wants a list with items, found {kind_of(items)}")
    numbers = all(isinstance(item, int | float) and not isinstance(item, bool) for item in items)
    if not numbers and not all(isinstance(item, str) for item in items):
        raise ExpressionFault(f"{function} wants a list of numbers, or one of texts")
    return items


def outlined(value: object) -> str:
    """The value on one line: `{city: Lima, tags: [a, b]}`; empty where there is none."""
    if isinstance(value, dict):
        pairs = [f"{key}: {outlined(value[key])}" for key in sorted(value)]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(outlined, value))}]"
    return "" if value is None else _as_text(value)


def _words(value: object, accents: object) -> list[str]:
    text = _as_text(value)
    return _split(text.lower() if accents is True else fold(text))


def _split(text: str) -> list[str]:
    if text.isascii():
        return _ASCII.findall(text)
    words, word = [], ""
    for sign in text:
        family = unicodedata.category(sign)[0]
        if family in "LMN" or sign in "_'":
            word += sign
            continue
        if word:
            words.append(word)
            word = ""
        # A symbol, such as an emoji, is a word by itself.
        if family == "S":
            words.append(sign)
    return [*words, word] if word else words


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, int):
        return str(value)
    raise ExpressionFault(f"a text is wanted, found {kind_of(value)}; write string(...) around it")
