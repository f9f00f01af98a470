"""What is left of understanding when people write in a hurry."""

from collections.abc import Sequence

import plotly.graph_objects as go

from engine.nlu.evaluation.stress import PLAIN, StressScore
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    scores: Sequence[StressScore], *, theme: Theme = "light", language: str = "en"
) -> go.Figure:
    """Two bars an alteration: right answers, and those sure enough to count as understood."""
    look = Look(theme, language)
    colours = look.colours
    kinds = [look.say(each.kind) for each in scores]
    bars = [
        go.Bar(
            x=[getattr(each, key) for each in scores],
            y=kinds,
            orientation="h",
            name=look.say(word),
            marker={"color": colour},
            text=[look.percent(getattr(each, key), 0) for each in scores],
            textposition="inside",
            insidetextanchor="end",
            textfont={"color": colours.surface, "size": 11},
            customdata=[each.example for each in scores],
            hovertemplate="%{x:.1%}<br>%{customdata}<extra></extra>",
        )
        for key, word, colour in (
            ("accuracy", "right", colours.entry),
            ("understood", "understood", colours.act),
        )
    ]
    figure = look.figure(_alt(scores, look), *bars, height=90 + 48 * len(scores))
    figure.update_layout(showlegend=True, barmode="group", bargap=0.3)
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def _alt(scores: Sequence[StressScore], look: Look) -> str:
    altered = [each for each in scores if each.kind != PLAIN]
    plain = next((each for each in scores if each.kind == PLAIN), None)
    if plain is None or not altered:
        return look.say("no_data")
    worst = min(altered, key=lambda each: each.accuracy)
    return look.say(
        "alt_stress",
        plain=look.percent(plain.accuracy),
        worst=look.say(worst.kind),
        left=look.percent(worst.accuracy),
    )
