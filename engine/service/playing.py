"""All conversation tests of a workspace, played."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from engine.project.chat import parse
from engine.runtime.conversations import Outcome, play
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.real_effects import RealEffects
from engine.service.workspace import Models, Workspace, one_bot, tests_of
from engine.types.issue import ProjectError


class Played(Struct, frozen=True):
    """A conversation of a file, the bot that it is with (none: the flow manager chooses), and
    what came of it."""

    path: Path
    bot: str
    outcome: Outcome

    @property
    def title(self) -> str:
        """The conversation's title behind its file's name, which makes it one of its own."""
        return f"{self.path.name}: {self.outcome.title}"


def load_bots(workspace: Workspace, models: Models) -> Mapping[str, Loaded]:
    """Each bot by itself, and under no name all of them with the flow manager."""
    loaded = {
        name: load(one_bot(workspace.project, name), {name: model}, bundle="draft")
        for name, model in models.items()
    }
    return {**loaded, "": load(workspace.project, models, bundle="draft")}


def play_tests(
    workspace: Workspace, loaded: Mapping[str, Loaded], effects: RealEffects, only: str = ""
) -> Iterator[Played]:
    """Plays the tests of which file or title hold a text.

    A bot's own conversations are with it alone, the project's with the flow manager. Raises
    ProjectError where a file cannot be read.
    """
    for path, bot, text in tests_of(workspace):
        conversations, issues = parse(text, str(path))
        if issues:
            raise ProjectError(f"{path}: the file cannot be read", issues)
        for conversation in conversations:
            if only in path.name or only in conversation.title:
                yield Played(path, bot, play(conversation, loaded[bot], effects, bot))
