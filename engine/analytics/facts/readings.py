"""Readings: what was made of each message that no question awaited."""

import ibis
from ibis import _

from engine.analytics.facts.columns import with_country
from engine.analytics.facts.protocol import Facts, Tables

# By what an intent claims words; the other ways to enter one are no understanding.
WORDS = ("exact", "pattern", "keywords", "classifier")
PERCENT, STEP = 100, 5


def rows(tables: Tables) -> ibis.Table:
    """A row a message. `percent` is how sure the bot was, `confidence` the same in steps of 5,
    by its lower end; a message of which nothing was made has 0, and no confidence."""
    understood = (_.kind == "intent") & _.name.isin(list(WORDS))
    found = tables.events.filter(understood | (_.kind == "not_understood"))
    is_missed = found.kind == "not_understood"
    percent = (found.confidence * PERCENT).floor().cast("int64")
    steps = [(percent >= least, f"{least:02}") for least in range(PERCENT - STEP, 0, -STEP)]
    return with_country(
        found.mutate(
            understood=is_missed.ifelse("no", "yes"),
            how=found.name,
            confidence=ibis.cases((is_missed, ""), *steps, else_="00"),
            percent=is_missed.ifelse(0, percent),
        ),
        tables,
    )


FACTS = Facts(
    name="readings",
    rows=rows,
    dimensions=("understood", "how", "intent", "topic", "confidence"),
    values=("percent",),
    many=True,
)
