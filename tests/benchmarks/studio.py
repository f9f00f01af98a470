"""How long one waits in the studio with a large programme, in headless Chromium.

    python -m tests.benchmarks.studio [FOLDER]

By default a bot of 200 topics, 3,000 nodes, three languages and 20,000 phrases, made from a seed;
a folder that holds a project, such as an imported programme, is copied and measured instead.
`open_s`: from navigation to the first cards. Then in milliseconds, the median of five where it can
be repeated: `topic_switch_ms`, `find_ms` from a typed word to what was found, `edit_round_trip_ms`
from an edit to its confirmation, `page_switch_ms` by page, `simulate_start_ms` with training, and
`simulate_turn_ms`. `check_s`: the check of the whole project.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from engine.project.check import check
from engine.project.read import read
from tests.benchmarks.canvas.__main__ import CHROMIUM, FLAGS, opened, search, served
from tests.benchmarks.canvas.bots import large_bot, save

TURNS = 5
READY = ".tw-work :is(h1, h2, [role=tab], .tw-node, .tw-intent, .tw-sim, table)"
# `Any` in this module: Playwright's objects, which are not installed where types are checked.
PAGES_JS = """async (names) => {
  const root = bench.root();
  const figures = {};
  for (const name of names) {
    const link = root.querySelector(`.tw-rail a[href*="#/${name}"]`);
    const start = performance.now();
    link.click();
    await bench.frame();
    while (!root.querySelector(READY)) await bench.frame();
    await bench.frame();
    figures[name] = Math.round(performance.now() - start);
    await new Promise((done) => setTimeout(done, 400));
  }
  return figures;
}""".replace("READY", json.dumps(READY))
SPEAK_JS = """async (text) => {
  const root = bench.root();
  const said = () => root.querySelectorAll(".tw-turn:not([aria-hidden])").length;
  const before = said();
  const field = root.querySelector(".tw-composer textarea");
  const start = performance.now();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await bench.frame();
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  while (said() === before) await bench.frame();
  return performance.now() - start;
}"""


def topic_switches(page: Any, titles: list[str]) -> float:
    """Milliseconds to a topic's first cards."""
    return 1000 * statistics.median(page.evaluate(f"bench.open({title!r})") for title in titles)


def round_trips(page: Any) -> float:
    """Milliseconds until a moved node is confirmed."""
    page.locator(".tw-canvas").focus()
    page.keyboard.press("ArrowRight")
    times = []
    for number in range(TURNS):
        page.keyboard.press("Alt+ArrowRight" if number % 2 else "Alt+ArrowLeft")
        page.wait_for_timeout(1_000)
        times.append(page.evaluate("performance.getEntriesByName('tertulia edit').at(-1).duration"))
    return statistics.median(times)


def turns(page: Any) -> dict[str, float]:
    """The simulator beside the canvas: its start, with what it trains, and a turn."""
    start = time.perf_counter()
    page.get_by_role("tab", name="Simulator").click()
    page.locator(".tw-turn").first.wait_for(timeout=120_000)
    figures = {"simulate_start_ms": round(1000 * (time.perf_counter() - start))}
    times = [page.evaluate(SPEAK_JS, f"bada lome {number}") for number in range(TURNS)]
    return figures | {"simulate_turn_ms": round(statistics.median(times))}


def measured(browser: Any, home: Path) -> dict[str, Any]:
    """The figures of a project's folder."""
    project, _ = read(home)
    start = time.perf_counter()
    check(project)
    figures: dict[str, Any] = {"check_s": round(time.perf_counter() - start, 2)}
    bot = max(project.bots.values(), key=lambda one: len(one.topics))
    largest = sorted(bot.topics, key=lambda name: -len(bot.topics[name].nodes))[: TURNS + 1]
    titles = [next(iter(bot.topics[name].title.values()), name) for name in largest[1:]]
    figures["nodes"] = sum(len(topic.nodes) for topic in bot.topics.values())
    with served(home) as base:
        opened(browser, f"{base}#/flows/{bot.id}/{largest[0]}")[0].context.close()
        page, open_s = opened(browser, f"{base}#/flows/{bot.id}/{largest[0]}")
        figures["open_s"] = round(open_s, 2)
        page.wait_for_timeout(2_000)
        figures["topic_switch_ms"] = round(topic_switches(page, titles))
        figures["edit_round_trip_ms"] = round(round_trips(page))
        page.keyboard.press("Control+f")
        page.wait_for_selector("[role=combobox]")
        page.wait_for_timeout(800)
        figures["find_ms"] = round(1000 * search(page))
        page.keyboard.press("Escape")
        figures |= turns(page)
        names = [
            one.split("#/")[1].split("/")[0]
            for one in page.locator(".tw-rail a").evaluate_all("all => all.map((one) => one.hash)")
        ]
        figures["page_switch_ms"] = page.evaluate(PAGES_JS, names)
    return figures


def main() -> None:
    """Runs all and prints the figures."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if len(sys.argv) > 1:
            home = Path(folder) / "given"
            shutil.copytree(sys.argv[1], home)
        else:
            home = save(large_bot("large"), Path(folder))
        figures = measured(browser, home)
        browser.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
