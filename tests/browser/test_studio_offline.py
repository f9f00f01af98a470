"""Nothing that was done is lost: a server that is killed, a tab that crashes."""

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from studio import Studio

from engine.project.read import open_project

BOTS = Path(__file__).parents[2] / "datasets" / "bots"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(BOTS / "clinic", tmp_path / "clinic")
    return tmp_path / "clinic"


@pytest.fixture
def studio(serve_studio: Any, folder: Path) -> Studio:
    one: Studio = serve_studio(folder)
    return one


def bot_in(folder: Path) -> Any:
    (bot,) = open_project(folder).bots.values()
    return bot


def add(page: Any, name: str) -> None:
    field = page.get_by_role("textbox", name="New variable")
    field.fill(name)
    field.press("Enter")
    page.get_by_role("textbox", name=f"Name of {name}").wait_for()


def test_a_killed_server_loses_no_edit(studio: Studio, open_studio: Any, folder: Path):
    page = open_studio(studio, "/#/variables", offline_errors=True)
    add(page, "before_it")
    page.locator(".tw-saved", has_text="Saved").wait_for()
    studio.kill()
    page.get_by_text("The server cannot be reached").wait_for()
    add(page, "while_away")
    add(page, "taken_back")
    page.get_by_text("2 edits kept here").or_(page.get_by_text("3 edits kept here")).wait_for()
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    page.get_by_role("textbox", name="Name of taken_back").wait_for(state="detached")
    page.get_by_role("textbox", name="New variable").fill("half_written")
    studio.start()
    page.get_by_role("textbox", name="Name of while_away").wait_for()
    page.locator(".tw-saved", has_text="Saved").wait_for()
    page.wait_for_timeout(1500)
    found = bot_in(folder).variables
    assert {"before_it", "while_away"} <= set(found)
    assert "taken_back" not in found
    page.get_by_role("button", name="Undo: Add while_away").wait_for()
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    page.get_by_role("textbox", name="Name of while_away").wait_for(state="detached")


def test_a_server_killed_before_it_saved_is_told_again(
    studio: Studio, open_studio: Any, folder: Path
):
    page = open_studio(studio, "/#/variables", offline_errors=True)
    page.get_by_role("textbox", name="New variable").wait_for()
    for number in range(5):
        add(page, f"quick_{number}")
    studio.kill()
    page.get_by_text("The server cannot be reached").wait_for()
    studio.start()
    page.locator(".tw-saved", has_text="Saved").wait_for()
    page.wait_for_timeout(1500)
    assert {f"quick_{number}" for number in range(5)} <= set(bot_in(folder).variables)


def test_a_crashed_tab_loses_nothing_that_arrived(studio: Studio, open_studio: Any, folder: Path):
    page = open_studio(studio, "/#/variables")
    add(page, "just_made")
    page.get_by_role("button", name="Undo: Add just_made").wait_for()
    page.context.close()
    end = time.monotonic() + 20
    while "just_made" not in bot_in(folder).variables and time.monotonic() < end:
        time.sleep(0.1)
    assert "just_made" in bot_in(folder).variables


def test_an_ended_server_has_saved_everything(studio: Studio, open_studio: Any, folder: Path):
    page = open_studio(studio, "/#/variables", offline_errors=True)
    add(page, "at_the_end")
    page.get_by_role("button", name="Undo: Add at_the_end").wait_for()
    studio.stop()
    assert "at_the_end" in bot_in(folder).variables
