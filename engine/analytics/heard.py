"""What people wrote in their own words, outside of answers to questions, and what became of it."""

import ibis
import pyarrow as pa
from ibis import _

from engine.analytics.facts.readings import WORDS
from engine.analytics.history import History
from engine.stores.codec import read_event
from engine.types.bot import STARTUP
from engine.types.event import Said
from engine.types.reading import Reading

UNDERSTOOD, NOT_UNDERSTOOD, GREETED = "understood", "not_understood", "greeted"
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("session_id", "contact", "channel", "bot", "language")),
        ("t_us", pa.int64()),
        *((name, pa.string()) for name in ("text", "taken", "intent", "how", "nearest")),
        ("confidence", pa.float64()),
        ("threshold", pa.float64()),
    ]
)


def heard(history: History) -> pa.Table:
    """A row a message that no question awaited, by time, buttons apart.

    `taken` is `understood` (`intent` and `how` say as what), `not_understood`, or `greeted`: the
    first message of a session that says nothing to the bot. `nearest` and `confidence` are what
    the classifier would have made of it, whether it reached the `threshold` or not.
    """
    made = _made_of(history.events)
    said = history.messages.filter(_.direction == "in")
    rows = said.inner_join(made, ["conversation", "turn"]).order_by("t_us", "seq")
    columns = ("session_id", "contact", "channel", "bot", "language", "t_us", "content")
    found = history.query(rows.select(*columns, "taken", "intent", "how")).to_pylist()
    return pa.Table.from_pylist([told for row in found if (told := _told(row))], SCHEMA)


def _made_of(events: ibis.Table) -> ibis.Table:
    """What became of the message of a turn: of several things, the least understood."""
    is_missed = _.kind == "not_understood"
    is_taken = (_.kind == "intent") & _.name.isin([*WORDS, STARTUP])
    rows = events.filter(is_missed | is_taken).mutate(
        order=ibis.cases((is_missed, 0), (_.name == STARTUP, 1), else_=2)
    )
    first = rows.group_by("conversation", "turn").agg(
        order=_.order.min(), intent=_.intent.argmin(_.order), how=_.name.argmin(_.order)
    )
    return first.select(
        "conversation",
        "turn",
        taken=ibis.cases((_.order == 0, NOT_UNDERSTOOD), (_.order == 1, GREETED), else_=UNDERSTOOD),
        intent=(_.order == 2).ifelse(_.intent, ""),
        how=_.how,
    )


def _told(row: dict[str, object]) -> dict[str, object] | None:
    """The row with what was said; None where that was a button, a file or a place."""
    said = read_event(str(row.pop("content")))
    if not isinstance(said, Said) or said.choice or not said.text:
        return None
    reading = next(iter(said.readings.values()), Reading())
    nearest = reading.intents[0] if reading.intents else None
    return {
        **row,
        "text": said.text,
        "nearest": nearest.intent if nearest else "",
        "confidence": nearest.confidence if nearest else 0.0,
        "threshold": reading.threshold,
    }
