"""Sliders of threshold and ambiguity in a notebook, and what each setting does to messages."""

from html import escape
from typing import Any

import ipywidgets
import plotly.graph_objects as go

from engine.nlu.comparison import Effect, Scores, default_message_effect
from engine.nlu.comparison.default_message import Step
from workbench.plots import default_message
from workbench.plots.look import Look
from workbench.theme import Theme


class ThresholdLab(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Two sliders, a table and a figure: where messages end, live.

    `effect` is that of the setting shown, and `nlu_toml` what to write into the bot's nlu.toml to
    keep it.
    """

    def __init__(self, scores: Scores, language: str = "en", theme: Theme = "light") -> None:
        self.scores = scores
        self._look = Look(theme, language)
        self.threshold = self._slider("threshold", scores.threshold)
        self.ambiguity = self._slider("ambiguity", scores.ambiguity)
        self._table = ipywidgets.HTML()
        self._figure = go.FigureWidget(self._drawn())
        self._show()
        self.threshold.observe(self._show, "value")
        self.ambiguity.observe(self._draw_again, "value")
        sliders = ipywidgets.HBox([self.threshold, self.ambiguity])
        super().__init__([sliders, self._table, self._figure])

    @property
    def effect(self) -> Effect:
        """What the setting shown does."""
        return default_message_effect(self.scores, self.threshold.value, self.ambiguity.value)

    def nlu_toml(self) -> str:
        """The lines of nlu.toml that keep the setting, under the component `calibration`."""
        return (
            f'[[component]]\nname = "calibration"\n'
            f"threshold = {self.threshold.value:.2f}\nambiguity = {self.ambiguity.value:.2f}\n"
        )

    def _slider(self, name: str, value: float) -> Any:
        return ipywidgets.FloatSlider(
            value=round(value, 2), min=0, max=1, step=0.01, description=self._look.say(name)
        )

    def _drawn(self) -> go.Figure:
        return default_message.plot(
            self.scores,
            threshold=self.threshold.value,
            ambiguity=self.ambiguity.value,
            theme=self._look.theme,
            language=self._look.language,
        )

    def _show(self, _change: object = None) -> None:
        """The table, and the line of the threshold: quick enough for a slider in motion."""
        self._table.value = table(self.effect, self._look)
        at = self.threshold.value
        with self._figure.batch_update():
            self._figure.layout.shapes[0].update(x0=at, x1=at)
            self._figure.layout.annotations[0].update(x=at, text=self._look.number(at, 2))

    def _draw_again(self, _change: object = None) -> None:
        drawn = self._drawn()
        with self._figure.batch_update():
            for mine, new in zip(self._figure.data, drawn.data, strict=True):
                mine.y = new.y
        self._show()


def table(effect: Effect, look: Look) -> str:
    """The four ends of a message as a table of HTML, after a sentence that sums them up."""
    own = sum(step.own for step in effect.steps)
    strange = sum(step.strange for step in effect.steps)
    heads = "".join(
        f"<th>{escape(look.say(key))}</th>" for key in ("step", "of_own", "of_right", "of_strange")
    )
    rows = "".join(_row(step, own, strange, look) for step in effect.steps)
    summary = look.say(
        "alt_default_message",
        threshold=look.number(effect.threshold, 2),
        served=look.percent(effect.served),
        asked=look.percent(effect.asked),
        mistaken=look.percent(effect.mistaken),
    )
    return f"<p>{escape(summary)}</p><table><tr>{heads}</tr>{rows}</table>"


def _row(step: Step, own: int, strange: int, look: Look) -> str:
    cells = (
        look.say(f"step_{step.step}"),
        look.percent(step.own / own if own else 0),
        look.percent(step.right / own if own else 0),
        look.percent(step.strange / strange) if strange else "\u2013",
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
