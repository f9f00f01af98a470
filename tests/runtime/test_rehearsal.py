import pytest
from pure_bot import PURE

from engine.runtime.inbox import RefusedError
from engine.runtime.rehearsal import Rehearsal, RehearsalError
from engine.types.effect import CallService
from engine.types.event import Answered


def texts(exchange) -> list[str]:
    return [message.text for message in exchange.messages]


def test_a_conversation_goes_back_and_forth() -> None:
    rehearsal = Rehearsal(PURE)
    assert texts(rehearsal.open()) == ["hello"]
    assert texts(rehearsal.press("B")) == ["1 B"]
    assert texts(rehearsal.say("so")) == ["2 so"]
    assert [m.text for m in rehearsal.messages] == ["hello", "1 B", "2 so"]
    assert rehearsal.exchanges[-1].events[0].readings["pure"].intents[0].intent == "talk"


def test_a_button_that_is_not_shown_names_those_that_are() -> None:
    rehearsal = Rehearsal(PURE)
    rehearsal.open()
    with pytest.raises(RehearsalError, match=r"no button 'C' to press; .* 'A', 'B'"):
        rehearsal.press("C")


def test_timers_fire_at_their_own_moment() -> None:
    rehearsal = Rehearsal(PURE)
    rehearsal.say("remind")
    began = rehearsal.clock.now_us()
    assert texts(rehearsal.advance(59)) == []
    fired = rehearsal.advance(100)
    assert texts(fired) == ["timer wait 1"]
    assert fired.events[0].t_us == began + 60_000_000
    assert rehearsal.clock.now_us() == began + 159_000_000
    assert texts(rehearsal.advance(1000)) == []


def test_a_stopped_timer_stays_silent() -> None:
    rehearsal = Rehearsal(PURE)
    rehearsal.say("remind")
    rehearsal.say("never mind")
    assert texts(rehearsal.advance(100)) == []


def test_effects_are_answered_by_script_by_delivery_or_by_hand() -> None:
    scripted = Rehearsal(PURE, answers={"call_service": ("ok", {"price": 3})})
    assert texts(scripted.say("call")) == ["answer 1.1 ok {'price': 3}"]

    computed = Rehearsal(PURE, answers={"call_service": lambda effect: ("failed", effect.url)})
    assert texts(computed.say("call")) == ["answer 1.1 failed https://example.org/price"]

    async def deliver(effect):
        return Answered(0, effect.key, "timeout")

    real = Rehearsal(PURE, deliveries={CallService: deliver})
    assert texts(real.say("call")) == ["answer 1.1 timeout None"]

    by_hand = Rehearsal(PURE)
    assert texts(by_hand.say("call")) == []
    assert list(by_hand.waiting) == ["1.1"]
    assert texts(by_hand.answer("1.1", "ok", 4)) == ["answer 1.1 ok 4"]
    with pytest.raises(RehearsalError, match=r"no effect '1\.1' waits"):
        by_hand.answer("1.1")


def test_a_rehearsal_steps_back_and_repeats_itself() -> None:
    rehearsal = Rehearsal(PURE)
    rehearsal.say("a")
    rehearsal.say("remind")
    before, now = rehearsal.state, rehearsal.clock.now_us()
    first = rehearsal.advance(90)
    rehearsal.back()
    assert (rehearsal.state, rehearsal.clock.now_us()) == (before, now)
    assert rehearsal.advance(90) == first
    rehearsal.back(3)
    assert rehearsal.state.turn == 0
    with pytest.raises(RehearsalError, match="cannot go 1 steps back; 0"):
        rehearsal.back()


def test_a_variable_is_changed_by_hand() -> None:
    rehearsal = Rehearsal(PURE)
    rehearsal.say("a")
    rehearsal.set_variable("count", 41)
    assert texts(rehearsal.say("b")) == ["42 b"]
    rehearsal.set_variable("count", None)
    assert "count" not in rehearsal.state.variables


def test_messages_are_cleaned_and_refused_as_live() -> None:
    rehearsal = Rehearsal(PURE)
    assert texts(rehearsal.say("a\x00\r\nb\ud800")) == ["1 a\nb"]
    with pytest.raises(RefusedError, match="20,001 characters"):
        rehearsal.say("x" * 20_001)
