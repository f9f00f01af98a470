"""The app around the flows, as a designer uses it: projects, settings, names, tables, texts."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from studio import Studio, serious

from engine.project.read import open_project

BOTS = Path(__file__).parents[2] / "datasets" / "bots"
PAGES = ("projects", "flows", "triggers", "simulator", "tests", "entities", "variables")
MORE_PAGES = ("understanding", "texts", "versions", "settings")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("bots")
    shutil.copytree(BOTS / "clinic", workspace / "clinic")
    return workspace


@pytest.fixture(scope="module")
def studio(serve_studio: Any, folder: Path) -> Studio:
    one: Studio = serve_studio(folder)
    return one


def saved(page: Any) -> None:
    """Waits until the folder holds what was done."""
    page.locator(".tw-saved", has_text="Saved").wait_for()
    page.wait_for_timeout(1200)
    page.locator(".tw-saved", has_text="Saved").wait_for()


def bot_in(folder: Path, project: str = "clinic") -> Any:
    (bot,) = open_project(folder / project).bots.values()
    return bot


def go(page: Any, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()


def test_a_bot_from_nothing_by_keyboard_alone(studio: Studio, open_studio: Any, folder: Path):
    page = open_studio(studio)
    page.get_by_text("Clínica Aurora").first.wait_for()
    name = page.get_by_role("textbox", name="Name", exact=True)
    name.focus()
    page.keyboard.type("Bakery Ñandú")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # Spanish too
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("project=bakery_nandu"))
    page.get_by_text("Bakery Ñandú").first.wait_for()
    page.locator("[data-node=startup]").first.wait_for()
    bot = bot_in(folder, "bakery_nandu")
    assert (bot.name, bot.languages) == ("Bakery Ñandú", ("en", "es"))


def test_settings_are_changed_checked_and_undone(studio: Studio, open_studio: Any, folder: Path):
    page = open_studio(studio, "/?project=clinic#/settings")
    description = page.get_by_role("textbox", name="Description", exact=True)
    before = description.input_value()
    description.fill("Changed here")
    page.get_by_role("button", name="Undo: Change Description").wait_for()
    zone = page.get_by_role("combobox", name="Time zone")
    zone.fill("America/Nowhere")
    zone.press("Tab")
    page.locator(".tw-field__issues li", has_text="America/Nowhere").wait_for()
    page.get_by_role("button", name="Undo: Change Time zone").click()
    page.locator(".tw-field__issues li").first.wait_for(state="detached")
    page.get_by_role("switch", name=re.compile("No blame")).uncheck()
    saved(page)
    assert (bot_in(folder).description, bot_in(folder).advice) == ("Changed here", {"blame": False})
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.wait_for_function("before => true", arg=before)
    saved(page)
    assert (bot_in(folder).description, bot_in(folder).advice) == (before, {})
    page.keyboard.press("Control+Shift+Z")
    page.get_by_role("button", name="Undo: Change Description").wait_for()
    page.get_by_role("button", name="Undo: Change Description").click()


def test_a_variable_is_renamed_everywhere(studio: Studio, open_studio: Any, folder: Path):
    page = open_studio(studio, "/?project=clinic#/variables")
    uses = page.get_by_role("button", name=re.compile(r"Where branch is used: \d\d"))
    uses.click()
    places = page.get_by_role("complementary", name="Where it is used: branch")
    places.locator("li").nth(10).wait_for()
    cell = page.get_by_role("textbox", name="Name of branch")
    cell.fill("place")
    cell.press("Enter")
    page.get_by_role("alert").get_by_text("'place' is taken").wait_for()
    cell.fill("this_branch")
    cell.press("Enter")
    page.get_by_role("textbox", name="Name of this_branch").wait_for()
    page.get_by_role("button", name="Undo: Rename branch to this_branch").wait_for()
    saved(page)
    whole = json.dumps({p.name: p.read_text() for p in (folder / "clinic/topics").iterdir()})
    assert "${this_branch.name}" in whole
    assert "${branch.name}" not in whole
    page.get_by_role("button", name="Undo: Rename branch to this_branch").click()
    page.get_by_role("textbox", name="Name of branch").wait_for()
    places_again = page.get_by_role("button", name=re.compile(r"Where branch is used: \d\d"))
    places_again.click()
    page.get_by_role("complementary").locator("li button").first.click()
    page.wait_for_url(re.compile("#/flows/clinic/"))
    page.go_back()
    page.get_by_role("textbox", name="Name of branch").wait_for()


def test_a_variable_is_made_and_removed_with_a_warning(studio: Studio, open_studio: Any):
    page = open_studio(studio, "/?project=clinic#/variables")
    page.get_by_role("textbox", name="New variable").fill("1a")
    page.get_by_role("alert").get_by_text("not a digit first").wait_for()
    page.get_by_role("textbox", name="New variable").fill("fresh")
    page.keyboard.press("Enter")
    page.get_by_label("Type of fresh").select_option("number")
    value = page.get_by_role("textbox", name="Value of fresh")
    value.fill("many")
    value.press("Enter")
    page.get_by_role("alert").get_by_text("no value of type number").wait_for()
    value.fill("3")
    value.press("Enter")
    page.get_by_role("button", name="Where fresh is used: 0").wait_for()
    page.get_by_role("button", name="Remove fresh").click()
    page.get_by_role("textbox", name="Name of fresh").wait_for(state="detached")
    page.get_by_role("button", name="Remove doctor", exact=True).click()
    page.get_by_role("alert").get_by_text("places, which will be shown").wait_for()
    page.get_by_role("button", name="Keep it").click()
    assert page.get_by_role("textbox", name="Name of doctor", exact=True).is_visible()


def test_a_table_is_edited_pasted_and_loaded(
    studio: Studio, open_studio: Any, folder: Path, tmp_path: Path
):
    page = open_studio(studio, "/?project=clinic#/entities")
    grid = page.get_by_role("grid", name="branches")
    first = grid.get_by_role("gridcell").first
    first.click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Sede Nueva")
    page.keyboard.press("Enter")
    grid.get_by_role("gridcell", name="name, row 2: Sede Nueva").wait_for()
    page.get_by_role("button", name="Add a row").click()
    last = grid.get_by_role("gridcell", name=re.compile(r"name, row 5:\s*$"))
    last.click()
    page.get_by_text("1 row has no key").wait_for()
    page.evaluate(
        """() => {
          const find = (root) => [...root.querySelectorAll("*")].reduce(
            (at, one) => at ?? (one.shadowRoot && find(one.shadowRoot)),
            root.querySelector("[role=gridcell][tabindex='0']"));
          const data = new DataTransfer();
          data.setData("text/plain", "Sede A\\tuno;dos\\nSede B\\ttres\\n");
          const how = { clipboardData: data, bubbles: true, composed: true, cancelable: true };
          find(document).dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    grid.get_by_role("gridcell", name="name, row 6: Sede B").wait_for()
    saved(page)
    names = [row[0] for row in bot_in(folder).entities["branches"].rows]
    assert names[1:] == ["Sede Nueva", "Sede Sur", "Sede Valle", "Sede A", "Sede B"]
    (tmp_path / "rooms.csv").write_text("room;beds\n101;2\n102;3\n102;9\n")
    page.locator("input[type=file]").set_input_files(tmp_path / "rooms.csv")
    page.get_by_text("2 rows, 2 columns").wait_for()
    page.get_by_text("the same key").wait_for()
    page.get_by_role("button", name="Add the table").click()
    page.get_by_role("grid", name="rooms").get_by_role("gridcell", name="beds, row 2: 3").wait_for()
    (tmp_path / "large.csv").write_text("key\n" + "".join(f"k{i}\n" for i in range(50_001)))
    page.locator("input[type=file]").set_input_files(tmp_path / "large.csv")
    page.get_by_role("alert").get_by_text("more than 50,000 rows").wait_for()


def test_texts_are_translated_and_go_out_and_in(
    studio: Studio, open_studio: Any, folder: Path, tmp_path: Path
):
    page = open_studio(studio, "/?project=clinic#/texts")
    field = page.get_by_role("textbox", name="atencion//title in en")
    field.fill("")
    page.locator(".tw-texts__progress", has_text="English 99 %").wait_for()
    page.get_by_label("State").select_option("missing")
    page.get_by_text("1 of").wait_for()
    field.fill("Care ${unknown}")
    field.blur()
    page.get_by_label("State").select_option("holes")
    field.wait_for()
    field.fill("مركز الرعاية 🏥")
    saved(page)
    assert bot_in(folder).topics["atencion"].title["en"] == "مركز الرعاية 🏥"
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=".po").click()
    path = tmp_path / "clinic_en.po"
    download.value.save_as(path)
    text = path.read_text()
    assert "مركز الرعاية 🏥" in text
    path.write_text(text.replace("مركز الرعاية 🏥", "Service desk"))
    page.locator("header input[type=file]").set_input_files(path)
    page.get_by_text("1 new translation into English").wait_for()
    page.get_by_role("button", name="Take them").click()
    page.get_by_role("button", name="Undo: Import translations").wait_for()
    saved(page)
    assert bot_in(folder).topics["atencion"].title["en"] == "Service desk"


