"""What every store keeps to."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import arrival, conversation, event, message, put, session, work

from engine.stores.protocol import ConflictError, Store, part
from engine.stores.rows import (
    Backlog,
    Batch,
    ContactRow,
    HandoffRow,
    SessionEnd,
    Settlement,
    TimerRow,
)
from engine.types.post import Report


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> Store:
    return open_store(request.param)


def test_reserved_numbers_are_never_given_twice(store: Store) -> None:
    first = store.reserve(3)
    assert store.reserve(1) == first + 3
    far = store.reserve(3_000_000)
    assert store.reserve(1) == far + 3_000_000


def test_a_duplicate_is_dropped_within_a_commit_and_across(store: Store) -> None:
    a, again, b = (arrival(store, key) for key in ("x", "x", "y"))
    assert store.commit(Batch(arrivals=[a, again, b])) == {a.seq, b.seq}
    late = arrival(store, "x", conversation="other")
    assert store.commit(Batch(arrivals=[late])) == set()
    assert store.pending(10) == [a, b]


def test_the_same_id_on_another_channel_is_no_duplicate(store: Store) -> None:
    a, b = arrival(store, "x"), arrival(store, "x")
    b = type(b)(b.seq, "mail", *(getattr(b, name) for name in b.__struct_fields__[2:]))
    assert store.commit(Batch(arrivals=[a, b])) == {a.seq, b.seq}


def test_pending_gives_the_oldest_in_order_until_they_are_done(store: Store) -> None:
    rows = [arrival(store, str(i), f"c{i % 3}") for i in range(130)]
    assert store.commit(Batch(arrivals=rows)) == {row.seq for row in rows}
    assert store.pending(50) == rows[:50]
    store.commit(Batch(done=[row.seq for row in rows[:60]]))
    assert store.pending(1000) == rows[60:]
    assert store.counts().inbox_waiting == 70


def test_a_failed_event_becomes_a_dead_letter(store: Store) -> None:
    row = arrival(store, "x")
    store.commit(Batch(arrivals=[row]))
    store.commit(Batch(failed=[(row.seq, "ValueError: no")]))
    assert store.pending(10) == []
    (letter,) = store.letters()
    assert (letter.box, letter.conversation, letter.error) == ("inbox", "c1", "ValueError: no")
    assert store.counts().inbox_failed == 1


def test_states_are_kept_and_replaced(store: Store) -> None:
    rows = [conversation(f"c{i}") for i in range(100)]
    put(store, *rows)
    assert store.load([row.conversation for row in rows] + ["nobody"]) == {
        row.conversation: row for row in rows
    }
    later = [conversation(f"c{i}", version=3) for i in range(100)]
    put(store, *later, was=1)
    assert store.load(["c7"]) == {"c7": later[7]}
    assert store.counts().conversations == 100


@pytest.mark.parametrize("was", [0, 2])
def test_a_conversation_that_someone_else_changed_writes_nothing(store: Store, was: int) -> None:
    put(store, conversation())
    row = arrival(store, "x")
    with pytest.raises(ConflictError, match="only one"):
        put(
            store,
            conversation("c2", version=was + 1),
            conversation("c1", version=was + 1),
            was=was,
            arrivals=[row],
            events=[event(store.reserve(1))],
        )
    assert store.load(["c1", "c2"]) == {"c1": conversation()}
    assert store.pending(10) == []
    assert store.events("c1") == []


def test_history_is_read_in_order_from_anywhere(store: Store) -> None:
    first = store.reserve(200)
    events = [event(first + i, f"c{i % 2}") for i in range(100)]
    messages = [message(first + 100 + i, f"c{i % 2}") for i in range(100)]
    store.commit(Batch(events=events, messages=messages))
    assert store.events("c1") == events[1::2]
    assert store.events("c1", since_seq=first + 50, limit=2) == [events[51], events[53]]
    assert store.messages("c0") == messages[::2]
    assert store.messages("c0", since_seq=messages[-4].seq) == [messages[-2]]


def test_sessions_begin_and_end(store: Store) -> None:
    a, b = session(store.reserve(1), "c1:1"), session(store.reserve(1), "c1:2")
    store.commit(Batch(sessions=[a]))
    store.commit(Batch(sessions=[b], ended=[SessionEnd("c1:1", 77, "expired")]))
    first, second = store.sessions()
    assert (first.ended_us, first.end_reason) == (77, "expired")
    assert second == b
    assert store.sessions(since_seq=a.seq) == [b]


def test_work_waits_by_route_until_it_is_settled(store: Store) -> None:
    seqs = [store.reserve(1) for _ in range(4)]
    rows = [work(seqs[0]), work(seqs[1]), work(seqs[2], "call_service"), work(seqs[3])]
    store.commit(Batch(messages=[message(seq) for seq in (seqs[0], seqs[1], seqs[3])], outbox=rows))
    assert store.routes() == ["call_service", "webchat"]
    assert store.outgoing("webchat", 2) == rows[:2]
    assert store.outgoing("call_service", 9) == [rows[2]]
    store.commit(
        Batch(
            settled=[
                Settlement(seqs[0], "sent", external_id="wamid.1", ingest_us=9),
                Settlement(seqs[1], "retry", error="away", attempts=2, due_us=99),
                Settlement(seqs[2], "sent"),
                Settlement(seqs[3], "failed", error="gone", attempts=5, ingest_us=9),
            ]
        )
    )
    (left,) = store.outgoing("webchat", 9)
    assert (left.seq, left.attempts, left.due_us) == (seqs[1], 2, 99)
    assert [(row.status, row.external_id) for row in store.messages("c1")] == [
        ("sent", "wamid.1"),
        ("queued", ""),
        ("failed", ""),
    ]
    (letter,) = store.letters()
    assert (letter.box, letter.seq, letter.route, letter.error) == (
        "outbox",
        seqs[3],
        "webchat",
        "gone",
    )
    assert (store.counts().outbox_waiting, store.counts().outbox_failed) == (1, 1)


def test_timers_are_replaced_stopped_and_come_due_in_order(store: Store) -> None:
    assert store.next_due_us() == 0
    late, soon = TimerRow("c1", "wait", 50, 1), TimerRow("c2", "idle", 20, 1)
    other = TimerRow("c1", "idle", 30, 2)
    rows = {(row.conversation, row.timer): row for row in (late, soon, other)}
    store.commit(Batch(timers=rows))
    assert store.next_due_us() == 20
    assert store.due(30, 10) == [soon, other]
    assert store.due(100, 2) == [soon, other]
    store.commit(
        Batch(timers={("c1", "wait"): TimerRow("c1", "wait", 10, 3), ("c2", "idle"): None})
    )
    assert store.due(100, 10) == [TimerRow("c1", "wait", 10, 3), other]
    store.commit(Batch(timers={("c9", "none"): None}))
    assert store.counts().timers == 2


def test_people_wait_in_order_of_urgency(store: Store) -> None:
    rows = [
        HandoffRow(store.reserve(1), name, queue, "", priority, "note", 5)
        for name, queue, priority in (("c1", "a", 0), ("c2", "b", 1), ("c3", "a", 1))
    ]
    store.commit(Batch(handoffs=rows))
    assert [row.conversation for row in store.handoffs()] == ["c2", "c3", "c1"]
    assert store.handoffs("a") == [rows[2], rows[0]]
    again = HandoffRow(store.reserve(1), "c2", "b", "", 0, "", 6)
    store.commit(Batch(closed_handoffs=["c2", "c3"], handoffs=[again]))
    assert store.handoffs() == [rows[0], again]
    assert store.counts().handoffs_waiting == 2


def test_contacts_keep_when_they_first_came(store: Store) -> None:
    ana = ContactRow("ana", "Ana", "", "", "es", "{}", "[]", 5, 5)
    bo = ContactRow("bo", "Bo", "", "", "en", "{}", "[]", 6, 6)
    store.commit(Batch(contacts={"ana": ana, "bo": bo}))
    changed = ContactRow("ana", "Ana", "", "a@b.c", "es", '{"x":1}', '["vip"]', 9, 9)
    store.commit(Batch(contacts={"ana": changed}))
    (found,) = store.known(["ana", "cy"]).values()
    assert (found.first_us, found.last_us, found.tags) == (5, 9, '["vip"]')
    assert [row.contact for row in store.contacts()] == ["ana", "bo"]
    assert store.contacts(after="ana") == [bo]


def test_a_contacts_conversations_are_found_the_latest_first(store: Store) -> None:
    old, new = conversation("c1", t_us=1, contact="ana"), conversation("c2", t_us=2, contact="ana")
    put(store, old, new, conversation("c3"))
    assert store.conversations_of("ana") == [new, old]


def test_bundles_are_in_use_while_a_session_is_live(store: Store) -> None:
    put(store, conversation("c1", bundle="old"), conversation("c2", bundle="gone", live=False))
    assert store.bundles() == {"old"}
    assert store.bundles(since_us=2) == set()


def test_live_conversations_come_by_id_in_pages(store: Store) -> None:
    rows = [conversation(f"c{number}", t_us=number) for number in (4, 1, 3, 2)]
    put(store, *rows, conversation("c0", live=False, t_us=9))
    fourth, first, third, second = rows
    assert store.live() == [first, second, third, fourth]
    assert store.live(since_us=3) == [third, fourth]
    assert store.live(limit=2) == [first, second]
    assert store.live(after="c2", limit=1) == [third]
    assert store.live(since_us=5) == []


def test_purge_forgets_what_is_over_and_old(store: Store) -> None:
    a, b, c = (arrival(store, key) for key in "abc")
    store.commit(Batch(arrivals=[a, b, c]))
    store.commit(Batch(done=[a.seq], failed=[(b.seq, "no")]))
    dead = work(store.reserve(1), "call_service")
    store.commit(Batch(outbox=[dead]))
    store.commit(Batch(settled=[Settlement(dead.seq, "failed")]))
    assert store.purge(b.seq) == 1
    assert store.purge(dead.due_us + 1) == 2
    assert store.letters() == []
    assert store.pending(10) == [c]
    assert store.commit(Batch(arrivals=[again := arrival(store, "a")])) == {again.seq}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(keys=st.lists(st.lists(st.integers(0, 30), max_size=100), max_size=6))
def test_whatever_is_posted_each_key_is_accepted_once(store: Store, keys: list[list[int]]) -> None:
    prefix = str(store.reserve(1))
    accepted = []
    for group in keys:
        rows = {row.seq: row for row in (arrival(store, f"{prefix}:{key}") for key in group)}
        accepted += [
            rows[seq].external_id for seq in store.commit(Batch(arrivals=[*rows.values()]))
        ]
    assert sorted(accepted) == sorted({f"{prefix}:{key}" for group in keys for key in group})


@given(st.text(max_size=50))
def test_a_conversation_has_a_part_for_ever(name: str) -> None:
    assert 0 <= part(name) == part(name) < 256
    assert (part("webchat:1"), part("whatsapp:+51")) == (112, 154)


def _with_letters(store: Store) -> tuple[list[int], list[int]]:
    """Two dead events, and a dead message and effect, of one conversation: their numbers."""
    events = [arrival(store, "x"), arrival(store, "y")]
    store.commit(Batch(arrivals=events))
    store.commit(Batch(failed=[(row.seq, "ValueError: no") for row in events]))
    said, asked = store.reserve(1), store.reserve(1)
    rows = [work(said), work(asked, "call_service")]
    store.commit(Batch(messages=[message(said)], outbox=rows))
    given_up = [
        Settlement(row.seq, "failed", error="gone", attempts=5, ingest_us=9) for row in rows
    ]
    store.commit(Batch(settled=given_up))
    return [row.seq for row in events], [said, asked]


def test_dead_letters_that_are_retried_take_their_old_places(store: Store) -> None:
    events, sends = _with_letters(store)
    later = arrival(store, "z")
    store.commit(Batch(arrivals=[later]))
    letters = store.letters()
    assert store.commit(Batch(retried=letters)) == set()
    assert [(row.seq, row.error) for row in store.pending(9)] == [
        *((seq, "ValueError: no") for seq in events),
        (later.seq, ""),
    ]
    (said,), (asked,) = store.outgoing("webchat", 9), store.outgoing("call_service", 9)
    assert [(said.seq, said.attempts), (asked.seq, asked.attempts)] == [(seq, 0) for seq in sends]
    assert [row.status for row in store.messages("c1")] == ["queued"]
    assert store.letters() == []
    assert (store.counts().inbox_failed, store.counts().outbox_failed) == (0, 0)


def test_what_is_no_dead_letter_any_more_is_not_retried(store: Store) -> None:
    events, sends = _with_letters(store)
    letters = store.letters()
    store.commit(Batch(retried=letters))
    store.commit(
        Batch(done=events, settled=[Settlement(seq, "sent", ingest_us=9) for seq in sends])
    )
    store.commit(Batch(retried=letters, dropped=letters))
    assert (store.pending(9), store.outgoing("webchat", 9), store.letters()) == ([], [], [])
    assert [row.status for row in store.messages("c1")] == ["sent"]


def test_dead_letters_that_are_dropped_are_gone_and_their_posts_still_known(store: Store) -> None:
    _with_letters(store)
    store.commit(Batch(dropped=store.letters()))
    assert (store.pending(9), store.letters(), store.routes()) == ([], [], [])
    assert [row.status for row in store.messages("c1")] == ["failed"]
    assert store.commit(Batch(arrivals=[arrival(store, "x")])) == set()


def sent(store: Store, external_id: str, channel: str = "whatsapp") -> int:
    """A message that left by a channel and has the provider's id; its number."""
    seq = store.reserve(1)
    row = message(seq, channel=channel)
    store.commit(Batch(messages=[row], outbox=[work(seq, channel, kind="message", ingest_us=9)]))
    store.commit(Batch(settled=[Settlement(seq, "sent", external_id, ingest_us=9)]))
    return seq


