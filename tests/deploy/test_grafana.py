"""The dashboard: every metric that it names is one that a server has."""

import asyncio
import json
import re
from pathlib import Path

from engine.runtime.runtime import Runtime
from engine.service.meters import Meters
from engine.service.metrics import Histogram
from engine.stores.memory import MemoryStore
from tests.service.tiny_bot import loaded

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana.json"


def expressions() -> dict[str, list[str]]:
    """What each panel asks for, by its title."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = {p["title"]: [t["expr"] for t in p["targets"]] for p in panels if p["type"] != "row"}
    assert asked
    return asked


async def known() -> dict[str, str]:
    """The metrics of a server and their kinds."""
    text = await Meters(Runtime(MemoryStore(), loaded(), {}), lambda: 0).text()
    return dict(re.findall(r"# TYPE (\w+) (\w+)", text))


def test_every_metric_that_is_asked_for_exists() -> None:

    metrics = asyncio.run(known())
    parts = {f"{n}{end}" for n, kind in metrics.items() if kind == Histogram.kind
             for end in ("_bucket", "_sum", "_count")}  # fmt: skip
    for title, asked in expressions().items():
        for expression in asked:
            names = set(re.findall(r"tertulia_\w+", expression))
            assert names
            assert names <= {*metrics, *parts}, title
            for name in names:
                is_counted = metrics.get(name) == "counter" or name in parts
                assert is_counted == (f"rate({name}" in expression), (title, name)


def test_every_metric_of_note_is_on_the_dashboard() -> None:

    text = " ".join(expression for asked in expressions().values() for expression in asked)
    shown = set(re.findall(r"tertulia_\w+", text))
    shown |= {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown}
    left_out = set(asyncio.run(known())) - shown
    # Counts of what there is, which an alert has no use for, and request times of pages.
    assert left_out == {
        *("tertulia_info", "tertulia_timers", "tertulia_conversations", "tertulia_sessions"),
        "tertulia_http_request_seconds",
    }


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells
