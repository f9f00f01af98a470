"""Where messages end under each threshold: understood, asked back, not understood."""

import numpy as np
import plotly.graph_objects as go

from engine.nlu.comparison import Effect, Scores, default_message_effect
from engine.nlu.comparison.default_message import default_message_table
from workbench.plots.look import Look, vertical
from workbench.theme import Theme

_GRID = np.linspace(0, 1, 51).tolist()


def plot(
    scores: Scores,
    *,
    threshold: float | None = None,
    ambiguity: float = 0.0,
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """Shares of the bot's own messages, stacked over thresholds, with one threshold drawn."""
    look = Look(theme, language)
    at = scores.threshold if threshold is None else threshold
    effects = default_message_table(scores, _GRID, [ambiguity])
    now = default_message_effect(scores, at, ambiguity)
    figure = look.figure(_alt(now, look), *_bands(effects, look))
    figure.update_layout(showlegend=True, hovermode="x unified")
    figure.update_xaxes(title_text=look.say("threshold"), range=[0, 1], tickformat=".1f")
    figure.update_yaxes(title_text=look.say("of_own"), range=[0, 1], tickformat=".0%")
    vertical(figure, look, at, look.number(at, 2))
    return figure


def _bands(effects: tuple[Effect, ...], look: Look) -> list[go.Scatter]:
    colours = look.colours
    own = np.array([[step.own for step in effect.steps] for effect in effects], dtype=float)
    right = np.array([effect.steps[0].right for effect in effects], dtype=float)
    total = np.maximum(own.sum(axis=1), 1)
    bands = (
        ("step_understood", right, colours.entry, ""),
        ("step_related_topic", own[:, 1], colours.say, "."),
        ("step_related_intents", own[:, 2], colours.ask, "x"),
        ("step_not_understood", own[:, 3], colours.end, ""),
        ("step_mistaken", own[:, 0] - right, colours.bad, "/"),
    )
    return [
        go.Scatter(
            x=[effect.threshold for effect in effects],
            y=counts / total,
            mode="lines",
            stackgroup="own",
            name=look.say(key),
            line={"width": 0.8, "color": colour},
            fillpattern={"shape": shape, "size": 6, "solidity": 0.25},
            hovertemplate=f"{look.say(key)}: %{{y:.1%}}<extra></extra>",
        )
        for key, counts, colour, shape in bands
    ]


def _alt(effect: Effect, look: Look) -> str:
    return look.say(
        "alt_default_message",
        threshold=look.number(effect.threshold, 2),
        served=look.percent(effect.served),
        asked=look.percent(effect.asked),
        mistaken=look.percent(effect.mistaken),
    )
