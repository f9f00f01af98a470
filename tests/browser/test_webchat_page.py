"""The webchat as a person uses it, in a real browser against a real server."""

import signal
from pathlib import Path
from typing import Any

import pytest

COMPOSER = "textarea"
HOST = "document.querySelector('.tertulia-webchat').shadowRoot"


def say(page: Any, text: str) -> None:
    page.fill(COMPOSER, text)
    page.press(COMPOSER, "Enter")


def texts(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".bubble.text").all_inner_texts()]


def sees(page: Any, text: str) -> None:
    page.get_by_text(text, exact=True).first.wait_for()


def embed(page: Any, company: str) -> None:
    """Goes to a company's page, on another origin, that holds the widget."""
    page.goto(company)
    page.locator(".launcher").wait_for()


def test_messages_buttons_and_links(open_page: Any, pictures: Path) -> None:
    page = open_page("/?language=en")
    sees(page, "Branches")
    assert page.locator(".bubble strong").inner_text() == "Tiny"
    link = page.locator(".bubble a").first
    assert link.get_attribute("href") == "https://example.org/help"
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.get_by_role("button", name="Files").click()
    sees(page, "Look:")
    chips = page.locator(".message").first.locator("button.chip")
    assert [chip.is_disabled() for chip in chips.all()] == [True] * 3
    assert page.locator(".chip.taken").inner_text() == "Files"
    assert not page.locator("a.chip").first.is_disabled()
    assert page.locator("img[alt='']").count() == 1
    sees(page, "Guide.pdf")
    sees(page, "Centre")
    page.screenshot(path=pictures / "messages.png")
    say(page, "  hello  ")
    sees(page, "2: hello")
    assert texts(page)[-2:] == ["hello", "2: hello"]


def test_markup_never_runs(open_page: Any) -> None:
    page = open_page()
    say(page, "<b>me</b>")
    sees(page, "<b>me</b>")
    say(page, "script")
    sees(page, "ok")
    assert page.locator(".bubble img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert "[x](javascript:alert(1))" in texts(page)[-1]


def test_carousel_by_mouse_and_keys(open_page: Any, pictures: Path) -> None:
    page = open_page()
    say(page, "Branches")
    sees(page, "Branch West")
    track = page.locator(".track")
    page.screenshot(path=pictures / "carousel.png")
    page.get_by_role("button", name="Next").click()
    page.wait_for_function(f"() => {HOST}.querySelector('.track').scrollLeft > 50")
    track.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(250)
    assert page.locator(".arrow.right").get_attribute("aria-disabled") == "true"
    page.get_by_role("button", name="Go to West").click()
    sees(page, "2: Go to West")
    assert page.locator(".card button:not([disabled])").count() == 0


def test_a_restart_loses_and_repeats_nothing(open_page: Any, server: Any, pictures: Path) -> None:
    page = open_page(offline_errors=True)
    say(page, "one")
    sees(page, "1: one")
    assert server.stop(signal.SIGKILL) != 0
    page.locator("[data-state=retrying]").wait_for()
    say(page, "two")
    say(page, "three")
    page.screenshot(path=pictures / "retrying.png")
    assert page.locator(".message.unsent").count() == 2
    server.start()
    sees(page, "3: three")
    page.locator("[data-state=online]").wait_for()
    assert page.locator(".message.unsent").count() == 0
    expected = ["one", "1: one", "two", "2: two", "three", "3: three"]
    assert sorted(texts(page)[1:]) == sorted(expected)
    page.reload()
    sees(page, "3: three")
    assert sorted(texts(page)[1:]) == sorted(expected)
    assert server.stop() == 0
    page.locator("[data-state=retrying]").wait_for()
    server.start()
    page.locator("[data-state=online]").wait_for()
    say(page, "four")
    sees(page, "4: four")
    assert sorted(texts(page)[1:]) == sorted([*expected, "four", "4: four"])


def test_what_was_written_offline_goes_out_after_a_reload(open_page: Any, server: Any) -> None:
    page = open_page(offline_errors=True)
    sees(page, "Branches")
    server.stop()
    say(page, "kept")
    server.start()
    page.reload()
    sees(page, "1: kept")
    assert texts(page).count("kept") == 1


def test_without_sockets_plain_requests_do(open_page: Any, browser: Any, server: Any) -> None:
    page = open_page("/health/live", offline_errors=True)
    page.add_init_script(
        """window.WebSocket = class {
            static OPEN = 1;
            constructor() { setTimeout(() => this.onclose?.({code: 1006}), 5); }
            send() {} close() {}
        }"""
    )
    page.goto(server.base)
    sees(page, "Branches")
    say(page, "hi")
    sees(page, "1: hi")
    assert texts(page)[1:] == ["hi", "1: hi"]


def test_pauses_show_typing(open_page: Any) -> None:
    page = open_page()
    sees(page, "Branches")
    say(page, "pause")
    sees(page, "first")
    page.locator(".typing:visible").wait_for()
    assert "second" not in texts(page)
    sees(page, "second")
    page.locator(".typing").wait_for(state="hidden")


def test_keyboard_only(open_page: Any, company: Any) -> None:
    page = open_page("/health/live")
    embed(page, company())
    page.locator("#other").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sees(page, "Branches")
    focused = f"() => {HOST}.activeElement.tagName"
    assert page.evaluate(focused) == "TEXTAREA"
    page.keyboard.type("a")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("b")
    page.keyboard.press("Enter")
    sees(page, "1: a\nb")
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    sees(page, "A person will come.")
    page.keyboard.press("Escape")
    assert page.locator(".panel").is_hidden()
    assert page.evaluate(f"() => {HOST}.activeElement.className") == "launcher"


def test_unread_messages_are_counted(open_page: Any, company: Any) -> None:
    page = open_page("/health/live")
    embed(page, company())
    page.locator(".launcher").click()
    sees(page, "Branches")
    say(page, "pause")
    sees(page, "first")
    page.keyboard.press("Escape")
    page.locator(".badge:visible").wait_for()
    assert page.locator(".badge").inner_text() == "1"
    name = page.locator(".launcher").get_attribute("aria-label")
    assert name == "Open the chat (1 new message)"
    page.reload()
    page.locator(".badge:visible").wait_for()
    page.locator(".launcher").click()
    assert page.locator(".badge").is_hidden()


def test_phone_is_a_sheet_that_keeps_the_focus(
    open_page: Any, company: Any, pictures: Path
) -> None:
    page = open_page("/health/live", viewport={"width": 360, "height": 640}, has_touch=True)
    embed(page, company('data-language="pt" data-colour="#0f766e"'))
    page.locator(".launcher").click()
    sees(page, "Branches")
    box = page.locator(".panel").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 640)
    say(page, "Branches")
    sees(page, "Branch West")
    say(page, "x" * 300 + " https://example.org/" + "y" * 300)
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / "phone.png")
    assert page.evaluate(f"() => {HOST}.querySelector('.list').scrollWidth") <= 360
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "tertulia-webchat"


