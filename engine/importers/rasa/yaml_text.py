"""YAML as plain values, read without trusting it: no tags, bounded size, no alias bombs."""

import re
from collections.abc import Hashable

import yaml

from engine.importers.files import Unreadable

MAX_VALUES = 2_000_000
MAX_DEPTH = 60
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUE = frozenset({"true", "True", "TRUE"})
FALSE = frozenset({"false", "False", "FALSE"})
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> object:
    """The first document's value, as YAML 1.2 means it: `yes` and `no` stay texts.

    Raises `Unreadable` with the line where it is broken.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
            if isinstance(event, yaml.DocumentEndEvent):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f" (line {mark.line + 1}: {error.problem})" if mark else ""
        raise Unreadable(f"is not valid YAML{line}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable("is not valid YAML") from error
    return builder.value


class _Builder:
    """Values from the parser's events, with as many of them as stand in the file."""

    def __init__(self) -> None:
        self.value: object = None
        self._open: list[tuple[dict[str, object] | list[object], str]] = []
        self._keys: list[str | None] = []
        self._anchors: dict[str, tuple[object, int]] = {}
        self._started: list[int] = []
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.MappingStartEvent):
            self._begin({}, event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin([], event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end()
        elif isinstance(event, yaml.ScalarEvent):
            plain = not event.style and event.implicit[0]
            value = _resolve(event.value) if plain else event.value
            self._grow(1)
            if event.anchor:
                self._anchors[event.anchor] = (value, 1)
            self._put(value, event.value)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise Unreadable(f"names an anchor that is not there: {event.anchor}")
            value, size = self._anchors[event.anchor]
            self._grow(size)
            self._put(value, None)

    def _begin(self, container: dict[str, object] | list[object], anchor: str | None) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable(f"has more than {MAX_DEPTH} levels")
        self._grow(1)
        self._open.append((container, anchor or ""))
        self._keys.append(None)
        self._started.append(self._count)

    def _end(self) -> None:
        container, anchor = self._open.pop()
        self._keys.pop()
        if anchor:
            self._anchors[anchor] = (container, self._count - self._started[-1] + 1)
        self._started.pop()
        self._put(container, None)

    def _put(self, value: object, written: str | None) -> None:
        if not self._open:
            self.value = value
            return
        container, _ = self._open[-1]
        if isinstance(container, list):
            container.append(value)
        elif self._keys[-1] is None:
            simple = isinstance(value, Hashable) and not isinstance(value, tuple)
            self._keys[-1] = written if written is not None else str(value) if simple else "?"
        else:
            key, self._keys[-1] = self._keys[-1], None
            if key == "<<" and isinstance(value, dict):
                for name, merged in value.items():
                    container.setdefault(name, merged)
            else:
                container[key] = value

    def _grow(self, by: int) -> None:
        self._count += by
        if self._count > MAX_VALUES:
            raise Unreadable(f"holds more than {MAX_VALUES} values")


def _resolve(written: str) -> object:
    if written in NULLS:
        return None
    if written in TRUE or written in FALSE:
        return written in TRUE
    if WHOLE.fullmatch(written):
        return int(written)
    if DECIMAL.fullmatch(written):
        return float(written)
    return written
