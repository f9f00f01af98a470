"""The history of an open project: opened once for all pages, and again as it grows.

A document has one `Histories`, whoever looks.
"""

import json
import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import duckdb
from ibis.common.exceptions import IbisError
from msgspec import Struct
from msgspec.structs import replace

from engine.analytics.history import History
from engine.analytics.rollups import Rollups
from engine.analytics.synthetic import is_synthetic
from engine.project.replace import replace_files
from engine.stores.opening import TENANT
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.sources import Source, source_of

LOG = logging.getLogger(__name__)

# Beside the project, for this machine only: a store's place is not the bot's.
KEPT = Path(".tertulia") / "history.json"
# How often somebody who looks sees what was written since.
LOOK_S = 0.5

Phase = Literal["none", "opening", "open", "failed"]


class Standing(Struct, frozen=True):
    """How a project's history stands. `source` has no password; `seq` and `t_us` are the
    watermark, `read_us` is when it was read; `synthetic` says that its conversations are invented,
    `error` why it cannot be read."""

    phase: Phase = "none"
    source: str = ""
    tenant: str = TENANT
    seq: int = 0
    t_us: int = 0
    read_us: int = 0
    sessions: int = 0
    events: int = 0
    messages: int = 0
    synthetic: bool = False
    error: str = ""


