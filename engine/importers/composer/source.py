"""What a Composer project holds, as values of our own."""

import msgspec
from msgspec import Struct, field

from engine.importers.composer.lg import LgFile
from engine.importers.composer.lu import Lu, Pair
from engine.importers.composer.plain import as_text


class Broken(Struct, frozen=True):
    """A part that could not be read, and why."""

    place: str
    reason: str


class Resource(Struct, frozen=True):
    """A `.dialog` file: a dialog, a recognizer, a mock, an action; `id` is its name."""

    id: str
    path: str
    body: dict[str, object]

    @property
    def kind(self) -> str:
        """Its `$kind` without the vendor's name."""
        return kind_of(self.body)


class Script(Struct, frozen=True):
    """A `Microsoft.Test.Script`: a dialog and the conversation expected of it."""

    name: str
    path: str
    dialog: object
    steps: tuple[dict[str, object], ...]
    body: dict[str, object]


class Export(Struct):
    """A project as its files say it. Names of files are in small letters."""

    name: str
    dialogs: dict[str, Resource] = field(default_factory=dict)
    scripts: list[Script] = field(default_factory=list)
    lg: dict[str, LgFile] = field(default_factory=dict)
    lu: dict[str, Lu] = field(default_factory=dict)
    qna: dict[str, list[Pair]] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)


class Piece(Struct, frozen=True):
    """One bot of an export: its first dialog, and the script that tries it, if there is one."""

    id: str
    root: object
    path: str
    script: Script | None = None


def kind_of(body: object) -> str:
    """The `$kind` (or, before, `$type`) of a thing without the vendor's name."""
    if not isinstance(body, dict):
        return ""
    name = as_text(body.get("$kind")) or as_text(body.get("$type"))
    return name.removeprefix("Microsoft.")


def as_json(value: object) -> str:
    """A value of a file as it stands there, on one line."""
    return msgspec.json.encode(value).decode()
