"""Builds an index out of the tables of history, or of one bucket of them."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.index.coding import Coded, Codes, coded, combined, renumbered
from engine.analytics.index.copies import firsts
from engine.analytics.index.hashing import Hashes, hashes
from engine.analytics.index.index import ARRIVED, SAID, TRAITS, WHAT, Holder, Index, narrow
from engine.stores.rows import HistoryTable

# What an index is built of.
COLUMNS: Mapping[HistoryTable, tuple[str, ...]] = {
    "events": (
        "seq", "event_id", "conversation", "contact", "session_id", *TRAITS,
        "kind", "topic", "node", "port", "intent", "name", "data", "t_us",
    ),
    "messages": (
        "seq", "message_id", "conversation", "contact", "session_id", *TRAITS,
        "direction", "author", "node", "status", "t_us",
    ),
}  # fmt: skip
IDS: Mapping[HistoryTable, str] = {"events": "event_id", "messages": "message_id"}
HOLDERS: Mapping[Holder, str] = {"conversation": "conversation", "session": "session_id"}
PASSING = ("visit", "wait")
# The examples of a code that is 0 or 1; nobody asks where they are.
TWO = np.array([0, 1])


def build(tables: Mapping[HistoryTable, pa.Table]) -> Index:
    """The index of `events` and `messages`, each with its `COLUMNS`, in any order.

    Texts may be dictionaries; `data` then has only what was set.
    """
    parts = [_once(name, tables[name]) for name in COLUMNS]
    table = pa.concat_tables([part for part, _ in parts], promote_options="default")
    ids = np.concatenate([ids for _, ids in parts])
    times, seqs = _numbers(table["t_us"]), _numbers(table["seq"])
    who = coded(table["contact"])
    order = _order(table["contact"], who, times, seqs)
    begins = np.flatnonzero(np.diff(who.codes[order], prepend=-1))
    holding = {holder: coded(table[column]) for holder, column in HOLDERS.items()}
    held = {holder: _in_order(combined([who, each]), order) for holder, each in holding.items()}
    whats = {name: coded(table[name]) for name in WHAT}
    arrived = _arrived(_texts(table["kind"]), whats, holding["conversation"].codes, seqs)
    said = Coded((np.arange(seqs.size) >= parts[0][1].size).astype(np.int32), TWO)
    what = combined([*whats.values(), arrived, said])
    trait = combined([coded(table[name]) for name in TRAITS])
    contacts = _taken(table, "contact", order[begins])
    return Index(
        contacts=contacts,
        begins=np.append(begins, table.num_rows),
        skipped=np.zeros(begins.size, np.bool_),
        times=times[order],
        whats=narrow(what.codes[order], what.size),
        traits=narrow(trait.codes[order], trait.size),
        holders={holder: each.codes.astype(np.uint32) for holder, each in held.items()},
        seqs=seqs[order],
        ids=ids[order],
        what=_table(table, WHAT, what.examples)
        .append_column(ARRIVED, pa.array(arrived.codes[what.examples] == 1))
        .append_column(SAID, pa.array(said.codes[what.examples] == 1)),
        trait=_table(table, TRAITS, trait.examples),
        names={
            holder: _taken(table, column, held[holder].examples)
            for holder, column in HOLDERS.items()
        },
        shared=frozenset(holder for holder in HOLDERS if _is_shared(holder, holding, held, table)),
    )


def _once(name: HistoryTable, table: pa.Table) -> tuple[pa.Table, Hashes]:
    """The rows without copies, and hashes of their ids."""
    ids = hashes(table[IDS[name]], salt=len(name))
    first = firsts(table[IDS[name]], ids, _numbers(table["seq"]))
    table = table.drop_columns(IDS[name])
    if not first.all():
        table, ids = table.filter(pa.array(first)), ids[first]
    if name == "events" and not pa.types.is_dictionary(table["data"].type):
        is_set = pc.equal(_texts(table["kind"]), "set")
        data = pc.if_else(is_set, _texts(table["data"]), "")
        table = table.set_column(table.schema.get_field_index("data"), "data", data)
    return _as_dictionaries(table), ids


def _as_dictionaries(table: pa.Table) -> pa.Table:
    columns = [
        column.dictionary_encode() if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, table.column_names)


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    return np.asarray(column, np.int64)


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(column.cast(pa.string()), "")


def _order(
    names: pa.ChunkedArray, who: Coded, times: npt.NDArray[np.int64], seqs: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The rows by contact, time and number."""
    ranks = np.empty(who.size, np.int64)
    known = names.take(pa.array(who.examples))
    ranks[pc.sort_indices(known.cast(pa.string())).to_numpy()] = np.arange(who.size)
    ranked = ranks[who.codes]
    same = ranked[1:] == ranked[:-1]
    later = (times[1:] > times[:-1]) | ((times[1:] == times[:-1]) & (seqs[1:] >= seqs[:-1]))
    if np.all(np.where(same, later, ranked[1:] > ranked[:-1])):
        return np.arange(ranked.size)
    return np.lexsort((seqs, times, ranked))


def _in_order(part: Coded, order: npt.NDArray[np.int64]) -> Coded:
    """Codes of the rows in order, numbered in order: those of a contact follow each other."""
    found = renumbered(part.codes[order])
    return Coded(found.codes, order[found.examples])


def _arrived(
    kinds: pa.ChunkedArray,
    whats: Mapping[str, Coded],
    conversations: Codes,
    seqs: npt.NDArray[np.int64],
) -> Coded:
    """Code 1 where a conversation came to a node and was not waiting there, else 0."""
    passing = np.flatnonzero(pc.is_in(kinds, pa.array(PASSING)))
    passing = passing[np.lexsort((seqs[passing], conversations[passing]))]
    places = combined([whats["topic"], whats["node"]]).codes
    waits = np.asarray(pc.equal(kinds, "wait"), np.bool_)[passing]
    at = places[passing]
    one = conversations[passing]
    stays = (one[1:] == one[:-1]) & waits[:-1] & (at[1:] == at[:-1])
    arrived = np.zeros(seqs.size, np.int32)
    arrived[passing] = ~np.append(False, stays)[: passing.size]
    return Coded(arrived, TWO)


def _is_shared(
    holder: Holder, alone: Mapping[Holder, Coded], held: Mapping[Holder, Coded], table: pa.Table
) -> bool:
    """Whether several contacts have one of them; sessions without a name are nobody's."""
    names = _taken(table, HOLDERS[holder], held[holder].examples)
    blank = pc.sum(pc.equal(names, "")).as_py() or 0
    nobodys = max(blank - 1, 0) if holder == "session" else 0
    return held[holder].size > alone[holder].size + nobodys


def _taken(table: pa.Table, name: str, rows: npt.NDArray[np.int64]) -> pa.ChunkedArray:
    return _texts(table[name].take(pa.array(rows)))


def _table(table: pa.Table, names: tuple[str, ...], rows: npt.NDArray[np.int64]) -> pa.Table:
    """An example of each code."""
    return pa.table({name: _taken(table, name, rows) for name in names})
