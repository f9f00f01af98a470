"""An emulator of BigQuery for its real client: its REST API, with DuckDB to run the SQL.

It knows what the client asks for when tables are made, files are loaded and queries run. Queries
are translated from BigQuery's SQL; what a load job or a query gets wrong is answered as an error.
"""

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from sqlglot import exp

PROJECT = "tertulia-test"
ROOT = f"/bigquery/v2/projects/{PROJECT}"
UPLOAD = f"/upload{ROOT}/jobs"
_TYPES = {
    pa.int64(): "INTEGER",
    pa.int32(): "INTEGER",
    pa.float64(): "FLOAT",
    pa.bool_(): "BOOLEAN",
    pa.string(): "STRING",
}


class Emulator:
    """A project's data sets."""

    def __init__(self) -> None:
        self.database = duckdb.connect()
        self.database.execute("CREATE MACRO ieee_divide(a, b) AS a::DOUBLE / b")
        self.jobs: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, tuple[dict[str, Any], bytearray]] = {}
        self.labels: dict[tuple[str, str | None], dict[str, str]] = {}
        self.lock = threading.Lock()
        self.address = ""

    def client(self) -> bigquery.Client:
        """The real client, at this address."""
        return bigquery.Client(
            PROJECT,
            credentials=AnonymousCredentials(),
            client_options={"api_endpoint": self.address},
        )

    def query(self, sql: str) -> pa.Table:
        """What a query in BigQuery's SQL gives."""
        tree = sqlglot.parse_one(sql, dialect="bigquery")
        for table in tree.find_all(exp.Table):
            if table.db:
                place = f"{table.catalog}.{table.db}".removeprefix(f"{PROJECT}.").strip(".")
                table.set("db", exp.to_identifier(place, quoted=True))
                table.set("catalog", None)
        with self.lock:
            return self.database.execute(tree.sql(dialect="duckdb")).to_arrow_table()

    def hold(self, dataset: str, name: str, rows: pa.Table, *, replace: bool = False) -> None:
        """Adds rows to a table, which is made where there is none."""
        place = f'"{dataset}"."{name}"'
        with self.lock:
            self.database.execute(f'CREATE SCHEMA IF NOT EXISTS "{dataset}"')
            self.database.register("given", rows)
            if replace:
                self.database.execute(f"DROP TABLE IF EXISTS {place}")
            self.database.execute(f"CREATE TABLE IF NOT EXISTS {place} AS FROM given LIMIT 0")
            self.database.execute(f"INSERT INTO {place} BY NAME FROM given")
            self.database.unregister("given")

    def load(self, job: dict[str, Any], content: bytes) -> dict[str, Any]:
        """Carries out a load job, once per job id: a second one is refused, as BigQuery does."""
        reference = job.setdefault("jobReference", {"projectId": PROJECT})
        name = reference.setdefault("jobId", uuid4().hex)
        if name in self.jobs:
            raise RefusedError(409, "duplicate", f"Already Exists: Job {PROJECT}:US.{name}")
        asked = job["configuration"]["load"]
        target = asked["destinationTable"]
        rows = pq.read_table(pa.BufferReader(content))
        replace = asked.get("writeDisposition") == "WRITE_TRUNCATE"
        self.hold(target["datasetId"], target["tableId"], rows, replace=replace)
        statistics = {"load": {"outputRows": str(rows.num_rows)}}
        done = {**job, "kind": "bigquery#job", "status": {"state": "DONE"}}
        self.jobs[name] = done | {"statistics": statistics}
        return self.jobs[name]


class RefusedError(Exception):
    """What BigQuery answers to what it does not do."""

    def __init__(self, code: int, reason: str, said: str) -> None:
        super().__init__(said)
        self.code, self.reason = code, reason


@contextlib.contextmanager
def running_bigquery() -> Iterator[Emulator]:
    """The emulator, on a port of its own, for as long as the context lasts."""
    emulator = Emulator()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Handler", (_Handler,), {"emulator": emulator})
    )
    server.daemon_threads = True
    emulator.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield emulator
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        emulator.database.close()


