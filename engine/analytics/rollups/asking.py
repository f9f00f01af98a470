"""What is asked of kept facts, and the statements that count them from the first to the last."""

from collections.abc import Hashable
from functools import lru_cache

import ibis
import msgspec
from msgspec.structs import replace

from engine.analytics.facts import FACTS
from engine.analytics.metrics import METRICS
from engine.analytics.metrics.audience import is_of_all
from engine.analytics.metrics.counting import binned, chosen, columns_read, condensed, counted
from engine.analytics.metrics.protocol import Metric
from engine.analytics.metrics.query import Query
from engine.analytics.rollups.making import Which, table_of

MOST = 5000


def can_answer(metric: Metric, query: Query) -> bool:
    """Whether the facts that are kept say as much as is asked."""
    if not is_of_all(query):
        return False
    is_fine = query.grain == "minute" or query.last.endswith("min")
    return not FACTS[metric.facts].many or not (is_fine or _names_people(metric.name))


@lru_cache
def _names_people(name: str) -> bool:
    """Whether a metric's measures tell contacts or sessions apart."""
    metric = METRICS[name]
    rows = chosen(metric, Query(), table_of(FACTS[metric.facts]))
    return bool({"contact", "session_id"} & set(columns_read(metric, rows)))


class Asked(Hashable):
    """A metric as it is asked, whenever: alike ones have the same statements."""

    def __init__(self, metric: Metric, query: Query, step_us: int) -> None:
        self.metric, self.step_us = metric, step_us
        self.query = replace(query, since=None, until=None, last="", zone="UTC", grain="day")
        self._key = (metric.name, step_us, msgspec.json.encode(self.query, order="deterministic"))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and other._key == self._key


@lru_cache(MOST)
def statements(asked: Asked, top: tuple[str, ...]) -> tuple[str, ...]:
    """The measures at all levels, as SQL on all facts and the table `bins`."""
    few = condensed(asked.metric, rows_of(asked, "all"))
    found = counted(asked.metric, few, bool(asked.query.by), top)
    return tuple(str(ibis.to_sql(each, dialect="duckdb")) for each in found)


def rows_of(asked: Asked, which: Which) -> ibis.Table:
    """The facts that are asked for, by what they are counted by."""
    bins = ibis.table({"start_us": "int64", "bin": "int64"}, name="bins")
    facts = table_of(FACTS[asked.metric.facts], which)
    return binned(chosen(asked.metric, asked.query, facts), bins, asked.step_us)
