"""Sessions: whose they are, how they began, and what became of them."""

import ibis
from ibis import _

from engine.analytics.facts.columns import text_in, with_country
from engine.analytics.facts.protocol import Facts, Tables

# Events by which a person comes from elsewhere, and what in their data names the place.
REFERRAL, CAMPAIGN = "referral", "campaign"
PLACES = ("ref", "source_id", "source_url", "source")


def rows(tables: Tables) -> ibis.Table:
    """A row a session, at the time at which it began."""
    sessions = tables.sessions.mutate(t_us=_.started_us)
    found = sessions.left_join(_by_events(tables), "session_id").drop("session_id_right")
    found = found.left_join(_by_messages(tables), "session_id").drop("session_id_right")
    found = found.left_join(_referrals(tables), "session_id").drop("session_id_right")
    texts = {name: _[name].fill_null("") for name in ("how", "intent", "referral", "campaign")}
    numbers = {name: _[name].fill_null(0) for name in ("heard", "handed_over", "not_understood")}
    return with_country(found.mutate(**texts, **numbers), tables).mutate(
        end_reason=(_.end_reason == "").ifelse("open", _.end_reason)
    )


def _by_events(tables: Tables) -> ibis.Table:
    kinds = ["intent", "handed_over", "not_understood"]
    events = tables.events.filter(_.kind.isin(kinds))
    is_intent = _.kind == "intent"
    return events.group_by("session_id").agg(
        how=_.name.argmin(_.seq, where=is_intent),
        intent=_.intent.argmin(_.seq, where=is_intent),
        handed_over=(_.kind == "handed_over").ifelse(1, 0).sum(),
        not_understood=(_.kind == "not_understood").ifelse(1, 0).sum(),
    )


def _by_messages(tables: Tables) -> ibis.Table:
    heard = tables.messages.filter(_.direction == "in")
    return heard.group_by("session_id").agg(heard=_.count())


def _referrals(tables: Tables) -> ibis.Table:
    came = tables.events.filter((_.kind == "event") & _.name.isin([REFERRAL, CAMPAIGN]))
    named = came.mutate(place=text_in(_.data, *PLACES), of_campaign=text_in(_.data, CAMPAIGN))
    return named.group_by("session_id").agg(
        referral=_.place.argmin(_.seq, where=_.name == REFERRAL),
        campaign=_.of_campaign.argmin(_.seq, where=_.of_campaign != ""),
    )


FACTS = Facts(
    name="sessions",
    rows=rows,
    dimensions=("how", "intent", "referral", "campaign", "end_reason"),
    values=("heard", "handed_over", "not_understood"),
)
