"""Export to Google Analytics 4 by its Measurement Protocol: what happened and what people said
(not the words), with the same ids.

Google Analytics takes events of the last 72 hours, 25 in a request, and says of none whether it
kept it. So a request is checked by its validation server first, and events that are too old are
counted, not sent. What a conversation is called may be somebody's telephone number, which Google
does not allow: people and conversations go by pseudonyms, unless they are wanted plain.
"""

import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zlib import crc32

import httpx
import msgspec
import pyarrow.parquet as pq

from engine.analytics.exports.protocol import Part
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

PREFIX = "ga4://"
GOOGLE = "https://www.google-analytics.com"
EVENTS_PER_REQUEST = 25
KEPT_S = 72 * 3600
# What is asked for takes until it is there.
MARGIN_S = 600
NAME_CHARS, VALUE_CHARS = 40, 100
TIMEOUT_S = 20.0
TRIES = 4
SECOND_US = 1_000_000

# Any: a row of history.
Row = dict[str, Any]


class MeasurementTarget:
    """A data stream: `ga4://G-XXXXXXX`; `api_secret` is shown nowhere.

    `endpoint` is Google's, unless another server is to take it. `skipped` counts the events that
    were too old.
    """

    part_rows = 10_000
    tables: tuple[HistoryTable, ...] = ("events", "messages")

    def __init__(
        self,
        address: str,
        api_secret: str,
        endpoint: str = GOOGLE,
        *,
        plain_ids: bool = False,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._stream = address.removeprefix(PREFIX)
        if not self._stream.startswith("G-") or not self._stream[2:].isalnum():
            raise TertuliaError(
                f"{address}: write ga4://G-XXXXXXX, with the measurement id of a data stream"
            )
        if not api_secret:
            raise TertuliaError(f"{address}: its API secret is empty; make one for the data stream")
        self.name = f"{PREFIX}{self._stream}"
        self._secret, self._endpoint = api_secret, endpoint.rstrip("/")
        self._plain, self._now_s = plain_ids, now_s
        # Not a client: it would log addresses, in which the secret is.
        self._http = httpx.HTTPTransport(retries=2)
        self._checked = False
        self._export = ""
        self.skipped = 0

    def open(self, export: str) -> None:
        """Keeps the export's id, which pseudonyms are made with."""
        self._export = export

    def deliver(self, part: Part, file: Path, done: int) -> Iterator[int]:
        """Sends the rows of a part, a person's after the other's."""
        order = [("contact", "ascending"), ("seq", "ascending")]
        rows = pq.read_table(file, partitioning=None).sort_by(order).to_pylist()
        oldest_us = (self._now_s() - KEPT_S + MARGIN_S) * SECOND_US
        while done < len(rows):
            batch = _batch(rows, done)
            # A message that leaves changes, and would come again; what is heard does not.
            once = [row for row in batch if row.get("direction") != "out"]
            young = [row for row in once if row["t_us"] >= oldest_us]
            self.skipped += len(once) - len(young)
            if young:
                self._send(self._request(young, part.table))
            done += len(batch)
            yield done
        if not rows:
            yield part.rows

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def _request(self, rows: list[Row], table: HistoryTable) -> dict[str, object]:
        return {
            "client_id": self._pseudonym(rows[0]["contact"]),
            "non_personalized_ads": True,
            "events": [self._event(row, table) for row in rows],
        }

    def _event(self, row: Row, table: HistoryTable) -> dict[str, object]:
        is_message = table == "messages"
        kind = "heard" if is_message else row["kind"]
        told = () if is_message else ("topic", "port", "intent", "name")
        params: dict[str, object] = {
            "event_id": self._id(row["message_id" if is_message else "event_id"], row),
            # Google's sessions are numbers.
            "session_id": crc32(row["session_id"].encode()),
            "engagement_time_msec": 1,
        }
        for name in ("channel", "bot", "language", "user_type", "node", *told):
            if row[name]:
                params[name] = str(row[name])[:VALUE_CHARS]
        name = "tertulia_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in kind)
        return {"name": name[:NAME_CHARS], "timestamp_micros": row["t_us"], "params": params}

    def _id(self, id_: str, row: Row) -> str:
        """The id of a row of history, its conversation under a pseudonym."""
        conversation = row["conversation"]
        if self._plain or not id_.startswith(conversation):
            return id_[-VALUE_CHARS:]
        return self._pseudonym(conversation) + id_[len(conversation) :]

    def _pseudonym(self, name: str) -> str:
        return name if self._plain else pseudonym(self._export, name)

    def _send(self, request: dict[str, object]) -> None:
        if not self._checked:
            said = msgspec.json.decode(self._post("/debug/mp/collect", request) or b"{}")
            for each in said.get("validationMessages", ()):
                field, text = each.get("fieldPath", ""), each.get("description", "")
                raise TertuliaError(f"{self.name}: {field}: {text}; nothing of it was sent")
            self._checked = True
        self._post("/mp/collect", request)

    def _post(self, path: str, request: dict[str, object]) -> bytes:
        address = httpx.URL(
            f"{self._endpoint}{path}",
            params={"measurement_id": self._stream, "api_secret": self._secret},
        )
        body = msgspec.json.encode(request)
        headers = {"Content-Type": "application/json"}
        limits = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT_S)
        for number in range(TRIES):
            if number:
                time.sleep(0.2 * 2**number)
            asked = httpx.Request(
                "POST", address, headers=headers, content=body, extensions={"timeout": limits}
            )
            try:
                answer = self._http.handle_request(asked)
                content = answer.read()
                answer.close()
            except httpx.TransportError as error:
                said = type(error).__name__
                continue
            if answer.status_code < httpx.codes.BAD_REQUEST:
                return content
            said = f"status {answer.status_code}"
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                break
        raise TertuliaError(
            f"{self.name}: {self._endpoint} did not take it ({said}); run it again to go on"
        )


def pseudonym(export: str, name: str) -> str:
    """What a person or a conversation is called elsewhere: always the same in an export, and not
    to be turned back without its id."""
    return blake2b(name.encode(), key=export.encode(), digest_size=12).hexdigest()


def _batch(rows: list[Row], start: int) -> list[Row]:
    """The next rows of one person: a request speaks of one only."""
    following = rows[start : start + EVENTS_PER_REQUEST]
    _, same = next(groupby(following, itemgetter("contact")))
    return list(same)