def report(external_id: str, status: str, channel: str = "whatsapp") -> Report:
    return Report(channel, external_id, status, 5)  # type: ignore[arg-type] - of PROGRESS


def statuses(store: Store) -> list[str]:
    return [row.status for row in store.messages("c1")]


def test_a_report_changes_the_message_of_its_channel_and_id(store: Store) -> None:
    for external_id, channel in (("w1", "whatsapp"), ("w2", "whatsapp"), ("w1", "other")):
        sent(store, external_id, channel)
    store.commit(Batch(reports=[report("w1", "delivered"), report("unknown", "read")]))
    assert statuses(store) == ["delivered", "sent", "sent"]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_status_never_goes_back(store: Store, at_once: bool) -> None:
    for external_id in ("w1", "w2", "w3", "w4"):
        sent(store, external_id)
    told = [
        *(report("w1", status) for status in ("read", "delivered", "sent")),
        *(report("w2", status) for status in ("delivered", "failed", "delivered")),
        *(report("w3", status) for status in ("failed", "sent")),
        report("w4", "sent"),
    ]
    for batch in [told] if at_once else [[one] for one in told]:
        store.commit(Batch(reports=batch))
    assert statuses(store) == ["read", "delivered", "failed", "sent"]


def test_a_report_in_the_batch_that_settles_its_message_counts(store: Store) -> None:
    seqs = [store.reserve(1) for _ in range(2)]
    rows = [message(seq, channel="whatsapp") for seq in seqs]
    store.commit(Batch(messages=rows, outbox=[work(s, "whatsapp", kind="message") for s in seqs]))
    store.commit(
        Batch(
            settled=[Settlement(seq, "sent", f"w{seq}", ingest_us=9) for seq in seqs],
            reports=[report(f"w{seqs[0]}", "delivered"), report(f"w{seqs[1]}", "sent")],
        )
    )
    assert statuses(store) == ["delivered", "sent"]
    store.commit(Batch(reports=[report(f"w{seqs[1]}", "read")]))
    assert statuses(store) == ["delivered", "read"]


