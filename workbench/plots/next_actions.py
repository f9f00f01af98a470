"""What people did after a step."""

import plotly.graph_objects as go

from engine.analytics.paths import NextActions
from workbench.plots import doings
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    found: NextActions, *, theme: Theme = "light", language: str = "en", most: int = 12
) -> go.Figure:
    """A bar an action with its 95 % interval, the most frequent first."""
    look = Look(theme, language)
    rows = found.rows()[:most]
    bars = go.Bar(
        x=[row.share for row in rows],
        y=[doings.name(row.action, look) for row in rows],
        orientation="h",
        marker={"color": [doings.colour(row.action, look) for row in rows]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row.high - row.share for row in rows],
            "arrayminus": [row.share - row.low for row in rows],
            "color": look.colours.ink_2,
            "thickness": 1.2,
            "width": 4,
        },
        customdata=[
            f"{look.number(row.n, 0)}, {look.percent(row.share)}"
            f" [{look.percent(row.low)}; {look.percent(row.high)}]"
            for row in rows
        ],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    figure = look.figure(_alt(found, look), bars, height=max(180, 90 + 28 * len(rows)))
    figure.update_layout(bargap=0.35)
    figure.update_xaxes(title_text=look.say("share"), tickformat=".0%", rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def _alt(found: NextActions, look: Look) -> str:
    rows = found.rows()
    if not rows:
        return look.say("next_nobody")
    whole = look.number(found.people.num_rows, 0)
    action, share = doings.name(rows[0].action, look), look.percent(rows[0].share)
    return look.say("alt_next_actions", count=whole, action=action, share=share)