def test_two_windows_see_each_other(studio: Studio, open_studio: Any, folder: Path):
    one = open_studio(studio, "/?project=clinic#/settings")
    other = open_studio(studio, "/?project=clinic#/settings")
    one.get_by_role("textbox", name="Name", exact=True).fill("Named by one")
    other.get_by_role("heading", name="Settings of Named by one").wait_for()
    other.get_by_role("textbox", name="Description", exact=True).fill("Described by the other")
    one.locator("textarea", has_text="Described by the other").wait_for()
    # Each undoes what it did itself.
    other.get_by_role("button", name="Undo: Change Description").click()
    one.get_by_role("button", name="Undo: Change Name").click()
    other.get_by_role("heading", name="Settings of Clínica Aurora").wait_for()


def test_a_page_loaded_anew_can_undo(studio: Studio, open_studio: Any):
    page = open_studio(studio, "/?project=clinic#/settings")
    name = page.get_by_role("textbox", name="Name", exact=True)
    name.fill("For a moment")
    page.get_by_role("button", name="Undo: Change Name").wait_for()
    page.reload()
    page.get_by_role("heading", name="Settings of For a moment").wait_for()
    page.get_by_role("button", name="Undo: Change Name").click()
    page.get_by_role("heading", name="Settings of Clínica Aurora").wait_for()


