"""A flow's file in JupyterLab: drawn, edited, saved canonically, and safe when things go wrong."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from lab import ROOT, Lab, command, open_file

from engine.project.encode import encode_topic
from engine.project.read import decode_topic

CLINIC = ROOT / "datasets" / "bots" / "clinic"
FLOW = "clinic/topics/resultados.flow.json"
BROKEN = '{"format": 1, "nodes": {"hello": {"kind": "say", }'
NEWER = '{"format": 99, "nodes": {"hello": {"kind": "say", "params": {"text": {"en": "Hi"}}}}}'


def fill(files: Path) -> None:
    (files / "broken.flow.json").write_text(BROKEN)
    (files / "newer.flow.json").write_text(NEWER)
    (files / "empty.flow.json").write_text("")


@pytest.fixture(scope="module")
def lab(serve_lab: Any) -> Lab:
    return serve_lab(fill)


@pytest.fixture(autouse=True)
def clinic(lab: Lab) -> None:
    shutil.rmtree(lab.files / "clinic", ignore_errors=True)
    shutil.copytree(CLINIC, lab.files / "clinic")


@pytest.fixture
def page(lab: Lab, lab_page: Any) -> Any:
    one = lab_page()
    open_file(one, lab, FLOW)
    one.locator("[data-node]").first.wait_for()
    return one


@pytest.fixture
def node(page: Any) -> str:
    """A node that is in sight."""
    return page.locator("[data-node]").first.get_attribute("data-node")


def tab(page: Any, name: str = "resultados.flow.json") -> Any:
    return page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name)


def is_dirty(page: Any, name: str = "resultados.flow.json") -> bool:
    return "jp-mod-dirty" in tab(page, name).get_attribute("class")


def wait_dirty(page: Any, expected: bool, name: str = "resultados.flow.json") -> None:
    dirty = tab(page, name).and_(page.locator(".jp-mod-dirty"))
    dirty.wait_for(state="visible" if expected else "detached")


def drag(page: Any, node: str, by: tuple[int, int]) -> None:
    box = page.locator(f"[data-node={node}]").bounding_box()
    x, y = box["x"] + 50, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=5)
    page.mouse.up()


def write(page: Any, node: str, title: str) -> None:
    """Changes a node's title on its card."""
    page.locator(f"[data-node={node}] .tw-node-head").click()
    page.keyboard.press("F2")
    page.locator(".tw-inline").fill(title)
    page.keyboard.press("Enter")
    page.locator(f"[data-node={node}]", has_text=title).wait_for()


def on_disk(lab: Lab, path: str = FLOW) -> Any:
    return json.loads((lab.files / path).read_text())


def test_it_opens_as_the_canvas_with_palette_forms_and_issues(page):
    assert tab(page).locator("[data-icon='tertulia:flow']").is_visible()
    listed = page.locator(".jp-DirListing-item", has_text="resultados.flow.json")
    assert listed.locator("[data-icon='tertulia:flow']").is_visible()
    page.get_by_role("region", name="Nodes").get_by_role("button", name="Say").wait_for()
    page.locator("[data-node]", has_text="Intent").first.locator(".tw-node-head").click()
    page.get_by_label("Phrases").first.wait_for()


def test_what_is_wrong_is_said_and_leads_to_its_node(page, lab, node):
    raw = on_disk(lab)
    raw["nodes"][node]["edges"] = {"next": "nowhere"}
    (lab.files / FLOW).write_text(json.dumps(raw))
    command(page, "docmanager:reload")
    page.locator(f"[data-node={node}] .tw-issue-badge--error").wait_for()
    issues = page.get_by_role("region", name="Issues")
    issues.get_by_text("nowhere").first.wait_for()
    issues.get_by_role("button", name="Go").first.click()
    page.locator(f"[data-node={node}].tw-node--selected").wait_for()


def test_a_drag_and_a_text_are_saved_as_canonical_bytes(page, lab, node):
    file = lab.files / FLOW
    before = file.read_bytes()
    place = on_disk(lab)["layout"][node]
    drag(page, node, (0, 60))
    wait_dirty(page, True)
    write(page, node, "Renamed here")
    assert file.read_bytes() == before
    page.keyboard.press("Control+s")
    wait_dirty(page, False)
    after = file.read_bytes()
    topic, issues = decode_topic(after)
    assert issues == ()
    assert after == encode_topic(topic)
    assert topic.nodes[node].title == "Renamed here"
    assert list(topic.layout[node]) != place
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.locator(f"[data-node={node}]", has_text="Renamed here").wait_for(state="detached")
    page.keyboard.press("Control+s")
    wait_dirty(page, False)
    assert file.read_bytes() == before
    page.keyboard.press("Control+Shift+z")
    wait_dirty(page, True)
    page.keyboard.press("Control+y")
    page.locator(f"[data-node={node}]", has_text="Renamed here").wait_for()
    page.keyboard.press("Control+s")
    wait_dirty(page, False)
    assert file.read_bytes() == after


def test_find_and_commands_are_the_canvass_own_and_plain_keys_stay_inside(page):
    page.locator(".tw-canvas").focus()
    page.keyboard.press("Control+f")
    page.get_by_role("dialog", name="Find").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog", name=re.compile("Commands")).wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("tw-canvas")
    for key in "ddabx":
        page.keyboard.press(key)
    assert not is_dirty(page)
    page.keyboard.press("Control+Shift+c")
    page.locator(".lm-CommandPalette-input").wait_for()


