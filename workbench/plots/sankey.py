"""How conversations part and meet again."""

import plotly.graph_objects as go

from engine.analytics.paths import Sankey
from workbench.plots import doings
from workbench.plots.look import Look
from workbench.theme import Theme

_OPACITY = "59"


def plot(flows: Sankey, *, theme: Theme = "light", language: str = "en") -> go.Figure:
    """Actions as blocks, a column a level, with bands for those who went from one to the next."""
    look = Look(theme, language)
    links = flows.arrow().to_pylist()
    blocks: dict[tuple[int, str], int] = {}
    for link in links:
        for block in ((link["level"], link["source"]), (link["level"] + 1, link["target"])):
            blocks.setdefault(block, len(blocks))
    colours = [doings.colour(action, look) for _, action in blocks]
    sources = [blocks[link["level"], link["source"]] for link in links]
    drawn = go.Sankey(
        arrangement="snap",
        node={
            "label": [doings.name(action, look) for _, action in blocks],
            # Columns by level: every block but those of the first has one before it.
            "align": "left",
            "color": colours,
            "line": {"width": 0},
            "pad": 14,
            "thickness": 14,
            "hovertemplate": "%{label}: %{value}<extra></extra>",
        },
        link={
            "source": sources,
            "target": [blocks[link["level"] + 1, link["target"]] for link in links],
            "value": [link["n"] for link in links],
            "color": [colours[source] + _OPACITY for source in sources],
            "hovertemplate": "%{source.label} → %{target.label}: %{value}<extra></extra>",
        },
        textfont={"color": look.colours.ink, "size": 11},
    )
    return look.figure(_alt(links, look), *([drawn] if links else []), height=420)


def _alt(links: list[dict[str, int]], look: Look) -> str:
    if not links:
        return look.say("sankey_nobody")
    widest = links[0]
    return look.say(
        "alt_sankey",
        count=look.number(sum(link["n"] for link in links if link["level"] == 1), 0),
        source=doings.name(str(widest["source"]), look),
        target=doings.name(str(widest["target"]), look),
        n=look.number(widest["n"], 0),
    )
