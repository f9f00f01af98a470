"""`tertulia top`: what it says of running servers, and its arithmetic."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from running_service import Service

from engine.service.cli.top import view
from engine.service.metrics import Histogram, exposition
from engine.service.overview import overview, quantile
from engine.service.scrape import Scrape, parse
from engine.stores.memory import MemoryStore
from tests.service.cli.command_line import tertulia
from tests.service.test_operations import say, until, value, worker


def shown(found) -> str:
    console = Console(file=io.StringIO(), width=160)
    console.print(view(found))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_servers_are_looked_at_once_for_scripts(tmp_path: Path) -> None:
    with worker(tmp_path / "a", MemoryStore()) as one, worker(tmp_path / "b", MemoryStore()) as two:
        say(one)
        until(lambda: value(one, "tertulia_send_seconds_count") == 1)
        done = tertulia("top", one.base, two.base, "--once", "--json", "--every", 0.2)
    assert done.code == 0
    assert [each["url"] for each in done.json["workers"]] == [one.base, two.base]
    assert [each["partitions"] for each in done.json["workers"]] == [256, 256]
    assert done.json["workers"][0]["bundle"] == "tiny-1"
    assert [each["route"] for each in done.json["routes"]] == ["api"]


def test_a_server_that_cannot_be_read_is_said_and_the_others_are_shown(service: Service) -> None:
    done = tertulia("top", service.base, "http://127.0.0.1:9", "--once", "--every", 0.2)
    assert done.code == 1
    assert "not read" in done.out
    assert " up " in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_key_is_asked_for_where_one_is_needed(start, tmp_path: Path) -> None:
    guarded = start(metrics="key")
    key = tmp_path / "key"
    key.write_text(guarded.key("metrics")["Authorization"].removeprefix("Bearer "))
    asked = ("top", guarded.base, "--once", "--json", "--every", 0.2)
    refused = tertulia(*asked)
    assert refused.code == 1
    assert "wants a key" in refused.json["workers"][0]["problem"]
    assert tertulia(*asked, "--key-file", key).code == 0


def test_json_goes_with_once() -> None:
    refused = tertulia("top", "--json")
    assert (refused.code, "--once" in refused.err) == (2, True)


def scrape_of(at_s: float, text: str) -> Scrape:
    return Scrape(at_s, parse(text))


def test_rates_are_of_the_time_between_and_survive_a_restart() -> None:
    sample = 'tertulia_turns_total{{outcome="ok"}} {}\ntertulia_up 1\n'.format
    before = {"a": scrape_of(10, sample(100)), "b": scrape_of(10, sample(500))}
    after = {"a": scrape_of(12, sample(140)), "b": scrape_of(12, sample(30))}
    found = overview(before, after)
    assert [each.turns_per_s for each in found.workers] == [20, 15]
    assert found.turns_per_s == 35
    assert overview(after, after).turns_per_s == 0


def test_what_is_in_the_store_is_counted_once_and_routes_are_summed() -> None:
    text = (
        "tertulia_inbox_dead 3\ntertulia_partitions_held 128\n"
        'tertulia_route_waiting{route="whatsapp"} 4\n'
        'tertulia_deliveries_total{route="whatsapp",outcome="retry"} 10\n'
        'tertulia_trial_share{bundle="b1"} 0.1\n'
    )
    later = text.replace("} 10", "} 16")
    found = overview(
        dict.fromkeys("ab", scrape_of(0, text)), dict.fromkeys("ab", scrape_of(2, later))
    )
    assert (found.dead_events, found.partitions_held, found.trials) == (3, 256, {"b1": 0.1})
    (route,) = found.routes
    assert (route.route, route.waiting, route.retried_per_s) == ("whatsapp", 8, 6)
    text = shown(found)
    assert "whatsapp" in text
    assert "b1 10%" in text


@pytest.mark.parametrize(("part", "bound"), [(0.5, 0.01), (0.99, 0.5), (1, 10)])
def test_quantiles_are_of_new_observations(part: float, bound: float) -> None:
    histogram = Histogram("tertulia_turn_seconds", "x")
    for _ in range(1000):
        histogram.observe(5)
    before = scrape_of(0, exposition([histogram]))
    for seconds in [0.009] * 60 + [0.3] * 39 + [99]:
        histogram.observe(seconds)
    after = scrape_of(1, exposition([histogram]))
    assert quantile(before, after, "turn_seconds", part) == bound
    assert quantile(after, after, "turn_seconds", part) == 0


def test_labels_are_read_as_they_were_written() -> None:
    samples = parse('# HELP x y\ntertulia_a{b="c\\"d\\\\e\\nf",g="h"} 1.5e-3\n')
    assert samples == {("tertulia_a", (("b", 'c"d\\e\nf'), ("g", "h"))): 0.0015}
