"""The main job, from an empty folder to people who talk to the bot, by mouse and keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from designer import Designer
from served import Engine

# Those that the topic of ten nodes has no place for, by what the palette calls them.
KINDS = {
    "Archive": "archive",
    "Visit and come back": "call",
    "Carousel": "carousel",
    "Code": "code",
    "For each": "each",
    "Go to": "goto",
    "Call a service": "http",
    "Location": "location",
    "Mail": "mail",
    "Mute": "mute",
    "Notify": "notify",
    "Search the website": "search",
    "Split by chance": "split",
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    one = Engine(tmp_path)
    yield one
    one.stop()


def test_a_designer_makes_a_bot_and_people_talk_to_it(
    tmp_path: Path, serve_studio: Any, open_studio: Any, engine: Engine
) -> None:
    (tmp_path / "bots").mkdir()
    studio = serve_studio(tmp_path / "bots")
    page = open_studio(studio)
    designer = Designer(page)
    designer.makes_a_bot("Tea house")
    draws_a_topic_of_ten_nodes(designer)
    places_every_other_kind(designer)
    gives_triggers(designer)
    talks_with_buttons(designer)
    saves_it_as_a_test_and_runs_it(designer)
    breaks_something(designer)
    is_stopped_at_the_gate_and_mends_it(designer, engine)
    publishes(designer, engine)
    a_person_orders_tea(page, engine)
    assert not (tmp_path / "bots" / "tea_house" / "topics" / "ideas.flow.json").exists()


def draws_a_topic_of_ten_nodes(designer: Designer) -> None:
    designer.makes_a_topic("Orders")
    designer.begins_with("intent", "Wants tea")
    designer.goes_on_with("choices", "Which tea")
    designer.writes("Which tea would you like?", "Green tea", "Black tea")
    designer.fills("Variable", "tea")
    designer.goes_on_with("say", "Good choice")
    designer.writes("A good choice.")
    designer.goes_on_with("ask", "How many")
    designer.writes("How many cups?")
    designer.fills("Variable", "cups")
    designer.selects_in_form("Type of answer", "number")
    designer.goes_on_with("set values", "Price")
    designer.adds_an_entry("Variables", "price", "cups * 3")
    designer.goes_on_with("branch", "Is it a party?")
    designer.form().get_by_role("button", name=re.compile("^Remove.*2")).click()
    designer.form().get_by_role("button", name="case_1").click()
    designer.fills("Condition", "cups > 4")
    designer.goes_on_with("tag", "Remember the party")
    designer.adds_a_chip("Tags to add", "party")
    designer.goes_on_with("say", "Thanks")
    designer.writes("That makes ${price} soles.")
    designer.selects("Is it a party?")
    designer.connects("else", "Thanks")
    designer.selects("Which tea")
    designer.connects("Black tea", "Good choice")
    designer.selects("How many")
    designer.goes_on_with("hand over", "A person helps")
    designer.fills("Queue", "default")
    designer.selects("Thanks")
    designer.goes_on_with("media", "The menu")
    designer.form().get_by_role("button", name="audio").click()
    designer.selects_in_form("Kind", "document")
    designer.fills("Address", "https://example.org/menu.pdf")
    designer.presses("Shift+L")
    designer.presses("1")
    designer.waits_for_cards(10)
    designer.waits_for_edges(11)


def places_every_other_kind(designer: Designer) -> None:
    """Half of them by a click, half by dragging; a sketch, which is put away again."""
    designer.makes_a_topic("Ideas")
    designer.begins_with("wait", "Later")
    for number, (title, kind) in enumerate(KINDS.items()):
        if number % 2:
            designer.drags(title, 100 + 50 * number, 120 + 15 * number)
        else:
            designer.palette(title).click()
        designer.waits_for_card(kind)
    designer.removes_topic("Ideas")
    designer.presses("Control+z")
    designer.opens_topic("Ideas")
    designer.presses("1")
    designer.waits_for_cards(1 + len(KINDS))
    designer.removes_topic("Ideas")


def gives_triggers(designer: Designer) -> None:
    designer.goes_to("Triggers")
    page = designer.page
    page.get_by_role("searchbox", name="Search intents").fill("wants tea")
    intent = page.get_by_role("article", name="Wants tea")
    phrases = intent.get_by_role("textbox", name="Add Phrases")
    for phrase in ("I want tea", "a cup of tea please", "can I order some tea"):
        phrases.fill(phrase)
        phrases.press("Enter")
        intent.get_by_role("textbox", name=f"Phrase “{phrase}”").wait_for()
    keywords = intent.get_by_role("textbox", name="Add Keywords")
    keywords.fill("tea cups")
    keywords.press("Enter")
    intent.get_by_role("textbox", name="Phrase “tea cups”").wait_for()


def talks_with_buttons(designer: Designer) -> None:
    """The simulator trains by itself what it needs."""
    designer.goes_to("Flows")
    designer.looks_at("Simulator")
    designer.says("could I have a cup of tea")
    designer.hears("Which tea would you like?")
    designer.presses_button("Green tea")
    designer.hears("How many cups?")
    designer.says("6")
    designer.hears("That makes 18 soles.")
    designer.waits_for_card_as("media", "live")


def saves_it_as_a_test_and_runs_it(designer: Designer) -> None:
    page = designer.page
    page.get_by_role("button", name="Save as a test…").click()
    page.get_by_label("Title").first.fill("Tea for a party")
    page.get_by_text("It passes").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    designer.goes_to("Tests")
    page.get_by_role("button", name="Run all").click()
    page.get_by_role("button", name="passes Tea for a party").wait_for()
    page.get_by_role("tab", name="Coverage").click()
    page.get_by_role("row", name="Orders").wait_for()


def breaks_something(designer: Designer) -> None:
    """The condition of a branch, as by a slip of the hand."""
    designer.goes_to("Flows")
    designer.opens_topic("Orders")
    designer.looks_at("Node")
    designer.selects("Is it a party?")
    designer.form().get_by_role("button", name="case_1").click()
    designer.fills("Condition", "cups > ")


def is_stopped_at_the_gate_and_mends_it(designer: Designer, engine: Engine) -> None:
    page = designer.page
    designer.goes_to_publish(engine.base, engine.key)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("heading", name="1 error to correct").wait_for()
    assert page.get_by_role("button", name="Publish", exact=True).is_disabled()
    page.get_by_role("button", name=re.compile("orders . branch")).click()
    designer.waits_for_card_as("branch", "selected")
    condition = designer.form().get_by_role("textbox", name="Condition")
    assert condition.evaluate("field => field.getRootNode().activeElement === field")
    designer.keys.press("Control+a")
    designer.types("cups > 4", "Tab")
    page.get_by_text(re.compile("No issues|pieces? of advice")).first.wait_for()


def publishes(designer: Designer, engine: Engine) -> None:
    page = designer.page
    designer.goes_to_publish(engine.base, engine.key)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text(re.compile("Nothing stands in the way|warnings to accept")).first.wait_for()
    accept = page.get_by_role("button", name="Accept all")
    if accept.count():
        accept.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("answers new sessions").wait_for()


def a_person_orders_tea(page: Any, engine: Engine) -> None:
    """On the webchat, in the same browser."""
    chat = page.context.new_page()
    chat.goto(engine.base)
    chat.locator(".bubble").first.wait_for()
    chat.fill("textarea", "I want tea")
    chat.press("textarea", "Enter")
    chat.get_by_role("button", name="Black tea").click()
    chat.get_by_text("How many cups?").wait_for()
    chat.fill("textarea", "2")
    chat.press("textarea", "Enter")
    chat.get_by_text("That makes 6 soles.").wait_for()
