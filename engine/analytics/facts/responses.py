"""Responses: how long the bot took to answer each message of a person."""

import ibis
from ibis import _

from engine.analytics.facts.columns import rounded_ms, with_country
from engine.analytics.facts.protocol import Facts, Tables


def rows(tables: Tables) -> ibis.Table:
    """A row a message of a person, at the time at which it was said.

    `response_ms` is until the first message that the bot answered with was due, its pauses
    included; -1 where it did not answer.
    """
    bots = tables.messages.filter((_.author == "bot") & (_.turn > 0))
    answers = bots.group_by("session_id", "turn").agg(answer_us=_.t_us.min())
    heard = tables.messages.filter(_.author == "person")
    found = heard.left_join(answers, ["session_id", "turn"]).drop("session_id_right", "turn_right")
    return with_country(
        found.mutate(
            response_ms=rounded_ms(_.answer_us - _.t_us),
            answered=_.answer_us.notnull().ifelse("yes", "no"),
        ),
        tables,
    )


FACTS = Facts(
    name="responses",
    rows=rows,
    dimensions=("answered",),
    values=("response_ms",),
    many=True,
)
