"""The demo history: real rows of invented people, the same for the same seed, with what was
planted to be found in them."""

import sqlite3
import statistics
from pathlib import Path

import pytest

from engine.analytics.history import History
from engine.analytics.synthetic import SYNTHETIC, is_synthetic
from engine.types.issue import TertuliaError
from workbench.demo import make_history, read_planted
from workbench.demo.planted import beside

CLINIC = Path(__file__).parents[3] / "datasets" / "bots" / "clinic"
TABLES = ("sessions", "events", "messages", "contacts", "handoffs")


@pytest.fixture(scope="module")
def database(clinic):
    with sqlite3.connect(clinic.path) as found:
        yield found
    found.close()


def rows(path: Path) -> dict[str, list[tuple]]:
    database = sqlite3.connect(path)
    found = {name: list(database.execute(f"SELECT * FROM {name}")) for name in TABLES}
    database.close()
    return found


def test_the_same_seed_gives_the_same_rows(tmp_path):
    few = {"days": 3, "scale": 0.15}
    one, same, other = (
        make_history(CLINIC, tmp_path / f"{number}.db", seed=seed, **few)
        for number, seed in enumerate((5, 5, 6))
    )
    assert rows(one.path) == rows(same.path)
    assert rows(one.path)["messages"] != rows(other.path)["messages"]
    assert one.sessions > 20


def test_everything_is_marked_as_synthetic(clinic, database):
    bundles = {name for (name,) in database.execute("SELECT DISTINCT bundle FROM messages")}
    assert len(bundles) == 1
    assert bundles.pop().startswith(SYNTHETIC)
    with History.open(clinic.path) as history:
        assert is_synthetic(history)
        assert not is_synthetic(History.of({}))
    assert read_planted(clinic.path).synthetic


def test_no_turn_fails_and_nothing_is_left_to_do(clinic, database):
    assert clinic.failed == 0
    waiting = "SELECT (SELECT count(*) FROM inbox WHERE done <> 1), (SELECT count(*) FROM outbox)"
    assert list(database.execute(waiting)) == [(0, 0)]


def test_what_is_planted_is_written_beside_it(clinic):
    assert beside(clinic.path).is_file()
    planted = read_planted(clinic.path)
    assert planted == clinic.planted
    (step,) = planted.broken_steps
    assert (step.channel, step.node, step.since) == ("instagram", "ask_day", "2026-09-21")


def test_it_is_not_written_over_what_is_there(clinic):
    with pytest.raises(TertuliaError, match="a file is there already"):
        make_history(CLINIC, clinic.path)


@pytest.mark.parametrize(
    ("sql", "least"),
    [
        ("SELECT count(DISTINCT channel) FROM sessions", 4),
        ("SELECT count(DISTINCT language) FROM sessions", 3),
        ("SELECT count(*) FROM sessions WHERE user_type = 'returning'", 50),
        ("SELECT count(DISTINCT name) FROM events WHERE kind = 'handed_back'", 2),
        ("SELECT count(*) FROM messages WHERE author = 'agent'", 50),
        ("SELECT count(DISTINCT name) FROM events WHERE kind = 'tag' AND node LIKE 'tag_%d'", 3),
        ("SELECT count(*) FROM events WHERE kind = 'not_understood'", 10),
        ("SELECT count(*) FROM events WHERE kind = 'event' AND name = 'survey'", 30),
        ("SELECT count(DISTINCT status) FROM messages WHERE direction = 'out'", 4),
        ("SELECT count(*) FROM messages WHERE content LIKE '%\"choice\"%'", 500),
        ("SELECT count(*) FROM messages WHERE content LIKE '%\"audio\"%'", 10),
    ],
)
def test_it_has_what_analysts_look_at(database, sql, least):
    ((found,),) = database.execute(sql)
    assert found >= least


def test_people_wait_longer_on_mondays(database):
    sql = """SELECT strftime('%w', h.t_us / 1000000 - 5 * 3600, 'unixepoch') = '1',
        (min(m.t_us) - h.t_us) / 1e6 FROM handoffs h JOIN messages m
        ON m.conversation = h.conversation AND m.author = 'agent' AND m.t_us > h.t_us
        GROUP BY h.seq"""
    waits = list(database.execute(sql))
    mondays, others = ([wait for is_monday, wait in waits if is_monday == each] for each in (1, 0))
    assert min(len(mondays), len(others)) >= 10
    assert statistics.median(mondays) > 1.3 * statistics.median(others)
