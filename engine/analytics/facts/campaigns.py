"""Campaigns: what is told of each conversation that one reached."""

import ibis
from ibis import _

from engine.analytics.facts.columns import text_in, with_country
from engine.analytics.facts.protocol import Facts, Tables

CAMPAIGN = "campaign"


def rows(tables: Tables) -> ibis.Table:
    """A row a stage that a conversation came to. `stage` is `sent`, `failed`, `answered`,
    `converted` or `stopped`; without one it is `sent`."""
    told = tables.events.filter((_.kind == "event") & (_.name == CAMPAIGN))
    return with_country(
        told.mutate(
            campaign=text_in(_.data, CAMPAIGN),
            stage=text_in(_.data, "stage").nullif("").fill_null("sent"),
            template=text_in(_.data, "template"),
        ),
        tables,
    )


FACTS = Facts(name="campaigns", rows=rows, dimensions=("campaign", "stage", "template"))
