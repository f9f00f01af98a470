"""Funnels in a real browser: built on the canvas, counted, opened, taken along, shared."""

import io
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nbformat
import pandas as pd
import pytest
from PIL import Image
from studio import Studio, serious

from engine.project.new import new
from tests.workbench.traffic import CHANNELS, NODES, PEOPLE, SPEC, TOPIC, came_to, write_store

LEVELS = {f"c{person}": came_to(person) for person in range(PEOPLE)}
LONG_MS = 60_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("funnels")
    new(home / "bakery", "Bakery", ("en",))
    places = {name: [40 + 260 * at, 60] for at, name in enumerate(NODES)}
    topic = {"format": 1, "title": {"en": "Shop"}, "nodes": NODES, "layout": places}
    (home / "bakery" / "topics" / f"{TOPIC}.flow.json").write_text(json.dumps(topic))
    write_store(home / "store.sqlite")
    return home


@pytest.fixture(scope="module")
def studio(serve_studio: Any, folder: Path) -> Studio:
    one: Studio = serve_studio(folder / "bakery", "--history", str(folder / "store.sqlite"))
    return one


def address(spec: dict[str, Any] = SPEC, **more: object) -> str:
    return f"/#/funnels/bakery?{urlencode({'spec': json.dumps(spec), **more})}"


def counted(page: Any) -> Any:
    """The page, once the latest numbers are there and both calculations agree."""
    page.locator(".tw-numbers[aria-busy=false] .tw-funnels__cards").wait_for(timeout=LONG_MS)
    page.get_by_text("Two independent calculations agree").wait_for(timeout=LONG_MS)
    return page


def row(page: Any, name: str) -> list[str]:
    cells = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return [str(text).strip() for text in cells.locator("td").all_inner_texts()]


def test_a_funnel_is_built_on_the_canvas_and_every_number_opens_its_people(
    studio: Studio, open_studio: Any, pictures: Path
) -> None:
    page = open_studio(studio, "/#/funnels/bakery")
    page.get_by_text("Choose the first step on the left").wait_for(timeout=LONG_MS)
    add = page.get_by_role("button", name="step · choose on the canvas")
    picker = page.get_by_role("dialog", name="Choose a step on the canvas")

    add.click()
    picker.get_by_role("button", name="Shop").click()
    picker.locator("[data-node=order] .tw-node-head").click()
    picker.get_by_role("button", name="The message is of this intent").click()
    add.click()
    picker.locator("[data-node=say_price] .tw-node-head").click()
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / "funnels-picker.png")
    picker.get_by_role("button", name="Comes to this node").click()
    page.get_by_role("button", name="Choose from a list").click()
    page.get_by_role("combobox", name="What has to happen").fill("paid")
    page.get_by_role("option", name="paid").first.click()
    counted(page)
    reached = [sum(level >= step for level in LEVELS.values()) for step in (1, 2, 3)]
    assert row(page, "Everybody")[0] == str(reached[0])

    page.get_by_label("Break down by").select_option("channel")
    page.get_by_role("rowheader", name="instagram").wait_for(timeout=LONG_MS)
    counted(page)
    worst = page.locator("td[data-worst=true]")
    mine = {name for name, level in LEVELS.items() if CHANNELS[int(name[1:]) % 3] == "instagram"}
    lost = {name for name in mine if LEVELS[name] == 1}
    assert worst.inner_text().strip() == f"{100 * (1 - len(lost) / len(mine)):.1f}%"
    page.screenshot(path=pictures / "funnels.png")
    worst.get_by_role("button").click()
    panel = page.get_by_role("complementary", name="People of this number")
    panel.get_by_text(f"· {len(lost)}").wait_for()
    while (more := panel.get_by_role("button", name="Show more")).count():
        before = panel.locator(".tw-person").count()
        more.click()
        page.wait_for_function(
            "before => { const find = root => { const own = root.querySelectorAll('.tw-person'); "
            "if (own.length) return own.length; for (const one of root.querySelectorAll('*')) "
            "if (one.shadowRoot) { const n = find(one.shadowRoot); if (n) return n; } return 0; }; "
            "return find(document) > before; }",
            arg=before,
        )
    assert set(panel.locator(".tw-person b").all_inner_texts()) == lost
    page.screenshot(path=pictures / "funnels-people.png")

    panel.locator(".tw-person").first.click()
    panel.get_by_text("and if i do not know?").wait_for()
    assert panel.get_by_text("Came this far").count() == 1
    panel.get_by_role("button", name="Open in the simulator at that point").click()
    log = page.get_by_role("log", name="Conversation")
    log.get_by_text("i want bread").wait_for(timeout=LONG_MS)
    assert log.get_by_text("and if i do not know?").count() == 0


