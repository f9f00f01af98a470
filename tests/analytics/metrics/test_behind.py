"""The sessions behind a bar are those that it counts, whatever is counted and however."""

import random
from itertools import pairwise

import pytest

from engine.analytics.metrics import METRICS, Bar, Query, measure, sessions_behind
from tests.analytics.metrics.scenes import Scenes

HOUR_S = 3600
DAYS = 4


def random_history(seed):
    """Some contacts with sessions in which they are understood, or not."""
    chance = random.Random(seed)
    scenes = Scenes()
    for contact in ("ana", "ben", "cai", "dan", "eva"):
        for number in range(1, chance.randint(2, 5)):
            at_s = chance.randrange(DAYS * 24) * HOUR_S
            channel, language = chance.choice(["web", "sms", "tel"]), chance.choice(["es", "pt"])
            scene = scenes.session(contact, number, channel=channel, language=language)
            scene.begins(at_s, country=chance.choice(["AR", "BR", ""]))
            for turn in range(chance.randint(1, 4)):
                when = at_s + turn * 60
                scene.said(when, "hola").answered(when + 1, "hola")
                if chance.random() < 0.6:
                    intent = chance.choice(["order", "hours"])
                    scene.event(when, "intent", intent=intent, name="keywords", confidence=0.8)
                else:
                    scene.event(when, "not_understood", name="not_understood")
    return scenes.history()


def bars_of(measured):
    """Each cell of the rows, as the bar that it is."""
    starts = [*dict.fromkeys(measured.rows["start_us"].to_pylist()), measured.until_us]
    ends = dict(pairwise(starts))
    for row in measured.rows.to_pylist():
        for each in measured.measures:
            times = ((row["start_us"], ends[row["start_us"]]),)
            value = row["value"] if measured.query.by else None
            yield row[each.name], Bar(times, value, each.name)


@pytest.mark.parametrize("by", ["", "channel", "country"])
@pytest.mark.parametrize("seed", range(3))
def test_as_many_sessions_are_behind_a_bar_as_it_counts(seed, by):
    history = random_history(seed)
    measured = measure(history, "users", Query(by=by, top=1, zone="America/Bogota"))
    counted = 0
    for number, bar in bars_of(measured):
        found = sessions_behind(history, METRICS["users"], measured, bar)
        if bar.measure == "sessions":
            counted += number
            assert found.num_rows == number
        elif bar.measure in {"users", "new_users", "returning_users"}:
            assert len(set(found["contact"].to_pylist())) == number
    assert counted == history.sessions.count().to_pyarrow().as_py()


@pytest.mark.parametrize("name", ["messages", "understanding"])
@pytest.mark.parametrize("seed", range(3))
def test_the_facts_behind_a_bar_are_those_it_counts(seed, name):
    history = random_history(seed)
    query = Query(where={"channel": ("web", "sms")}, by="language")
    measured = measure(history, name, query)
    counts = {each.name for each in measured.measures if each.additive}
    seen = set()
    for number, bar in bars_of(measured):
        if bar.measure in counts:
            found = sessions_behind(history, METRICS[name], measured, bar)
            assert sum(found["facts"].to_pylist()) == number
            seen |= set(found["session_id"].to_pylist())
    whole = sessions_behind(history, METRICS[name], measured, Bar())
    assert set(whole["session_id"].to_pylist()) == seen


def test_those_of_all_other_values_are_behind_the_last_bar():
    history = random_history(1)
    measured = measure(history, "users", Query(by="channel", top=1, grain="total"))
    first, other = measured.values["value"].to_pylist()
    sizes = [
        sessions_behind(history, METRICS["users"], measured, Bar(value=value)).num_rows
        for value in (first, other, None)
    ]
    assert sizes == [*measured.values["sessions"].to_pylist(), measured.totals["sessions"]]
