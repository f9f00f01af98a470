"""What tells several series apart: colours, and for those who do not see them dashes and marks."""

from workbench.plots.look import Look

ORDER = ("brand", "entry", "say", "ask", "logic", "act", "ok", "warn", "end", "ink_2", "ink_3")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
# Of bars.
SHAPES = ("", "/", "x", "-", ".", "+", "|", "\\")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross", "star")


def colour(place: int, look: Look) -> str:
    """The colour of the series at a place."""
    chosen: str = getattr(look.colours, ORDER[place % len(ORDER)])
    return chosen
