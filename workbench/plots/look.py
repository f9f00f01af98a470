"""What all figures share: colours, type, words, and how numbers are written."""

import datetime as dt
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from msgspec import Struct

from engine.nlu.stems import base
from workbench.theme import COLOURS, FONT, Colours, Theme

_WORDS = Path(__file__).parent / "words.toml"
# Days by number: Plotly has the names of months in English only.
DAY_FORMATS = {"es": "%d/%m/%Y", "en": "%d %b %Y", "pt": "%d/%m/%Y"}
DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS
# The mark of decimals, then the one of thousands.
_SEPARATORS = {"es": (",", "."), "en": (".", ","), "pt": (",", ".")}


class Look(Struct, frozen=True):
    """A theme and a language."""

    theme: Theme = "light"
    language: str = "en"

    @property
    def colours(self) -> Colours:
        """The colours of the theme."""
        return COLOURS[self.theme]

    def say(self, key: str, **holes: object) -> str:
        """A text of words.toml in the language, with its holes filled; English for others."""
        texts = words()[key]
        return texts.get(base(self.language), texts["en"]).format_map(holes)

    def number(self, value: float, digits: int = 1) -> str:
        """A number as the language writes it."""
        written = f"{value:,.{digits}f}"
        decimal, thousands = self._separators
        return written.translate({ord(","): thousands, ord("."): decimal})

    def percent(self, share: float, digits: int = 1) -> str:
        """A share from 0 to 1 in percent; Spanish and Portuguese part number and sign."""
        gap = "" if base(self.language) == "en" else "\u202f"
        return f"{self.number(100 * share, digits)}{gap}%"

    def day(self, moment: dt.datetime) -> str:
        """A day as the language writes it, with the time of day where it is not midnight."""
        written = moment.strftime(DAY_FORMATS.get(base(self.language), DAY_FORMATS["en"]))
        return written if moment.time() == dt.time() else f"{written} {moment:%H:%M}"

    @property
    def _separators(self) -> tuple[str, str]:
        return _SEPARATORS.get(base(self.language), _SEPARATORS["en"])

    def figure(self, alt: str, *traces: Any, height: int = 320) -> go.Figure:
        """A figure of these traces in this look; `alt` says in words what it shows."""
        colours = self.colours
        axis = {
            "gridcolor": colours.line,
            "linecolor": colours.line_strong,
            "zerolinecolor": colours.line_strong,
            "title": {"font": {"size": 12, "color": colours.ink_2}, "standoff": 8},
            "tickfont": {"size": 11, "color": colours.ink_2},
            "automargin": True,
        }
        figure = go.Figure(list(traces))
        figure.update_layout(
            height=height,
            font={"family": FONT, "size": 12, "color": colours.ink},
            paper_bgcolor="rgba(0,0,0,0)",
            plot_bgcolor="rgba(0,0,0,0)",
            separators="".join(self._separators),
            margin={"l": 8, "r": 8, "t": 16, "b": 8},
            hoverlabel={"bgcolor": colours.raised, "font": {"color": colours.ink}},
            legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            showlegend=False,
            meta={"alt": alt},
        )
        figure.update_xaxes(**axis)
        figure.update_yaxes(**axis)
        return figure


def by_days(figure: go.Figure, look: Look, *, has_hours: bool) -> None:
    """Writes the days and hours of the x axis as the language does."""
    day = DAY_FORMATS.get(base(look.language), DAY_FORMATS["en"])
    short = day.removesuffix("/%Y").removesuffix(" %Y")
    month = "%b %Y" if look.language == "en" else "%m/%Y"
    figure.update_xaxes(
        type="date",
        hoverformat=f"{day} %H:%M" if has_hours else day,
        tickformatstops=[
            {"dtickrange": [None, DAY_MS - 1], "value": "%H:%M"},
            {"dtickrange": [DAY_MS, WEEK_MS * 4], "value": short},
            {"dtickrange": [WEEK_MS * 4, None], "value": month},
        ],
    )


def vertical(figure: go.Figure, look: Look, at: float, label: str) -> None:
    """Draws a dashed line across the figure, with its label beside its foot."""
    figure.add_vline(
        x=at,
        line={"color": look.colours.ink_3, "dash": "dash", "width": 1.5},
        annotation={
            "text": label,
            "font": {"color": look.colours.ink_2, "size": 11},
            "bgcolor": look.colours.surface,
        },
        annotation_position="bottom right",
    )


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """Every text of figures, by key and language."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