def test_location_is_asked_and_typed(open_page: Any, server: Any) -> None:
    place = {"latitude": -34.5, "longitude": -58.25}
    page = open_page(geolocation=place, permissions=["geolocation"])
    say(page, "where")
    page.get_by_role("button", name="Share my location").click()
    sees(page, "2: -34.5")
    refused = open_page(permissions=[])
    say(refused, "where")
    refused.get_by_role("button", name="Share my location").click()
    sees(refused, "We could not get your location. Type your address below.")


def test_a_file_is_sent_when_it_is_asked_for(open_page: Any) -> None:
    page = open_page()
    sees(page, "Branches")
    assert page.locator(".clip").is_hidden()
    say(page, "photo")
    page.locator(".clip:visible").wait_for()
    photo = {"name": "my photo.png", "mimeType": "image/png", "buffer": PNG}
    page.set_input_files("input[type=file]", files=[photo])
    sees(page, "2: ['my photo.png']")
    assert page.locator(".person img").evaluate("(image) => image.naturalWidth") == 1
    assert page.locator(".clip").is_hidden()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c"
    "6360f8cf500f0003860180a5b8d1a40000000049454e44ae426082"
)


def test_a_message_that_is_too_long_is_held_back(open_page: Any) -> None:
    page = open_page()
    sees(page, "Branches")
    page.fill(COMPOSER, "x" * 5001)
    sees(page, "The message has 5001 characters; the most is 5000.")
    page.press(COMPOSER, "Enter")
    assert page.input_value(COMPOSER) == "x" * 5001
    page.fill(COMPOSER, "x" * 5000)
    page.press(COMPOSER, "Enter")
    sees(page, "1: " + "x" * 5000)


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Escribe un mensaje"), ("en", "Write a message"), ("pt", "Escreva uma mensagem")],
)
def test_three_languages(open_page: Any, language: str, words: str) -> None:
    page = open_page(f"/?language={language}")
    sees(page, "Branches")
    assert page.locator(COMPOSER).get_attribute("placeholder") == words


def test_dark_follows_the_system_or_the_attribute(open_page: Any, pictures: Path) -> None:
    dark = open_page(color_scheme="dark")
    sees(dark, "Branches")
    say(dark, "Branches")
    sees(dark, "Branch West")
    dark.screenshot(path=pictures / "dark.png")
    background = f"() => getComputedStyle({HOST}.querySelector('.panel')).backgroundColor"
    assert dark.evaluate(background) == "rgb(20, 23, 29)"
    light = open_page("/?theme=light", color_scheme="dark")
    sees(light, "Branches")
    assert light.evaluate(background) == "rgb(247, 245, 241)"


def test_a_page_can_drive_the_widget(open_page: Any, company: Any) -> None:
    page = open_page("/health/live")
    embed(page, company('data-title="Help"'))
    page.evaluate("async () => (await window.tertulia).say('from the page')")
    sees(page, "1: from the page")
    assert page.locator("h2").inner_text() == "Help"
    page.evaluate("async () => (await window.tertulia).close()")
    assert page.locator(".panel").is_hidden()
    page.evaluate("async () => (await window.tertulia).remove()")
    assert page.locator(".tertulia-webchat").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    open_page: Any, axe: str, company: Any, theme: str, pictures: Path
) -> None:
    page = open_page(f"/?theme={theme}", bypass_csp=True)
    sees(page, "Branches")
    for text in ("Branches", "Files", "where", "photo"):
        say(page, text)
        page.wait_for_timeout(250)
    page.locator(".clip:visible").wait_for()
    page.screenshot(path=pictures / f"axe-{theme}.png")
    assert serious(page, axe) == []
    embed(page, company(f'data-theme="{theme}" data-colour="gold"'))
    page.locator(".launcher").click()
    sees(page, "Branches")
    page.wait_for_timeout(400)
    page.screenshot(path=pictures / f"gold-{theme}.png")
    assert serious(page, axe) == []


def serious(page: Any, axe: str) -> list[str]:
    """What the checker found that keeps people out."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run()")["violations"]
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
