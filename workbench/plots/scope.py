"""What the threshold lets through, of the bot's own and of what is strange to it."""

import plotly.graph_objects as go

from engine.nlu.evaluation.scope import ScopeCurve
from workbench.plots.look import Look, vertical
from workbench.theme import Theme


def plot(
    curve: ScopeCurve,
    *,
    threshold: float | None = None,
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """Own sentences understood and strange ones refused over thresholds, with the bot's own drawn,
    or the one given."""
    look = Look(theme, language)
    at = curve.now.threshold if threshold is None else threshold
    grid = [each.threshold for each in curve.points]
    lines = (
        ("own_understood", [each.own_right for each in curve.points], look.colours.entry, "solid"),
        ("strange_refused", [each.refused for each in curve.points], look.colours.brand, "solid"),
        ("own_mistaken", [each.own_wrong for each in curve.points], look.colours.warn, "dot"),
    )
    traces = [
        go.Scatter(
            x=grid,
            y=shares,
            mode="lines",
            name=look.say(key),
            line={"color": colour, "width": 2.4, "dash": dash},
            hovertemplate=f"{look.say(key)}: %{{y:.1%}}<extra></extra>",
        )
        for key, shares, colour, dash in lines
        if key != "strange_refused" or curve.strange
    ]
    point = min(curve.points, key=lambda each: abs(each.threshold - at))
    figure = look.figure(
        look.say(
            "alt_scope",
            threshold=look.number(at, 2),
            own=look.percent(point.own_right),
            refused=look.percent(point.refused),
        ),
        *traces,
    )
    figure.update_layout(showlegend=True, hovermode="x unified")
    figure.update_xaxes(title_text=look.say("threshold"), range=[0, 1], tickformat=".1f")
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    vertical(figure, look, at, look.number(at, 2))
    return figure