def test_an_empty_file_is_an_empty_topic(lab, lab_page):
    page = lab_page()
    open_file(page, lab, "empty.flow.json")
    page.get_by_role("button", name="Add the first node").wait_for()
    page.get_by_role("region", name="Nodes").get_by_role("button", name="Say").click()
    wait_dirty(page, True, "empty.flow.json")
    page.keyboard.press("Control+s")
    wait_dirty(page, False, "empty.flow.json")
    (node,) = on_disk(lab, "empty.flow.json")["nodes"].values()
    assert node["kind"] == "say"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("broken", "not readable as JSON"), ("newer", "made by a newer Tertulia")],
)
def test_what_cannot_be_read_is_shown_and_never_written(lab, lab_page, name, sentence):
    page = lab_page()
    file = lab.files / f"{name}.flow.json"
    before = file.read_bytes()
    open_file(page, lab, file.name)
    banner = page.get_by_role("status").filter(has_text="Read-only")
    assert sentence in banner.inner_text()
    page.get_by_role("region", name="Nodes").get_by_role("button", name="Say").click()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    assert not is_dirty(page, file.name)
    assert file.read_bytes() == before


def test_a_broken_file_is_repaired_on_wish_and_kept_as_it_was(lab, lab_page):
    page = lab_page()
    (lab.files / "mended.flow.json").write_text(BROKEN)
    open_file(page, lab, "mended.flow.json")
    page.get_by_role("button", name="Repair").click()
    wait_dirty(page, True, "mended.flow.json")
    page.keyboard.press("Control+s")
    wait_dirty(page, False, "mended.flow.json")
    assert on_disk(lab, "mended.flow.json") == {"format": 1}
    (kept,) = (lab.files / ".tertulia" / "repaired").glob("mended-*.flow.json")
    assert kept.read_text() == BROKEN


def test_the_launchers_card_makes_a_bot_and_opens_its_flow(lab, lab_page):
    page = lab_page()
    page.goto(f"{lab.base}/lab?reset")
    page.locator(".jp-LauncherCard[title*='bot']").click()
    page.get_by_label("Name").fill("Bakery")
    page.get_by_role("button", name="Make it").click()
    page.locator("[data-node]").first.wait_for()
    assert (lab.files / "Bakery" / "bot.json").exists()
    assert tab(page, "welcome.flow.json").is_visible()


def test_a_window_loaded_again_has_its_flows_and_what_was_not_saved(page, lab, node):
    write(page, node, "Not saved yet")
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_timeout(1500)
    page.goto(f"{lab.base}/lab")
    page.locator(f"[data-node={node}]", has_text="Not saved yet").wait_for()
    wait_dirty(page, True)
    assert on_disk(lab)["nodes"][node].get("title") != "Not saved yet"
    page.locator(".tw-canvas").focus()
    page.keyboard.press("Control+z")
    page.locator(f"[data-node={node}]", has_text="Not saved yet").wait_for(state="detached")


def test_what_others_write_to_the_file_is_taken_in(page, lab, node):
    file = lab.files / FLOW
    raw = on_disk(lab)
    raw["nodes"][node]["title"] = "By another program"
    file.write_text(json.dumps(raw))
    command(page, "docmanager:reload")
    page.locator(f"[data-node={node}]", has_text="By another program").wait_for()
    drag(page, node, (0, 60))
    page.keyboard.press("Control+s")
    wait_dirty(page, False)
    topic, _ = decode_topic(file.read_bytes())
    assert topic.nodes[node].title == "By another program"
    assert file.read_bytes() == encode_topic(topic)


def test_a_file_renamed_while_open_goes_on(page, lab, node):
    write(page, node, "Before")
    page.keyboard.press("Control+s")
    wait_dirty(page, False)
    new = "clinic/topics/results.flow.json"
    page.evaluate("([old, to]) => jupyterapp.serviceManager.contents.rename(old, to)", [FLOW, new])
    tab(page, "results.flow.json").wait_for()
    page.locator(f"[data-node={node}]", has_text="Before").wait_for()
    page.get_by_text("results", exact=True).first.wait_for()
    write(page, node, "After")
    page.keyboard.press("Control+s")
    wait_dirty(page, False, "results.flow.json")
    assert on_disk(lab, new)["nodes"][node]["title"] == "After"
    assert not (lab.files / FLOW).exists()


def test_closing_asks_and_what_was_thrown_away_stays_away(page, lab, node):
    write(page, node, "Thrown away")
    tab(page).locator(".lm-TabBar-tabCloseIcon").click()
    page.get_by_role("button", name="Discard").click()
    tab(page).wait_for(state="detached")
    command(page, "docmanager:open", path=FLOW)
    page.locator(f"[data-node={node}]").wait_for()
    assert "Thrown away" not in page.locator(f"[data-node={node}]").inner_text()
    assert not is_dirty(page)


def test_it_follows_the_theme_and_the_size(page):
    assert page.locator(".tw").get_attribute("data-theme") == "light"
    command(page, "apputils:change-theme", theme="JupyterLab Dark")
    page.locator(".tw[data-theme=dark]").wait_for()
    command(page, "apputils:change-theme", theme="JupyterLab Light")
    page.locator(".tw[data-theme=light]").wait_for()
    before = page.locator(".tw-canvas").bounding_box()
    command(page, "application:toggle-left-area")
    page.wait_for_function(
        "width => document.querySelector('.tw-canvas').getBoundingClientRect().width > width + 50",
        arg=before["width"],
    )


def test_the_hosts_styles_leave_ours_alone(page):
    button = page.get_by_role("region", name="Nodes").get_by_role("button", name="Say")
    assert button.evaluate("one => getComputedStyle(one).borderRadius") == "6px"


def test_it_keeps_nobody_out(page, axe):
    page.evaluate(axe)
    found = page.evaluate("axe.run('.tw')")["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
