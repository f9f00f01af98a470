"""What the contract suite knows of each adapter: a file of cases, and what it gave for them.

`pytest tests/channels tests/nodes --update` writes the answers anew; the diff is reviewed.
"""

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from engine.channels import load_kinds
from engine.channels.fit import fit
from engine.channels.protocol import Adapter, Ignored, Request
from engine.service.channels.opening import open_adapter
from engine.types.message import Message
from engine.types.post import Outgoing, Post, Report

FOLDER = Path(__file__).parent / "adapters"
KINDS = load_kinds()
NOW_US = 1_796_000_000_000_000


class Asked(Struct, frozen=True, omit_defaults=True):
    """A request, its body as text."""

    method: str = "POST"
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def request(self) -> Request:
        return Request(self.method, self.query, self.headers, self.body.encode())


class Shake(Struct, frozen=True):
    """A handshake, its answer, and one that is refused."""

    good: Asked
    answer: str
    bad: Asked


class Heard(Struct, frozen=True):
    """What a provider posts, and what it means."""

    title: str
    body: Any  # JSON
    found: list[Any] = field(default_factory=list)


class Told(Struct, frozen=True, omit_defaults=True):
    """A message and the calls that send it to a person."""

    title: str
    message: Message
    person: str
    calls: list[Any] = field(default_factory=list)


class Outcome(Struct, frozen=True, omit_defaults=True):
    """An answer to a call, and what became of the message."""

    status: int
    body: Any  # JSON, or text
    attempts: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    sent: Any = None


class Data(Struct, frozen=True):
    """A file of cases."""

    settings: dict[str, Any]
    secrets: dict[str, str]
    handshake: Shake | None
    signed: Asked
    heard: list[Heard]
    told: list[Told]
    outcomes: list[Outcome]

    def adapter(self, kind: str) -> Adapter:
        return open_adapter(kind, self.settings, KINDS, self.secrets.__getitem__)


def path_of(kind: str) -> Path:
    return FOLDER / f"{kind}.json"


def data_of(kind: str) -> Data:
    return msgspec.json.decode(path_of(kind).read_bytes(), type=Data)


def write(kind: str, data: Data) -> None:
    text = msgspec.json.format(msgspec.json.encode(data), indent=1).decode()
    # Short lists and objects on a line each.
    text = re.sub(r"([\[{])\n\s+([^\[\]{}]{0,70}?)\n\s+([\]}])", _joined, text)
    path_of(kind).write_text(text + "\n", encoding="utf-8")


def _joined(found: "re.Match[str]") -> str:
    inside = re.sub(r",\n\s+", ", ", found[2])
    return f"{found[1]}{inside}{found[3]}"


def found(adapter: Adapter, body: bytes) -> list[Any]:
    """What an adapter reads in a body, as plain data."""
    return [_plain(each) for each in adapter.parse(Request("POST", body=body), NOW_US)]


def _plain(each: Post | Report | Ignored) -> Any:
    return {type(each).__name__.lower(): msgspec.to_builtins(each)}


def calls(adapter: Adapter, message: Message, person: str) -> list[Any]:
    """The calls that send a message, their bodies as JSON."""
    fitted = fit(message, adapter.capability, adapter.language)
    outgoing = Outgoing(1, "k", adapter.name, f"{adapter.name}:{person}", message)
    return [
        {
            "method": call.method,
            "url": call.url,
            "headers": dict(call.headers),
            "body": msgspec.json.decode(call.body or b"null"),
        }
        for call in adapter.render(outgoing, fitted)
    ]
