"""Dashboards in a real browser: counted, narrowed, opened down to people, taken along, made."""

import io
import json
import re
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pandas as pd
import pytest
from PIL import Image
from studio import Studio, serious

from engine.project.new import new
from engine.stores.rows import Batch, MessageRow
from engine.stores.sqlite import SqliteStore
from tests.workbench.traffic import CHANNELS, PEOPLE, write_store
from workbench.histories import KEPT

LONG_MS = 60_000
ON_WEBCHAT = sum(CHANNELS[person % 3] == "webchat" for person in range(PEOPLE))
USERS = "/#/dashboards/bakery?dashboard=users&period=all"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("dashboards")
    new(home / "bakery", "Bakery", ("en",))
    store = write_store(home / "store.sqlite")
    kept = home / "bakery" / KEPT
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({"source": str(store)}))
    return home


@pytest.fixture(scope="module")
def studio(serve_studio: Any, folder: Path) -> Studio:
    one: Studio = serve_studio(folder / "bakery")
    return one


def tile(page: Any, name: str, shape: str) -> Any:
    """The first card of a name and shape."""
    found = page.locator(f".tw-tile[data-shape={shape}]")
    return found.filter(has=page.get_by_role("heading", name=name, exact=True)).first


def number(page: Any, name: str) -> Any:
    return tile(page, name, "number").locator(".tw-number__value")


def test_a_dashboard_is_narrowed_broken_down_and_opened_to_its_people(
    studio: Studio, open_studio: Any
) -> None:
    page = open_studio(studio, USERS)
    number(page, "Sessions").get_by_text(str(PEOPLE)).wait_for(timeout=LONG_MS)
    scope = page.get_by_role("group", name="Filters")
    scope.get_by_role("button", name="Filter", exact=False).first.click()
    page.get_by_role("menuitem", name="Channel").click()
    for channel in CHANNELS:
        page.get_by_role("checkbox", name=channel, exact=True).set_checked(channel == "webchat")
    page.keyboard.press("Escape")
    number(page, "Sessions").get_by_text(str(ON_WEBCHAT), exact=True).wait_for(timeout=LONG_MS)
    assert "where.channel=webchat" in page.url
    scope.get_by_role("button", name="Remove the filter Channel").click()
    scope.get_by_role("button", name=re.compile("Break down by")).click()
    page.get_by_role("menuitemradio", name="Channel").click()
    over_time = tile(page, "Sessions · Channel", "time")
    over_time.get_by_role("button", name=re.compile("^Options")).click()
    page.get_by_role("menuitem", name="As a table").click()
    cell = over_time.get_by_role("button", name=re.compile("webchat: Sessions")).first
    cell.wait_for(timeout=LONG_MS)
    count = int(cell.inner_text())
    cell.click()
    behind = page.get_by_role("complementary").filter(has_text=f"{count} conversation")
    behind.wait_for(timeout=LONG_MS)
    assert behind.locator(".tw-person").count() == count
    behind.locator(".tw-person").first.click()
    behind.get_by_text("i want bread").wait_for()
    behind.get_by_text("Which size?").first.wait_for()
    page.keyboard.press("Escape")
    behind.wait_for(state="detached")
    assert "by=channel" in page.url


def test_a_bar_that_is_pressed_opens_exactly_whom_it_counts(
    studio: Studio, open_studio: Any
) -> None:
    page = open_studio(studio, USERS)
    bars = tile(page, "Sessions · Channel", "values")
    # The bars are as long as their numbers, which stand behind them.
    bars.locator(".bartext").first.wait_for(timeout=LONG_MS)
    bars.scroll_into_view_if_needed()
    shown = int(bars.locator(".bartext").first.text_content())
    place = bars.locator(".barlayer .point path").first.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    bars.locator(".hoverlayer .hovertext").wait_for()
    page.mouse.click(x, y)
    heading = page.get_by_role("complementary").get_by_role("heading").first
    heading.get_by_text(f"{shown} conversations").wait_for(timeout=LONG_MS)
    assert shown == ON_WEBCHAT


def test_a_figure_is_taken_along_in_every_form(
    studio: Studio, open_studio: Any, tmp_path: Path
) -> None:
    page = open_studio(studio, USERS)
    bars = tile(page, "Sessions · Channel", "values")
    bars.locator(".bartext").first.wait_for(timeout=LONG_MS)
    files = {}
    for form in ("csv", "xlsx", "parquet", "ipynb", "png", "svg"):
        bars.get_by_role("button", name=re.compile("^Download")).click()
        with page.expect_download(timeout=LONG_MS) as waiting:
            page.get_by_role("menuitem", name=re.compile(rf"\(\.{form}\)")).click()
        files[form] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[form])
    assert {path.suffix for path in files.values()} == {f".{form}" for form in files}
    expected = dict.fromkeys(CHANNELS, ON_WEBCHAT)
    for table in (pd.read_csv(files["csv"]), pd.read_parquet(files["parquet"])):
        assert dict(zip(table["value"], table["sessions"], strict=True)) == expected
    sheet = openpyxl.load_workbook(files["xlsx"])["data"]
    assert {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} == expected
    assert Image.open(io.BytesIO(files["png"].read_bytes())).width > 900
    assert "<svg" in files["svg"].read_text()
    assert json.loads(files["ipynb"].read_text())["nbformat"] == 4