def test_the_address_is_a_place(studio: Studio, open_studio: Any):
    page = open_studio(studio, "/?project=clinic#/variables")
    go(page, "Settings")
    go(page, "Texts")
    page.wait_for_url(re.compile("#/texts"))
    page.go_back()
    page.get_by_role("heading", name="Settings of").wait_for()
    page.go_forward()
    page.get_by_role("heading", name="Texts", exact=True).wait_for()
    page.reload()
    page.get_by_role("heading", name="Texts", exact=True).wait_for()
    page.goto(studio.base + "/?project=clinic#/nowhere")
    page.get_by_text("There is no page “nowhere”").wait_for()


def test_look_and_language_are_kept(studio: Studio, open_studio: Any):
    page = open_studio(studio, "/?project=clinic#/settings")
    page.get_by_role("button", name="Look and language").click()
    page.get_by_role("menuitemradio", name="Português").click()
    page.get_by_role("heading", name="Ajustes de Clínica Aurora").wait_for()
    page.get_by_role("button", name="Aparência e idioma").click()
    page.get_by_role("menuitemradio", name="Escuro").click()
    page.reload()
    page.get_by_role("heading", name="Ajustes de Clínica Aurora").wait_for()
    assert page.locator(".tw").first.get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("group", [PAGES, MORE_PAGES], ids=["first", "more"])
def test_no_page_keeps_people_out(
    studio: Studio, open_studio: Any, axe: str, pictures: Path, theme: str, group: tuple[str, ...]
):
    options = {"color_scheme": theme, "reduced_motion": "reduce"}
    page = open_studio(studio, "/?project=clinic#/settings", **options)
    page.locator(".tw-rail").wait_for()
    found: dict[str, list[str]] = {}
    for name in group:
        page.goto(f"{studio.base}/?project=clinic#/{name}")
        page.locator(".tw-work :is(h1, h2, [role=tab], .tw-node, .tw-button)").first.wait_for()
        page.wait_for_timeout(700)
        page.screenshot(path=pictures / f"studio-{name}-{theme}.png")
        found[name] = serious(page, axe, ".tw-frame")
    problems = [f"{name}: {issue}" for name, issues in found.items() for issue in issues]
    assert not problems, "\n".join(problems)


def test_narrow_windows_do_not_scroll_sideways(studio: Studio, open_studio: Any, pictures: Path):
    page = open_studio(studio, "/?project=clinic#/settings", viewport={"width": 700, "height": 900})
    page.locator(".tw-rail").wait_for()
    for name in ("projects", "entities", "variables", "texts", "settings"):
        page.goto(f"{studio.base}/?project=clinic#/{name}")
        page.wait_for_timeout(500)
        page.screenshot(path=pictures / f"studio-{name}-narrow.png")
        work = page.locator(".tw-work").first
        wide = work.evaluate(
            "one => [one, ...one.children].map((box) => box.scrollWidth - box.clientWidth)"
        )
        assert max(wide) <= 0, name
