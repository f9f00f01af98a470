"""Rows of history as they are to be counted: each once, and what they mean beside the others."""

import ibis
from ibis import _


def once(rows: ibis.Table, key: str) -> ibis.Table:
    """The first row of each id; rows without an id stay."""
    first = ibis.window(group_by=key, order_by="seq")
    numbered = rows.mutate(copy=ibis.row_number().over(first))
    return numbered.filter((_.copy == 0) | (_[key] == "")).drop("copy")


def with_arrivals(events: ibis.Table) -> ibis.Table:
    """Visits and waits, and other events, with `arrived`: whether a conversation came to the node,
    and was not waiting there."""
    before = ibis.window(group_by=["conversation", "passing"], order_by="seq")
    passing = events.mutate(passing=_.kind.isin(["visit", "wait"]))
    place = passing.mutate(
        was_kind=_.kind.lag().over(before),
        was_node=_.node.lag().over(before),
        was_topic=_.topic.lag().over(before),
    )
    stayed = (_.was_kind == "wait") & (_.was_node == _.node) & (_.was_topic == _.topic)
    arrived = place.mutate(arrived=_.passing & ~stayed.fill_null(False))
    return arrived.drop("was_kind", "was_node", "was_topic", "passing")