def test_a_dashboard_of_ones_own_lies_with_the_project_and_is_shared_by_its_address(
    studio: Studio, open_studio: Any, folder: Path
) -> None:
    page = open_studio(studio, USERS)
    page.get_by_role("button", name="New dashboard").click()
    field = page.get_by_role("textbox", name="Name of the dashboard")
    field.fill("For the boss")
    field.press("Enter")
    for name in ("Users and sessions", "Messages"):
        page.get_by_role("button", name="Add a metric").click()
        page.get_by_role("combobox", name="Add a metric").fill(name)
        page.keyboard.press("Enter")
        tile(page, name, "time").wait_for(timeout=LONG_MS)
    page.get_by_role("combobox", name="Shape: Messages").select_option("values")
    tile(page, "Messages · Direction", "values").wait_for(timeout=LONG_MS)
    tile(page, "Messages · Direction", "values").get_by_role("button", name="Measures").click()
    page.get_by_role("checkbox", name="Received").check()
    page.keyboard.press("Escape")
    tile(page, "Received · Direction", "values").wait_for(timeout=LONG_MS)
    page.get_by_role("button", name="Move before: Messages").click()
    page.get_by_role("button", name="Done").click()
    (file,) = (folder / "bakery" / "dashboards").glob("*.json")
    page.wait_for_timeout(500)
    kept = json.loads(file.read_text())
    assert kept["title"] == {"en": "For the boss"}
    assert kept["charts"] == [
        {"metric": "messages", "shape": "values", "measures": ["received"]},
        {"metric": "users"},
    ]
    other = open_studio(studio, page.url.removeprefix(studio.base))
    other.get_by_role("heading", name="For the boss", level=1).wait_for(timeout=LONG_MS)
    tile(other, "Received · Direction", "values").locator(".bartext").first.wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete the dashboard").click()
    page.get_by_role("button", name="Delete the dashboard").click()
    page.get_by_role("heading", name="Right now", level=1).wait_for()
    assert not file.exists()


def test_what_is_said_now_is_shown_by_itself(
    studio: Studio, open_studio: Any, folder: Path
) -> None:
    page = open_studio(studio, "/#/dashboards/bakery?dashboard=now")
    messages = number(page, "Messages")
    messages.wait_for(timeout=LONG_MS)
    before = int(messages.inner_text())
    with closing(SqliteStore(folder / "store.sqlite")) as store:
        store.commit(Batch(messages=[said_now("is anybody there?")]))
    messages.get_by_text(str(before + 1), exact=True).wait_for(timeout=LONG_MS)
    messages.click()
    page.get_by_role("complementary").get_by_text("is anybody there?").wait_for(timeout=LONG_MS)


def said_now(text: str) -> MessageRow:
    t_us = time.time_ns() // 1000
    who = {"conversation": "webchat:1", "contact": "c1", "session_id": "webchat:1:1"}
    where = {"channel": "webchat", "bot": "bakery", "bundle": "b1", "language": "en"}
    return MessageRow(
        seq=1_000_000,
        message_id="webchat:1:9:1",
        user_type="new",
        turn=9,
        direction="in",
        author="person",
        node="",
        content=msgspec.json.encode({"type": "said", "t_us": t_us, "text": text}).decode(),
        status="received",
        external_id="",
        t_us=t_us,
        ingest_us=t_us,
        **who,
        **where,
    )


def test_it_reads_in_the_dark_when_narrow_on_paper_and_aloud(
    studio: Studio, open_studio: Any, axe: str
) -> None:
    narrow = {"viewport": {"width": 520, "height": 900}, "color_scheme": "dark", "locale": "pt-BR"}
    page = open_studio(studio, USERS, **narrow)
    tile(page, "Sessões · Canal", "values").locator(".bartext").first.wait_for(timeout=LONG_MS)
    width = page.locator(".tw-boards").evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert width[0] <= width[1]
    assert page.get_by_role("img", name=re.compile("Sessões por|Sessões conforme")).count() > 2
    assert serious(page, axe, ".tw-boards") == []
    page.get_by_role("button", name="Mais").click()
    page.get_by_role("menuitem", name="Imprimir").click()
    paper = page.frame_locator("iframe")
    paper.get_by_role("heading", name="Usuários e sessões").wait_for(timeout=LONG_MS)
    drawn = page.locator(".tw-boards .main-svg").count()
    assert paper.locator(".main-svg[viewBox]").count() == drawn > 3
    assert paper.locator(".tw-boards__list").count() == 0


def test_where_there_is_no_history_the_page_says_what_to_do(
    studio: Studio, open_studio: Any, folder: Path
) -> None:
    page = open_studio(studio, USERS)
    page.locator(".tw-source").click(timeout=LONG_MS)
    page.get_by_role("menuitem", name="Choose another").click()
    source = page.get_by_role("textbox", name="File, folder or address")
    source.fill(str(folder / "no.sqlite"))
    page.get_by_role("button", name="Connect").click()
    page.get_by_text("there is no such file").first.wait_for(timeout=LONG_MS)
    source.fill(str(folder / "store.sqlite"))
    page.get_by_role("button", name="Connect").click()
    number(page, "Sessions").get_by_text(str(PEOPLE)).wait_for(timeout=LONG_MS)
