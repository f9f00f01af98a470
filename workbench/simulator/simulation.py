"""One window's simulated conversation: asked for in any thread, played in order in one of its own.

Whatever changes is told; nobody waits for a reply.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec

from engine.types.issue import TertuliaError
from workbench.background import Latest
from workbench.document import Document
from workbench.models import Models
from workbench.simulator.play import Play, stopped

LOG = logging.getLogger(__name__)

P = ParamSpec("P")
# A bot whose model took longer to train is trained when the person asks for it only.
QUICK_S = 8.0


class Simulation:
    """A play that goes along with its document. `changed` is called, in the worker's thread, with
    how many of the turns that were told before still stand.

    `watchers` counts the views that show it: without any, edits are not played again. `trouble`
    says why what was asked for last could not be done.
    """

    def __init__(
        self, document: Document, models: Models, changed: Callable[["Simulation", int], None]
    ) -> None:
        self._changed = changed
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="simulator")
        self._replaying = Latest(self.refresh, wait_s=0.25)
        self._training = Latest(self._train, wait_s=1.5, at_most_s=5.0)
        self.models = models
        self.play = Play(document, models, lambda: changed(self, len(self.play.played)))
        self.watchers = 0
        self.trouble = ""
        self._ends = [
            document.listen(self._edited, lambda *_issues: None),
            models.listen(self._models_changed),
        ]

    def ask(
        self, work: Callable[Concatenate[Play, P], int], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Does something with the play, soon and in order."""

        def guarded() -> None:
            self.trouble, stands = "", len(self.play.played)
            try:
                stands = work(self.play, *args, **kwargs)
            except TertuliaError as error:
                self.trouble = str(error)
            except Exception as error:
                LOG.exception("the simulator failed")
                self.trouble, stands = stopped(error), 0
            self._changed(self, min(stands, len(self.play.played)))

        try:
            self._worker.submit(guarded)
        except RuntimeError:
            LOG.debug("the simulator is closed; %s is left out", work)

    def refresh(self) -> None:
        """Plays the conversation again if the draft or its models have changed."""
        if self.watchers:
            self.ask(Play.refresh)

    def finish(self) -> None:
        """Waits until everything that was asked for is done."""
        self._worker.submit(int).result()

    def close(self) -> None:
        """Ends it."""
        for end in self._ends:
            end()
        self._replaying.close()
        self._training.close()
        self._worker.submit(self.play.close)
        self._worker.shutdown(wait=False)

    def _edited(self, _applied: object) -> None:
        self._replaying.ask()
        self._training.ask()

    def _models_changed(self) -> None:
        self.refresh()
        # What was edited while it trained is stale again.
        self._training.ask()

    def _train(self) -> None:
        """Trains what an edit made stale, where that is quick."""
        for name, standing in self.models.standings().items():
            if self.watchers and standing.phase == "stale" and standing.seconds < QUICK_S:
                self.models.train(name)
