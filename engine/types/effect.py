"""What a turn asks of the world: data that the runtime carries out.

An effect with a `key` is answered: its outcome comes back as an `Answered` event.
"""

from msgspec import Struct, field

from engine.types.message import Message, Template
from engine.types.value import Value


class Send(Struct, frozen=True, gc=False, omit_defaults=True, tag="send"):
    """A message for the channel, `delay_ms` after the one before it."""

    message: Message
    node: str = ""
    delay_ms: int = 0


class StartTimer(Struct, frozen=True, omit_defaults=True, tag="start_timer"):
    """A timer by name; starting it again replaces it."""

    timer: str
    due_us: int
    token: int


class StopTimer(Struct, frozen=True, tag="stop_timer"):
    timer: str


class CallService(Struct, frozen=True, omit_defaults=True, tag="call_service"):
    """An HTTP request. A header's value names a secret as `{secret:NAME}`, which whoever sends
    the request fills in; nothing that a person typed reads so (engine/nodes/secrets.py). A
    `body` that is a text is sent as it stands, any other as JSON, None not at all.

    Answer: `ok` with {"status": int, "headers": dict, "body": JSON or text}; `failed`
    (status 400 and above, same value), `timeout`, or `refused` (address not allowed).
    """

    key: str
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: Value = None
    timeout_s: float = 10.0


class RunCode(Struct, frozen=True, omit_defaults=True, tag="run_code"):
    """A code action by name. Answer: `ok` with a dict of its outputs, `failed` or `timeout`."""

    key: str
    action: str
    inputs: dict[str, Value] = field(default_factory=dict)
    timeout_s: float = 2.0


class SendMail(Struct, frozen=True, omit_defaults=True, tag="send_mail"):
    """A mail through the project's SMTP account. Answer: `ok` or `failed`."""

    key: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""


class SearchSite(Struct, frozen=True, omit_defaults=True, tag="search_site"):
    """A full-text search in a website named in the bot.

    Answer: `ok` with a list of {"title", "passage", "url", "score"}, `empty` or `failed`.
    """

    key: str
    site: str
    query: str
    limit: int = 3
    language: str = ""


class AskMetric(Struct, frozen=True, omit_defaults=True, tag="ask_metric"):
    """The number of a metric over a period, of facts with these values of columns, of contacts
    with these tags, of a segment. Answer: `ok` with the number, `empty` where there is nothing of
    which it could be one, or `failed`."""

    key: str
    metric: str
    measure: str = ""
    period: str = ""
    zone: str = "UTC"
    where: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    segment: str = ""


class HandOff(Struct, frozen=True, omit_defaults=True, tag="hand_off"):
    """The conversation goes to people: a queue, or one agent."""

    queue: str = "default"
    agent: str = ""
    priority: int = 0
    note: str = ""


class Notify(Struct, frozen=True, omit_defaults=True, tag="notify"):
    """A template, or a text by language, to a contact, a segment, or (both empty) the person in
    this conversation."""

    template: Template | None = None
    contact: str = ""
    segment: str = ""
    texts: dict[str, str] = field(default_factory=dict)


class Raise(Struct, frozen=True, omit_defaults=True, tag="raise"):
    """An event for a contact, a segment, or (both empty) this conversation: now, at `due_us`, or,
    where that is below 0, no more."""

    event: str
    data: dict[str, Value] = field(default_factory=dict)
    contact: str = ""
    segment: str = ""
    due_us: int = 0


class Archive(Struct, frozen=True, omit_defaults=True, tag="archive"):
    """The conversation is put away; the next message opens a new session."""

    reason: str = ""


Effect = (
    Send
    | StartTimer
    | StopTimer
    | CallService
    | RunCode
    | SendMail
    | SearchSite
    | AskMetric
    | HandOff
    | Notify
    | Raise
    | Archive
)


class Tell(Struct, frozen=True, tag="tell"):
    """A message that no turn made, by its author, for the worker whose conversation it is.

    No node asks for it: workers of one store hand it on to each other.
    """

    message: Message
    author: str
