"""Pictures of the studio with the sample clinic, for the documentation.

    python -m docs.pictures [NAME ...]

Each is taken in a real browser with something real on it, and kept small: a palette of colours is
enough for a screen. Look at each before it is committed.
"""

import datetime as dt
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from PIL import Image
from playwright.sync_api import sync_playwright

from workbench.demo import make_history
from workbench.histories import KEPT

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
WIDE, NARROW, TALL = (1440, 900), (700, 900), (1440, 1240)
COLOURS = 256
LONGEST_MS = 240_000
# So long is the history that dashboards and funnels show: longer than two of their periods.
DAYS = 60
# `Any` in this module: Playwright's objects, which are not installed where types are checked.
Prepare = Callable[[Any], None]


class Picture(Struct, frozen=True):
    """A page of the app, and what is done there before the picture is taken."""

    name: str
    address: str
    prepare: Prepare
    theme: str = "light"
    size: tuple[int, int] = WIDE


def drawn(page: Any) -> None:
    """The page as it opens."""
    page.locator(".tw-work :is(h1, h2, table, .tw-node):visible").first.wait_for()


def talks(page: Any) -> None:
    """A conversation, with its path lit on the canvas."""
    page.get_by_role("tab", name="Simulator").or_(page.locator(".tw-sim")).first.click()
    log = page.get_by_role("log", name="Conversation")
    log.locator(".tw-turn").first.wait_for()
    page.get_by_text(re.compile("^Training")).wait_for(state="detached", timeout=LONGEST_MS)
    field = page.get_by_label("Write as a person…")
    field.fill("buenas, quisiera que me vea un cardiólogo")
    field.press("Enter")
    log.get_by_role("button", name="Me da igual").click()
    log.get_by_text("Me da igual").last.wait_for()
    page.wait_for_timeout(1_500)
    page.mouse.move(700, 5)


def previews(page: Any) -> None:
    """What channels make of a node."""
    page.get_by_role("tab", name="Channels").click()
    page.locator(".tw-node--ask .tw-node-head").first.click()
    page.get_by_role("article", name="WhatsApp").wait_for()


def runs_tests(page: Any) -> None:
    page.get_by_role("button", name="Run all").click()
    page.locator("[data-standing=passed]").first.wait_for(timeout=LONGEST_MS)
    page.get_by_role("button", name="Run all").wait_for(timeout=LONGEST_MS)


def shows_coverage(page: Any) -> None:
    page.get_by_role("tab", name="Coverage").click()
    page.get_by_role("button", name="Paint it on the flows").click()


def shows_painted_flows(page: Any) -> None:
    shows_coverage(page)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Flows").click()
    page.locator(".tw-node").first.wait_for()


def measures(page: Any) -> None:
    """The figures of understanding, measured where they are not yet."""
    page.get_by_role("button", name="Train and measure").first.click()
    page.get_by_text("Accuracy, cross-validated").first.wait_for(timeout=LONGEST_MS)
    cancel = page.locator(".tw-work").get_by_role("button", name="Cancel")
    cancel.wait_for(state="detached", timeout=LONGEST_MS)


def compares(page: Any) -> None:
    """What has changed since a version that was kept."""
    page.get_by_label("Name of the version").fill("As it opened in spring")
    page.get_by_role("button", name="Keep this version under a name").click()
    kept = page.locator(".tw-version", has_text="As it opened in spring")
    kept.wait_for()
    rail = page.get_by_role("navigation", name="Pages")
    rail.get_by_role("link", name="Flows").click()
    page.locator(".tw-node--say .tw-node-head").first.click()
    page.get_by_role("textbox", name="Text (en)").fill("Good morning. I am Aurora, and I can help.")
    rail.get_by_role("link", name="Versions").click()
    kept.click()
    page.locator(".tw-changes li").first.wait_for()


def stands_at_the_gate(page: Any) -> None:
    page.get_by_role("tab", name="Publish", exact=True).click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".tw-gate").wait_for(timeout=LONGEST_MS)


def counts(page: Any) -> None:
    """A dashboard, once all of it is counted."""
    page.locator(".tw-tile .bartext").first.wait_for(timeout=LONGEST_MS)
    page.get_by_text(re.compile("^Counting")).first.wait_for(state="detached", timeout=LONGEST_MS)


def opens_a_bar(page: Any) -> None:
    """The conversations behind a number of a table."""
    counts(page)
    wide = page.locator(".tw-tile[data-wide=true]").first
    wide.get_by_role("button", name=re.compile("^Options")).click()
    page.get_by_role("menuitem", name="As a table").click()
    wide.get_by_role("button", name=re.compile("show the conversations")).nth(20).click()
    page.locator(".tw-person").nth(2).click()
    page.locator(".tw-transcript__said").first.wait_for()
    page.mouse.move(700, 5)


