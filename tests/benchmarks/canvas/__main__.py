"""How quick the canvas is, in headless Chromium through the real app.

    python -m tests.benchmarks.canvas

`first_paint_s_N`: from choosing a topic of N nodes in the open app to its visible cards drawn.
`drag_fps_N`, `pan_fps_N`: frames a second while a node is dragged and the canvas is moved with all
N nodes in view (`..._work_N`: at the scale at which people work). `edit_round_trip_ms`: from an
edit to its confirmation by Python, at 500 nodes, the median of ten that come one by one;
`..._busy_ms` of ten that come while the project is still checked after the one before. `page_s`:
from the navigation of a fresh browser to a canvas of 50 nodes; the server is warm. `large_...`: a
bot of 200 topics, 3,000 nodes and 20,000 phrases in three languages: its page, a topic, a search,
a check.
"""

import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.project.check import check
from engine.project.read import read
from tests.benchmarks.canvas.bots import COLUMN, ROW, column_of, drawn_bot, large_bot, save
from workbench.widgets import BUNDLE

SIZES = (50, 500, 2_000)
SECONDS = 2.0
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVE = """
import sys
from pathlib import Path
from workbench.app import serve
serve(Path(sys.argv[1]), int(sys.argv[2]), show=False)
"""
PAGE_JS = Path(__file__).with_name("page.js").read_text()
# `Any` in this module: Playwright's objects, which are not installed where types are checked.


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the app on a folder, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", SERVE, str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.wait(20)


def opened(browser: Any, address: str) -> tuple[Any, float]:
    """A page in a fresh profile, and the seconds from navigation to its first cards."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(PAGE_JS)
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".tw-node")
    return page, time.perf_counter() - start


def frames_of(page: Any, x: float, y: float) -> float:
    """Frames a second while the pressed pointer goes to and fro."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 5)
    page.evaluate("bench.count()")
    end = time.perf_counter() + SECONDS
    step = 0
    while time.perf_counter() < end:
        step += 1
        page.mouse.move(x + 60 * ((step // 20) % 2) + step % 20 * 3, y + step % 20 * 3)
    fps = page.evaluate("bench.stop()")
    page.mouse.up()
    page.wait_for_timeout(300)
    return float(fps)


def empty_place(page: Any) -> tuple[float, float]:
    """A place of the canvas where nothing is drawn."""
    found = page.evaluate("""() => {
      const root = bench.root(), box = root.querySelector(".tw-canvas").getBoundingClientRect();
      for (let y = box.bottom - 12; y > box.top + 80; y -= 7)
        for (let x = box.right - 200; x > box.left + 300; x -= 7)
          if (root.elementFromPoint(x, y)?.classList.contains("react-flow__pane")) return [x, y];
    }""")
    return float(found[0]), float(found[1])


def a_node(page: Any, size: int) -> tuple[float, float]:
    """A place on the head of a card in the middle of what is in view."""
    found = page.evaluate(
        """([size, columns, rows, high]) => {
      const root = bench.root(), box = root.querySelector(".tw-canvas").getBoundingClientRect();
      const style = root.querySelector(".react-flow__viewport").style.transform;
      const [x, y, zoom] = style.match(/-?[\\d.]+/g).map(Number);
      for (let number = 0; number < size; number += 1) {
        const left = box.left + x + Math.floor(number / high) * columns * zoom;
        const top = box.top + y + (number % high) * rows * zoom;
        const isInside = left > box.left + 200 && left < box.right - 300;
        if (isInside && top > box.top + 150 && top < box.bottom - 320)
          return [left + 60 * zoom, top + 12 * zoom];
      }
    }""",
        [size, COLUMN, ROW, column_of(size)],
    )
    return float(found[0]), float(found[1])


def measure(page: Any, size: int) -> dict[str, float]:
    """The figures of a topic."""
    figures = {f"first_paint_s_{size}": round(page.evaluate(f"bench.open('n{size}')"), 3)}
    page.wait_for_timeout(1_000)
    figures[f"drag_fps_work_{size}"] = round(frames_of(page, *a_node(page, size)), 1)
    figures[f"pan_fps_work_{size}"] = round(frames_of(page, *empty_place(page)), 1)
    page.locator(".tw-canvas").focus()
    page.keyboard.press("1")
    page.wait_for_timeout(1_500)
    figures[f"drag_fps_{size}"] = round(frames_of(page, *a_node(page, size)), 1)
    said = page.locator(".tw-flows-middle > [role=status]").last.inner_text()
    assert said.startswith("Move"), f"no node was dragged: {said!r}"
    figures[f"pan_fps_{size}"] = round(frames_of(page, *empty_place(page)), 1)
    # Back to where cards can be read: a topic is opened again as it was left.
    page.keyboard.press("2")
    page.wait_for_selector(".tw-node")
    return figures


def round_trip(page: Any, apart_ms: int) -> float:
    """Milliseconds until an edit is confirmed: the median of ten, so far apart."""
    page.evaluate("bench.open('n500')")
    page.wait_for_timeout(500)
    page.mouse.click(*a_node(page, 500))
    times = []
    for number in range(10):
        page.keyboard.press("Alt+ArrowRight" if number % 2 else "Alt+ArrowLeft")
        page.wait_for_timeout(apart_ms)
        times.append(page.evaluate("performance.getEntriesByName('tertulia edit').at(-1).duration"))
    return statistics.median(times)


def drawn(browser: Any, folder: Path) -> dict[str, float]:
    """The figures of the canvas."""
    home = save(drawn_bot("drawn", SIZES), folder)
    with served(home) as base:
        opened(browser, f"{base}#/flows/drawn/n50")[0].context.close()
        page, page_s = opened(browser, f"{base}#/flows/drawn/n50")
        figures = {"page_s": round(page_s, 2)}
        page.evaluate("bench.open('n500')")
        for size in SIZES:
            figures |= measure(page, size)
        figures["edit_round_trip_ms"] = round(round_trip(page, 2_500), 1)
        figures["edit_round_trip_busy_ms"] = round(round_trip(page, 400), 1)
    return figures


def large(browser: Any, folder: Path) -> dict[str, float]:
    """The figures of a bot of 200 topics."""
    home = save(large_bot("large"), folder)
    project, _ = read(home)
    start = time.perf_counter()
    check(project)
    figures = {"large_check_s": round(time.perf_counter() - start, 2)}
    with served(home) as base:
        opened(browser, f"{base}#/flows/large/t000")[0].context.close()
        page, page_s = opened(browser, f"{base}#/flows/large/t000")
        figures["large_page_s"] = round(page_s, 2)
        figures["large_topic_s"] = round(page.evaluate("bench.open('t150')"), 3)
        page.keyboard.press("Control+f")
        page.wait_for_selector("[role=combobox]")
        page.wait_for_timeout(800)
        figures["large_find_s"] = round(search(page), 3)
    return figures


def search(page: Any) -> float:
    """Seconds from a typed word to what was found, drawn."""
    return float(
        page.evaluate("""async () => {
      const field = bench.root().querySelector("[role=combobox]");
      const start = performance.now();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "bada");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      while (!bench.root().querySelector("[role=option]")) {
        await bench.frame();
        if (performance.now() - start > 20_000) throw new Error("nothing was found");
      }
      await bench.frame();
      return (performance.now() - start) / 1000;
    }""")
    )


def main() -> None:
    """Runs all and prints the figures."""
    from playwright.sync_api import sync_playwright

    figures: dict[str, float] = {"bundle_kb": round(BUNDLE.stat().st_size / 1024, 1)}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        figures |= drawn(browser, Path(folder))
        figures |= large(browser, Path(folder))
        browser.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
