"""JSON read with the line of everything in it, so that a finding can say where it stands."""

import json
import re
from typing import Any

from msgspec import Struct

from engine.types.issue import Issue, Location

# A step into a document: a key of an object or an index of a list.
Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\]:,"]+', re.DOTALL)
_DEEPEST = 100


class Document(Struct, frozen=True):
    """A parsed text. `Any`: JSON from outside, of any shape until it is decoded."""

    file: str
    text: str
    value: Any

    def line(self, path: Path) -> int:
        """The line of what `path` leads to, or of the nearest thing around it."""
        lines, _ = _positions(self.text)
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 1)


def parse(data: bytes, file: str) -> tuple[Document | None, tuple[Issue, ...]]:
    """The document in the bytes, None where it is broken; and what is wrong with it."""
    text, found = decode_text(data, file)
    if text is None:
        return None, found
    repeated: list[str] = []
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _unique(pairs, repeated),
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return None, (_broken(file, f"{place}: {error.msg}", error.lineno),)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return None, (_broken(file, reason, 0),)
    if _depth(value) > _DEEPEST:
        return None, (_broken(file, f"it is nested more than {_DEEPEST} levels deep", 0),)
    document = Document(file, text, value)
    return document, tuple(_duplicates(document)) if repeated else ()


def decode_text(data: bytes, file: str) -> tuple[str | None, tuple[Issue, ...]]:
    """The bytes as text with plain line ends, None where they are not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        issue = Issue(
            "invalid-utf8",
            "error",
            f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8",
            "save the file as UTF-8",
            Location(file=file, line=line),
        )
        return None, (issue,)
    return text.replace("\r\n", "\n"), ()


def written(path: Path) -> str:
    """The path as people read it: `options[2].label`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).lstrip(".")


# `Any` here and below: values of JSON from outside, of any shape.
def _unique(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        repeated.append(pairs[0][0])
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


def _depth(value: Any) -> int:
    level, deepest = [value], 0
    while level and deepest <= _DEEPEST:
        deepest += 1
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return deepest


def _broken(file: str, reason: str, line: int) -> Issue:
    return Issue(
        "broken-json",
        "error",
        f"not readable as JSON: {reason}",
        "correct the text there, or restore the file from its last version",
        Location(file=file, line=line),
    )


def _duplicates(document: Document) -> list[Issue]:
    _, twice = _positions(document.text)
    return [
        Issue(
            "duplicate-key",
            "error",
            f"the key {path[-1]!r} is written twice in the same object; the last one was kept",
            "rename or remove one of the two",
            Location(file=document.file, path=written(path), line=line),
        )
        for path, line in twice
    ]


def _positions(text: str) -> tuple[dict[Path, int], list[tuple[Path, int]]]:
    """The line of each path of a valid JSON text, and the keys that occur twice."""
    lines: dict[Path, int] = {}
    twice: list[tuple[Path, int]] = []
    path: list[str | int] = []
    awaits_key = False
    line, last = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", last, token.start())
        last = token.start()
        word = token.group()
        if word == ",":
            if isinstance(path[-1], int):
                path[-1] += 1
            else:
                awaits_key = True
            continue
        if word in "}]":
            path.pop()
            awaits_key = False
            continue
        if awaits_key:
            path[-1] = json.loads(word)
            awaits_key = False
            if tuple(path) in lines:
                twice.append((tuple(path), line))
            lines[tuple(path)] = line
            continue
        lines.setdefault(tuple(path), line)
        if word == "{":
            path.append("")
            awaits_key = True
        elif word == "[":
            path.append(0)
    return lines, twice
