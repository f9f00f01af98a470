"""What passed over the canvas in a period: who came to each node, by which port they went on, and
who stayed there for good."""

import ibis
from ibis import _
from msgspec import Struct, structs

from engine.analytics.funnel import FunnelSpec
from engine.analytics.funnel.properties import Properties
from engine.analytics.history import History
from engine.analytics.rows import once, with_arrivals
from engine.project.funnels.following import called_now
from engine.types.bot import Bot


class Passed(Struct, frozen=True):
    """A node: how often a conversation came to it, how often it went on by each port, and for how
    many sessions it was the last place, waiting for an answer that did not come."""

    topic: str
    came: int
    stopped: int
    ports: dict[str, int]


def traffic(history: History, bot: Bot, scope: FunnelSpec) -> dict[str, Passed]:
    """By node of the bot, in the period and with the filters of a funnel; a node that was renamed
    has what passed it under its former ids too."""
    first, end = scope.period_us()
    events = history.events.filter(_.kind.isin(["visit", "wait"]), _.node != "")
    if first is not None:
        events = events.filter(_.t_us >= first)
    if end is not None:
        events = events.filter(_.t_us < end)
    properties = Properties(history, events, scope.where, scope.segments)
    events = properties.rows
    for name, values in scope.where.items():
        events = events.filter(properties.of(name).text.isin(list(values)))
    arrived = with_arrivals(once(events, "event_id"))
    homes = {node: name for name, topic in bot.topics.items() for node in topic.nodes}
    found = {node: Passed(topic, 0, 0, {}) for node, topic in homes.items()}
    for row in history.query(_counts(arrived)).to_pylist():
        node = row["node"] if row["node"] in found else called_now(bot, row["node"])
        if node not in found:
            continue
        before = found[node]
        ports = dict(before.ports)
        if row["port"]:
            ports[row["port"]] = ports.get(row["port"], 0) + row["passed"]
        found[node] = structs.replace(
            before,
            came=before.came + row["came"],
            stopped=before.stopped + row["stopped"],
            ports=ports,
        )
    return {node: passed for node, passed in found.items() if passed.came or passed.ports}


def _counts(events: ibis.Table) -> ibis.Table:
    later = ibis.window(group_by="session_id", order_by=["t_us", "seq"])
    ended = events.mutate(is_last=_.seq.lead().over(later).isnull())
    return ended.group_by("node", "port").agg(
        came=_.arrived.sum().cast("int64").fill_null(0),
        passed=_.count(),
        stopped=(_.is_last & (_.kind == "wait")).sum().cast("int64").fill_null(0),
    )
