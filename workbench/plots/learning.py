"""Whether more phrases would help."""

from collections.abc import Sequence

import plotly.graph_objects as go

from engine.nlu.evaluation.learning import LearningPoint
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    points: Sequence[LearningPoint], *, theme: Theme = "light", language: str = "en"
) -> go.Figure:
    """Accuracy, with its spread, and macro-F1 over the number of phrases learned."""
    look = Look(theme, language)
    sizes = [each.phrases for each in points]
    colours = look.colours
    accuracy = go.Scatter(
        x=sizes,
        y=[each.accuracy for each in points],
        error_y={"array": [each.spread for each in points], "color": colours.entry, "width": 3},
        mode="lines+markers",
        name=look.say("accuracy"),
        line={"color": colours.entry, "width": 2.4},
        hovertemplate="%{x}: %{y:.1%}<extra></extra>",
    )
    macro = go.Scatter(
        x=sizes,
        y=[each.macro_f1 for each in points],
        mode="lines+markers",
        name=look.say("macro_f1"),
        line={"color": colours.ask, "width": 2, "dash": "dot"},
        marker={"symbol": "diamond"},
        hovertemplate="%{x}: %{y:.1%}<extra></extra>",
    )
    figure = look.figure(_alt(points, look), accuracy, macro)
    figure.update_layout(showlegend=True)
    figure.update_xaxes(title_text=look.say("learned"), rangemode="tozero")
    figure.update_yaxes(title_text=look.say("share"), range=[0, 1.02], tickformat=".0%")
    return figure


def _alt(points: Sequence[LearningPoint], look: Look) -> str:
    if not points:
        return look.say("no_data")
    last = points[-1]
    accuracy = look.percent(last.accuracy)
    return look.say("alt_learning", phrases=look.number(last.phrases, 0), accuracy=accuracy)
