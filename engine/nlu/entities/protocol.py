"""What a finder of values is given, and gives."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from engine.nlu.words import Word
from engine.types.event import Contact
from engine.types.reading import Entity


class Scene(Struct, frozen=True):
    """A message, taken apart, and where and when it was said.

    `now_us` is 0 where nobody said when: days that are counted from today cannot be told then.
    """

    text: str
    words: Sequence[Word]
    language: str
    time_zone: str = "UTC"
    now_us: int = 0
    contact: Contact = Contact()


class Finder(Protocol):
    """Gives the values of its kind in a message, each with its place."""

    def __call__(self, scene: Scene, /) -> Iterator[Entity]: ...
