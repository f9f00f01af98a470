"""BigQuery: a data set that history was exported to."""

from urllib.parse import urlsplit

import ibis
import pyarrow as pa
from google.api_core.exceptions import GoogleAPIError
from google.auth.exceptions import GoogleAuthError
from google.cloud import bigquery

from engine.analytics.engines.protocol import Dialect, unbound
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError


class BigQuery:
    """A data set: `bigquery://project/dataset`.

    Who may read it is what the client finds on the machine: application default credentials.
    """

    dialect: Dialect = "bigquery"

    def __init__(self, address: str, client: bigquery.Client | None = None) -> None:
        parts = urlsplit(address)
        self.project, self.dataset = parts.netloc, parts.path.strip("/")
        if not self.project or not self.dataset:
            raise TertuliaError(f"{address}: write bigquery://PROJECT/DATASET")
        try:
            self._client = client or bigquery.Client(self.project)
        except GoogleAuthError as error:
            raise TertuliaError(f"BigQuery {self.project}: {error}") from error

    def table(self, name: HistoryTable) -> ibis.Table:
        """A table of the data set."""
        return unbound(name, f"{self.project}.{self.dataset}")

    def query(self, sql: str) -> pa.Table:
        """What a query gives; it is paid for by the bytes that it reads."""
        try:
            rows = self._client.query_and_wait(sql)
            return rows.to_arrow(create_bqstorage_client=False)
        except (GoogleAPIError, GoogleAuthError) as error:
            said = str(error).splitlines()[0]
            raise TertuliaError(f"BigQuery {self.project}.{self.dataset}: {said}") from error

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()
