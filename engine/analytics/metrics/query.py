"""What is asked of a metric: when, of whom, and how it is broken down."""

import datetime as dt
import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from engine.types.bot import Segment

Grain = Literal["total", "minute", "hour", "day", "week", "month"]
Scalar = str | int | float | bool
# The value under which those that are not among the `top` are put together.
OTHER = "(other)"


class Price(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a message costs on a channel: one of a person's, one of ours, a template of ours."""

    received: float = 0.0
    sent: float = 0.0
    template: float = 0.0


class Prices(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Prices by channel, or by channel and country, as `whatsapp:CO`, in one currency."""

    channels: dict[str, Price] = {}
    currency: str = ""


class Query(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is asked of a metric; each part may be left out.

    The period: `since` and `until`, days in `zone`, both included; or `last`, as `30d`: so many
    minutes (`min`), hours (`h`), days (`d`), weeks (`w`) or months (`mo`) up to and with the
    present one. `grain` is what each row is of. `where` keeps the facts with one of the values of a
    column, `variables` those of sessions in which a variable got one of the values, `tags` those of
    contacts who have all of the tags, `segment` those of contacts of whom its condition holds.
    `by` has a row for each value of a column: for the `top` most frequent, and one for all others.
    With `compare`, the totals of the period before are given beside. `prices` are what
    messages cost.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    last: str = ""
    zone: str = "UTC"
    grain: Grain = "day"
    where: dict[str, tuple[str, ...]] = {}
    variables: dict[str, tuple[Scalar, ...]] = {}
    tags: tuple[str, ...] = ()
    segment: Segment | None = None
    by: str = ""
    top: int = 25
    compare: bool = False
    prices: Prices | None = None

    @property
    def digest(self) -> str:
        """The same for equal queries, however they are written."""
        where = {name: tuple(sorted(set(values))) for name, values in self.where.items()}
        tags = tuple(sorted(set(self.tags)))
        plain = msgspec.structs.replace(self, where=where, tags=tags)
        written = msgspec.json.encode(plain, order="deterministic")
        return hashlib.sha256(written).hexdigest()
