"""What people said that the bot did not understand."""

from collections.abc import Sequence

import plotly.graph_objects as go

from engine.nlu.quality.groups import MessageGroup
from workbench.plots.look import Look
from workbench.theme import Theme

# Longer sentences are cut on the axis; the whole group is on hover.
_LONGEST = 48
_SHOWN = 6


def plot(
    groups: Sequence[MessageGroup], *, theme: Theme = "light", language: str = "en", most: int = 14
) -> go.Figure:
    """A bar a group of messages, named by its most central one, the largest first; pale where no
    intent of the bot is near."""
    look = Look(theme, language)
    shown = groups[:most]
    bars = go.Bar(
        x=[group.count for group in shown],
        y=[f"{number}. {_short(group.messages[0])}" for number, group in enumerate(shown, 1)],
        orientation="h",
        marker={
            "color": [look.colours.entry if g.intent else look.colours.line_strong for g in shown]
        },
        text=[group.intent for group in shown],
        textposition="auto",
        customdata=["<br>".join(group.messages[:_SHOWN]) for group in shown],
        hovertemplate="%{x}<br>%{customdata}<extra></extra>",
    )
    figure = look.figure(_alt(groups, look), bars, height=max(160, 80 + 26 * len(shown)))
    figure.update_layout(bargap=0.3)
    figure.update_xaxes(title_text=look.say("messages"), rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _alt(groups: Sequence[MessageGroup], look: Look) -> str:
    if not groups:
        return look.say("heard_nobody")
    first = groups[0]
    count, times = look.number(len(groups), 0), look.number(first.count, 0)
    return look.say("alt_unheard", count=count, text=first.messages[0], times=times)
