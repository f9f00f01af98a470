"""The models of an open project: used while fresh, trained again in the background.

A document has one `Models`, whoever asks: two windows do not train the same bot twice.
"""

import logging
import threading
import time
import weakref
from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from engine import nlu
from engine.nlu.apart import train_apart
from engine.service.workspace import Workspace, fingerprint, keep_model, kept_model
from engine.types.bot import Bot, Project
from engine.types.issue import TertuliaError
from workbench.document import Document

LOG = logging.getLogger(__name__)

# So few are trained sooner than a process has started.
FEW_EXAMPLES = 60

Phase = Literal["fresh", "stale", "missing", "training", "failed"]


class Standing(Struct, frozen=True, omit_defaults=True):
    """How a bot's model stands. While it trains, `step` is what is done and `share` how far."""

    phase: Phase
    step: str = ""
    share: float = 0.0
    error: str = ""
    seconds: float = 0.0


class Held(Struct, frozen=True):
    """A model and the fingerprint of what it learned from."""

    model: nlu.Model
    learned: str


class CancelledError(Exception):
    """The person does not want this training any more."""


class Models:
    """The latest model of each bot. Every method may be called from any thread."""

    def __init__(self, document: Document) -> None:
        # Weak: the document is the key by which all find this one.
        self._document: Document = weakref.proxy(document)
        self._lock = threading.RLock()
        # One training at a time: they would only slow each other down.
        self._turn = threading.Lock()
        self._held: dict[str, Held] = {}
        self._standings: dict[str, Standing] = {}
        self._cancelled: set[str] = set()
        self._listeners: list[Callable[[], None]] = []
        self._threads: dict[str, threading.Thread] = {}
        self._fingerprints: dict[str, tuple[Bot, str]] = {}

    def readers(self) -> dict[str, nlu.Model]:
        """The models that there are, stale ones too."""
        with self._lock:
            return {name: held.model for name, held in self._held.items()}

    def standings(self) -> dict[str, Standing]:
        """How each bot's model stands, for the project as it is now."""
        return {name: self._standing(name, bot) for name, bot in self._bots().items()}

    def freshen(self) -> None:
        """Takes up kept models that are fresh, and trains the others in the background."""
        for name, bot in self._bots().items():
            if self._standing(name, bot).phase in {"stale", "missing"} and not self._taken_up(
                name, bot
            ):
                self.train(name)

    def train(self, name: str) -> None:
        """Trains a bot's model in the background, if it is not being trained already."""
        with self._lock:
            if name in self._threads:
                return
            self._cancelled.discard(name)
            thread = threading.Thread(target=self._train, args=(name,), daemon=True)
            self._threads[name] = thread
            known = self._standings.get(name)
            self._standings[name] = Standing("training", seconds=known.seconds if known else 0.0)
        thread.start()
        self._tell()

    def cancel(self, name: str) -> None:
        """Stops a training before its next step."""
        self._cancelled.add(name)

    def finish(self) -> None:
        """Waits until nothing trains."""
        while threads := tuple(self._threads.values()):
            for thread in threads:
                thread.join()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls back, from any thread, when a standing changes; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _bots(self) -> dict[str, Bot]:
        return self._document.project.bots

    def _standing(self, name: str, bot: Bot) -> Standing:
        with self._lock:
            known, held = self._standings.get(name), self._held.get(name)
        if known and known.phase == "training":
            return known
        now = self._fingerprint(name, bot)
        if held and held.learned == now:
            return replace(known or Standing("fresh"), phase="fresh", error="")
        if known and known.phase == "failed" and known.step == now:
            return replace(known, step="")
        seconds = known.seconds if known else 0.0
        return Standing("stale" if held else "missing", seconds=seconds)

    def _fingerprint(self, name: str, bot: Bot) -> str:
        known = self._fingerprints.get(name)
        if known is None or known[0] is not bot:
            known = (bot, fingerprint(bot, 0))
            self._fingerprints[name] = known
        return known[1]

    def _taken_up(self, name: str, bot: Bot) -> bool:
        files = kept_model(Workspace(self._document.folder, self._document.project), name)
        if files is None:
            return False
        self._hold(name, Held(nlu.load(files), self._fingerprint(name, bot)), Standing("fresh"))
        return True

    def _train(self, name: str) -> None:
        with self._turn:
            project = self._document.project
            if name in project.bots:
                self._train_now(name, project)
            else:
                self._end(name)

    def _train_now(self, name: str, project: Project) -> None:
        learned, began = fingerprint(project.bots[name], 0), time.monotonic()
        try:
            bot, progress = project.bots[name], self._progress(name)
            few = len(nlu.examples(bot)) <= FEW_EXAMPLES
            files = (
                nlu.train(bot, progress=progress).save()
                if few
                else train_apart(bot, progress=progress)
            )
            keep_model(Workspace(self._document.folder, project), name, 0, files)
            held = Held(nlu.load(files), learned)
            seconds = time.monotonic() - began
            self._end(name)
            self._hold(name, held, Standing("fresh", seconds=seconds))
        except CancelledError:
            self._end(name)
            self._stand(name, Standing("failed", learned, error="cancelled"))
        except (TertuliaError, OSError, ValueError) as error:
            LOG.info("training of %s failed", name, exc_info=True)
            self._end(name)
            self._stand(name, Standing("failed", learned, error=str(error)))

    def _progress(self, name: str) -> Callable[[str, float], None]:
        known = self._standings[name].seconds

        def progress(step: str, share: float) -> None:
            if name in self._cancelled:
                raise CancelledError
            self._stand(name, Standing("training", step, share, seconds=known))

        return progress

    def _end(self, name: str) -> None:
        with self._lock:
            self._threads.pop(name, None)

    def _hold(self, name: str, held: Held, standing: Standing) -> None:
        with self._lock:
            self._held[name] = held
        self._stand(name, standing)

    def _stand(self, name: str, standing: Standing) -> None:
        with self._lock:
            self._standings[name] = standing
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


_models: weakref.WeakKeyDictionary[Document, Models] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def models_of(document: Document) -> Models:
    """The models of a document, the same for all who ask."""
    with _making:
        return _models.setdefault(document, Models(document))
