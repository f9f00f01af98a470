"""Campaigns: what is told of each conversation that one reached."""

import ibis
from ibis import _

from engine.analytics.facts.columns import text_in, with_country
from engine.analytics.facts.protocol import Facts, Tables

CAMPAIGN, REFERRAL = "campaign", "referral"


def rows(tables: Tables) -> ibis.Table:
    """A row a stage that a conversation came to. `stage` is `sent`, `failed`, `answered`,
    `converted` or `stopped`, `sent` where none is told; of somebody who came by an ad or a link of
    the campaign it is `came`."""
    told = tables.events.filter((_.kind == "event") & _.name.isin([CAMPAIGN, REFERRAL]))
    stage = text_in(told.data, "stage").nullif("").fill_null("sent")
    named = told.mutate(
        campaign=text_in(told.data, CAMPAIGN),
        stage=(told.name == REFERRAL).ifelse("came", stage),
        template=text_in(told.data, "template"),
    )
    return with_country(named.filter(_.campaign != ""), tables)


FACTS = Facts(name="campaigns", rows=rows, dimensions=("campaign", "stage", "template"))
