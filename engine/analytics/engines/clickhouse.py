"""ClickHouse, over HTTP."""

from urllib.parse import unquote, urlsplit

import httpx
import ibis
import pyarrow as pa

from engine.analytics.engines.protocol import Dialect, unbound
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

PORT = 8123
CONNECT_S = 5.0
_SETTINGS = {
    "default_format": "ArrowStream",
    "output_format_arrow_string_as_string": "1",
    # What is not found by a join is nothing, as elsewhere, and not 0.
    "join_use_nulls": "1",
    "readonly": "2",
}


class ClickHouse:
    """A database of a server: `clickhouse://user:password@host:8123/database`.

    With `?secure=1` it is spoken to over TLS.
    """

    dialect: Dialect = "clickhouse"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.database = parts.path.strip("/") or "default"
        self.shown = f"{parts.hostname or 'localhost'}/{self.database}"
        scheme = "https" if "secure=1" in parts.query else "http"
        user = {"X-ClickHouse-User": unquote(parts.username)} if parts.username else {}
        key = {"X-ClickHouse-Key": unquote(parts.password)} if parts.password else {}
        self._http = httpx.Client(
            base_url=f"{scheme}://{parts.hostname or 'localhost'}:{parts.port or PORT}",
            headers=user | key,
            timeout=httpx.Timeout(None, connect=CONNECT_S),
        )

    def table(self, name: HistoryTable) -> ibis.Table:
        """A table of the database."""
        return unbound(name, self.database)

    def query(self, sql: str) -> pa.Table:
        """What a query gives."""
        try:
            answer = self._http.post("/", params=_SETTINGS, content=sql.encode())
        except httpx.HTTPError as error:
            raise TertuliaError(
                f"ClickHouse {self.shown}: {error}; is the server there, with its HTTP port?"
            ) from error
        if answer.status_code != httpx.codes.OK:
            said = answer.text.strip().splitlines()[:1] or [str(answer.status_code)]
            raise TertuliaError(f"ClickHouse {self.shown}: {said[0][:500]}")
        return pa.ipc.open_stream(answer.content).read_all()

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()
