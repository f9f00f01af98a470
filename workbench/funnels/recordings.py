"""A conversation of a history as a recording, which can be played again."""

from typing import Any

import msgspec
from ibis import _

from engine.analytics.history import History
from engine.runtime.replay import Recording, recorded
from engine.stores.rows import EventRow, MessageRow, SessionRow
from engine.types.issue import TertuliaError


def recording_of(history: History, conversation: str) -> Recording:
    """The recording. Raises TertuliaError where the history lacks what is needed to replay it."""
    try:
        found = next(recorded(_Reads(history), conversation), None)
    except msgspec.DecodeError as error:
        raise TertuliaError(
            f"conversation {conversation}: what was recorded cannot be read: {error}"
        ) from error
    if found is None:
        raise TertuliaError(f"conversation {conversation}: nothing that could be replayed is there")
    return found


class _Reads:
    """A history as `engine.runtime.replay` reads a store."""

    def __init__(self, history: History) -> None:
        self._history = history

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]:
        return self._rows(self._history.sessions, SessionRow, since_seq, limit)

    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]:
        mine = self._history.messages.filter(_.conversation == conversation)
        return self._rows(mine, MessageRow, since_seq, limit)

    def events(self, conversation: str, since_seq: int = 0, limit: int = 1000) -> list[EventRow]:
        mine = self._history.events.filter(_.conversation == conversation)
        return self._rows(mine, EventRow, since_seq, limit)

    # `Any`: an Ibis table, and the struct of its rows.
    def _rows(self, table: Any, kind: Any, since_seq: int, limit: int) -> list[Any]:
        page = table.filter(_.seq > since_seq).order_by("seq").limit(limit)
        rows = page.select(list(kind.__struct_fields__))
        return [kind(**row) for row in self._history.query(rows).to_pylist()]