def test_what_a_person_sent_has_no_reports(store: Store) -> None:
    seq = store.reserve(1)
    row = message(seq, channel="whatsapp", direction="in", status="received", external_id="w1")
    store.commit(Batch(messages=[row], reports=[report("w1", "read")]))
    store.commit(Batch(reports=[report("w1", "read")]))
    assert statuses(store) == ["received"]


def test_the_backlog_says_where_the_oldest_event_waits(store: Store) -> None:
    assert store.backlog() == []
    rows = [arrival(store, str(i), f"c{i % 3}") for i in range(9)]
    store.commit(Batch(arrivals=rows))
    expected = [Backlog(part(f"c{i}"), 3, rows[i].arrived_us) for i in range(3)]
    assert store.backlog() == sorted(expected, key=lambda row: row.part)
    store.commit(Batch(done=[rows[0].seq], failed=[(rows[3].seq, "no")]))
    (found,) = [row for row in store.backlog() if row.part == part("c0")]
    assert found == Backlog(part("c0"), 1, rows[6].arrived_us)


def test_a_probe_changes_nothing(store: Store) -> None:
    row = arrival(store, "x")
    store.commit(Batch(arrivals=[row]))
    before = store.counts(), store.reserve(1)
    store.probe()
    assert (store.counts(), store.reserve(1)) == (before[0], before[1] + 1)


