"""The place of a value in a message, found by the readers of answers.

A reader says what a text means, not where it says so. The place is the fewest words that mean the
same: from a window around a cue, words fall away on both sides as long as the value stays.
"""

import re
from collections.abc import Callable, Iterator
from typing import cast

from engine.nlu.entities.protocol import Scene
from engine.nodes.answers.protocol import Question, Reader
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.reading import Entity
from engine.types.value import Value

# Words on each side of a cue that can belong to it: `the day after tomorrow`, `a las 3 y media de
# la tarde`.
_BEFORE = 5
_AFTER = 7
# A message of numbers alone would take long, and mean no moment.
_MOST_CUES = 40
_OR = frozenset({"o", "or", "ou"})
_GOES_ON = re.compile(r"[.,:/-]?\d")
_WENT_BEFORE = re.compile(r"\d[.,:/-]$")


def find(
    name: str, reader: Reader, scene: Scene, is_cue: Callable[[str], bool]
) -> Iterator[Entity]:
    """The values that a reader finds around the words that are cues, in their order."""
    done = tried = 0
    for at, word in enumerate(scene.words):
        if at < done or not is_cue(word.text):
            continue
        if (tried := tried + 1) > _MOST_CUES:
            return
        span = _around(reader, scene, done, at)
        if span:
            first, done, value = span
            start, end = _place(scene, first, done)
            if not _is_cut(scene.text, start, end):
                yield Entity(name, value, start, end)


def read(reader: Reader, scene: Scene, text: str) -> Value:
    """What the reader makes of a text in the scene."""
    # The readers that stand here look at language, time zone, time and the person alone.
    context, question = cast(Context, scene), cast(Question, None)
    return reader(text, Said(t_us=scene.now_us, text=text), question, context)


def _around(reader: Reader, scene: Scene, done: int, cue: int) -> tuple[int, int, Value] | None:
    """The tightest window about the cue that has a value, and the value."""
    first, last = _clause(scene, done, cue)
    # A window that holds two values has none: it gets smaller until it holds one.
    for window in ((first, last), (cue, last), (first, cue + 1), (max(first, cue - 2), cue + 1)):
        value = read(reader, scene, _said(scene, *window))
        if value is not None:
            return (*_tightened(reader, scene, window, cue, value), value)
    return None


def _tightened(
    reader: Reader, scene: Scene, window: tuple[int, int], cue: int, value: Value
) -> tuple[int, int]:
    start, end = window
    while end - 1 > cue and read(reader, scene, _said(scene, start, end - 1)) == value:
        end -= 1
    while start < cue and read(reader, scene, _said(scene, start + 1, end)) == value:
        start += 1
    return start, end


def _clause(scene: Scene, done: int, cue: int) -> tuple[int, int]:
    """The words around the cue, as far as they can belong to it."""
    first, last = max(done, cue - _BEFORE), min(len(scene.words), cue + _AFTER)
    for at in range(cue + 1, last):
        if scene.words[at].text in _OR:
            return first, at
    return first, last


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether the place is in the middle of a longer number, such as `10.20.30.40`."""
    return bool(_GOES_ON.match(text, end) or _WENT_BEFORE.search(text[max(0, start - 2) : start]))


def _said(scene: Scene, first: int, last: int) -> str:
    start, end = _place(scene, first, last)
    return scene.text[start:end]


def _place(scene: Scene, first: int, last: int) -> tuple[int, int]:
    return scene.words[first].start, scene.words[last - 1].end
