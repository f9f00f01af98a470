"""What the people of a funnel did next, and where they went, in the words of their bot."""

import plotly.graph_objects as go
from msgspec import Struct

from engine.analytics.funnel import Funnel
from engine.analytics.history import History
from engine.analytics.paths import NextActions, sankey
from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from workbench.plots import doings
from workbench.plots import sankey as sankey_plot
from workbench.plots.look import Look
from workbench.theme import Theme

# Of the rest it is said how many they are together.
MOST = 6


class Next(Struct, frozen=True):
    """Something that so many did next. `doing` is its kind; empty for all the rest together."""

    doing: str
    label: str
    n: int
    share: float
    low: float = 0.0
    high: float = 0.0
    median_s: float | None = None


def next_told(found: NextActions, bot: Bot, language: str) -> list[Next]:
    """The most frequent actions with names for their nodes, and the rest together."""
    look, rows = Look("light", language), found.rows()
    told = [
        Next(
            row.action.partition(" ")[0],
            _name(row.action, bot, look),
            row.n,
            row.share,
            row.low,
            row.high,
            row.median_s,
        )
        for row in rows[:MOST]
    ]
    rest = sum(row.n for row in rows[MOST:])
    if rest:
        told.append(Next("", "", rest, rest / found.people.num_rows))
    return told


def paths(funnel: Funnel, history: History, theme: Theme, language: str) -> go.Figure:
    """Where those who began went, a level an action."""
    entity = funnel.spec.entity
    if entity == "agent":
        raise TertuliaError("agents take no paths; choose contacts, conversations or sessions")
    found = sankey(history, entity=entity, entities=funnel.tries["entity"])
    return sankey_plot.plot(found, theme=theme, language=language)


def _name(action: str, bot: Bot, look: Look) -> str:
    """An action with the title of its node in place of the id."""
    doing, _, what = action.partition(" ")
    node, colon, port = what.partition(":")
    nodes = (topic.nodes.get(node) for topic in bot.topics.values())
    title = next((found.title for found in nodes if found is not None and found.title), "")
    if not title:
        return doings.name(action, look)
    return doings.name(f"{doing} {title}{' → ' if colon else ''}{port}", look)
