"""Messages: who said them, what kind they were, and how far they came."""

import ibis

from engine.analytics.facts.columns import json_of, with_country
from engine.analytics.facts.protocol import Facts, Tables


def rows(tables: Tables) -> ibis.Table:
    """A row a message, at the time at which it was said or due."""
    said = json_of(tables.messages.content)
    named = tables.messages.mutate(template=said["template"]["name"].str.fill_null(""))
    return with_country(named.mutate(kind=_kind(named)), tables)


def _kind(said: ibis.Table) -> ibis.expr.types.StringColumn:
    """What a message is, by the most that is in it."""
    parts = json_of(said.content)
    return ibis.cases(
        (said.template != "", "template"),
        (parts["media"][0]["kind"].str.notnull(), parts["media"][0]["kind"].str),
        (parts["cards"][0].notnull(), "cards"),
        (parts["place"].notnull(), "place"),
        (parts["options"][0].notnull(), "options"),
        (parts["choice"].str.fill_null("") != "", "choice"),
        else_="text",
    )


FACTS = Facts(
    name="messages",
    rows=rows,
    dimensions=("direction", "author", "kind", "status", "template"),
    many=True,
)
