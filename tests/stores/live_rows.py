"""One of everything that a store does on the path of a turn."""

from rows import arrival, conversation, event, message, session, work

from engine.stores.protocol import Store
from engine.stores.rows import (
    Batch,
    ContactRow,
    HandoffRow,
    Offset,
    SessionEnd,
    Settlement,
    TimerRow,
)
from engine.types.post import Report


def everything(store: Store) -> None:
    """Writes and reads a bit of all."""
    posted, wrong = arrival(store, "a"), arrival(store, "b")
    store.commit(Batch(arrivals=[posted, wrong]))
    assert store.pending(9) == [posted, wrong]
    assert store.load(["c1"]) == {}
    assert store.known(["ana"]) == {}
    seqs = [store.reserve(1) for _ in range(4)]
    first = conversation()
    store.commit(
        Batch(
            done=[posted.seq],
            failed=[(wrong.seq, "no")],
            conversations={"c1": first},
            was={"c1": 0},
            sessions=[session(store.reserve(1))],
            events=[event(store.reserve(1))],
            messages=[message(seq) for seq in seqs[:3]],
            outbox=[work(seq) for seq in seqs[:3]] + [work(seqs[3], "call_service")],
            timers={("c1", "wait"): TimerRow("c1", "wait", 5, 1)},
            handoffs=[HandoffRow(store.reserve(1), "c1", "sales", "", 0, "", 5)],
            contacts={"ana": ContactRow("ana", "Ana", "", "", "es", "{}", "[]", 5, 5)},
        )
    )
    assert store.routes() == ["call_service", "webchat"]
    assert len(store.outgoing("webchat", 9)) == 3
    assert store.next_due_us() == 5
    assert len(store.due(9, 9)) == 1
    store.commit(
        Batch(
            conversations={"c1": conversation(version=2)},
            was={"c1": 1},
            ended=[SessionEnd("c1:1", 7, "archived")],
            closed_handoffs=["c1"],
            timers={("c1", "wait"): None},
            settled=[
                Settlement(seqs[0], "sent", "wamid", ingest_us=9),
                Settlement(seqs[1], "retry", attempts=2, due_us=9, ingest_us=9),
                Settlement(seqs[2], "failed", error="gone", ingest_us=9),
                Settlement(seqs[3], "sent"),
            ],
        )
    )
    store.commit(Batch(reports=[Report("", "wamid", "read", 5)]))
    assert [row.status for row in store.messages("c1")] == ["read", "queued", "failed"]
    assert store.handoffs() == []
    if store.shared:
        store.commit(Batch(offsets={7: Offset(7, "s", 1)}))
        store.commit(Batch(offsets={7: Offset(7, "s", 2), 9: Offset(9, "s", 3)}))
        assert store.offsets() == {7: Offset(7, "s", 2), 9: Offset(9, "s", 3)}
    assert store.counts().outbox_failed == 1
