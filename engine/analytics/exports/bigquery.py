"""Export to BigQuery: three tables of a data set, with the columns of history.

What happened is appended by load jobs, whose ids BigQuery takes only once. Sessions and messages,
which change, are loaded into a table of their own and merged by `seq`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
from google.api_core.exceptions import Conflict, GoogleAPIError
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import GoogleAuthError
from google.cloud import bigquery

from engine.analytics.exports.protocol import Part
from engine.analytics.tables import SCHEMAS, TABLES, TIMES
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

PREFIX = "bigquery://"
PART_ROWS = 500_000
_TYPES = {pa.int64(): "INTEGER", pa.float64(): "FLOAT", pa.string(): "STRING"}
# A job that failed has loaded nothing, and keeps its id: so often another one is tried.
TRIES = 10
EMULATOR = "BIGQUERY_EMULATOR_HOST"
# On each table: the export that fills it.
LABEL = "tertulia_export"


class BigQueryTarget:
    """A data set: `bigquery://project/dataset`, made where there is none.

    Who may write it is what the client finds on the machine: application default credentials.
    """

    part_rows = PART_ROWS
    tables = TABLES
    skipped = 0

    def __init__(self, address: str, client: bigquery.Client | None = None) -> None:
        parts = urlsplit(address)
        self._project, self._dataset = parts.netloc, parts.path.strip("/")
        if not self._project or not self._dataset or "/" in self._dataset:
            raise TertuliaError(f"{address}: write bigquery://PROJECT/DATASET")
        self.name = f"{PREFIX}{self._project}/{self._dataset}"
        self._client = client

    def open(self, export: str) -> None:
        """Makes the data set and the tables that lack, and writes on them whose they are."""
        try:
            client = self._connected()
            client.create_dataset(f"{self._project}.{self._dataset}", exists_ok=True)
            for table in self.tables:
                made = bigquery.Table(self._place(table), _schema(table))
                # A question is of a time first; then of some persons.
                made.clustering_fields = [TIMES[table], "contact"]
                made.labels = {LABEL: export}
                found = client.create_table(made, exists_ok=True)
                if found.labels.get(LABEL) != export:
                    raise TertuliaError(
                        f"{self.name}: table {table} is there already, and not of this export; "
                        "name the folder in which its export is kept, or another data set"
                    )
        except (GoogleAPIError, GoogleAuthError) as error:
            raise self._said(error) from error

    def deliver(self, part: Part, file: Path, done: int) -> Iterator[int]:
        """Loads a part, and merges it where rows change."""
        if done < part.rows:
            try:
                if part.table == "events":
                    self._append(part, file)
                else:
                    self._merge(part, file)
            except (GoogleAPIError, GoogleAuthError) as error:
                raise self._said(error) from error
        yield part.rows

    def close(self) -> None:
        """Closes its connections."""
        if self._client is not None:
            self._client.close()

    def _connected(self) -> bigquery.Client:
        if self._client is None:
            # An emulator, which the client finds by itself, knows nobody.
            nobody = AnonymousCredentials() if os.environ.get(EMULATOR) else None
            self._client = bigquery.Client(self._project, credentials=nobody)
        return self._client

    def _append(self, part: Part, file: Path) -> None:
        for number in range(TRIES):
            name = f"tertulia_{part.name}" + (f"_{number}" if number else "")
            try:
                self._load(part.table, file, bigquery.WriteDisposition.WRITE_APPEND, name)
            except Conflict:
                # It came here before, and whoever sent it died: perhaps it is still at work.
                job = self._connected().get_job(name)
                try:
                    job.result()
                except GoogleAPIError:
                    continue
            return
        raise TertuliaError(f"{self.name}: {TRIES} load jobs of {part.name} failed; look at them")

    def _merge(self, part: Part, file: Path) -> None:
        staged = f"{part.table}_tertulia_{part.name}"
        self._load(part.table, file, bigquery.WriteDisposition.WRITE_TRUNCATE, "", staged)
        names = SCHEMAS[part.table].names
        same = ", ".join(f"{name} = s.{name}" for name in names if name != "seq")
        # Names of our own, and of the data set.
        merge = (
            f"MERGE INTO `{self._place(part.table)}` AS t USING `{self._place(staged)}` AS s "  # noqa: S608
            f"ON t.seq = s.seq WHEN MATCHED THEN UPDATE SET {same} WHEN NOT MATCHED THEN "
            f"INSERT ({', '.join(names)}) VALUES ({', '.join(f's.{name}' for name in names)})"
        )
        self._connected().query_and_wait(merge)
        self._connected().query_and_wait(f"DROP TABLE `{self._place(staged)}`")

    def _load(
        self, table: HistoryTable, file: Path, how: str, job_id: str = "", into: str = ""
    ) -> None:
        config = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.PARQUET,
            write_disposition=how,
            schema=_schema(table),
        )
        with file.open("rb") as content:
            job = self._connected().load_table_from_file(
                content,
                self._place(into or table),
                size=file.stat().st_size,
                job_id=job_id or None,
                job_config=config,
            )
        job.result()

    def _place(self, table: str) -> str:
        return f"{self._project}.{self._dataset}.{table}"

    def _said(self, error: Exception) -> TertuliaError:
        return TertuliaError(f"{self.name}: {str(error).splitlines()[0]}; run it again to go on")


def _schema(table: HistoryTable) -> list[bigquery.SchemaField]:
    return [bigquery.SchemaField(each.name, _TYPES[each.type]) for each in SCHEMAS[table]]
