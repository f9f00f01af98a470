"""What is planted in a demo history is found in it again, at the size at which it was planted.

Chance is seeded, so that nothing here is flaky. Bounds are four standard errors wide: they hold
for nearly every seed, and hold no longer where an effect is not there.
"""

import datetime as dt
import json
import sqlite3
from pathlib import Path

import pytest

from engine.analytics.funnel import Breakdown, FunnelSpec, count
from engine.analytics.funnel.spec import Happened, Node, Port
from engine.analytics.history import History
from engine.expressions.folding import fold
from workbench.demo import make_history

BOTS = Path(__file__).parents[3] / "datasets" / "bots"
ERRORS = 4


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    return make_history(BOTS / "shop", path, days=14, seed=1, scale=0.8)


def ask(made, sql, *values):
    with sqlite3.connect(made.path) as database:
        found = list(database.execute(sql, values))
    database.close()
    return found


def test_the_broken_step_is_broken_on_its_channel_from_its_day_on(clinic):
    (broken,) = clinic.planted.broken_steps
    spec = FunnelSpec(
        steps=(Node(node=broken.node), Port(node=broken.node, port="next")),
        entity="session",
        breakdown=Breakdown("channel"),
        zone="America/Guayaquil",
    )
    day = dt.date.fromisoformat(broken.since)
    with History.open(clinic.path) as history:
        before = passed(count(with_days(spec, until=day - dt.timedelta(days=1)), history))
        since = passed(count(with_days(spec, since=day), history))
    assert before[broken.channel] > 0.85
    assert since[broken.channel] < 0.65
    assert min(rate for name, rate in since.items() if name != broken.channel) > 0.85


def with_days(spec, **days):
    return FunnelSpec(
        steps=spec.steps, entity=spec.entity, breakdown=spec.breakdown, zone=spec.zone, **days
    )


def passed(funnel) -> dict[str, float]:
    rows = [row for row in funnel.rows() if row.step == 2]
    assert min(row.entered for row in rows) >= 10
    return {row.value: row.rate for row in rows}


def test_days_have_as_many_sessions_as_their_rhythm_says(clinic):
    (rhythm,) = clinic.planted.rhythms
    day = "date(started_us / 1000000 - 5 * 3600, 'unixepoch')"
    sql = f"SELECT {day}, count(*) FROM sessions GROUP BY 1"
    days = {dt.date.fromisoformat(day): number for day, number in ask(clinic, sql)}
    for weekday, factor in enumerate(rhythm.week):
        mean = rhythm.sessions * factor
        found = [number for day, number in days.items() if day.weekday() == weekday]
        # Some sessions go on past midnight or silence as another one.
        error = (mean / len(found)) ** 0.5
        assert abs(sum(found) / len(found) - mean) < ERRORS * error + 0.08 * mean


def test_a_campaign_brings_new_people_on_its_days(shop):
    (campaign,) = shop.planted.campaigns
    sql = """SELECT date(t_us / 1000000 - 4 * 3600, 'unixepoch'), user_type, count(*) FROM events
        WHERE kind = 'event' AND name = 'referral' AND data LIKE ? GROUP BY 1, 2"""
    found = ask(shop, sql, f'%"campaign":"{campaign.name}"%')
    days = {day for day, _, _ in found}
    assert {kind for _, kind, _ in found} == {"new"}
    assert (min(days), max(days)) == (campaign.since, campaign.until)
    mean = campaign.sessions * len(days)
    assert abs(sum(number for *_, number in found) - mean) < ERRORS * mean**0.5


def test_an_experiment_has_its_difference(shop):
    (experiment,) = shop.planted.experiments
    with History.open(shop.path) as history:
        for way, rate in experiment.rates.items():
            steps = (Port(node=experiment.node, port=way), Happened(name=experiment.event))
            first, last = count(FunnelSpec(steps=steps, entity="session"), history).rows()
            error = (rate * (1 - rate) / first.converted) ** 0.5
            assert first.converted > 50
            assert abs(last.rate - rate) < ERRORS * error


@pytest.mark.parametrize("name", ["clinic", "shop"])
def test_planted_words_are_not_understood(name, request):
    made = request.getfixturevalue(name)
    planted = {
        fold(text): words.meant
        for words in made.planted.words
        for texts in words.say.values()
        for text in texts
    }
    sql = """SELECT m.content, e.intent FROM messages m JOIN events e
        ON e.conversation = m.conversation AND e.turn = m.turn
        WHERE m.direction = 'in' AND e.kind = 'intent' AND e.name <> 'inactivity'"""
    said = [(fold(json.loads(row).get("text", "")), intent) for row, intent in ask(made, sql)]
    found = [intent == planted[text] for text, intent in said if text in planted]
    assert len(found) > 30
    assert sum(found) / len(found) < 0.15


def test_words_of_a_subject_come_up_on_its_day(clinic):
    words = next(each for each in clinic.planted.words if each.goal == "donate_blood")
    sql = """SELECT min(date(t_us / 1000000 - 5 * 3600, 'unixepoch')) FROM messages
        WHERE direction = 'in' AND content LIKE '%onar sangre%'"""
    ((first,),) = ask(clinic, sql)
    assert words.since <= first <= "2026-09-22"
