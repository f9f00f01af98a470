"""Hand-overs: each time that people were asked for, and what came of it."""

import ibis
from ibis import _

from engine.analytics.facts.columns import rounded_ms, text_in, with_country
from engine.analytics.facts.protocol import Facts, Tables

TOOK = "agent_took"


def rows(tables: Tables) -> ibis.Table:
    """A row a hand-over, at the time at which people were asked for.

    It lasts until the conversation is handed back, or handed over again. `waiting_ms` is until an
    agent took it or first answered it, `answer_ms` until the first answer, `handling_ms` from then
    on until it was handed back; each is -1 where that has not come.
    """
    asked = _asked(tables)
    found = asked.left_join(_happened(asked, tables), ["session_id", "place"])
    found = found.drop("session_id_right", "place_right")
    found = found.left_join(_answered(asked, tables), ["session_id", "place"])
    found = found.drop("session_id_right", "place_right")
    taken = ibis.least(_.took_us.fill_null(_.answer_us), _.answer_us.fill_null(_.took_us))
    timed = found.mutate(taken_us=taken).mutate(
        waiting_ms=rounded_ms(_.taken_us - _.t_us),
        answer_ms=rounded_ms(_.answer_us - _.t_us),
        handling_ms=rounded_ms(_.back_us - _.taken_us),
        state=ibis.cases(
            (_.back_us.notnull(), "resolved"), (_.taken_us.notnull(), "answered"), else_="waiting"
        ),
    )
    agent = ibis.coalesce(
        _.by_taking.nullif(""), _.by_giving_back.nullif(""), _.named.nullif(""), ibis.literal("")
    )
    return with_country(timed.mutate(agent=agent), tables)


def _asked(tables: Tables) -> ibis.Table:
    """The hand-overs of each session with their `place` among them, and when the next begins."""
    asked = tables.events.filter(_.kind == "handed_over")
    in_order = ibis.window(group_by="session_id", order_by="seq")
    return asked.mutate(
        queue=_.name,
        named=text_in(_.data, "agent"),
        place=ibis.row_number().over(in_order),
        next_seq=_.seq.lead().over(in_order).fill_null(2**62),
    )


def _happened(asked: ibis.Table, tables: Tables) -> ibis.Table:
    """When each was taken and handed back, and by whom."""
    is_took = (_.kind == "event") & (_.name == TOOK)
    is_back = (_.kind == "received") & (_.name == "handed_back")
    events = tables.events.filter(is_took | is_back)
    told = events.select(
        "session_id",
        happened_seq=_.seq,
        happened_us=_.t_us,
        took=_.name == TOOK,
        by=text_in(_.data, "agent"),
    )
    within = _within(asked, told)
    return within.group_by("session_id", "place").agg(
        took_us=_.happened_us.min(where=_.took),
        by_taking=_.by.argmin(_.happened_seq, where=_.took),
        back_us=_.happened_us.min(where=~_.took),
        by_giving_back=_.by.argmin(_.happened_seq, where=~_.took),
    )


def _answered(asked: ibis.Table, tables: Tables) -> ibis.Table:
    """When an agent first answered each, and how often."""
    answers = tables.messages.filter(_.author == "agent")
    told = answers.select("session_id", happened_seq=_.seq, happened_us=_.t_us)
    within = _within(asked, told)
    return within.group_by("session_id", "place").agg(answer_us=_.happened_us.min())


def _within(asked: ibis.Table, told: ibis.Table) -> ibis.Table:
    """What happened, beside the hand-over during which it did."""
    stretch = asked.select("session_id", "place", "seq", "next_seq")
    joined = stretch.join(told, "session_id")
    return joined.filter((_.happened_seq > _.seq) & (_.happened_seq < _.next_seq))


FACTS = Facts(
    name="handovers",
    rows=rows,
    dimensions=("queue", "agent", "state"),
    values=("waiting_ms", "answer_ms", "handling_ms"),
)
