"""What a check found: never an exception, always a place and a remedy."""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "advice"]


class Location(Struct, frozen=True, omit_defaults=True):
    """Where in a project: any part may be empty. `path` leads into the node's params, as
    `options[2].label`; `line` counts from 1 in `file`."""

    bot: str = ""
    file: str = ""
    topic: str = ""
    node: str = ""
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        words = [
            f"{word} {value!r}"
            for word, value in (("bot", self.bot), ("flow", self.topic), ("node", self.node))
            if value
        ]
        if self.file and not self.topic:
            words.append(self.file)
        if self.path:
            words.append(self.path)
        if self.line:
            words.append(f"line {self.line}")
        return ", ".join(words) or "project"


class Issue(Struct, frozen=True, omit_defaults=True):
    """One finding. `code` is a stable kebab-case name that has its heading in the docs."""

    code: str
    severity: Severity
    message: str
    remedy: str
    location: Location = Location()

    def __str__(self) -> str:
        return f"{self.severity}: {self.location}: {self.message}; {self.remedy} [{self.code}]"


class TertuliaError(Exception):
    """A mistake of the user: its text says what was found, where, and what to do.

    The command line prints it and exits with 2.
    """


class ProjectError(TertuliaError):
    """A project that cannot be used, with every issue that says why."""

    def __init__(self, message: str, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__("\n".join([message, *(f"  {issue}" for issue in issues)]))
        self.issues = issues
