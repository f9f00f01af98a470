"""Presence: with whom each session is, and when there was last a sign of life."""

import ibis
from ibis import _

from engine.analytics.facts.columns import with_country
from engine.analytics.facts.handovers import TOOK
from engine.analytics.facts.protocol import Facts, Tables

PEOPLE = ("handed_over", TOOK, "agent_said", "handed_back")


def rows(tables: Tables) -> ibis.Table:
    """A row a session, at the time of its latest message or event. `standing` is `ended`, or with
    whom the conversation is: `bot`, `waiting` (for an agent), `agent`."""
    signs = _signs(tables)
    latest = signs.group_by("session_id").agg(
        t_us=_.t_us.max(),
        people=_.sign.argmax(_.seq, where=_.sign.isin(list(PEOPLE))),
    )
    found = tables.sessions.join(latest, "session_id")
    standing = ibis.cases(
        (_.ended_us > 0, "ended"),
        (_.people == "handed_over", "waiting"),
        (_.people.isin([TOOK, "agent_said"]), "agent"),
        else_="bot",
    )
    return with_country(found.mutate(standing=standing), tables)


def _signs(tables: Tables) -> ibis.Table:
    """Messages and events, each with what it says of who answers."""
    is_named = (_.kind == "event") | (_.kind == "received")
    events = tables.events.select("session_id", "seq", "t_us", sign=is_named.ifelse(_.name, _.kind))
    said = tables.messages.select(
        "session_id",
        "seq",
        "t_us",
        sign=(_.author == "agent").ifelse("agent_said", "said"),
    )
    return ibis.union(events, said)


FACTS = Facts(name="presence", rows=rows, dimensions=("standing",))
