"""Ways to a place on the canvas: find, commands, topics, issues; and a file that is broken."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import drawn
import pytest
from studio import Studio, serious

SELECTED = ".tw-node--selected"
WRONG = {
    "kind": "say",
    "params": {"text": {"en": "A ${sise} cup", "es": "Una taza"}},
    "edges": {"next": "wrong_meni"},
}


@pytest.fixture(scope="module")
def studio(serve_studio: Any, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    folder = drawn.write(tmp_path_factory.mktemp("app") / "cafe", "search", "wrong", "broken")
    flow = drawn.topic("wrong")
    flow["nodes"]["wrong_a"] = WRONG
    (folder / "topics" / "wrong.flow.json").write_text(json.dumps(flow))
    flow = drawn.topic("broken")
    flow["nodes"]["bad"] = 12
    (folder / "topics" / "broken.flow.json").write_text(json.dumps(flow))
    return serve_studio(folder)


@pytest.fixture
def open_topic(studio: Studio, open_studio: Any) -> Callable[..., Any]:
    def open_one(name: str, **options: Any) -> Any:
        page = open_studio(studio, f"/#/flows/cafe/{name}", **options)
        page.locator(".tw-node").first.wait_for()
        return page

    return open_one


def eventually(holds: Callable[[], Any], within_s: float = 5.0) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)


def test_find_goes_to_a_phrase_in_another_topic(open_topic):
    page = open_topic("search")
    page.keyboard.press("Control+f")
    page.get_by_role("combobox", name="Find in the bot").fill("BEGIN wrong now")
    page.get_by_role("option", name="please begin the wrong now").wait_for()
    page.keyboard.press("Enter")
    page.locator(f"{SELECTED}[data-node=wrong_in]").wait_for()
    page.locator(".tw-canvas").focus()
    page.keyboard.press("b")
    page.locator("[data-node=search_in]").wait_for()
    page.keyboard.press("Control+f")
    page.get_by_role("combobox", name="Find in the bot").fill("zzzz")
    page.get_by_text("Nothing in this bot says that.").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_the_command_palette_knows_commands_topics_and_pages(open_topic):
    page = open_topic("search")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Commands and topics")
    field.fill("map")
    page.keyboard.press("Enter")
    page.locator(".tw-minimap").wait_for(state="detached")
    page.keyboard.press("Control+k")
    field.fill("the place")
    page.keyboard.press("Enter")
    page.locator("[data-node=say_hours]").wait_for()


def test_a_jump_is_followed_and_one_comes_back(open_topic):
    page = open_topic("order")
    page.locator("[data-node=menu] [data-port=hours] .tw-jump").click()
    page.locator(f"{SELECTED}[data-node=say_hours]").wait_for()
    page.get_by_role("button", name="Back", exact=True).click()
    page.locator("[data-node=menu]").wait_for()


def test_topics_are_copied_titled_and_deleted_with_a_way_back(open_topic, studio):
    page = open_topic("search")
    line = page.locator(".tw-topics-line", has_text="Search").first
    line.hover()
    line.get_by_role("button", name="Actions of the topic Search").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    page.locator("[data-node=search_menu_2]").wait_for()
    copy = page.locator(".tw-topics-line", has_text="Search (copy)")
    copy.locator(".tw-topic").dblclick()
    page.get_by_role("textbox", name="Title of the topic").fill("Twin")
    page.keyboard.press("Enter")
    twin = page.locator(".tw-topics-line", has_text="Twin")
    twin.hover()
    twin.get_by_role("button", name="Actions of the topic Twin").click()
    page.get_by_role("menuitem", name="Delete").click()
    twin.wait_for(state="detached")
    path = Path(studio.folder) / "topics" / "search_2.flow.json"
    eventually(lambda: not path.exists())
    page.locator(".tw-canvas").focus()
    page.keyboard.press("Control+z")
    twin.wait_for()
    eventually(path.exists)


def test_nodes_move_to_another_topic_and_their_edges_hold(open_topic, studio):
    page = open_topic("search")
    page.locator("[data-node=search_a]").click(position={"x": 60, "y": 12})
    page.keyboard.press("Control+Shift+m")
    page.get_by_role("dialog", name="Move to another topic").get_by_text("The place").click()
    page.locator(f"{SELECTED}[data-node=search_a]").wait_for()
    eventually(lambda: "search_a" in drawn.nodes_of(studio.folder, "place"))
    assert drawn.nodes_of(studio.folder, "search")["search_menu"]["edges"] == {"one": "search_a"}


def test_an_issue_leads_to_its_node_and_is_repaired(open_topic, studio):
    page = open_topic("wrong")
    issues = page.get_by_role("region", name="Issues")
    line = issues.get_by_role("listitem").filter(has_text="the name 'sise' is unknown")
    line.get_by_role("button", name="Go").click()
    page.locator(f"{SELECTED}[data-node=wrong_a]").wait_for()
    line.get_by_role("button", name="Use size").click()
    nodes = lambda: drawn.nodes_of(studio.folder, "wrong")  # noqa: E731
    eventually(lambda: nodes()["wrong_a"]["params"]["text"]["en"] == "A ${size} cup")
    line.wait_for(state="detached")
    lost = issues.get_by_role("listitem").filter(has_text="which does not exist")
    lost.get_by_role("button", name="Lead to wrong_menu").click()
    eventually(lambda: nodes()["wrong_a"]["edges"] == {"next": "wrong_menu"})
    lost.wait_for(state="detached")
    opened = issues.get_by_role("listitem").filter(has_text="port 'two' leads nowhere")
    opened.get_by_role("button", name="Connect…").click()
    page.get_by_role("combobox", name="“The second” leads to…").fill("wrong_a")
    page.keyboard.press("Enter")
    opened.wait_for(state="detached")


def test_a_broken_file_is_shown_and_can_be_repaired(open_topic, studio):
    page = open_topic("broken")
    banner = page.locator(".tw-banner")
    banner.get_by_text("Read-only.").wait_for()
    at = page.locator("[data-node=broken_menu]").bounding_box()
    page.mouse.move(at["x"] + 60, at["y"] + 12)
    page.mouse.down()
    page.mouse.move(at["x"] + 160, at["y"] + 112, steps=5)
    page.mouse.up()
    assert page.locator("[data-node=broken_menu]").bounding_box()["y"] == pytest.approx(
        at["y"], abs=1
    )
    banner.get_by_role("button", name="Repair").click()
    banner.wait_for(state="detached")
    kept = Path(studio.folder) / ".tertulia" / "repaired"
    assert ["bad" in json.loads(one.read_text())["nodes"] for one in kept.iterdir()] == [True]
    eventually(lambda: "bad" not in drawn.nodes_of(studio.folder, "broken"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out(open_topic, axe, pictures, scheme):
    page = open_topic("wrong", color_scheme=scheme)
    page.wait_for_timeout(500)
    assert serious(page, axe, ".tw-flows-box") == []
    page.locator("[data-node=wrong_menu]").click(position={"x": 60, "y": 12})
    page.keyboard.press("c")
    page.get_by_role("dialog", name="which way out").wait_for()
    assert serious(page, axe, ".tw-flows-box") == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys of the canvas").wait_for()
    assert serious(page, axe, ".tw-question") == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    page.get_by_role("combobox", name="Find in the bot").fill("wrong")
    assert serious(page, axe, ".tw-over") == []
    page.keyboard.press("Escape")
    page.screenshot(path=str(pictures / f"canvas-{scheme}.png"))


def test_a_narrow_window_keeps_the_canvas_and_has_the_rest_in_a_drawer(open_topic, pictures):
    page = open_topic("wrong", viewport={"width": 700, "height": 800})
    assert not page.locator(".tw-palette").is_visible()
    page.get_by_role("button", name="Topics and nodes").click()
    page.get_by_role("button", name="Say", exact=True).wait_for()
    page.screenshot(path=str(pictures / "canvas-narrow.png"))
    page.locator(".tw-topic", has_text="The place").click()
    page.locator("[data-node=say_hours]").wait_for()
    assert not page.locator(".tw-palette").is_visible()
