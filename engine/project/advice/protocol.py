"""What a rule of writing advice is, and what it finds."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from engine.project.advice.page import Page
from engine.types.value import Text


class Advice(Struct, frozen=True):
    """One finding: a path in the node's settings, what is seen, and what would read better."""

    path: str
    message: str
    remedy: str


class Rule(Struct, frozen=True):
    """A rule by its name, which `bot.json` switches off as `"advice": {"NAME": false}`.

    `code` is that of its issues; `title` and `why` are for people, in each language.
    """

    name: str
    code: str
    title: Text
    why: Text
    check: Callable[[Page], Iterator[Advice]]
