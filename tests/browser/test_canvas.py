"""The canvas, driven by mouse and keyboard alone."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import drawn
import pytest
from studio import Studio

from engine.nodes import KINDS

# Far apart: only a part of it is seen at first.
WIDE = {"wide_in": [0, 0], "wide_menu": [3000, 0], "wide_a": [3000, 2400]}
TOPICS = (
    "menu",
    "end",
    "drag",
    "join",
    "keys",
    "clip",
    "gone",
    "line",
    "box",
    "edge",
    "note",
    "far",
    "wide",
)
SELECTED = ".tw-node--selected"


@pytest.fixture(scope="module")
def studio(serve_studio: Any, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    folder = drawn.write(tmp_path_factory.mktemp("app") / "cafe", *TOPICS)
    path = folder / "topics" / "wide.flow.json"
    path.write_text(json.dumps(drawn.topic("wide") | {"layout": WIDE}))
    return serve_studio(folder)


@pytest.fixture
def open_topic(studio: Studio, open_studio: Any) -> Callable[..., Any]:
    def open_one(name: str, **options: Any) -> Any:
        page = open_studio(studio, f"/#/flows/cafe/{name}", **options)
        page.locator(".tw-node").first.wait_for()
        return page

    return open_one


def node(page: Any, name: str) -> Any:
    return page.locator(f"[data-node={name}]")


def head(page: Any, name: str) -> tuple[float, float]:
    box = node(page, name).bounding_box()
    return box["x"] + 60, box["y"] + 14


def drag(page: Any, start: tuple[float, float], to: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 6, start[1] + 6)
    page.mouse.move(*to, steps=8)
    page.mouse.up()


def middle(one: Any) -> tuple[float, float]:
    box = one.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def halfway(page: Any, edge: str) -> tuple[float, float]:
    """The middle of a line, on the screen."""
    path = page.locator(f"[data-id='{edge}'] .react-flow__edge-path")
    found = path.evaluate("""line => {
      const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
      const at = new DOMPoint(x, y).matrixTransform(line.getScreenCTM());
      return [at.x, at.y];
    }""")
    return float(found[0]), float(found[1])


def eventually(holds: Callable[[], Any], within_s: float = 5.0) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)


def test_a_dragged_node_stays_where_it_was_let_go_and_goes_back_with_undo(open_topic, studio):
    page = open_topic("drag")
    at = head(page, "drag_a")
    drag(page, at, (at[0] + 80, at[1] + 160))
    moved = head(page, "drag_a")
    assert moved[1] - at[1] == pytest.approx(160, abs=8)
    page.keyboard.press("Control+z")
    eventually(lambda: abs(head(page, "drag_a")[1] - at[1]) < 2)
    page.keyboard.press("Control+Shift+z")
    eventually(lambda: abs(head(page, "drag_a")[1] - moved[1]) < 2)


def test_an_edge_is_drawn_from_a_button_and_moved_and_taken_away(open_topic, studio):
    page = open_topic("edge")
    port = node(page, "edge_menu").locator("[data-port=two] .tw-port")
    drag(page, middle(port), head(page, "edge_in"))
    edges = lambda: drawn.nodes_of(studio.folder, "edge")["edge_menu"]["edges"]  # noqa: E731
    eventually(lambda: edges() == {"one": "edge_a", "two": "edge_in"})
    page.mouse.click(*halfway(page, "edge_menu:two"))
    page.keyboard.press("Delete")
    eventually(lambda: edges() == {"one": "edge_a"})
    page.keyboard.press("Control+z")
    eventually(lambda: edges() == {"one": "edge_a", "two": "edge_in"})


def test_an_edge_let_go_in_the_void_offers_what_may_follow(open_topic, studio):
    page = open_topic("join")
    port = node(page, "join_menu").locator("[data-port=two] .tw-port")
    start = middle(port)
    drag(page, start, (start[0] + 120, start[1] + 200))
    page.get_by_role("combobox", name="Add a node").fill("ask")
    page.keyboard.press("Enter")
    page.locator(f"{SELECTED}[data-node=ask]").wait_for()
    eventually(
        lambda: drawn.nodes_of(studio.folder, "join")["join_menu"]["edges"].get("two") == "ask"
    )
    page.locator(".tw-palette-kind", has_text="Say").first.drag_to(
        page.locator(".tw-canvas"), target_position={"x": 300, "y": 420}
    )
    page.locator(f"{SELECTED}[data-node=say]").wait_for()
    eventually(lambda: "say" in drawn.nodes_of(studio.folder, "join"))


def test_a_node_goes_in_between_on_an_edge(open_topic, studio):
    page = open_topic("line")
    start, end = node(page, "line_in").bounding_box(), head(page, "line_menu")
    page.mouse.move((start["x"] + start["width"] + end[0] - 60) / 2, end[1])
    page.get_by_role("button", name="Insert a node here").click()
    page.get_by_role("combobox", name="Add a node").fill("set")
    page.keyboard.press("Enter")
    page.locator(f"{SELECTED}[data-node=set]").wait_for()
    nodes = lambda: drawn.nodes_of(studio.folder, "line")  # noqa: E731
    eventually(lambda: nodes()["line_in"]["edges"] == {"next": "set"})
    assert nodes()["set"]["edges"] == {"next": "line_menu"}


def test_the_keyboard_alone_walks_writes_connects_and_moves(open_topic, studio):
    page = open_topic("keys")
    page.locator(".tw-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.locator(f"{SELECTED}[data-node=keys_in]").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator(f"{SELECTED}[data-node=keys_menu]").wait_for()
    # Connect: the second way out, to the first node.
    page.keyboard.press("c")
    page.get_by_role("dialog", name="which way out").wait_for()
    page.keyboard.press("2")
    page.get_by_role("combobox", name="“The second” leads to…").fill("begin keys")
    page.keyboard.press("Enter")
    nodes = lambda: drawn.nodes_of(studio.folder, "keys")  # noqa: E731
    eventually(lambda: nodes()["keys_menu"]["edges"].get("two") == "keys_in")
    # Write: letters that are commands elsewhere are letters here.
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("cnf? Delete")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Yes please")
    page.keyboard.press("Enter")
    eventually(lambda: nodes()["keys_menu"]["params"]["text"]["en"] == "cnf? Delete")
    eventually(lambda: nodes()["keys_menu"]["params"]["options"][0]["label"]["en"] == "Yes please")
    page.keyboard.press("Enter")
    page.keyboard.type("never kept")
    page.keyboard.press("Escape")
    assert page.locator(".tw-inline").count() == 0
    before = head(page, "keys_menu")
    page.keyboard.press("Alt+ArrowDown")
    eventually(lambda: head(page, "keys_menu")[1] > before[1] + 5)
    assert nodes()["keys_menu"]["params"]["text"]["en"] == "cnf? Delete"


def test_nodes_go_to_another_window_over_the_clipboard(open_topic, studio):
    page = open_topic("clip")
    page.locator(".tw-canvas").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.get_by_role("status").filter(has_text="Copied: 3").wait_for(state="attached")
    # A second window of the same browser, on another topic.
    other = page.context.new_page()
    other.goto(f"{studio.base}/#/flows/cafe/place")
    other.locator(".tw-node").first.wait_for()
    other.locator(".tw-canvas").focus()
    other.keyboard.press("Control+v")
    node(other, "clip_menu_2").wait_for()
    nodes = lambda: drawn.nodes_of(studio.folder, "place")  # noqa: E731
    eventually(lambda: "clip_in_2" in nodes())
    assert nodes()["clip_in_2"]["edges"] == {"next": "clip_menu_2"}
    other.keyboard.press("Control+x")
    eventually(lambda: "clip_in_2" not in nodes())
    page.keyboard.press("Control+d")
    node(page, "clip_menu_2").wait_for()
    page.keyboard.press("Control+z")
    node(page, "clip_menu_2").wait_for(state="detached")


def test_whoever_leads_to_a_node_is_named_before_it_goes(open_topic, studio):
    page = open_topic("gone")
    node(page, "gone_a").click(position={"x": 60, "y": 12})
    page.keyboard.press("Shift+F2")
    field = page.get_by_role("textbox", name="Change the id")
    field.fill("hours")
    page.get_by_text("That id is in the topic “place” already.").wait_for()
    field.fill("farewell")
    page.keyboard.press("Enter")
    eventually(lambda: "farewell" in drawn.nodes_of(studio.folder, "gone"))
    assert drawn.nodes_of(studio.folder, "gone")["gone_menu"]["edges"] == {"one": "farewell"}
    # In sight, an edge is no surprise; from another topic it is.
    page.goto(f"{studio.base}/#/flows/cafe/place/say_hours")
    page.locator(f"{SELECTED}[data-node=say_hours]").wait_for()
    page.locator(".tw-canvas").focus()
    page.keyboard.press("Delete")
    page.get_by_role("dialog", name="Delete 1 node?").get_by_text("What would you like").wait_for()
    page.keyboard.press("Escape")
    assert "say_hours" in drawn.nodes_of(studio.folder, "place")


def test_a_box_selects_and_what_is_selected_is_lined_up(open_topic, studio):
    page = open_topic("box")
    canvas = page.locator(".tw-canvas").bounding_box()
    page.keyboard.down("Shift")
    page.locator(".react-flow__pane.selection").wait_for()
    last = node(page, "box_a").bounding_box()
    drag(
        page,
        (canvas["x"] + 8, canvas["y"] + 50),
        (last["x"] + last["width"] + 20, last["y"] + last["height"] + 120),
    )
    page.keyboard.up("Shift")
    eventually(lambda: page.locator(SELECTED).count() == 3)
    page.keyboard.press("Alt+Shift+ArrowLeft")
    eventually(lambda: head(page, "box_a")[0] == pytest.approx(head(page, "box_in")[0], abs=1))
    page.keyboard.press("Control+z")
    page.keyboard.press("Shift+l")
    eventually(lambda: head(page, "box_a")[0] > head(page, "box_menu")[0] > head(page, "box_in")[0])


def test_comments_and_folds(open_topic, studio):
    page = open_topic("note")
    page.locator(".tw-canvas").focus()
    page.keyboard.press("m")
    page.get_by_role("textbox", name="Comment").fill("Ask Ana")
    page.keyboard.press("Enter")
    page.locator(".tw-remark", has_text="Ask Ana").wait_for()
    node(page, "note_in").click(position={"x": 60, "y": 12})
    page.keyboard.press("f")
    node(page, "note_menu").wait_for(state="detached")
    page.get_by_role("button", name="+2").click()
    node(page, "note_menu").wait_for()
    page.locator(".tw-remark").click()
    page.keyboard.press("Delete")
    page.locator(".tw-remark").wait_for(state="detached")


def test_an_edge_that_is_pulled_off_leads_elsewhere_or_nowhere(open_topic, studio):
    page = open_topic("end")
    edges = lambda: drawn.nodes_of(studio.folder, "end")["end_menu"].get("edges", {})  # noqa: E731
    end = head(page, "end_a")
    drag(page, (end[0] - 67, end[1]), head(page, "end_in"))
    eventually(lambda: edges() == {"one": "end_in"})
    page.keyboard.press("Control+z")
    eventually(lambda: edges() == {"one": "end_a"})
    drag(page, (end[0] - 67, end[1]), (end[0], end[1] + 300))
    eventually(lambda: edges() == {})


def test_the_right_button_shows_what_can_be_done_there(open_topic, studio):
    page = open_topic("menu")
    node(page, "menu_a").click(button="right", position={"x": 60, "y": 12})
    menu = page.get_by_role("menu", name="Actions")
    menu.get_by_role("menuitem", name="Duplicate").click()
    node(page, "menu_a_2").wait_for()
    page.locator(".react-flow__pane").click(button="right", position={"x": 300, "y": 500})
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Comment").fill("Here")
    page.keyboard.press("Enter")
    page.locator(".tw-remark", has_text="Here").wait_for()


def test_cards_that_are_first_seen_from_afar_have_their_edges(open_topic, studio):
    page = open_topic("wide")
    assert page.locator(".tw-node").count() == 1
    page.locator(".tw-canvas").focus()
    page.keyboard.press("1")
    eventually(lambda: page.locator(".tw-node").count() == 3)
    eventually(lambda: page.locator(".react-flow__edge").count() == 2)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator(f"{SELECTED}[data-node=wide_menu]").wait_for()
    page.keyboard.press("2")
    node(page, "wide_menu").get_by_text("The first").wait_for()
    assert page.locator(".react-flow__edge").count() == 2


def test_a_topic_is_drawn_from_nothing_with_every_kind(open_topic, studio):
    page = open_topic("far")
    page.get_by_role("button", name="New topic").click()
    page.get_by_role("textbox", name="Title of the topic").fill("Every kind")
    page.keyboard.press("Enter")
    page.get_by_text("This topic is empty.").wait_for()
    page.locator(".tw-canvas").focus()
    for kind in KINDS.values():
        page.keyboard.press("n")
        page.get_by_role("combobox", name="Add a node").fill(kind.title["en"])
        option = page.get_by_role("option", name=re.compile(f"^{kind.title['en']}$"))
        option.first.click()
        page.locator(SELECTED).wait_for()
        page.keyboard.press("Escape")
    path = Path(studio.folder) / "topics" / "every_kind.flow.json"
    eventually(
        lambda: path.exists() and len(drawn.nodes_of(studio.folder, "every_kind")) == len(KINDS)
    )
    made = drawn.nodes_of(studio.folder, "every_kind").values()
    assert {one["kind"] for one in made} == set(KINDS)