def test_a_bar_and_the_slope_beside_it_open_who_came_and_who_left(
    studio: Studio, open_studio: Any
) -> None:
    page = counted(open_studio(studio, address()))
    plot = page.locator(".tw-numbers__bars .draglayer .nsewdrag")
    plot.wait_for()
    box = plot.bounding_box()
    panel = page.get_by_role("complementary", name="People of this number")
    reached = [sum(level >= step for level in LEVELS.values()) for step in (1, 2, 3)]
    # Step 2 stands in the middle of three; between it and step 1 are those who left.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8)
    panel.get_by_text(f"· {reached[1]}").wait_for()
    # The people stand beside the plot now.
    page.wait_for_timeout(800)
    box = plot.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] * 0.94)
    panel.get_by_text(f"· {reached[0] - reached[1]}").wait_for()
    assert "left=1" in page.url
    page.get_by_role("button", name="Group messages not understood").click()
    page.get_by_text("and if i do not know?").first.wait_for(timeout=LONG_MS)


def test_steps_are_moved_by_keyboard_and_rules_change_the_numbers(
    studio: Studio, open_studio: Any
) -> None:
    page = counted(open_studio(studio, address()))
    first = page.get_by_role("button", name="Step 1: Orders")
    first.press("Alt+ArrowDown")
    page.get_by_role("button", name="Step 2: Orders").wait_for()
    page.get_by_role("button", name="Step 2: Orders").press("Alt+ArrowUp")
    page.get_by_role("button", name="Step 1: Orders").wait_for()
    counted(page)
    page.get_by_label("Period", exact=True).select_option("own")
    page.get_by_label("From", exact=True).fill("2026-11-12")
    page.get_by_label("To", exact=True).fill("2026-11-21")
    counted(page)
    page.get_by_role("tab", name="Against the period before").click()
    differences = page.get_by_role("cell", name="pts [")
    differences.first.wait_for(timeout=LONG_MS)
    assert differences.count() == 2
    page.get_by_role("tab", name="Trend").click()
    for name in ("Time to the end", "Come by when"):
        page.get_by_role("tab", name=name).click()
        page.locator(".tw-numbers__more .main-svg").first.wait_for()
    page.get_by_label("Window from step 1", exact=True).fill("0")
    page.get_by_label("Window from step 1", exact=True).press("Enter")
    page.get_by_role("alert").get_by_text("within_s").wait_for()


def test_everything_that_is_downloaded_can_be_opened_again(
    studio: Studio, open_studio: Any, tmp_path: Path
) -> None:
    page = counted(open_studio(studio, address({**SPEC, "breakdown": {"column": "channel"}})))
    page.locator(".tw-numbers__bars .main-svg").first.wait_for()

    def taken(kind: str) -> bytes:
        page.get_by_role("button", name="Download").click()
        with page.expect_download() as begun:
            page.get_by_role("menuitem", name=f"(.{kind})").click()
        assert begun.value.suggested_filename == f"orders.{kind}"
        begun.value.save_as(tmp_path / kind)
        return (tmp_path / kind).read_bytes()

    for kind, read in (("csv", pd.read_csv), ("xlsx", _read_excel), ("parquet", pd.read_parquet)):
        table = read(io.BytesIO(taken(kind)))
        assert table.loc[table["step"] == 1, "converted"].sum() == PEOPLE
    assert Image.open(io.BytesIO(taken("png"))).size[0] >= 960
    assert "Hears the price" in taken("svg").decode()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Open as a notebook").click()
    begun.value.save_as(tmp_path / "orders.ipynb")
    nbformat.validate(nbformat.read(tmp_path / "orders.ipynb", as_version=4))


