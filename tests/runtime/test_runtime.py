"""The runtime on every store: what comes in is kept, answered in order, and once."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from live import post, quiet, running, say, texts, until
from msgspec.structs import replace
from pure_bot import DAY_US, PURE

from engine.runtime.clock import HandClock
from engine.runtime.deliveries.protocol import Work
from engine.runtime.inbox import OverloadedError, RefusedError
from engine.runtime.options import Options
from engine.stores.memory import MemoryStore
from engine.stores.protocol import Store, StoreError
from engine.stores.rows import Arrival, Batch
from engine.stores.sqlite import SqliteStore
from engine.types.bot import Bot
from engine.types.effect import CallService
from engine.types.event import Answered, Contact, HandedBack, Happened, Opened, Said
from engine.types.message import Message
from engine.types.post import Sent


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> Store:
    return open_store(request.param)


def kinds(store: Store, conversation: str = "c1") -> list[str]:
    return [row.kind for row in store.events(conversation)]


def test_a_message_is_answered_and_history_knows(store: Store) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            assert await say(runtime, "hi", contact="ana")
            await quiet(store)

    asyncio.run(scene())
    heard, said = store.messages("c1")
    assert (heard.direction, heard.author, heard.status) == ("in", "person", "received")
    assert (said.direction, said.author, said.status) == ("out", "bot", "sent")
    assert (said.conversation, said.contact, said.session_id) == ("c1", "ana", "c1:1")
    assert (said.bot, said.bundle, said.language) == ("pure", "pure-1", "en")
    assert (said.user_type, said.turn, said.node) == ("new", 1, "start")
    assert texts([said]) == ["1 hi"]
    assert heard.seq < said.seq
    started, visit = store.events("c1")
    assert (started.kind, visit.kind, visit.intent, visit.confidence) == (
        "session_started",
        "visit",
        "talk",
        0.5,
    )
    (session,) = store.sessions()
    assert (session.session_id, session.number, session.ended_us) == ("c1:1", 1, 0)
    assert [row.contact for row in store.contacts()] == ["ana"]


def test_duplicates_make_no_second_turn(store: Store) -> None:
    async def scene() -> list[bool]:
        async with running(store) as runtime:
            accepted = await asyncio.gather(*(say(runtime, "hi", key="same") for _ in range(20)))
            await quiet(store)
            return accepted

    assert sorted(asyncio.run(scene())) == [False] * 19 + [True]
    assert texts(store.messages("c1")) == ["1 hi"]


def test_many_conversations_keep_their_order_under_load(store: Store) -> None:
    async def person(runtime, name: str) -> None:
        for number in range(10):
            await say(runtime, f"m{number}", name)

    async def scene() -> None:
        async with running(store) as runtime:
            await asyncio.gather(*(person(runtime, f"p{i}") for i in range(60)))
            await quiet(store)

    asyncio.run(scene())
    for i in range(60):
        rows = store.messages(f"p{i}")
        assert texts(rows, "in") == [f"m{n}" for n in range(10)]
        assert texts(rows) == [f"{n + 1} m{n}" for n in range(10)]
        assert [row.turn for row in rows if row.direction == "out"] == list(range(1, 11))


def test_what_was_accepted_is_answered_after_a_restart(store: Store) -> None:
    with_faults = replace(PURE, understand=lambda _state, said: said)

    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "one")
            await quiet(store)
        rows = [
            Arrival(store.reserve(1), "webchat", f"x{i}", "c1", "", Said(10**16, f"later {i}"), 1)
            for i in range(30)
        ]
        store.commit(Batch(arrivals=rows))
        async with running(store, with_faults):
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1")) == ["1 one"] + [f"{i + 2} later {i}" for i in range(30)]


def test_a_turn_that_fails_is_a_dead_letter_and_the_conversation_goes_on(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            for text in ("one", "fail", "more"):
                await say(runtime, text)
            await say(runtime, "other", "c2")
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    said = texts(store.messages("c1"))
    assert said[::2] == ["1 one", "2 more"]
    assert said[1].startswith("Sorry")
    (letter,) = store.letters()
    assert (letter.box, letter.error) == ("inbox", "ZeroDivisionError: the bot was told to fail")
    (error,) = [row for row in store.events("c1") if row.kind == "error"]
    assert (error.name, error.turn) == ("ZeroDivisionError", 2)
    assert texts(store.messages("c2")) == ["1 other"]


def test_timers_fire_once_they_are_due_and_not_when_stopped(store: Store) -> None:
    clock = HandClock()

    async def scene() -> None:
        async with running(store, clock=clock) as runtime:
            await say(runtime, "remind", "c1")
            await say(runtime, "remind", "c2")
            await say(runtime, "never mind", "c2")
            await quiet(store)
            clock.advance(59)
            runtime.wake()
            await asyncio.sleep(0.05)
            assert texts(store.messages("c1")) == []
            clock.advance(2)
            runtime.wake()
            await until(lambda: store.messages("c1")[1:])
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1")) == ["timer wait 1"]
    assert texts(store.messages("c2")) == []
    assert store.counts().timers == 0


def test_timers_due_while_nobody_ran_fire_at_the_start(store: Store) -> None:
    clock = HandClock()

    async def scene() -> None:
        async with running(store, clock=clock) as runtime:
            await say(runtime, "remind")
            await quiet(store)
        clock.advance(3600)
        async with running(store, clock=clock):
            await until(lambda: store.messages("c1")[1:])

    asyncio.run(scene())
    assert texts(store.messages("c1")) == ["timer wait 1"]


def test_an_effect_is_carried_out_and_its_answer_comes_back(store: Store) -> None:
    asked = []

    async def deliver(effect, work) -> Answered:
        asked.append((effect.url, work.idempotency_key, work.bot.id))
        return Answered(0, effect.key, "ok", {"price": 3})

    async def scene() -> None:
        async with running(store, deliveries={CallService: deliver}) as runtime:
            await say(runtime, "call")
            await until(lambda: len(store.messages("c1")) == 2)
            await quiet(store)

    asyncio.run(scene())
    assert asked == [("https://example.org/price", "c1:1.1", "pure")]
    assert texts(store.messages("c1")) == ["answer 1.1 ok {'price': 3}"]
    (received,) = [row for row in store.events("c1") if row.kind == "received"]
    assert received.name == "answered"
    assert '"price":3' in received.data


@pytest.mark.parametrize("how", ["raises", "is missing", "is too large"])
def test_an_effect_that_cannot_be_carried_out_is_answered_as_failed(
    store: Store, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def raises(effect, work) -> Answered:
        raise ConnectionError("no way out")

    async def too_large(effect, work) -> Answered:
        return Answered(0, effect.key, "ok", "x" * 2_000_000)

    table = {"raises": {CallService: raises}, "is missing": {}}
    deliveries = table.get(how, {CallService: too_large})

    async def scene() -> None:
        async with running(store, deliveries=deliveries) as runtime:
            await say(runtime, "call")
            await until(lambda: len(store.messages("c1")) == 2)
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    assert texts(store.messages("c1")) == ["answer 1.1 failed None"]


class Flaky:
    """A channel that refuses its first tries of every message."""

    name = "flaky"

    def __init__(self, failures: int, raises: bool = False) -> None:
        self.failures, self.raises = failures, raises
        self.tries: dict[str, int] = defaultdict(int)
        self.sent: list[tuple[str, str]] = []

    async def send(self, outgoing) -> Sent:
        self.tries[outgoing.key] += 1
        if self.tries[outgoing.key] <= self.failures:
            if self.raises:
                raise ConnectionError("away")
            return Sent("retry", error="away")
        self.sent.append((outgoing.conversation, outgoing.message.text))
        return Sent(external_id=f"x{len(self.sent)}")


@pytest.mark.parametrize("raises", [False, True])
def test_messages_are_retried_in_order(
    store: Store, raises: bool, caplog: pytest.LogCaptureFixture
) -> None:
    channel = Flaky(2, raises)

    async def scene() -> None:
        async with running(store, channels=[channel]) as runtime:
            for text in ("a", "two", "b"):
                await say(runtime, text, channel="flaky")
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    assert channel.sent == [("c1", text) for text in ("1 a", "2 first", "second", "3 b")]
    assert set(channel.tries.values()) == {3}
    rows = [row for row in store.messages("c1") if row.direction == "out"]
    assert [row.external_id for row in rows] == ["x1", "x2", "x3", "x4"]


def test_a_message_that_never_gets_through_is_given_up_and_the_next_one_leaves(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    class Stubborn(Flaky):
        async def send(self, outgoing) -> Sent:
            if outgoing.message.text == "1 a":
                return Sent("retry", error="no such number")
            if outgoing.message.text == "2 b":
                return Sent("refused", error="too long")
            return await super().send(outgoing)

    channel = Stubborn(0)

    async def scene() -> None:
        async with running(store, channels=[channel]) as runtime:
            for text in "abc":
                await say(runtime, text, channel="flaky")
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    assert channel.sent == [("c1", "3 c")]
    assert [(each.route, each.error) for each in store.letters()] == [
        ("flaky", "too long"),
        ("flaky", "no such number"),
    ]
    rows = [row.status for row in store.messages("c1") if row.direction == "out"]
    assert rows == ["failed", "failed", "sent"]


def test_pauses_add_up_and_hold_the_next_message_back(store: Store) -> None:
    async def scene() -> list[str]:
        async with running(store) as runtime:
            await say(runtime, "two")
            await say(runtime, "next")
            await until(lambda: len(store.messages("c1")) == 5)
            await until(lambda: store.messages("c1")[1].status == "sent")
            early = [row.status for row in store.messages("c1") if row.direction == "out"]
            await quiet(store)
            return early

    assert asyncio.run(scene()) == ["sent", "queued", "queued"]
    first, second, third = (row for row in store.messages("c1") if row.direction == "out")
    assert second.t_us - first.t_us == 500_000
    assert third.t_us >= second.t_us


def test_work_that_memory_does_not_hold_is_read_from_the_store(store: Store) -> None:
    channel = Flaky(1)
    options = Options(outbox_in_memory=4, first_retry_s=0.01)

    async def scene() -> None:
        async with running(store, channels=[channel], options=options) as runtime:
            await asyncio.gather(
                *(say(runtime, "hi", f"p{i}", channel="flaky") for i in range(100))
            )
            await quiet(store)

    asyncio.run(scene())
    assert sorted(channel.sent) == sorted((f"p{i}", "1 hi") for i in range(100))


def test_people_take_over_and_give_back(store: Store) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "person")
            await quiet(store)
            (row,) = store.handoffs()
            assert (row.queue, row.priority, row.note) == ("sales", 2, "please")
            assert await runtime.tell("c1", Message("how can I help?")) > 0
            await runtime.accept(post(HandedBack(1)))
            await quiet(store)
            with pytest.raises(LookupError, match="no conversation 'c9'"):
                await runtime.tell("c9", Message("hello?"))

    asyncio.run(scene())
    assert store.handoffs() == []
    last = store.messages("c1")[-1]
    assert (last.author, last.status) == ("agent", "sent")
    assert texts([last]) == ["how can I help?"]


def test_an_archived_session_ends_and_the_next_message_opens_another(store: Store) -> None:
    clock = HandClock()

    async def scene() -> None:
        async with running(store, clock=clock) as runtime:
            for text in ("hi", "bye", "again"):
                await say(runtime, text)
                clock.advance(1)
            await quiet(store)
            clock.advance(2 * DAY_US / 1_000_000)
            await say(runtime, "much later")
            await quiet(store)

    asyncio.run(scene())
    first, second, third = store.sessions()
    assert (first.end_reason, second.end_reason, third.end_reason) == ("archived", "expired", "")
    assert first.ended_us == first.started_us + 1_000_000
    assert [row.user_type for row in (first, second, third)] == ["new", "returning", "returning"]


def test_a_known_contact_is_a_returning_user_on_another_channel(store: Store) -> None:
    async def scene() -> None:
        async with running(store, channels=[Flaky(0)]) as runtime:
            await say(runtime, "hi", "c1", contact="ana")
            await quiet(store)
            await say(runtime, "hi", "c2", contact="ana", channel="flaky")
            await quiet(store)

    asyncio.run(scene())
    assert [row.user_type for row in store.sessions()] == ["new", "returning"]


def test_notices_go_to_contacts_and_segments_once(store: Store) -> None:
    loaded = replace(PURE, belongs=lambda segment, fields, tags: segment == "all")

    async def scene() -> None:
        async with running(store, loaded) as runtime:
            for i in range(5):
                await say(runtime, "hi", f"c{i}", contact=f"p{i}")
            await say(runtime, "notify p3", "c0")
            await quiet(store)
            await say(runtime, "segment all", "c0")
            await quiet(store)

    asyncio.run(scene())
    assert len(store.messages("c3")) == 4
    assert '"name":"news"' in store.messages("c3")[2].content
    assert len(store.messages("c4")) == 3


def test_events_are_raised_here_for_a_contact_and_for_a_segment_once(store: Store) -> None:
    loaded = replace(PURE, belongs=lambda segment, fields, tags: segment == "all")

    async def scene() -> None:
        async with running(store, loaded) as runtime:
            for i in range(4):
                await say(runtime, "hi", f"c{i}", contact=f"p{i}")
            await say(runtime, "raise here  ", "c0")
            await say(runtime, "raise one p2 ", "c0")
            await say(runtime, "raise offer  all", "c0")
            await quiet(store)

    asyncio.run(scene())
    happened = {
        f"c{i}": [each.content for each in store.messages(f"c{i}") if "happened" in each.content]
        for i in range(4)
    }
    assert happened == {
        "c0": ['{"text":"happened here"}', '{"text":"happened offer"}'],
        "c1": ['{"text":"happened offer"}'],
        "c2": ['{"text":"happened one"}', '{"text":"happened offer"}'],
        "c3": ['{"text":"happened offer"}'],
    }


def test_a_new_bundle_takes_new_sessions_and_leaves_live_ones(store: Store) -> None:
    second = replace(PURE, bundle="pure-2")

    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "hi", "c1")
            await quiet(store)
            await runtime.publish(second)
            await say(runtime, "hi", "c1")
            await say(runtime, "hi", "c2")
            await say(runtime, "bye", "c1")
            await say(runtime, "hi", "c1")
            await quiet(store)
            assert runtime.loaded is second

    asyncio.run(scene())
    bundles = [row.bundle for row in store.messages("c1") if row.direction == "in"]
    assert bundles == ["pure-1", "pure-1", "pure-1", "pure-2"]
    assert store.messages("c2")[0].bundle == "pure-2"


def test_a_pinned_bundle_is_found_again_after_a_restart(store: Store) -> None:
    second = replace(PURE, bundle="pure-2")

    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "hi")
            await quiet(store)
        async with running(store, second, find={"pure-1": PURE}.get) as runtime:
            await say(runtime, "still there?")
            await quiet(store)

    asyncio.run(scene())
    assert store.messages("c1")[-1].bundle == "pure-1"


def test_an_effect_is_carried_out_for_the_bundle_that_asked_it_after_a_restart(
    store: Store,
) -> None:
    first = replace(PURE, bots={"pure": Bot(id="pure", name="first")})
    second = replace(PURE, bundle="pure-2", bots={"pure": Bot(id="pure", name="second")})
    begun, asked = asyncio.Event(), []

    async def hang(_effect: CallService, _work: Work) -> Answered:
        begun.set()
        await asyncio.sleep(60)
        raise AssertionError

    async def answer(effect: CallService, work: Work) -> Answered:
        asked.append(work.bot.name)
        return work.answer(effect.key, "ok")

    async def scene() -> None:
        options = Options(stop_s=0.1)
        async with running(store, first, deliveries={CallService: hang}, options=options) as one:
            await say(one, "call")
            await asyncio.wait_for(begun.wait(), 5)
        async with running(
            store, second, deliveries={CallService: answer}, find={"pure-1": first}.get
        ):
            await quiet(store)

    asyncio.run(scene())
    assert asked == ["first"]


def test_listeners_hear_of_their_conversation_only(store: Store) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            with runtime.subscribe("c1") as mine, runtime.subscribe("c2") as other:
                if store.shared:
                    # All bells ring when the line to the other workers stands, if it did not yet.
                    with suppress(TimeoutError):
                        await asyncio.wait_for(other.wait(), 0.5)
                    mine.clear()
                    other.clear()
                await say(runtime, "hi", "c1")
                await asyncio.wait_for(mine.wait(), 5)
                await quiet(store)
                assert not other.is_set()

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("event", "changes", "found"),
    [
        (Said(1, "x" * 20_001), {}, "20,001 characters"),
        (Said(1, "x", choice="y" * 300), {}, "send the id of the option"),
        (Said(1, "x"), {"external_id": ""}, "no external_id"),
        (Said(1, "x"), {"conversation": "a\nb"}, "control characters"),
        (Said(1, "x"), {"conversation": "c" * 300}, "300 characters"),
        (Happened(1, "paid", {"x": {1, 2}, "y": object()}), {}, "plain values"),
        (Happened(1, "paid", {"x": "\ud800"}), {}, "plain values"),
        (Happened(1, "paid", {"x": "y" * 300_000}), {}, "send less data"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(event, changes, found: str) -> None:
    store = MemoryStore()

    async def scene() -> None:
        async with running(store) as runtime:
            with pytest.raises(RefusedError, match=found):
                await runtime.accept(replace(post(event), **changes))

    asyncio.run(scene())
    assert store.counts().inbox_waiting == 0


def test_control_characters_do_not_reach_the_bot(store: Store) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "a\x00b\x1b[31m\u200d\tc")
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1"), "in") == ["ab[31m\u200d\tc"]


def test_too_many_posts_are_sent_away(store: Store) -> None:
    async def scene() -> int:
        async with running(store, options=Options(posts_waiting=5)) as runtime:
            outcomes = await asyncio.gather(
                *(say(runtime, "hi", f"p{i}") for i in range(50)), return_exceptions=True
            )
            await quiet(store)
            return sum(isinstance(outcome, OverloadedError) for outcome in outcomes)

    refused = asyncio.run(scene())
    assert refused > 0
    assert store.counts().conversations == 50 - refused


def test_a_full_disk_is_told_to_senders_and_nothing_accepted_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(tmp_path / "store.db")

    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "one")
            await quiet(store)
            (pages,) = store._writer.execute("PRAGMA page_count").fetchone()
            store._writer.execute(f"PRAGMA max_page_count = {pages}")
            with pytest.raises(StoreError, match="the disk is full; make room"):
                await asyncio.gather(*(say(runtime, f"{i} " + "word " * 2000) for i in range(50)))
            accepted = sum(row.direction == "in" for row in store.messages("c1"))
            assert "disk is full" in runtime.health().fault
            store._writer.execute("PRAGMA max_page_count = 1000000")
            assert await say(runtime, "more")
            await quiet(store)
            assert runtime.health().fault == ""
            assert sum(row.direction == "in" for row in store.messages("c1")) > accepted

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    assert texts(store.messages("c1"))[-1].endswith(" more")
    store.close()


def test_the_stop_finishes_what_was_accepted(store: Store) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            accepts = [asyncio.create_task(say(runtime, "hi", f"p{i}")) for i in range(200)]
            await asyncio.gather(*accepts)
        assert store.counts().inbox_waiting == 0
        with pytest.raises(OverloadedError):
            await say(runtime, "too late")

    asyncio.run(scene())
    assert store.counts().conversations == 200


def test_opening_and_outside_events_reach_the_bot(store: Store) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            await runtime.accept(post(Opened(1, contact=Contact("ana", "Ana"))))
            await runtime.accept(post(Happened(2, "paid", {"amount": 5})))
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1")) == ["hello", "happened paid"]
    assert [row.name for row in store.events("c1") if row.kind == "received"] == [
        "opened",
        "happened",
    ]
    (ana,) = store.contacts()
    assert (ana.contact, ana.name) == ("ana", "Ana")
