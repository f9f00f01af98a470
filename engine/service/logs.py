"""Structured logs: one JSON object a line, with ids and numbers, never what people wrote."""

import json
import logging
import sys
import time
import traceback
from typing import IO

from engine.service.hiding import Hide

# What a log record always has; everything else was given as `extra` and is written.
_USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message"}


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message and its extra fields."""

    def __init__(self, hide: Hide) -> None:
        super().__init__()
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._hide(record.getMessage()),
        }
        more = ((k, v) for k, v in record.__dict__.items() if k not in _USUAL)
        line.update((k, self._hide(v) if isinstance(v, str) else v) for k, v in more)
        if record.exc_info:
            # Where it failed and with what, but not its message: that may quote a person.
            line["error"] = getattr(record.exc_info[0], "__name__", "")
            line["traceback"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(level: str, hide: Hide, stream: IO[str] = sys.stderr) -> None:
    """Sends every log of the process to `stream` as JSON lines from `level` up, without the
    numbers and addresses that `hide` takes out."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter(hide))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # Each connection with its address, and lines of starting and stopping that we write ourselves.
    logging.getLogger("uvicorn.error").setLevel("WARNING")
    # The HTTP client logs whole addresses, which may hold what people wrote.
    logging.getLogger("httpx").setLevel("WARNING")
