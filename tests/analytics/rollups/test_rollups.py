"""Kept facts give what history gives, however it grows."""

import datetime as dt
import random

import pytest
from msgspec import structs

from engine.analytics.facts import FACTS
from engine.analytics.history import History
from engine.analytics.metrics import METRICS, Query, measure
from engine.analytics.metrics.answer import answer_of
from engine.analytics.metrics.protocol import Metric, distinct
from engine.analytics.rollups import Rollups, counts, keeping
from engine.stores.rows import HISTORY_ROWS, Batch, SessionEnd
from engine.stores.sqlite import SqliteStore
from engine.types.post import Report
from tests.analytics.metrics.clinic import DAY_S, clinic
from tests.analytics.metrics.scenes import MONDAY_US, SECOND_US, Scenes

EMPTY = {int: 0, float: 0.0, str: ""}
# Sums, different people, percentiles, and what reports of delivery change.
STANDING = ("users", "agents", "responses", "messages")
ENDED_US = MONDAY_US + 5 * DAY_S * SECOND_US


def rows(scenes: Scenes, name: str):
    """What was written so far, as the store keeps it; and is forgotten here."""
    kind = HISTORY_ROWS[name]
    found = [
        kind(**{one.name: row.get(one.name, EMPTY[one.type]) for one in structs.fields(kind)})
        for row in scenes.tables[name]
    ]
    scenes.tables[name] = []
    return found


def write(store: SqliteStore, scenes: Scenes, **more) -> None:
    """Writes what happened, in the order of its numbers."""
    store.commit(Batch(**{name: rows(scenes, name) for name in HISTORY_ROWS}, **more))


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "store.db")
    yield store
    store.close()


def same(rollups: Rollups, history: History, name: str, query: Query) -> None:
    kept, direct = rollups.measure(name, query), measure(history, name, query)
    assert answer_of(kept) == answer_of(direct), f"{name} {query}"


def some_queries(chance: random.Random, name: str):
    """A few questions to a metric."""
    facts = FACTS[METRICS[name].facts]
    columns = ["", "channel", "country", "user_type", *facts.dimensions]
    zone = chance.choice(["UTC", "America/Bogota", "Asia/Kathmandu"])
    by = chance.choice(columns)
    yield Query(
        zone=zone, by=by, top=chance.choice([1, 3, 25]), grain=chance.choice(["day", "hour"])
    )
    yield Query(zone=zone, last="3d", compare=True, where={"channel": ("web",)}, grain="total")


def standing_query(name: str) -> Query:
    """A question that stays the same as history grows."""
    first = dt.date(2026, 11, 2)
    by = METRICS[name].by or "user_type"
    return Query(since=first, until=first + dt.timedelta(days=9), by=by, top=2, compare=True)


