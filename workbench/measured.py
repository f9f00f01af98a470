"""What was measured of a bot's understanding: its tables, and the figures of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from msgspec import Struct

from engine.nlu.comparison import Scores
from engine.nlu.evaluation.by_intent import ConfusionMatrix
from engine.nlu.evaluation.calibration import CalibrationBin
from engine.nlu.evaluation.learning import LearningPoint
from engine.nlu.evaluation.scope import ScopeCurve
from engine.nlu.evaluation.stress import StressScore
from engine.nlu.evaluation.summary import Evaluation
from engine.nlu.quality import Finding
from engine.stores.codec import read_event
from engine.stores.opening import open_history
from engine.types.event import Said
from workbench.plots import calibration, confusion, learning, scope, stress

# A figure a table of the measurement, by its field.
FIGURES: dict[str, Callable[..., go.Figure]] = {
    "confusion": confusion.plot,
    "scope": scope.plot,
    "calibration": calibration.plot,
    "learning": learning.plot,
    "stress": stress.plot,
}


class Measured(Struct, frozen=True, eq=False):
    """What was measured of a bot, and of which state of it (`learned`). The quick figures come
    first; those that take longer are None until they are there."""

    learned: str
    evaluation: Evaluation
    confusion: ConfusionMatrix
    calibration: tuple[CalibrationBin, ...]
    findings: tuple[Finding, ...]
    scope: ScopeCurve | None = None
    scores: Scores | None = None
    stress: tuple[StressScore, ...] | None = None
    learning: tuple[LearningPoint, ...] | None = None


class Course(Struct, frozen=True):
    """How a measurement stands; `error` says why it ended."""

    running: bool = False
    step: str = ""
    share: float = 0.0
    error: str = ""


def drawn(measured: Measured) -> list[str]:
    """The figures that are there so far."""
    return [name for name in FIGURES if getattr(measured, name) is not None]


def tables(measured: Measured, before: Measured | None) -> dict[str, Any]:
    """Everything of a measurement that the page shows but the figures."""
    scope, scores = measured.scope, measured.scores
    return {
        "evaluation": measured.evaluation,
        "before": before.evaluation.accuracy if before else None,
        "scope": scope and scope.now,
        "auroc": scope and scope.auroc,
        "findings": measured.findings,
        "threshold": scores and scores.threshold,
        "ambiguity": scores and scores.ambiguity,
        "figures": drawn(measured),
    }


def not_understood(store: Path, limit: int) -> Iterator[str]:
    """The texts that no intent claimed, of the latest conversations of a store."""
    with open_history(store) as history:
        names = {row.conversation: None for row in history.sessions(limit=limit)}
        for conversation in names:
            events = history.events(conversation, limit=limit)
            missed = {row.turn for row in events if row.kind == "not_understood"}
            for row in history.messages(conversation, limit=limit):
                if row.direction == "in" and row.turn in missed:
                    event = read_event(row.content)
                    if isinstance(event, Said) and event.text:
                        yield event.text