def counts_a_funnel(page: Any) -> None:
    """The sample's funnel of the last four weeks, once both calculations agree."""
    page.get_by_label("Period", exact=True).select_option("28")
    page.get_by_text("against the period before").first.wait_for(timeout=LONGEST_MS)
    page.get_by_text("Two independent calculations agree").wait_for(timeout=LONGEST_MS)
    page.locator(".tw-numbers__bars .main-svg").first.wait_for()
    page.mouse.move(700, 5)


def opens_the_worst_cell(page: Any) -> None:
    """Who left on the channel that lies below the others."""
    counts_a_funnel(page)
    page.locator("td[data-worst=true] button").click()
    page.locator(".tw-next li").first.wait_for(timeout=LONGEST_MS)
    page.locator(".tw-person").first.click()
    page.locator(".tw-transcript__here").first.wait_for()
    page.mouse.move(700, 5)


def draws_traffic(page: Any) -> None:
    """Where people stop, over the flows."""
    counts_a_funnel(page)
    page.get_by_role("button", name="Over the canvas").click()
    page.get_by_role("menuitem", name="What share goes on by each way").click()
    page.locator(".tw-node .tw-mark-count").first.wait_for(timeout=LONGEST_MS)


FLOW = "flows/clinic/citas"
FUNNEL = "funnels/clinic?funnel=appointments"
PICTURES = (
    Picture("projects", "projects", drawn),
    Picture("flows-simulator", FLOW, talks),
    Picture("flows-simulator-dark", FLOW, talks, theme="dark"),
    Picture("flows-narrow", FLOW, drawn, size=NARROW),
    Picture("flows-channels", FLOW, previews),
    Picture("simulator", "simulator", talks),
    Picture("simulator-narrow", "simulator", talks, size=NARROW),
    Picture("triggers", "triggers", drawn),
    Picture("triggers-narrow", "triggers", drawn, size=NARROW),
    Picture("understanding", "understanding", measures),
    Picture("understanding-dark", "understanding", drawn, theme="dark"),
    Picture("tests", "tests", runs_tests),
    Picture("tests-coverage", "tests", shows_coverage),
    Picture("flows-coverage", "tests", shows_painted_flows),
    Picture("entities", "entities", drawn),
    Picture("variables", "variables", drawn),
    Picture("texts", "texts", drawn),
    Picture("texts-dark", "texts", drawn, theme="dark"),
    Picture("versions", "versions", compares),
    Picture("versions-publish", "versions", stands_at_the_gate),
    Picture("settings", "settings", drawn),
    Picture("dashboards", "dashboards/clinic?dashboard=users", counts, size=TALL),
    Picture("dashboards-people", "dashboards/clinic?dashboard=starts", opens_a_bar),
    Picture("dashboards-dark", "dashboards/clinic?dashboard=understanding", counts, theme="dark"),
    Picture("funnels", FUNNEL, counts_a_funnel, size=TALL),
    Picture("funnels-people", FUNNEL, opens_the_worst_cell),
    Picture("funnels-traffic", FUNNEL, draws_traffic),
    Picture("funnels-dark", FUNNEL, counts_a_funnel, theme="dark"),
)
# Those that show what happened, of which there has to be a history.
HISTORIES = ("dashboards", "funnels")


def take(browser: Any, base: str, picture: Picture) -> bytes:
    """A picture as PNG with few colours."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=picture.theme,
        locale="en-GB",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{base}/?project=clinic#/{picture.address}")
    page.locator(".tw-rail").wait_for()
    picture.prepare(page)
    page.wait_for_timeout(700)
    content: bytes = page.screenshot()
    context.close()
    return reduced(content)


def reduced(content: bytes) -> bytes:
    """A PNG with a palette: a third of the size, and to the eye the same."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    small = io.BytesIO()
    palette = image.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
    palette.save(small, "PNG", optimize=True)
    return small.getvalue()


def give_history(workspace: Path, into: Path) -> None:
    """Makes a demo history of the clinic that ends today, and has its project read it."""
    start = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=DAYS)
    make_history(workspace / "clinic", into, days=DAYS, start=start)
    kept = workspace / "clinic" / KEPT
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({"source": str(into)}))


@contextmanager
def studio(workspace: Path) -> Iterator[str]:
    """The address of the app on a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "engine.service.cli", "studio", str(workspace)]
    command += ["--port", str(port), "--no-browser"]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603  our own command
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(30)


def main(names: list[str]) -> None:
    """Takes the named pictures, or all."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workspace = Path(folder) / "bots"
        ignored = shutil.ignore_patterns(".*", "model")
        shutil.copytree(ROOT / "datasets" / "bots", workspace, ignore=ignored)
        wanted = [each for each in PICTURES if not names or each.name in names]
        if any(each.name.startswith(HISTORIES) for each in wanted):
            give_history(workspace, Path(folder) / "clinic.db")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with studio(workspace) as base:
            for picture in wanted:
                content = take(browser, base, picture)
                (FOLDER / f"{picture.name}.png").write_bytes(content)
                sys.stdout.write(f"{picture.name}: {len(content) // 1024} kB\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
