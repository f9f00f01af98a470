"""Spark: a session's tables, or Parquet that its workers read."""

from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from engine.analytics.engines.protocol import Dialect, unbound
from engine.analytics.history import SCHEMAS
from engine.stores.rows import HistoryTable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Spark:
    """The tables `sessions`, `events` and `messages` of a session, which stays the caller's.

    With a folder they are views of its Parquet, at `sessions/`, `events/` and `messages/`: a path
    or any address that Spark's workers can read.
    """

    dialect: Dialect = "pyspark"

    def __init__(self, session: "SparkSession", folder: str | Path | None = None) -> None:
        self.session = session
        # Spark takes a missing key of JSON, a tie or an overflow as other engines do only so.
        session.conf.set("spark.sql.session.timeZone", "UTC")
        for name in SCHEMAS if folder is not None else ():
            rows = session.read.option("recursiveFileLookup", "true").parquet(f"{folder}/{name}")
            rows.createOrReplaceTempView(name)

    def table(self, name: HistoryTable) -> ibis.Table:
        """A table or view of the session."""
        return unbound(name)

    def query(self, sql: str) -> pa.Table:
        """What a query gives."""
        return self.session.sql(sql).toArrow()

    def close(self) -> None:
        """Leaves the session to whom it belongs."""