def _read_excel(content: io.BytesIO) -> pd.DataFrame:
    return pd.read_excel(content, engine="openpyxl")


def test_traffic_is_drawn_over_the_flows_and_told_in_other_ways(
    studio: Studio, open_studio: Any, pictures: Path
) -> None:
    page = counted(open_studio(studio, address(), color_scheme="dark"))
    page.get_by_role("button", name="Over the canvas").click()
    page.get_by_role("menuitem", name="How many pass").click()
    node = page.locator("[data-node=ask_size]")
    assert node.locator(".tw-mark-count").first.inner_text() == str(PEOPLE)
    page.screenshot(path=pictures / "flows-traffic-dark.png")
    legend = page.get_by_role("group", name="Traffic")
    legend.get_by_label("What is shown").select_option("drops")
    stopped = sum(level == 1 for level in LEVELS.values())
    page.get_by_text(f"−{stopped}", exact=False).first.wait_for()  # noqa: RUF001 - a minus
    legend.get_by_label("Period").select_option("1")
    legend.get_by_role("button", name="Take off the canvas").click()
    assert node.locator(".tw-mark-count").count() == 0


def test_a_link_shows_the_same_and_funnels_are_kept_with_the_project(
    studio: Studio, open_studio: Any, axe: str, folder: Path, pictures: Path
) -> None:
    page = counted(open_studio(studio, address(step=2, left=1)))
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved in the project").wait_for()
    file = folder / "bakery" / "funnels" / "orders.json"
    _until(file.exists)
    assert json.loads(file.read_text())["steps"][0]["intent"] == "order"
    assert "funnel=orders" in page.url
    other = counted(
        open_studio(
            studio, page.url.removeprefix(studio.base), viewport={"width": 700, "height": 900}
        )
    )
    other.get_by_role("complementary", name="People of this number").wait_for()
    found = serious(other, axe, ".tw-frame")
    assert not found, "\n".join(found)
    other.screenshot(path=pictures / "funnels-narrow.png")

    page.get_by_role("button", name=re.compile("^Funnel:")).click()
    page.get_by_role("menuitem", name="Duplicate").click()
    page.get_by_role("heading", name="Orders (copy)").wait_for()
    copy = file.with_name("orders_copy.json")
    _until(copy.exists)
    page.get_by_role("button", name=re.compile("^Funnel:")).click()
    page.get_by_role("menuitem", name="Delete").click()
    _until(lambda: not copy.exists())
    page.keyboard.press("Control+z")
    _until(copy.exists)


def _until(holds: Any) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_a_history_the_page_says_what_to_do(
    serve_studio: Any, open_studio: Any, axe: str, tmp_path: Path, pictures: Path
) -> None:
    new(tmp_path / "bakery", "Bakery", ("en",))
    page = open_studio(serve_studio(tmp_path / "bakery"), "/#/funnels/bakery")
    page.get_by_role("heading", name="There is no history yet").wait_for()
    page.screenshot(path=pictures / "funnels-none.png")
    assert not serious(page, axe, ".tw-frame")
    field = page.get_by_label("File, folder or address")
    field.fill("not/there.sqlite")
    field.press("Enter")
    page.get_by_text("there is no such file or folder").wait_for()
    store = write_store(tmp_path / "store.sqlite")
    field.fill(str(store))
    field.press("Enter")
    page.get_by_text("Choose the first step on the left").wait_for(timeout=LONG_MS)
