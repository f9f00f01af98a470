"""An index brought up to date: whoever has later rows is told anew, in an index of their own."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from engine.analytics.index.index import ARRIVED, SAID, Flags, Holder, Index, Narrow, narrow

Rows = npt.NDArray[np.int64]
PASSING = ("visit", "wait")


def amended(index: Index, later: Index) -> tuple[Index, Index] | None:
    """The index without the contacts that have later rows, and one of these with all their rows.

    A later row takes the place of the one with its number, and is left out if it is a copy. None
    where the later rows are not the later ones in their conversations.
    """
    known = pc.index_in(later.contacts, index.contacts).fill_null(-1)
    contacts = np.asarray(known, np.int64)
    owners, own = _rows_of(index, contacts)
    stays = ~_among(index.seqs[own], later.seqs)
    owners, own = owners[stays], own[stays]
    new = np.flatnonzero(~_copies(index, own, later))
    who = np.concatenate([owners, _owners(later)[new]])
    times = np.concatenate([index.times[own], later.times[new]])
    seqs = np.concatenate([index.seqs[own], later.seqs[new]])
    order = np.lexsort((seqs, times, who))
    conversations, names = _holders(index, later, own, new, "conversation")
    sessions, session_names = _holders(index, later, own, new, "session")
    whats = _continued(index.whats[own], later.whats[new], index.what.num_rows)
    what = pa.concat_tables([index.what, later.what])
    arrived = _arrived(what, whats, conversations, seqs, own.size)
    if arrived is None:
        return None
    traits = _continued(index.traits[own], later.traits[new], index.trait.num_rows)
    trait = pa.concat_tables([index.trait, later.trait])
    told_anew = Index(
        contacts=later.contacts,
        begins=np.searchsorted(who[order], np.arange(len(later.contacts) + 1)),
        skipped=later.skipped,
        times=times[order],
        whats=narrow((whats + arrived * what.num_rows)[order], 2 * what.num_rows),
        traits=narrow(traits[order], trait.num_rows),
        holders={"conversation": conversations[order], "session": sessions[order]},
        seqs=seqs[order],
        ids=np.concatenate([index.ids[own], later.ids[new]])[order],
        what=pa.concat_tables(
            [_with_arrived(what, arrived=False), _with_arrived(what, arrived=True)]
        ),
        trait=trait,
        names={"conversation": names, "session": session_names},
        shared=index.shared | later.shared | _shared(index, later, contacts),
    )
    skipped = index.skipped.copy()
    skipped[contacts[contacts >= 0]] = True
    return replace(index, skipped=skipped), told_anew


def _rows_of(index: Index, contacts: Rows) -> tuple[Rows, Rows]:
    """The rows of contacts of an index, -1 having none, and whose each is among these."""
    chosen = np.flatnonzero(contacts >= 0)
    firsts, ends = index.begins[contacts[chosen]], index.begins[contacts[chosen] + 1]
    sizes = ends - firsts
    jumps = np.repeat(firsts - np.cumsum(sizes) + sizes, sizes)
    return np.repeat(chosen, sizes), jumps + np.arange(jumps.size)


def _among(values: npt.NDArray[np.integer], few: npt.NDArray[np.integer]) -> Flags:
    return np.asarray(pc.is_in(pa.array(values), pa.array(few)), np.bool_)


def _copies(index: Index, own: Rows, later: Index) -> Flags:
    """Which later rows have the id of one that is there."""
    ids = index.ids[own]
    both: Flags = (later.ids != 0) & _among(later.ids, ids[_among(ids, later.ids)])
    return both


def _continued(one: Narrow, other: Narrow, size: int) -> Rows:
    """Codes of two tables that are put one behind the other, the first of this size."""
    return np.concatenate([one.astype(np.int64), other.astype(np.int64) + size])


def _owners(index: Index) -> Rows:
    return np.repeat(np.arange(index.begins.size - 1), np.diff(index.begins))


def _holders(
    index: Index, later: Index, own: Rows, new: Rows, holder: Holder
) -> tuple[npt.NDArray[np.uint32], pa.ChunkedArray]:
    """The code of each row's conversation or session, and their names."""
    codes = np.unique(index.holders[holder][own])
    names = index.names[holder].take(pa.array(codes))
    known = np.asarray(pc.index_in(later.names[holder], names).fill_null(-1), np.int64)
    recoded = np.where(known < 0, np.arange(known.size) + codes.size, known)
    found = np.concatenate(
        [
            np.searchsorted(codes, index.holders[holder][own]),
            recoded[later.holders[holder][new]],
        ]
    )
    chunks = [*names.chunks, *later.names[holder].chunks]
    return found.astype(np.uint32), pa.chunked_array(chunks, pa.string())


def _arrived(
    what: pa.Table,
    whats: npt.NDArray[np.integer],
    conversations: npt.NDArray[np.integer],
    seqs: Rows,
    own: int,
) -> Rows | None:
    """1 for rows by which a conversation came to a node. It was told of each part by itself: the
    first later row of a conversation is told anew by what came before. None if it came earlier."""
    arrived: Rows = np.asarray(what[ARRIVED], np.int64)[whats]
    is_passing = np.asarray(pc.is_in(what["kind"], pa.array(PASSING)), np.bool_)
    passing = np.flatnonzero((is_passing & ~np.asarray(what[SAID], np.bool_))[whats])
    passing = passing[np.lexsort((seqs[passing], conversations[passing]))]
    if not passing.size or passing.max() < own:
        return arrived
    is_later = passing >= own
    same = conversations[passing[1:]] == conversations[passing[:-1]]
    if np.any(same & is_later[:-1] & ~is_later[1:]):
        return None
    turns = np.flatnonzero(same & ~is_later[:-1] & is_later[1:])
    before, after = whats[passing[turns]], whats[passing[turns + 1]]
    waits = np.asarray(pc.equal(what["kind"], "wait"), np.bool_)
    stays = waits[before]
    for name in ("topic", "node"):
        numbers = what[name].combine_chunks().dictionary_encode().indices.to_numpy()
        stays = stays & (numbers[before] == numbers[after])
    arrived[passing[turns + 1]] = ~stays
    return arrived


def _with_arrived(what: pa.Table, *, arrived: bool) -> pa.Table:
    place = what.schema.get_field_index(ARRIVED)
    return what.set_column(place, ARRIVED, pa.array([arrived] * what.num_rows, pa.bool_()))


def _shared(index: Index, later: Index, contacts: Rows) -> frozenset[Holder]:
    """Whether a conversation is now also another contact's."""
    found = pc.index_in(later.names["conversation"], index.names["conversation"]).fill_null(-1)
    codes = np.asarray(found, np.int64)
    own = np.zeros(codes.size, np.int64)
    own[later.holders["conversation"]] = contacts[_owners(later)]
    is_shared = (codes >= 0) & (_contacts_of(index, codes) != own)
    return frozenset(["conversation"] if is_shared.any() else [])


def _contacts_of(index: Index, conversations: Rows) -> Rows:
    """The contact of each conversation: codes of a contact follow each other, so it is between
    the last that begins before it and the next."""
    low, high = np.zeros_like(conversations), np.full_like(conversations, index.begins.size - 1)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        begun = index.holders["conversation"][index.begins[middle]] <= conversations
        low, high = np.where(begun, middle, low), np.where(begun, high, middle)
    return low
