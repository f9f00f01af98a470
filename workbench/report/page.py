"""One self-contained page: figures, tables and what to mend; light and dark; es, en, pt."""

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from string import Template

import plotly.graph_objects as go
import plotly.io
from plotly.offline import get_plotlyjs

from engine.nlu.report import Report
from workbench.plots import calibration, confusion, learning, scope, stress
from workbench.plots.look import Look
from workbench.report.parts import cards, findings, foot, intents, section, warnings
from workbench.report.words import say
from workbench.theme import COLOURS, Theme

_FOLDER = Path(__file__).parent
_THEMES: tuple[Theme, Theme] = ("light", "dark")


def html(reports: Mapping[str, Report], language: str = "en") -> str:
    """The reports of a project's bots, by their ids, as one page in one language."""
    look = Look("light", language)
    figures: dict[str, dict[str, object]] = {}
    bodies = [_bot(name, report, look, figures) for name, report in reports.items()]
    template = Template((_FOLDER / "page.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=look.language,
        title=escape(say("title", look, bots=", ".join(each.bot for each in reports.values()))),
        style=(_FOLDER / "page.css").read_text(encoding="utf-8"),
        light=_variables("light"),
        dark=_variables("dark"),
        switch=escape(say("theme", look)),
        body="\n".join(bodies),
        # Inside a script, "</" would end it.
        figures=json.dumps(figures, ensure_ascii=False).replace("</", "<\\/"),
        plotly=get_plotlyjs(),
    )


def _bot(name: str, report: Report, look: Look, figures: dict[str, dict[str, object]]) -> str:
    """The part of one bot; its figures are added to `figures` by the id of their place."""
    drawn = {
        "confusion": _both(lambda theme: confusion.plot(
            report.confusion, theme=theme, language=look.language)),
        "scope": _both(lambda theme: scope.plot(
            report.scope, theme=theme, language=look.language)),
        "calibration": _both(lambda theme: calibration.plot(
            report.calibration, theme=theme, language=look.language)),
        "learning": _both(lambda theme: learning.plot(
            report.learning, theme=theme, language=look.language)),
        "stress": _both(lambda theme: stress.plot(
            report.stress, theme=theme, language=look.language)),
    }  # fmt: skip
    places = []
    for key, by_theme in drawn.items():
        place = f"{name}-{key}"
        figures[place] = {
            theme: json.loads(plotly.io.to_json(each)) for theme, each in by_theme.items()
        }
        alt = by_theme["light"].layout.meta["alt"]
        figure = (
            f'<div class="figure" id="{escape(place)}" role="img" aria-label="{escape(alt)}"></div>'
            f"<p>{escape(_note(key, report, look) or alt)}</p>"
        )
        places.append(section(say(key, look), figure, wide=key == "confusion"))
    return "\n".join(
        [
            f'<article id="{escape(name)}"><h1>{escape(report.bot)}</h1>',
            warnings(report),
            cards(report, look),
            section(say("intents", look), intents(report, look), wide=True),
            '<div class="grid">',
            *places,
            section(say("findings", look), findings(report, look), wide=True),
            "</div>",
            foot(report, look),
            "</article>",
        ]
    )


def _both(draw: Callable[[Theme], go.Figure]) -> dict[Theme, go.Figure]:
    return {theme: draw(theme) for theme in _THEMES}


def _note(key: str, report: Report, look: Look) -> str:
    """What a figure needs to be said besides what it shows."""
    if key == "scope":
        return say(f"strange_{report.strange}", look, count=report.scope.strange)
    return ""


def _variables(theme: Theme) -> str:
    """The colours of a theme as custom properties of CSS."""
    colours = COLOURS[theme]
    pairs = ((name, getattr(colours, name)) for name in colours.__struct_fields__)
    return " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in pairs)
