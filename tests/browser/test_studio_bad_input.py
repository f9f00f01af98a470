"""What people paste, and what others leave behind: no page breaks on it, and it is said."""

import json
from pathlib import Path
from typing import Any

import cafe
import pytest
from studio import Studio

RIGHT_TO_LEFT = "مرحبا بكم في المقهى، كيف يمكننا مساعدتكم اليوم؟ "
EMOJI = "👩🏽‍🍳☕️🏳️‍🌈 "
LONG = "a_word_without_an_end_" * 50
TEXT = (RIGHT_TO_LEFT + EMOJI + LONG)[:2500] * 2
SHOWN = ":is(h1, h2, [role=tab], table, .tw-node):visible"
PAGES = ("flows", "triggers", "texts", "entities", "variables", "simulator", "tests", "settings")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bot whose every text is long and strange, with a topic of a later format."""
    home = cafe.write(tmp_path_factory.mktemp("app") / "cafe")
    strange = home / "topics" / "order.flow.json"
    topic = json.loads(strange.read_text())
    topic["title"] = {"en": TEXT[:200]}
    topic["nodes"]["menu"]["title"] = EMOJI + TEXT[:120]
    topic["nodes"]["menu"]["params"]["text"] = {"en": TEXT, "es": TEXT}
    topic["nodes"]["menu"]["params"]["options"][0]["label"] = {"en": RIGHT_TO_LEFT * 3}
    topic["nodes"]["spoken"] = {"kind": "intent", "params": {"phrases": {"en": [TEXT, EMOJI]}}}
    strange.write_text(json.dumps(topic))
    later = {"format": 99, "title": {"en": "Later"}, "nodes": {"end": {"kind": "say"}}}
    (home / "topics" / "later.flow.json").write_text(json.dumps(later))
    (home / "entities").mkdir(exist_ok=True)
    (home / "entities" / "cakes.csv").write_text(f'name,about\n{EMOJI},"{TEXT}"\n')
    (home / "tests").mkdir(exist_ok=True)
    (home / "tests" / "strange.chat").write_text(f"== {EMOJI}\n> {TEXT[:900]}\n< {TEXT[:900]}\n")
    return home


@pytest.fixture(scope="module")
def studio(serve_studio: Any, folder: Path) -> Studio:
    one: Studio = serve_studio(folder)
    return one


@pytest.mark.parametrize("width", [1440, 700])
def test_no_page_breaks_on_strange_texts(
    studio: Studio, open_studio: Any, pictures: Path, width: int
) -> None:
    page = open_studio(studio, "/#/flows/cafe/order", viewport={"width": width, "height": 900})
    page.locator('.tw-node[data-node="menu"]').wait_for()
    for name in PAGES:
        page.goto(f"{studio.base}/#/{name}/cafe/order")
        page.locator(".tw-work").locator(SHOWN).first.wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=pictures / f"strange-{name}-{width}.png")
        work = page.locator(".tw-work")
        wide = work.evaluate(
            "one => [one, ...one.children].map((box) => box.scrollWidth - box.clientWidth)"
        )
        assert max(wide) <= 0, f"{name} is {max(wide)} px too wide"


def test_a_card_stays_a_card_and_says_all_on_its_form(studio: Studio, open_studio: Any) -> None:
    page = open_studio(studio, "/#/flows/cafe/order/menu")
    card = page.locator('.tw-node[data-node="menu"]')
    card.wait_for()
    assert card.bounding_box()["height"] < 260
    card.locator(".tw-node-head").click()
    field = page.locator(".tw-form").get_by_role("textbox", name="Text (en)", exact=True)
    assert field.input_value() == TEXT
    assert field.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_a_topic_of_a_later_format_is_read_only_and_says_so(
    studio: Studio, open_studio: Any, folder: Path
) -> None:
    file = folder / "topics" / "later.flow.json"
    before = file.read_bytes()
    page = open_studio(studio, "/#/flows/cafe/later")
    page.locator(".tw-banner").get_by_text("format 99").wait_for()
    page.get_by_role("toolbar").get_by_role("button", name="Add a node").is_disabled()
    assert file.read_bytes() == before


def test_a_spreadsheet_of_fifty_megabytes_is_answered(
    studio: Studio, open_studio: Any, tmp_path: Path
) -> None:
    page = open_studio(studio, "/#/entities")
    line = f"k{{}},{'x' * 990}\n"
    large = tmp_path / "large.csv"
    large.write_text("key,about\n" + "".join(line.format(number) for number in range(51_000)))
    page.locator("input[type=file]").first.set_input_files(large)
    page.get_by_role("alert").get_by_text("more than 50,000 rows").wait_for(timeout=90_000)
    with large.open("a") as file:
        file.write("x" * 2**21)
    page.locator("input[type=file]").first.set_input_files(large)
    page.get_by_role("alert").get_by_text("Split the file").wait_for()
