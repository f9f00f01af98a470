"""Whether confidence means what it says."""

from collections.abc import Sequence

import plotly.graph_objects as go

from engine.nlu.evaluation.calibration import CalibrationBin
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    bins: Sequence[CalibrationBin], *, theme: Theme = "light", language: str = "en"
) -> go.Figure:
    """Accuracy over confidence: a dot a bin, its area as its answers, on the line if calibrated."""
    look = Look(theme, language)
    most = max((each.count for each in bins), default=1)
    ideal = go.Scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": look.colours.ink_3, "dash": "dot", "width": 1.5},
        hoverinfo="skip",
    )
    dots = go.Scatter(
        x=[each.confidence for each in bins],
        y=[each.accuracy for each in bins],
        customdata=[each.count for each in bins],
        mode="lines+markers",
        line={"color": look.colours.entry, "width": 2},
        marker={
            "size": [each.count for each in bins],
            "sizemode": "area",
            "sizeref": most / 24**2,
            "sizemin": 4,
            "color": look.colours.entry,
            "line": {"color": look.colours.surface, "width": 1.5},
        },
        hovertemplate=f"{look.say('confidence')} %{{x:.2f}}<br>{look.say('accuracy')} %{{y:.1%}}"
        f"<br>%{{customdata}} {look.say('answers')}<extra></extra>",
    )
    figure = look.figure(look.say("alt_calibration", count=len(bins)), ideal, dots)
    figure.update_xaxes(title_text=look.say("confidence"), range=[0, 1.03], tickformat=".1f")
    figure.update_yaxes(title_text=look.say("accuracy"), range=[0, 1.06], tickformat=".0%")
    figure.add_annotation(
        x=0.03, y=0.97, xanchor="left", yanchor="top", showarrow=False,
        text=f"··· {look.say('perfect')}", font={"size": 11, "color": look.colours.ink_2},
    )  # fmt: skip
    return figure
