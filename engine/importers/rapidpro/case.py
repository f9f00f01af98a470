"""What a test of a router becomes."""

from msgspec import Struct

from engine.importers.rapidpro.values import Made

Arguments = list[Made]


class Test(Struct, frozen=True):
    """A condition, and the value that matched; `how` says in what it differs from the source,
    `extra` what else a result keeps of it."""

    condition: str
    value: str
    how: str = ""
    extra: str = ""
