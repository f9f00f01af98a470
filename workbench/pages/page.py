"""What a page of the app is."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from engine.types.value import Text
from workbench.editor import Editor

# `Any`: whatever Panel can show.
Make = Callable[[Editor], Any]


class Page(Struct, frozen=True):
    """A place in the rail. Pages of the front end (frontend/src/pages) have no `make`.

    `icon` is one of frontend/src/parts/icon.tsx, or the path data of an SVG drawn with lines in
    a square of 24. Lower `place`s stand higher; built-in pages have 10, 20, 30...
    """

    name: str
    words: Text
    icon: str
    place: int
    make: Make | None = None
