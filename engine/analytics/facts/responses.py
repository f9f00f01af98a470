"""Responses: how long the bot took to answer each message of a person."""

import ibis
from ibis import _

from engine.analytics.facts.columns import rounded_ms, with_country
from engine.analytics.facts.protocol import COMMON, Facts, Tables

WHO = tuple(name for name in COMMON if name != "country")


def rows(tables: Tables) -> ibis.Table:
    """A row a turn in which a person said something, at the time at which they did.

    `response_ms` is until the first message of the bot was due, its pauses included; -1 where the
    turn has none.
    """
    is_person = _.author == "person"
    turns = tables.messages.filter(_.author.isin(["person", "bot"]) & (_.turn > 0))
    by_turn = turns.group_by("session_id", "turn").agg(
        t_us=_.t_us.min(where=is_person),
        answer_us=_.t_us.min(where=_.author == "bot"),
        contact=_.contact.argmin(_.seq, where=is_person),
        **{name: _[name].argmin(_.seq, where=is_person) for name in WHO},
    )
    heard = by_turn.filter(_.t_us.notnull())
    return with_country(
        heard.mutate(
            response_ms=rounded_ms(_.answer_us - _.t_us),
            answered=_.answer_us.notnull().ifelse("yes", "no"),
        ),
        tables,
    )


FACTS = Facts(name="responses", rows=rows, dimensions=("answered",), values=("response_ms",))