class People:
    """Random people who go on talking."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.scenes = chance, Scenes()
        self.open = {}
        self.numbers = dict.fromkeys("abcdef", 0)
        self.unread = []
        self.at_s = 0.0

    def goes_on(self) -> dict:
        """Some time in which things happen; what changes besides rows that are added."""
        ended = []
        for _ in range(self.chance.randrange(1, 8)):
            self.at_s += self.chance.randrange(1, 40_000)
            contact = self.chance.choice("abcdef")
            if contact not in self.open:
                self._begin(contact)
            elif self.chance.random() < 0.3:
                scene = self.open.pop(contact)
                ended.append(SessionEnd(scene.who["session_id"], self._us(), "archived"))
            else:
                self._talk(self.open[contact])
        return {"ended": ended}

    def _us(self) -> int:
        return MONDAY_US + int(self.at_s * SECOND_US)

    def _begin(self, contact: str) -> None:
        self.numbers[contact] += 1
        channel = "web" if contact in "abc" else "sms"
        scene = self.scenes.session(contact, self.numbers[contact], channel=channel)
        scene.begins(self.at_s, country=self.chance.choice(["", "CO"]))
        self.open[contact] = scene

    def _talk(self, scene) -> None:
        # Now and then something that happened long ago comes in.
        at_s = self.at_s - (100_000 if self.chance.random() < 0.1 else 0)
        scene.said(at_s, "hola")
        thing = self.chance.randrange(6)
        if thing == 0:
            scene.event(at_s, "not_understood", name="silent")
        elif thing == 1:
            scene.event(at_s, "handed_over", {"agent": ""}, name="sales")
        elif thing == 2:
            scene.event(at_s, "event", {"agent": "luz"}, name="agent_took")
            scene.answered(at_s + 5, author="agent")
        elif thing == 3:
            scene.event(at_s, "received", {"agent": "luz"}, name="handed_back")
        elif thing == 4:
            scene.event(at_s, "rating", {"score": 4, "least": 1, "most": 5}, name="csat")
        else:
            scene.event(at_s, "intent", intent="order", name="classifier", confidence=0.7)
            id_ = f"out{self.scenes.seq}"
            scene.answered(at_s + self.chance.randrange(20), external_id=id_)
            self.unread.append((scene.who["channel"], id_, scene.who["conversation"]))


# Once with so few noted changes that they are forgotten in between.
@pytest.mark.parametrize(("seed", "most"), [(0, keeping.MOST_CHANGES), (1, 30)])
def test_they_equal_history_as_it_grows(seed, most, store, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_CHANGES", most)
    chance = random.Random(seed)
    people = People(chance)
    write(store, people.scenes, **people.goes_on())
    write(store, people.scenes, **people.goes_on())
    with History.open(store.path) as history:
        rollups = Rollups(history)
        for _ in range(3):
            more = people.goes_on()
            read = [people.unread.pop() for _ in range(len(people.unread) // 2)]
            reports = [Report(*one[:2], "read", people._us(), "", one[2]) for one in read]
            write(store, people.scenes, reports=reports, **more)
            assert rollups.refresh()
            for name in chance.sample(list(METRICS), 2):
                for query in some_queries(chance, name):
                    same(rollups, history, name, query)
            for name in STANDING:
                same(rollups, history, name, standing_query(name))
        rollups.close()


def test_they_answer_all_metrics_of_a_history_that_does_not_grow():
    with clinic().history() as history:
        rollups = Rollups(history)
        assert not rollups.refresh()
        for name, metric in METRICS.items():
            same(rollups, history, name, Query(by=metric.by, zone="America/Bogota", compare=True))
        for query in (Query(tags=("vip",)), Query(last="30min", grain="minute")):
            same(rollups, history, "messages", query)
        rollups.close()


def test_what_is_too_much_to_keep_is_counted_each_time(monkeypatch):
    monkeypatch.setattr(counts, "MOST_GROUPS", 3)
    with clinic().history() as history:
        rollups = Rollups(history)
        for name in ("users", "queues"):
            same(rollups, history, name, Query(by="channel", compare=True))
        rollups.close()


def test_a_measure_of_another_make_is_counted_each_time(monkeypatch):
    title = {"en": "Sessions"}
    sessions = distinct("sessions", title, "session_id")
    monkeypatch.setitem(METRICS, "others", Metric("others", title, title, "sessions", (sessions,)))
    with clinic().history() as history:
        rollups = Rollups(history)
        same(rollups, history, "others", Query(by="channel"))
        assert rollups.measure("others").totals["sessions"] > 0
        rollups.close()


def test_of_nothing_there_is_nothing():
    with History.of({}) as history:
        rollups = Rollups(history)
        for name in METRICS:
            same(rollups, history, name, Query())
        rollups.close()


def test_what_changes_in_an_old_session_is_seen_later(store):
    scenes = Scenes()
    old = scenes.session("ana").begins(0).said(1).answered(2, external_id="m1")
    scenes.session("ben").begins(30 * DAY_S).said(30 * DAY_S)
    write(store, scenes)
    now_s = [0.0]
    with History.open(store.path) as history:
        rollups = Rollups(history, lambda: now_s[0])
        report = Report(old.who["channel"], "m1", "read", MONDAY_US, "", old.who["conversation"])
        store.commit(Batch(reports=[report]))
        now_s[0] = 1.0
        assert rollups.refresh()
        assert rollups.measure("messages").totals["read"] == 0
        now_s[0] = 601.0
        rollups.refresh()
        assert rollups.measure("messages").totals["read"] == 1
        rollups.close()
