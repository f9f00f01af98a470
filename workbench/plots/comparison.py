"""What a change won and lost, intent by intent."""

import plotly.graph_objects as go

from engine.nlu.comparison import Comparison
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    comparison: Comparison, *, theme: Theme = "light", language: str = "en", most: int = 30
) -> go.Figure:
    """Bars to the right for sentences won and to the left for those lost, most changed first;
    intents without a change are left out."""
    look = Look(theme, language)
    changed = [row for row in comparison.intents if row.won or row.lost]
    rows = sorted(changed, key=lambda row: (-(row.won + row.lost), row.intent))[:most]
    names = [row.intent or look.say("nothing") for row in rows]
    sides = (
        ("won", [row.won for row in rows], look.colours.ok, ""),
        ("lost", [-row.lost for row in rows], look.colours.bad, "/"),
    )
    bars = [
        go.Bar(
            x=counts,
            y=names,
            orientation="h",
            name=look.say(key),
            marker={"color": colour, "pattern": {"shape": shape, "size": 5}},
            text=[str(abs(count)) if count else "" for count in counts],
            textposition="outside",
            cliponaxis=False,
            customdata=[abs(count) for count in counts],
            hovertemplate=f"%{{y}}: %{{customdata}} {look.say(key)}<extra></extra>",
        )
        for key, counts, colour, shape in sides
    ]
    alt = look.say(
        "alt_comparison",
        won=comparison.won,
        lost=comparison.lost,
        unchanged=comparison.unchanged,
        p=p_value(comparison.p_value, look),
    )
    figure = look.figure(alt, *bars, height=max(180, 90 + 24 * len(rows)))
    figure.update_layout(showlegend=True, barmode="overlay", bargap=0.35)
    # The bars have their numbers, and to the left there is nothing negative.
    figure.update_xaxes(title_text=look.say("phrases"), showticklabels=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def p_value(value: float, look: Look) -> str:
    """A p-value as people read it: three digits, or less than the least of them."""
    return f"< {look.number(0.001, 3)}" if value < 0.001 else look.number(value, 3)
