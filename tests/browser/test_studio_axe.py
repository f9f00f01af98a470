"""Nothing keeps people out: pages in a narrow window, and pages with something done on them."""

from pathlib import Path
from typing import Any

import cafe
import pytest
from designer import Designer
from studio import Studio, serious

THEMES = ("light", "dark")
PAGES = (
    "projects",
    "flows",
    "triggers",
    "understanding",
    "simulator",
    "funnels",
    "tests",
    "entities",
    "variables",
    "texts",
    "versions",
    "settings",
)
SHOWN = ".tw-work :is(h1, h2, [role=tab], .tw-node, .tw-empty):visible"
CHAT = "== Wants nothing\n@ language: en\n> [Nothing]\n< See you soon.\n"


@pytest.fixture(scope="module")
def studio(serve_studio: Any, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    home = cafe.write(tmp_path_factory.mktemp("app") / "cafe")
    (home / "tests").mkdir()
    (home / "tests" / "nothing.chat").write_text(CHAT)
    one: Studio = serve_studio(home)
    return one


@pytest.mark.parametrize("theme", THEMES)
def test_narrow_windows_keep_nobody_out(
    studio: Studio, open_studio: Any, axe: str, theme: str
) -> None:
    options = {"color_scheme": theme, "reduced_motion": "reduce"}
    page = open_studio(studio, viewport={"width": 700, "height": 900}, **options)
    page.locator(".tw-rail").wait_for()
    found = []
    for name in PAGES:
        page.goto(f"{studio.base}/#/{name}")
        page.locator(SHOWN).first.wait_for()
        page.wait_for_timeout(500)
        found += [f"{name}: {issue}" for issue in serious(page, axe, ".tw-frame")]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_shown_after_work_keeps_nobody_out(
    studio: Studio, open_studio: Any, axe: str, theme: str, pictures: Path
) -> None:
    page = open_studio(studio, "/#/tests", color_scheme=theme, reduced_motion="reduce")
    found = []

    def looks(state: str) -> None:
        page.screenshot(path=pictures / f"axe-{state}-{theme}.png")
        found.extend(f"{state}: {issue}" for issue in serious(page, axe, ".tw-frame"))

    page.get_by_role("button", name="Run all").click()
    page.locator("[data-standing]:not([data-standing=never])").first.wait_for()
    looks("tests")
    page.get_by_role("tab", name="Coverage").click()
    page.get_by_role("button", name="Paint it on the flows").click()
    looks("coverage")
    designer = Designer(page)
    designer.goes_to("Flows")
    designer.card().first.wait_for()
    looks("painted")
    designer.presses("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    looks("keys")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("tab", name="Publish", exact=True).click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".tw-gate").wait_for()
    looks("gate")
    assert not found, "\n".join(found)
