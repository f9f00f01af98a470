"""Costs of messages by channel, at the prices of the query."""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
from ibis import _

from engine.analytics.metrics.protocol import Metric, count, spending
from engine.analytics.metrics.query import Price, Query

MILLIONTHS = 1_000_000
# What a provider takes money for: what it took.
TAKEN = ("received", "sent", "delivered", "read")


def priced(rows: ibis.Table, query: Query) -> ibis.Table:
    """The messages with their `price` in millionths; 0 where none is given."""
    channels = query.prices.channels if query.prices else {}
    # Those of a country come before those of the channel everywhere.
    ordered = sorted(channels.items(), key=lambda each: ":" not in each[0])
    prices = [case for name, price in ordered for case in _cases(rows, name, price)]
    free = ibis.literal(0, "int64")
    return rows.mutate(price=ibis.cases(*prices, else_=free) if prices else free)


def _cases(
    rows: ibis.Table, name: str, price: Price
) -> Iterator[tuple[ir.BooleanValue, ir.IntegerScalar]]:
    channel, _colon, country = name.partition(":")
    there = (rows.channel == channel) & rows.status.isin(list(TAKEN))
    if country:
        there &= rows.country == country
    heard, template = rows.direction == "in", rows.kind == "template"
    for condition, each in (
        (there & heard, price.received),
        (there & ~heard & template, price.template),
        (there & ~heard & ~template, price.sent),
    ):
        yield condition, ibis.literal(round(each * MILLIONTHS), "int64")


METRIC = Metric(
    name="costs",
    title={"es": "Costes", "en": "Costs", "pt": "Custos"},
    about={
        "es": "Qué costaron los mensajes, con los precios dados.",
        "en": "What messages cost, at the prices given.",
        "pt": "Quanto custaram as mensagens, aos preços dados.",
    },
    facts="messages",
    measures=(
        spending("cost", {"es": "Coste", "en": "Cost", "pt": "Custo"}, "price"),
        count(
            "paid",
            {
                "es": "Mensajes con precio",
                "en": "Messages with a price",
                "pt": "Mensagens com preço",
            },
            _.price > 0,
        ),
        count("messages", {"es": "Mensajes", "en": "Messages", "pt": "Mensagens"}),
    ),
    by="channel",
    prepare=priced,
)
