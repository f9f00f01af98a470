"""The report of understanding as a person reads it: figures drawn, themes changed, no network."""

from pathlib import Path
from typing import Any

import pytest

from engine.nlu.report import measure
from engine.types.bot import Bot, Node, Topic
from workbench.report import html

PHRASES = {
    "pedir": ["quiero una cita", "dame hora", "reservar ya", "pedir turno", "cita hoy"],
    "horas": ["a qué hora abren", "cuándo abren", "hasta qué hora", "abren hoy", "abren el lunes"],
    "lugar": ["dónde están", "cómo llego", "la dirección", "dónde queda", "un mapa por favor"],
}
FIGURES = 5


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nodes = {
        name: Node("intent", params={"phrases": {"es": said}}) for name, said in PHRASES.items()
    }
    bot = Bot(name="Aurora", languages=("es",), topics={"t": Topic(nodes=nodes)})
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html({"aurora": measure(bot, folds=2)}, "es"), encoding="utf-8")
    return file


@pytest.fixture
def page(browser: Any, report: Path) -> Any:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    one = context.new_page()
    wrong: list[str] = []
    one.on("pageerror", lambda error: wrong.append(str(error)))
    one.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    one.on("requestfailed", lambda request: wrong.append(request.url))
    one.goto(report.as_uri())
    one.wait_for_function(f"document.querySelectorAll('.js-plotly-plot').length === {FIGURES}")
    yield one
    context.close()
    assert wrong == []


def test_all_figures_are_drawn_and_said_in_words(page: Any) -> None:
    assert page.locator(".figure .main-svg").count() >= FIGURES
    for at in range(FIGURES):
        figure = page.locator(".figure").nth(at)
        assert len(figure.get_attribute("aria-label")) > 20
        assert figure.bounding_box()["height"] > 100
    assert page.locator("article h1").inner_text() == "Aurora"
    assert "Acierto, validación cruzada" in page.locator(".cards").inner_text()


def test_light_turns_dark_figures_and_all(page: Any) -> None:
    ink = "getComputedStyle(document.querySelector('.xtick text')).fill"
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(f"[{paper}, {ink}]")
    page.click("#theme")
    after = page.evaluate(f"[{paper}, {ink}]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert all(one != other for one, other in zip(before, after, strict=True))
    page.click("#theme")
    assert page.evaluate(f"[{paper}, {ink}]") == before


def test_a_narrow_window_scrolls_down_only(page: Any) -> None:
    page.set_viewport_size({"width": 420, "height": 800})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_the_page_is_accessible(page: Any, axe: str) -> None:
    page.evaluate(axe)
    for _ in range(2):
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
        grave = [each for each in found if each["impact"] in ("serious", "critical")]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in grave] == []
        page.click("#theme")