DAY_US = 86_400_000_000


def test_history_of_old_days_is_forgotten_with_its_sessions(store: Store) -> None:
    def seq() -> int:
        return store.reserve(1)

    old, new = 3 * DAY_US + 5, 5 * DAY_US + 5
    events = [event(seq(), ingest_us=old), event(seq(), ingest_us=new)]
    said = [message(seq(), ingest_us=t_us) for t_us in (old, old, old, new)]
    over = {"started_us": old, "ended_us": old + 1}
    sessions = [
        session(seq(), "c1:1", **over),
        session(seq(), "c1:2", started_us=old, ended_us=new),
        session(seq(), "left:1", conversation="left", started_us=old),
        session(seq(), "c2:1", conversation="c2", started_us=old),
        session(seq(), "c1:3", started_us=new),
    ]
    put(
        store,
        conversation("c2", t_us=new),
        conversation("left", t_us=old),
        events=events,
        messages=said,
        sessions=sessions,
        outbox=[work(row.seq, ingest_us=old) for row in said[1:3]],
    )
    given_up = Settlement(said[2].seq, "failed", error="gone", ingest_us=old)
    store.commit(Batch(settled=[given_up]))
    forgotten = []
    while gone := store.forget_history(4 * DAY_US, 1):
        forgotten.append(gone)
    assert sum(forgotten) == 4
    assert store.events("c1") == events[1:]
    # What waits to be sent, or was given up, still has its words.
    assert [row.seq for row in store.messages("c1")] == [row.seq for row in said[1:]]
    assert [row.session_id for row in store.sessions()] == ["c1:2", "c2:1", "c1:3"]
    assert store.outgoing("webchat", 9)[0].content == said[1].content


def test_nothing_is_forgotten_before_its_day(store: Store) -> None:
    put(store, messages=[message(store.reserve(1), ingest_us=DAY_US)])
    assert store.forget_history(DAY_US, 9) == 0
    assert len(store.messages("c1")) == 1
