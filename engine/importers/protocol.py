"""What an importer is: it recognises another platform's export and makes a bot project of it."""

from typing import Protocol

from msgspec import Struct

from engine.importers.files import Files
from engine.importers.report import Report
from engine.types.bot import Project


class Options(Struct, frozen=True):
    """What the person who imports decides: the bot's id and name (empty: as in the source)."""

    bot: str = ""
    name: str = ""


class Imported(Struct, frozen=True):
    """A project that stands by itself, and the account of how it came about."""

    project: Project
    report: Report


class Importer(Protocol):
    """One platform. `name` is what people type, `title` what they read."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def detect(self, source: Files) -> bool:
        """Whether these files look like an export of the platform."""

    def convert(self, source: Files, options: Options) -> Imported:
        """The project and its report; the same files always give the same project.

        A broken part is reported and left out. Raises `TertuliaError` where nothing is left.
        """
