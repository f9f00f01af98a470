"""Requests on recorded conversations: played again on the draft, with what differs."""

from pathlib import Path
from typing import Any

from engine.runtime.replay import recorded, replay
from engine.stores.opening import open_history
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.editor import Editor
from workbench.errands import send_back, send_out
from workbench.funnels.recordings import recording_of
from workbench.histories import histories_of
from workbench.models import models_of
from workbench.requests.simulator import simulation_of
from workbench.simulator.drafted import loaded_draft
from workbench.simulator.play import Play
from workbench.simulator.recorded import moves_of


def run(editor: Editor, store: str, limit: int = 100) -> None:
    """Replays the latest conversations of a store; told as `replay.done`."""
    path = Path(store).expanduser()
    if not path.is_file():
        raise TertuliaError(f"{store}: there is no such file; name the store that `serve` writes")

    def work() -> dict[str, Any]:
        with open_history(path) as history:
            recordings = tuple(recorded(history, limit=limit))
        models = models_of(editor.document)
        models.freshen()
        models.finish()
        loaded = loaded_draft(editor.document.project, models.readers())
        replayed = []
        for done, recording in enumerate(recordings, start=1):
            replayed.append(replay(recording, loaded))
            editor.tell("replay.progress", {"done": done, "total": len(recordings)})
        return {"store": store, "replayed": replayed}

    send_out(editor, "replay.done", work)


def open_recorded(
    editor: Editor, conversation: str, until_us: int, bot: str = "", ticket: str = ""
) -> None:
    """Puts a conversation of the project's history into the window's simulator, played again on
    the draft up to a moment; told as `replay.open` by its ticket, once it is asked for there."""
    document = editor.document

    def work() -> str:
        with histories_of(document).reading() as history:
            kept = moves_of(recording_of(history, conversation), until_us, _bot(document, bot))
        simulation_of(editor).ask(Play.take, kept)
        return conversation

    send_back(editor, "replay.open", ticket, work)


def _bot(document: Document, name: str) -> str:
    """The bot to talk to; none where the project's flow manager chooses."""
    return name if len(document.project.bots) == 1 else ""


REQUESTS = {"replay.run": run, "replay.open": open_recorded}
