"""How well the bots of an open project understand: measured in the background, kept, compared.

A document has one `Understanding`, whoever looks.
"""

import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from engine.nlu.comparison import (
    Comparison,
    Effect,
    compare_versions,
    default_message_effect,
    default_message_scores,
)
from engine.nlu.evaluation.by_intent import confusion_matrix
from engine.nlu.evaluation.calibration import calibration_curve
from engine.nlu.evaluation.learning import learning_curve
from engine.nlu.evaluation.scope import intents_left_out, scope_curve
from engine.nlu.evaluation.stress import stress, stress_scores
from engine.nlu.evaluation.summary import summarize
from engine.nlu.evaluation.validation import cross_validate
from engine.nlu.examples import examples
from engine.nlu.quality import MessageGroup, PhraseIndex, check_bot, group_messages
from engine.service.workspace import fingerprint
from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.measured import FIGURES, Course, Measured, not_understood, tables
from workbench.models import models_of
from workbench.theme import Theme

FOLDS = 5
# The shares of the whole work that the parts of it take.
OWN_DONE, SCOPE_DONE, STRESS_DONE = 0.2, 0.4, 0.6


class CancelledError(Exception):
    """The person does not want this any more."""


class Understanding:
    """The measurements of a document. Every method may be called from any thread."""

    def __init__(self, document: Document) -> None:
        # Weak: the document is the key by which all find this one.
        self._document: Document = weakref.proxy(document)
        self._models = models_of(document)
        self._lock = threading.RLock()
        self._courses: dict[str, Course] = {}
        self._cancelled: set[str] = set()
        self._listeners: list[Callable[[str], None]] = []
        self._indexes: dict[str, tuple[Bot, PhraseIndex]] = {}
        self.measured: dict[str, Measured] = {}
        # The measurement before the latest, to say what changed.
        self.before: dict[str, Measured] = {}

    def course(self, bot: str) -> Course:
        """How the measurement of a bot stands."""
        return self._courses.get(bot, Course())

    def is_old(self, bot: str) -> bool:
        """Whether the bot has changed since it was measured."""
        measured = self.measured.get(bot)
        return measured is not None and measured.learned != fingerprint(self._bot(bot), 0)

    def measure(self, bot: str) -> None:
        """Measures a bot in the background, if that is not being done already."""
        drawn = self._bot(bot)
        with self._lock:
            if self.course(bot).running:
                return
            self._cancelled.discard(bot)
            self._courses[bot] = Course(running=True)
        threading.Thread(target=self._measure, args=(drawn,), daemon=True).start()
        self._tell(bot)

    def cancel(self, bot: str) -> None:
        """Ends a measurement before its next step."""
        self._cancelled.add(bot)

    def figure(self, bot: str, name: str, theme: Theme, language: str) -> str:
        """A figure of the latest measurement, as Plotly's JSON."""
        table = getattr(self._measured(bot), name)
        if table is None:
            raise TertuliaError("this is being measured; it takes a moment")
        return str(FIGURES[name](table, theme=theme, language=language).to_json())

    def effect(self, bot: str, threshold: float, ambiguity: float) -> Effect:
        """Where messages would end under a setting."""
        scores = self._measured(bot).scores
        if scores is None:
            raise TertuliaError("this is being measured; it takes a moment")
        return default_message_effect(scores, threshold, ambiguity)

    def compare(self, bot: str, before: Bot) -> Comparison:
        """What changed for the bot's sentences since an earlier state of it."""
        return compare_versions(before, self._bot(bot))

    def index(self, bot: str) -> PhraseIndex:
        """The phrases of a bot by likeness, with its model if there is one."""
        drawn = self._bot(bot)
        known = self._indexes.get(bot)
        if known is None or known[0] is not drawn:
            known = (drawn, PhraseIndex.of(drawn, self._models.readers().get(bot)))
            self._indexes[bot] = known
        return known[1]

    def unknown(self, bot: str, store: Path, limit: int = 1000) -> tuple[MessageGroup, ...]:
        """The messages of a store that were not understood, grouped, with what to teach."""
        return self.grouped(bot, tuple(not_understood(store, limit)))

    def grouped(self, bot: str, messages: Sequence[str]) -> tuple[MessageGroup, ...]:
        """Messages that were not understood, those alike together, with what to teach."""
        self._models.freshen()
        self._models.finish()
        self._indexes.pop(bot, None)
        return group_messages(self.index(bot), messages)

    def listen(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Calls back with a bot's name, from any thread; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _bot(self, name: str) -> Bot:
        bots = self._document.project.bots
        if name not in bots:
            raise TertuliaError(f"there is no bot {name!r}")
        return bots[name]

    def _measured(self, bot: str) -> Measured:
        measured = self.measured.get(bot)
        if measured is None:
            raise TertuliaError(f"bot {bot!r} was not measured yet")
        return measured

    def _measure(self, bot: Bot) -> None:
        try:
            self._quick(bot)
            self._slow(bot)
            self._stand(bot.id, Course())
        except CancelledError:
            self._stand(bot.id, Course())
        except (TertuliaError, ValueError, KeyError) as error:
            self._stand(bot.id, Course(error=str(error)))

    def _quick(self, bot: Bot) -> None:
        """What one cross-validation says."""
        own = cross_validate(bot, progress=self._progress(bot.id, 0, OWN_DONE))
        measured = Measured(
            fingerprint(bot, 0),
            summarize(own, examples(bot), folds=FOLDS, seed=0),
            confusion_matrix(own),
            calibration_curve(own),
            check_bot(bot, own),
        )
        with self._lock:
            if bot.id in self.measured:
                self.before[bot.id] = self.measured[bot.id]
            self.measured[bot.id] = measured
        strange = intents_left_out(bot, progress=self._progress(bot.id, OWN_DONE, SCOPE_DONE))
        self._models.freshen()
        self._models.finish()
        scores = default_message_scores(bot, self._models.readers()[bot.id], own, strange)
        self._add(bot.id, scope=scope_curve(own, strange), scores=scores)

    def _slow(self, bot: Bot) -> None:
        """What takes many trainings."""
        trials = stress(bot, progress=self._progress(bot.id, SCOPE_DONE, STRESS_DONE))
        self._add(bot.id, stress=stress_scores(trials))
        points = learning_curve(bot, progress=self._progress(bot.id, STRESS_DONE, 1))
        self._add(bot.id, learning=points)

    # `Any`: the fields of `Measured` have types of their own.
    def _add(self, bot: str, **more: Any) -> None:
        with self._lock:
            self.measured[bot] = replace(self.measured[bot], **more)
        self._tell(bot)

    def _progress(self, bot: str, start: float, end: float) -> Callable[[str, float], None]:
        def progress(step: str, share: float) -> None:
            if bot in self._cancelled:
                raise CancelledError
            self._stand(bot, Course(True, step, start + (end - start) * share))

        return progress

    def _stand(self, bot: str, course: Course) -> None:
        with self._lock:
            self._courses[bot] = course
        self._tell(bot)

    def _tell(self, bot: str) -> None:
        for listener in tuple(self._listeners):
            listener(bot)


def shown(understanding: Understanding, bot: str) -> dict[str, Any]:
    """A bot's measurement as the page shows it, and how it stands."""
    measured = understanding.measured.get(bot)
    standing = {"bot": bot, "course": understanding.course(bot), "old": understanding.is_old(bot)}
    if measured is None:
        return standing
    return standing | tables(measured, understanding.before.get(bot))


_understandings: weakref.WeakKeyDictionary[Document, Understanding] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def understanding_of(document: Document) -> Understanding:
    """The measurements of a document, the same for all who ask."""
    with _making:
        return _understandings.setdefault(document, Understanding(document))
