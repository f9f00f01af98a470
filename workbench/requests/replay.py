"""Requests on recorded conversations: played again on the draft, with what differs."""

from pathlib import Path
from typing import Any

from engine.runtime.replay import recorded, replay
from engine.stores.opening import open_history
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.errands import send_out
from workbench.models import models_of
from workbench.simulator.drafted import loaded_draft


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


REQUESTS = {"replay.run": run}
