"""The figures of a counted funnel that need nothing else, by name."""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pyarrow.compute as pc

from engine.analytics.funnel import Funnel
from engine.analytics.funnel.spec import SECOND_US
from workbench.funnels.counting import Counted
from workbench.plots import came_by, converting, funnel
from workbench.theme import Theme

Draw = Callable[[Counted, Theme, str], go.Figure]


def bars(counted: Counted, theme: Theme, language: str) -> go.Figure:
    """How many came to each step."""
    return funnel.plot(counted.whole.rows(), theme=theme, language=language)


def times(counted: Counted, theme: Theme, language: str) -> go.Figure:
    """How long those who came took."""
    last = len(counted.whole.spec.steps)
    tries = counted.whole.tries
    passed = pc.subtract(tries[f"reached_us_{last}"], tries[f"start_us_{last}"]).drop_null()
    seconds = np.asarray(passed.to_numpy(), np.float64) / SECOND_US
    return converting.plot(seconds, theme=theme, language=language)


def survival(counted: Counted, theme: Theme, language: str) -> go.Figure:
    """The share that has come by each time."""
    waited, came = watched(counted.whole)
    return came_by.plot(waited, came, theme=theme, language=language)


def watched(counted: Funnel) -> tuple[np.ndarray, np.ndarray]:
    """For everybody who began: how long they were watched, in seconds, and whether they came.

    Who did not come was watched to the end of the window, or of history, if that is sooner.
    """
    spec, tries = counted.spec, counted.tries
    last = len(spec.steps)
    came = pc.is_valid(tries[f"reached_us_{last}"]).to_numpy(zero_copy_only=False)
    begun = np.asarray(tries["start_us_1"].to_numpy(), np.float64)
    took = pc.subtract(tries[f"reached_us_{last}"], tries[f"start_us_{last}"])
    left = (counted.watermark.t_us - begun) / SECOND_US
    if spec.within_s is not None:
        left = np.minimum(left, spec.within_s)
    passed = np.asarray(took.fill_null(0).to_numpy(), np.float64) / SECOND_US
    return np.where(came, passed, np.maximum(left, 0)), came


FIGURES: dict[str, Draw] = {
    "bars": bars,
    "times": times,
    "survival": survival,
}