class _Handler(BaseHTTPRequestHandler):
    emulator: Emulator

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def do_PUT(self) -> None:
        self._answer(self._put)

    def log_message(self, *_: object) -> None:
        pass

    def _get(self, path: str, _content: bytes) -> Any:
        job = re.fullmatch(rf"{ROOT}/jobs/([^/]+)", path)
        if job and job[1] in self.emulator.jobs:
            return self.emulator.jobs[job[1]]
        found = re.fullmatch(rf"{ROOT}/datasets/([^/]+)(?:/tables/([^/]+))?", path)
        if found and self._is_there(*found.groups()):
            return self._named(*found.groups())
        raise RefusedError(404, "notFound", f"Not found: {path}")

    def _post(self, path: str, content: bytes) -> Any:
        if path == UPLOAD:
            return self._upload(content)
        asked = json.loads(content)
        if path == f"{ROOT}/queries":
            try:
                return _result(self.emulator.query(asked["query"]))
            except (duckdb.Error, sqlglot.errors.SqlglotError) as error:
                raise RefusedError(400, "invalidQuery", str(error)) from error
        if found := re.fullmatch(rf"{ROOT}/datasets(?:/([^/]+)/tables)?", path):
            dataset = found[1] or asked["datasetReference"]["datasetId"]
            table = asked["tableReference"]["tableId"] if found[1] else None
            if self._is_there(dataset, table):
                raise RefusedError(409, "duplicate", f"Already Exists: {dataset}.{table or ''}")
            self._make(dataset, table, asked)
            self.emulator.labels[dataset, table] = asked.get("labels", {})
            return self._named(dataset, table)
        raise RefusedError(404, "notFound", f"Not found: {path}")

    def _put(self, path: str, content: bytes) -> Any:
        """A part of a resumable upload; the last one begins the job."""
        job, kept = self.emulator.uploads[path.rpartition("/")[2]]
        span = re.fullmatch(r"bytes (\*|(\d+)-(\d+))/(\*|\d+)", self.headers["Content-Range"])
        assert span
        if span[2] and int(span[2]) == len(kept):
            kept += content
        if span[4] == "*" or len(kept) < int(span[4]):
            return None
        return self.emulator.load(job, bytes(kept))

    def _upload(self, content: bytes) -> Any:
        asked = parse_qs(urlsplit(self.path).query)["uploadType"][0]
        if asked == "multipart":
            kind = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            first, second = message_from_bytes(kind + content).get_payload()
            return self.emulator.load(
                json.loads(first.get_payload(decode=True)), second.get_payload(decode=True)
            )
        name = uuid4().hex
        self.emulator.uploads[name] = (json.loads(content), bytearray())
        self.location = f"{self.emulator.address}/parts/{name}"
        return {}

    def _is_there(self, dataset: str, table: str | None = None) -> bool:
        with self.emulator.lock:
            found = self.emulator.database.execute(
                "SELECT 1 FROM information_schema.schemata WHERE schema_name = $1"
                if table is None
                else "SELECT 1 FROM information_schema.tables "
                "WHERE table_schema = $1 AND table_name = $2",
                [dataset] if table is None else [dataset, table],
            )
            return found.fetchone() is not None

    def _named(self, dataset: str, table: str | None) -> dict[str, Any]:
        return _named(dataset, table) | {"labels": self.emulator.labels.get((dataset, table), {})}

    def _make(self, dataset: str, table: str | None, asked: dict[str, Any]) -> None:
        if table is None:
            with self.emulator.lock:
                self.emulator.database.execute(f'CREATE SCHEMA "{dataset}"')
            return
        types = {name: kind for kind, name in reversed(_TYPES.items())}
        fields = asked.get("schema", {}).get("fields", [])
        schema = pa.schema([(field["name"], types[field["type"]]) for field in fields])
        self.emulator.hold(dataset, table, schema.empty_table())

    def _answer(self, way: Any) -> None:
        self.location = ""
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        code = 200
        try:
            given = way(urlsplit(self.path).path, content)
            code = 308 if given is None else 200
        except RefusedError as refusal:
            code = refusal.code
            errors = [{"reason": refusal.reason, "message": str(refusal)}]
            given = {"error": {"code": code, "message": str(refusal), "errors": errors}}
        body = json.dumps(given or {}).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.location:
            self.send_header("Location", self.location)
        if code == 308:
            kept = self.emulator.uploads[self.path.rpartition("/")[2]][1]
            self.send_header("Range", f"bytes=0-{len(kept) - 1}")
        self.end_headers()
        self.wfile.write(body)


def _named(dataset: str, table: str | None) -> dict[str, Any]:
    reference = {"projectId": PROJECT, "datasetId": dataset}
    if table is None:
        return {"kind": "bigquery#dataset", "datasetReference": reference}
    return {"kind": "bigquery#table", "tableReference": reference | {"tableId": table}}


def _result(found: pa.Table) -> dict[str, Any]:
    fields = [{"name": field.name, "type": _TYPES[_plain(field.type)]} for field in found.schema]
    rows = [{"f": [{"v": _written(value)} for value in row.values()]} for row in found.to_pylist()]
    return {
        "kind": "bigquery#queryResponse",
        "schema": {"fields": fields},
        "rows": rows,
        "totalRows": str(len(rows)),
        "jobComplete": True,
        "jobReference": {"projectId": PROJECT, "jobId": uuid4().hex, "location": "US"},
    }


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.int64() if pa.types.is_decimal(kind) or pa.types.is_integer(kind) else kind


def _written(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
