"""The bots' light markup as Telegram takes it: a plain text, and the places of its marks."""

from msgspec import Struct
from msgspec.structs import replace

from engine.channels.fitting.markup import first_mark


class Entity(Struct, frozen=True):
    """A mark from one character to another of the plain text."""

    type: str
    start: int
    end: int
    url: str = ""


def with_entities(text: str) -> tuple[str, list[Entity]]:
    """The text without marks, and where those were."""
    plain = ""
    entities: list[Entity] = []
    while found := first_mark(text):
        plain += text[: found.start]
        text = text[found.end :]
        # Code is shown as it stands.
        inner, inside = (found.inner, []) if found.type == "code" else with_entities(found.inner)
        at = len(plain)
        entities.append(Entity(found.type, at, at + len(inner), found.url))
        entities += (replace(one, start=one.start + at, end=one.end + at) for one in inside)
        plain += inner
    return plain + text, entities
