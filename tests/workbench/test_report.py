"""The report: one file, every figure and text in it, nothing fetched, nothing that a bot's texts
could break."""

import json
import re

import pytest
from msgspec.structs import replace

from engine.nlu.report import Report, measure
from engine.types.bot import Bot, Node, Topic
from workbench.report import html

PHRASES = {
    "pedir": [
        "quiero una cita",
        "dame hora </script><b>",
        "reservar ya",
        "pedir turno",
        "cita hoy",
    ],
    "horas": ["a qué hora abren", "cuándo abren", "hasta qué hora", "abren hoy", "abren el lunes"],
    "lugar": ["dónde están", "cómo llego", "la dirección", "dónde queda", "un mapa por favor"],
}


@pytest.fixture(scope="module")
def report() -> Report:
    nodes = {
        name: Node("intent", params={"phrases": {"es": said}}) for name, said in PHRASES.items()
    }
    return measure(
        Bot(name="Bot <1>", languages=("es",), topics={"t": Topic(nodes=nodes)}), folds=2
    )


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_page_holds_all_that_it_shows(report: Report, language: str) -> None:
    page = html({"bot": report}, language)
    assert f'<html lang="{language}">' in page
    assert page.count("plotly.js v") == 1
    assert not re.search(r'<(?:script|link|img)[^>]*(?:src|href)=["\']', page)
    (written,) = re.findall(r'id="figures">(.*?)</script>', page, re.DOTALL)
    figures = json.loads(written)
    assert set(figures) == {
        f"bot-{key}" for key in ("confusion", "scope", "calibration", "learning", "stress")
    }
    for place, by_theme in figures.items():
        assert set(by_theme) == {"light", "dark"}
        assert f'id="{place}" role="img" aria-label="' in page
    for intent in PHRASES:
        assert f'<th scope="row">{intent}</th>' in page
    assert "Bot &lt;1&gt;" in page
    assert "</script><b>" not in page
    assert "$" not in page[page.index("<body>") : page.index('<script type="application/json"')]


def test_two_bots_stand_on_one_page(report: Report) -> None:
    page = html({"one": report, "two": replace(report, bot="Otro")}, "es")
    assert page.count("<article") == 2
    assert "Comprensión: Bot &lt;1&gt;, Otro" in page


def test_a_bot_that_cannot_be_measured_has_a_page_that_says_so() -> None:
    page = html({"bot": measure(Bot(name="Nada"), folds=2)}, "en")
    assert "the bot has no phrases to learn from" in page
    assert "too few intents to measure it" in page
