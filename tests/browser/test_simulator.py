"""The simulator beside the canvas, as a designer uses it."""

import re
import time
from pathlib import Path
from typing import Any

import cafe
import pytest
from studio import Studio, serious

WRITE = "Write as a person…"


@pytest.fixture(scope="module")
def studio(serve_studio: Any, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return serve_studio(cafe.write(tmp_path_factory.mktemp("app") / "cafe"))


@pytest.fixture
def page(studio: Studio, open_studio: Any) -> Any:
    one = open_studio(studio, "/#/flows/cafe/order")
    one.get_by_role("tab", name="Simulator").click()
    talk(one).get_by_text("would you like?").wait_for()
    return one


def say(page: Any, text: str) -> None:
    field = page.get_by_label(WRITE)
    field.fill(text)
    field.press("Enter")


def talk(page: Any) -> Any:
    return page.get_by_role("log", name="Conversation")


def test_one_talks_and_sees_the_path_what_was_understood_and_the_variables(page):
    page.locator("[data-node=menu].tw-node--ring").wait_for()
    talk(page).get_by_role("button", name="A coffee").click()
    page.get_by_text("waits for an answer of: Service").wait_for()
    assert "tw-node--live" in page.locator("[data-node=ask_price]").get_attribute("class")
    assert "tw-node--trail" in page.locator("[data-node=startup]").get_attribute("class")
    page.get_by_label("Value (JSON)").fill('{"status": 200, "body": {"price": 7}}')
    page.get_by_role("button", name="Answer", exact=True).click()
    talk(page).get_by_text("A coffee is 7 soles.").wait_for()
    row = page.get_by_role("row", name=re.compile("price"))
    assert row.get_attribute("data-changed") == "true"
    assert row.get_by_text("7").is_visible()


def test_it_follows_into_another_topic_unless_it_is_pinned(page):
    say(page, "when do you open")
    talk(page).get_by_text("We open at 8.").wait_for()
    talk(page).get_by_text("Asks for the hours").first.wait_for()
    page.locator("[data-node=say_hours].tw-node--live").wait_for()
    assert "place" in page.url


def test_up_repeats_and_an_earlier_point_is_one_click_away(page):
    say(page, "what are your hours")
    talk(page).get_by_text("We open at 8.").wait_for()
    field = page.get_by_label(WRITE)
    field.press("ArrowUp")
    assert field.input_value() == "what are your hours"
    field.press("Enter")
    talk(page).get_by_text("We open at 8.").nth(1).wait_for()
    talk(page).get_by_role("button", name="Go back to this point").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("We open at 8.").first.wait_for(state="detached")
    page.locator("[data-node=menu].tw-node--ring").wait_for()


def test_a_variable_is_changed_in_place(page):
    page.get_by_label("Unset ones too").check()
    page.get_by_role("button", name="Change price").click()
    page.get_by_role("textbox", name="price").fill("12")
    page.keyboard.press("Enter")
    talk(page).get_by_text("price set to 12").wait_for()
    page.get_by_role("row", name=re.compile("price")).get_by_text("12").wait_for()


def test_the_clock_jumps_to_the_silence_that_the_bot_breaks(page):
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("menuitem", name="To the silence").click()
    talk(page).get_by_text("Are you still there?").wait_for()
    talk(page).get_by_text("10 min pass").wait_for()


def test_an_edit_plays_the_conversation_again(page, studio):
    say(page, "when do you open")
    talk(page).get_by_text("We open at 8.").wait_for()
    page.get_by_role("tab", name="Node", exact=True).click()
    page.locator("[data-node=say_hours]").click()
    box = page.locator(".tw-flows-right").get_by_role("textbox").filter(has_text="We open").first
    box.fill("We open at 9.")
    box.blur()
    page.get_by_role("tab", name="Simulator").click()
    talk(page).get_by_text("We open at 9.").wait_for()
    talk(page).get_by_text("Before the edit it said:").click()
    talk(page).get_by_text("We open at 8.").wait_for()
    page.keyboard.press("Escape")


def test_a_conversation_is_saved_as_a_test_that_passes(page, studio):
    talk(page).get_by_role("button", name="Nothing").click()
    talk(page).get_by_text("See you soon.").wait_for()
    page.get_by_role("button", name="Save as a test…").click()
    page.get_by_label("Title").first.fill("Wants nothing")
    page.get_by_text("It passes").wait_for()
    page.get_by_text("== Wants nothing").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    file = studio.folder / "tests" / "conversations.chat"
    end = time.monotonic() + 20
    while not file.exists() and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert "== Wants nothing" in file.read_text()


def test_a_page_that_is_loaded_anew_goes_on_with_the_conversation(page):
    talk(page).get_by_role("button", name="Nothing").click()
    talk(page).get_by_text("See you soon.").wait_for()
    page.reload()
    page.get_by_role("tab", name="Simulator").click()
    talk(page).get_by_text("See you soon.").wait_for()


def test_files_and_places_are_sent(page):
    page.get_by_role("button", name="Attach").click()
    page.get_by_role("menuitem", name="Image").click()
    page.get_by_role("form", name="Image").get_by_role("button", name="Send").click()
    talk(page).get_by_role("img", name="sample.svg").wait_for()
    page.get_by_role("button", name="Attach").click()
    page.get_by_role("menuitem", name="Place").click()
    form = page.get_by_role("form", name="Place")
    form.get_by_label("Name").fill("Plaza Grande")
    form.get_by_role("button", name="Send").click()
    talk(page).get_by_role("link", name="Plaza Grande").wait_for()


def test_the_canvas_opens_it_by_a_key(studio, open_studio):
    page = open_studio(studio, "/#/flows/cafe/order")
    page.locator("[data-node=menu]").click()
    page.keyboard.press("s")
    page.get_by_label(WRITE).wait_for()
    page.keyboard.press("p")
    page.get_by_role("article", name="Telegram").wait_for()
    page.get_by_role("button", name="All side by side").click()
    page.get_by_role("dialog").get_by_role("article", name="Phone").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")


def test_another_channel_shows_it_as_it_can(page):
    page.get_by_role("button", name="Channel: Webchat").click()
    page.get_by_role("menuitemradio", name="SMS").click()
    talk(page).get_by_text("2. See the cakes").wait_for()
    say(page, "2")
    talk(page).get_by_text("Cake 3").wait_for()


def test_a_broken_node_elsewhere_does_not_matter(page):
    talk(page).get_by_role("button", name="See the cakes").click()
    carousel = talk(page).get_by_role("group", name="Carousel of 5 cards")
    carousel.get_by_role("button", name="Cards after").click()
    carousel.get_by_role("button", name="Take 1").click()
    talk(page).get_by_text("See you soon.").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(studio, open_studio, axe, theme, pictures: Path):
    page = open_studio(studio, "/#/flows/cafe/order", color_scheme=theme)
    page.get_by_role("tab", name="Simulator").click()
    say(page, "when do you open")
    talk(page).get_by_text("We open at").wait_for()
    page.screenshot(path=pictures / f"simulator-{theme}.png")
    assert "\n".join(serious(page, axe, ".tw-sim")) == ""
    page.get_by_role("tab", name="Channels").click()
    page.locator("[data-node=say_hours]").click()
    page.get_by_role("article", name="WhatsApp").wait_for()
    page.screenshot(path=pictures / f"preview-{theme}.png")
    assert "\n".join(serious(page, axe, ".tw-preview")) == ""


def test_a_narrow_window_still_talks(studio, open_studio, pictures: Path):
    page = open_studio(studio, "/#/simulator", viewport={"width": 700, "height": 800})
    say(page, "when do you open")
    talk(page).get_by_text("We open at").wait_for()
    page.screenshot(path=pictures / "simulator-narrow.png")
