"""A history of any size, made by chance from a seed: who is busy is very unequal.

Contacts are as busy as a Pareto distribution (1.1) says; sessions are geometric, 12 events on
average; of 20 kinds of events the funnel's five are half; a fifth has the time of the event before;
2 % are written up to a day late; 0.5 % are written twice.
"""

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from engine.analytics.history import SCHEMAS

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
DAYS = 60
MONTH_US = 30 * DAY_US
BEGIN_US = 1_790_000_000 * SECOND_US
PER_CONTACT, PER_SESSION = 40, 12
# How much busier than the least busy somebody may be.
BUSIEST = 2_000
KINDS = 20
NAMES = [f"step{number}" for number in range(1, 6)] + [f"other{n}" for n in range(1, 16)]
ODDS = [0.14, 0.12, 0.10, 0.08, 0.06] + [0.5 / 15] * 15
CHANNELS = ("webchat", "whatsapp", "telegram", "messenger", "sms")
LANGUAGES = ("es", "en", "pt")

Ints = npt.NDArray[np.int64]


class Made(Struct, frozen=True):
    """Columns of the events, session by session; `twice` has those that are written again."""

    contact: Ints
    session: Ints
    times: Ints
    names: Ints
    seqs: Ints
    twice: Ints


def made(rows: int, seed: int, skew: int = 0) -> Made:
    """So many events, of which `skew` are one contact's."""
    chance = np.random.default_rng(seed)
    again = rows // 200
    rows -= again
    contacts = max(1, rows // PER_CONTACT)
    busy = np.cumsum(np.minimum(chance.pareto(1.1, contacts) + 1, BUSIEST))
    lengths = chance.geometric(1 / PER_SESSION, rows // PER_SESSION * 2 + 10)
    sessions = int(np.searchsorted(np.cumsum(lengths), rows)) + 1
    lengths = lengths[:sessions]
    lengths[-1] -= lengths.sum() - rows
    who = np.searchsorted(busy, chance.random(sessions) * busy[-1])
    if skew:
        who[np.cumsum(lengths) <= skew] = 0
    starts = BEGIN_US + chance.integers(0, DAYS * DAY_US, sessions)
    session = np.repeat(np.arange(sessions), lengths)
    gaps = (chance.exponential(40 * SECOND_US, rows)).astype(np.int64) + 1
    gaps[chance.random(rows) < 0.2] = 0
    heads = np.cumsum(lengths) - lengths
    gaps[heads] = 0
    passed = np.cumsum(gaps)
    times = np.repeat(starts - passed[heads], lengths) + passed
    names = chance.choice(KINDS, rows, p=ODDS)
    late = np.where(chance.random(rows) < 0.02, chance.integers(0, DAY_US, rows), 0)
    seqs = np.empty(rows, np.int64)
    seqs[np.argsort(times + late, kind="stable")] = np.arange(1, rows + 1)
    return Made(who[session], session, times, names, seqs, chance.integers(0, rows, again))


def tables(events: Made, buckets: int) -> Iterator[pa.Table]:
    """The events as tables of history, one for each bucket of contacts, sorted as archives are."""
    names = [f"webchat:{number:07d}" for number in range(int(events.contact.max()) + 1)]
    bucket_of = np.array([crc32(name.encode()) % buckets for name in names])
    by_contact = np.argsort(names)
    rank = np.empty(by_contact.size, np.int64)
    rank[by_contact] = np.arange(by_contact.size)
    place = np.append(np.arange(events.times.size), events.twice)
    seqs = np.append(events.seqs, events.times.size + 1 + np.arange(events.twice.size))
    bucket = bucket_of[events.contact[place]]
    for number in range(buckets):
        chosen = np.flatnonzero(bucket == number)
        rows = place[chosen]
        order = np.lexsort((seqs[chosen], events.times[rows], rank[events.contact[rows]]))
        yield _table(events, rows[order], seqs[chosen][order], pa.array(names))


def _table(events: Made, rows: Ints, seqs: Ints, names: pa.Array) -> pa.Table:
    who, session, times = events.contact[rows], events.session[rows], events.times[rows]
    contact = names.take(pa.array(who))
    number, row = (pa.array(each).cast(pa.string()) for each in (session, rows))
    found = {
        "seq": seqs,
        "event_id": pc.binary_join_element_wise(contact, row, "1", ":"),
        "conversation": contact,
        "contact": contact,
        "session_id": pc.binary_join_element_wise(contact, number, ":"),
        "channel": _one_of(CHANNELS, who // 7 % 11 % len(CHANNELS)),
        "bot": _one_of(("clinic", "orders", "help"), session % 3),
        "bundle": _one_of(("a1" * 32, "b2" * 32, "c3" * 32), (times - BEGIN_US) // MONTH_US % 3),
        "language": _one_of(LANGUAGES, who % 3),
        "user_type": _one_of(("new", "returning"), session % 4 != 0),
        "turn": rows % 50 + 1,
        "kind": _one_of(("event",), np.zeros(rows.size, np.int64)),
        "name": _one_of(NAMES, events.names[rows]),
        "t_us": times,
        "ingest_us": times + seqs % 1_000,
    }
    schema = SCHEMAS["events"]
    empty = {pa.string(): "", pa.int64(): 0, pa.float64(): 0.0}
    columns = [
        pa.array(found[field.name])
        if field.name in found
        else pa.repeat(pa.scalar(empty[field.type], field.type), rows.size)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _one_of(values: Sequence[str], codes: Ints) -> pa.Array:
    return pa.array(values).take(pa.array(codes.astype(np.int64)))
