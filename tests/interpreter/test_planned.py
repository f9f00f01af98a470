"""Events that are planned: they happen at their moment, once, and only as planned last."""

from typing import Any

from talk import NOON_US, SECOND_US, Talk, node, program, say

from engine.runtime.clock import HandClock
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Bot, Node, Project, Topic
from engine.types.effect import StartTimer, StopTimer
from engine.types.event import Happened, Opened, TimerFired

HOUR_US = 3600 * SECOND_US


def bot(**triggers: Any) -> dict[str, Node]:
    return {
        "reminder": node("intent", "reminded", events=["remind"], **triggers),
        "reminded": say("Do not forget ${event.data.what}!"),
        "go": node("intent", "ask", phrases={"en": ["go"]}),
        "ask": node("ask", "thanks", question={"en": "How many?"}, variable="n", type="number"),
        "thanks": say("Thanks: ${n}"),
    }


def plan(talk: Talk, due_us: int, what: str = "it") -> list[str]:
    return talk.event(Happened(talk.now_us, "remind", {"what": what}, due_us=due_us))


def test_what_is_planned_says_nothing_yet_and_happens_at_its_moment() -> None:
    talk = Talk(program(bot()))
    assert plan(talk, NOON_US + HOUR_US) == []
    (timer,) = talk.turn.effects
    assert timer == StartTimer("event:remind", NOON_US + HOUR_US, 1)
    assert talk.state.session == 0
    assert talk.fire(timer.timer, timer.token, 3600) == ["Do not forget it!"]
    assert talk.state.planned == {}
    assert talk.fire(timer.timer, timer.token) == []


def test_planned_again_it_happens_at_the_new_moment_only() -> None:
    talk = Talk(program(bot()))
    plan(talk, NOON_US + HOUR_US, "this")
    plan(talk, NOON_US + 2 * HOUR_US, "that")
    assert talk.event(TimerFired(NOON_US + HOUR_US, "event:remind", 1)) == []
    assert talk.event(TimerFired(NOON_US + 2 * HOUR_US, "event:remind", 2)) == [
        "Do not forget that!"
    ]


def test_what_is_cancelled_does_not_happen() -> None:
    talk = Talk(program(bot()))
    plan(talk, NOON_US + HOUR_US)
    plan(talk, -1)
    assert talk.turn.effects == (StopTimer("event:remind"),)
    assert talk.event(TimerFired(NOON_US + HOUR_US, "event:remind", 1)) == []


def test_as_many_events_as_the_limit_allows_are_planned() -> None:
    talk = Talk(program(bot(), limits={"planned_events": 1}))
    plan(talk, NOON_US + HOUR_US)
    talk.event(Happened(NOON_US, "other", due_us=NOON_US + HOUR_US))
    assert [row.name for row in talk.records("error")] == ["too-many-planned"]
    assert [*talk.state.planned] == ["remind"]


def test_it_leaves_a_question_behind_or_stands_aside() -> None:
    for aside, after in ((False, ["Sorry"]), (True, ["Thanks: 3"])):
        talk = Talk(program(bot(aside=aside)))
        talk.open()
        talk.say("go")
        plan(talk, NOON_US + HOUR_US)
        assert talk.event(TimerFired(talk.now_us, "event:remind", 1)) == ["Do not forget it!"]
        assert talk.say("3") == after


def test_it_may_be_left_out_while_a_question_waits() -> None:
    talk = Talk(program(bot(condition="!session.waiting")))
    talk.say("go")
    plan(talk, NOON_US + HOUR_US)
    assert talk.event(TimerFired(talk.now_us, "event:remind", 1)) == []
    assert talk.say("3") == ["Thanks: 3"]


def test_a_flow_plans_for_itself_and_the_clock_of_a_rehearsal_brings_it() -> None:
    nodes = {
        "startup": node("intent", "later", events=["opened"]),
        "not_understood": node("intent", "sorry"),
        "sorry": say("Sorry"),
        "later": node(
            "signal", "hello", event="remind", data={"what": "'tea'"}, at="now + duration('2h')"
        ),
        "hello": say("Hello"),
        **bot(),
    }
    drawn = Bot(id="test", topics={"main": Topic(nodes=nodes)})
    loaded = load(Project(bots={"test": drawn}), {}, "b")
    rehearsal = Rehearsal(loaded, HandClock(NOON_US))
    rehearsal.happens(Opened(NOON_US))
    assert [each.text for each in rehearsal.messages] == ["Hello"]
    rehearsal.advance(7199)
    assert len(rehearsal.messages) == 1
    rehearsal.advance(1)
    assert rehearsal.messages[-1].text == "Do not forget tea!"