class Histories:
    """The history of a document. Every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        # Who reads; another history takes its place only in between.
        self._turn = threading.Lock()
        # One opening at a time.
        self._opening = threading.Lock()
        self._reader: object = None
        self._history: History | None = None
        self._rollups: Rollups | None = None
        self._source: Source | None = None
        self._stamp: object = ()
        self._standing = Standing()
        self._listeners: list[Callable[[], None]] = []
        self._ended = threading.Event()
        self._watch: threading.Thread | None = None

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self._standing

    def suggest(self, name: str = "") -> None:
        """Opens what is named, or what was chosen before, unless a history is chosen already."""
        with self._lock:
            if self._source is not None:
                return
        try:
            source = source_of(name) if name else self._kept()
        except TertuliaError as error:
            self._stand(Standing("failed", name, error=str(error)))
            return
        if source is not None:
            self._take(source)

    def choose(self, name: str, tenant: str = TENANT) -> None:
        """Takes a history from now on, here and the next time the project is opened."""
        source = source_of(name, tenant)
        kept = {"source": source.shown, "tenant": source.tenant}
        path = self._folder / KEPT
        replace_files({path: (json.dumps(kept, indent=2) + "\n").encode()}, self._folder)
        self._take(source)

    def leave(self) -> None:
        """There is no history from now on."""
        (self._folder / KEPT).unlink(missing_ok=True)
        with self._lock:
            self._source = None
        self._put(None, None, Standing())

    @contextmanager
    def reading(self, reader: object = None) -> Iterator[History]:
        """The history, for one reader at a time: what it reads does not change meanwhile.

        Waits until it is open: not for the thread that answers a window. `reader` is by what
        `interrupt` knows whose query to end. Raises TertuliaError where there is none.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._standing.phase != "opening")
        with self._turn:
            history = self._history
            if history is None:
                raise TertuliaError(self._standing.error or "no history is connected; choose one")
            with self._lock:
                self._reader = reader
            try:
                yield history
            except (duckdb.Error, IbisError) as error:
                raise TertuliaError(f"the history could not be asked: {error}") from error
            finally:
                with self._lock:
                    self._reader = None

    @contextmanager
    def measuring(self, reader: object = None) -> Iterator[Rollups]:
        """The facts of the history, ready to be measured; made when they are first asked for.

        As `reading`, but that nobody waits long for what was made.
        """
        with self.reading(reader) as history:
            if self._rollups is None:
                self._rollups = Rollups(history)
            yield self._rollups

    def interrupt(self, reader: object) -> None:
        """Ends what a reader asks of the history now, with an error for it; of others nothing."""
        with self._lock:
            if reader is not None and self._reader is reader and self._history is not None:
                self._history.events.get_backend().con.interrupt()

    def refresh(self) -> None:
        """Reads what was written since, in the background."""
        threading.Thread(target=self._read_on, daemon=True).start()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls back, from any thread, when the standing changes; returns what ends it.

        As long as somebody listens, what is written meanwhile is read.
        """
        with self._lock:
            self._listeners.append(listener)
            if self._watch is None and not self._ended.is_set():
                self._watch = threading.Thread(target=self._look, name="history", daemon=True)
                self._watch.start()
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Ends the watch and lets go of the history."""
        self._ended.set()
        with self._lock:
            watch, self._source = self._watch, None
        if watch is not None:
            watch.join()
        self._put(None, None, Standing())

    def _kept(self) -> Source | None:
        try:
            kept = json.loads((self._folder / KEPT).read_text())
            return source_of(str(kept["source"]), str(kept.get("tenant", TENANT)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _take(self, source: Source) -> None:
        with self._lock:
            self._source = source
        self._stand(Standing("opening", source.shown, source.tenant))
        threading.Thread(target=self._open, args=(source,), daemon=True).start()

    def _open(self, source: Source) -> None:
        """Opens a source, unless another was chosen meanwhile; runs in a thread of its own."""
        with self._opening:
            if self._source != source:
                return
            stamp = source.stamp()
            try:
                history = History.open(source.name, source.tenant)
                standing = _standing(source, history)
            except (TertuliaError, OSError, ValueError) as error:
                LOG.info("the history cannot be opened", exc_info=True)
                said = str(error).replace(source.name, source.shown)
                history, standing = (
                    None,
                    Standing("failed", source.shown, source.tenant, error=said),
                )
            self._stamp = stamp
            self._put(source, history, standing)

    def _read_on(self) -> None:
        """Reads what was written since the history was opened; opens it where that failed."""
        with self._lock:
            source = self._source
        if source is None:
            return
        if self._history is None:
            self._open(source)
            return
        stamp = source.stamp()
        with self._turn:
            history = self._history
            if history is None or self._source != source:
                return
            try:
                # What has facts takes them of what is new itself.
                (self._rollups or history).refresh()
                standing = _standing(source, history)
            except (TertuliaError, OSError, ValueError) as error:
                LOG.info("the history cannot be read on", exc_info=True)
                said = str(error).replace(source.name, source.shown)
                standing = replace(self._standing, error=said)
        self._stamp = stamp
        if standing.seq != self._standing.seq or standing.error != self._standing.error:
            self._stand(standing)

    def _put(self, source: Source | None, history: History | None, standing: Standing) -> None:
        """Takes a history's place between two readers, if it is still the one that is wanted."""
        with self._turn, self._lock:
            is_wanted = self._source == source
            old = self._history if is_wanted else history
            rollups = self._rollups
            if is_wanted:
                self._history, self._rollups = history, None
        if is_wanted and rollups is not None:
            rollups.close()
        if old is not None:
            old.close()
        if is_wanted:
            self._stand(standing)

    def _stand(self, standing: Standing) -> None:
        with self._changed:
            self._standing = standing
            self._changed.notify_all()
        for listener in tuple(self._listeners):
            listener()

    def _look(self) -> None:
        """Reads again what has changed, while somebody listens."""
        took_s = 0.0
        # Who looks does not read all the time, however long reading takes.
        while not self._ended.wait(max(LOOK_S, took_s)):
            began = time.monotonic()
            with self._lock:
                source, stamp = self._source, self._stamp
            if source is None or not self._listeners or self._standing.phase == "opening":
                continue
            # What files of a database there are nobody knows: it is asked.
            if source.path is None or source.stamp() != stamp:
                self._read_on()
            took_s = time.monotonic() - began


def _standing(source: Source, history: History) -> Standing:
    mark = history.watermark()
    standing = Standing("open", source.shown, source.tenant, mark.seq, mark.t_us)
    counts = {
        name: int(getattr(history, name).count().to_pyarrow().as_py())
        for name in ("sessions", "events", "messages")
    }
    invented = is_synthetic(history)
    return replace(standing, read_us=time.time_ns() // 1000, synthetic=invented, **counts)


_histories: weakref.WeakKeyDictionary[Document, Histories] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def histories_of(document: Document) -> Histories:
    """The history of a document, the same for all who ask; it ends with the document."""
    with _making:
        found = _histories.get(document)
        if found is None:
            found = _histories[document] = Histories(document.folder)
            document.on_close.append(found.close)
        return found
