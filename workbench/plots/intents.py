"""How well each intent is understood."""

from collections.abc import Sequence

import plotly.graph_objects as go

from engine.nlu.evaluation.by_intent import IntentScore
from workbench.plots.look import Look
from workbench.theme import Theme

# Under this an intent is worth a look: another colour and a pattern.
WORTH_A_LOOK = 0.85


def plot(
    scores: Sequence[IntentScore], *, theme: Theme = "light", language: str = "en"
) -> go.Figure:
    """F1 of each intent, the worst on top, with precision and recall as marks."""
    look = Look(theme, language)
    colours = look.colours
    ordered = sorted(scores, key=lambda each: (each.f1, each.intent))
    names = [each.intent for each in ordered]
    weak = [each.f1 < WORTH_A_LOOK for each in ordered]
    bars = go.Bar(
        x=[each.f1 for each in ordered],
        y=names,
        orientation="h",
        name=look.say("f1"),
        marker={
            "color": [colours.warn if low else colours.entry for low in weak],
            "pattern": {"shape": ["/" if low else "" for low in weak], "size": 5},
        },
        customdata=[each.support for each in ordered],
        hovertemplate=f"%{{y}}: F1 %{{x:.1%}}, %{{customdata}} {look.say('phrases')}"
        "<extra></extra>",
    )
    marks = [
        go.Scatter(
            x=[getattr(each, key) for each in ordered],
            y=names,
            mode="markers",
            name=look.say(key),
            marker={"symbol": symbol, "size": 8, "color": colours.ink, "line": {"width": 1.5}},
            hovertemplate=f"{look.say(key)} %{{x:.1%}}<extra></extra>",
        )
        for key, symbol in (("precision", "line-ns-open"), ("recall", "circle-open"))
    ]
    figure = look.figure(_alt(ordered, look), bars, *marks, height=max(200, 80 + 20 * len(names)))
    figure.update_layout(showlegend=True, bargap=0.35)
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def _alt(ordered: Sequence[IntentScore], look: Look) -> str:
    if not ordered:
        return look.say("no_data")
    worst = ordered[0]
    return look.say(
        "alt_intents", count=len(ordered), worst=worst.intent, f1=look.percent(worst.f1)
    )
