"""What a channel is to the runtime, and what an adapter is to a channel of the outside world."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct

from engine.channels.fitting.fitted import Fitted
from engine.types.capability import Capability
from engine.types.issue import TertuliaError
from engine.types.message import Media
from engine.types.post import Outgoing, Post, Report, Sent

# The address of a file that the provider still has, before it lies with us.
HANDLE = "handle:"


class Channel(Protocol):
    """A way out of the engine, by name."""

    @property
    def name(self) -> str:
        """The name that posts and conversations carry."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hands one message over. What it raises counts as `retry`."""


class BadSignatureError(TertuliaError):
    """A request that the provider did not make, or that names none of our secrets."""


class MediaError(TertuliaError):
    """A file of a person that cannot be fetched: which one, and why."""


class Request(Struct, frozen=True):
    """A request of a provider. Header names are in lower case; the body is as it came."""

    method: str
    query: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Response(Struct, frozen=True):
    """What a provider is answered."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/plain"


class Ignored(Struct, frozen=True):
    """Something in a request that is nothing to us: what it was."""

    what: str


class Call(Struct, frozen=True):
    """A request to a provider."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None


class Answer(Struct, frozen=True):
    """A provider's answer to a call. With status 0 none came, and the body says why.

    Header names are in lower case.
    """

    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Network(Protocol):
    """Who makes the calls."""

    async def ask(self, call: Call, most_bytes: int = 0) -> Answer:
        """The answer, at most so many bytes of it (0: as many as a page has). It does not raise:
        where no answer comes, its status is 0."""

    async def close(self) -> None:
        """Gives the connections back."""


class Adapter(Protocol):
    """One account with a provider: functions over data. Who has the network is elsewhere.

    None of them raises on whatever a provider sends, but where it says so; a secret that is not
    there raises TertuliaError.
    """

    @property
    def name(self) -> str:
        """The channel's name."""

    @property
    def capability(self) -> Capability:
        """What it carries."""

    @property
    def language(self) -> str:
        """In which language to word what the channel adds to a message."""

    @property
    def body_bytes(self) -> int:
        """The largest request that the provider makes."""

    def handshake(self, request: Request) -> Response | None:
        """The answer to a provider that looks whether we are there; None for any other request.

        Raises BadSignatureError where it does not name our secret.
        """

    def verify(self, request: Request) -> None:
        """Raises BadSignatureError where the provider did not sign the body."""

    def parse(self, request: Request, now_us: int) -> list[Post | Report | Ignored]:
        """All that a request tells, the posts in the order in which they happened."""

    def answer(self) -> Response:
        """What the provider is answered once all of it is on disk."""

    def seen(self, post: Post) -> Call | None:
        """The call that shows the person that the message was read and is being answered."""

    def fetch(self, media: Media, answers: Sequence[Answer]) -> Call | None:
        """The next call on the way to a file, by the answers to those before; None where the last
        of them is the file. Raises MediaError where there is no way."""

    def render(self, outgoing: Outgoing, fitted: Fitted) -> list[Call]:
        """The calls that send a message, one after the other."""

    def classify(self, answer: Answer, attempts: int) -> Sent:
        """What became of one call of a message that was tried `attempts` times before."""


@runtime_checkable
class Arriving(Protocol):
    """What an adapter has besides whose provider is told, or asked, how its news reach us."""

    @property
    def polls(self) -> bool:
        """Whether news are to be asked for."""

    @property
    def base(self) -> str:
        """Where the world reaches this service, as far as it was said."""

    def arrivals(self) -> list[Call]:
        """The calls to make when the service starts."""

    def poll(self, after: int) -> Call:
        """Asks for what came after a number (0: for all); the provider forgets what is up to it."""

    def polled(self, answer: Answer) -> tuple[list[Request], int] | None:
        """The news as requests, and the last one's number (0: there are none); None where the
        answer has none to give."""


class Kind(Struct, frozen=True):
    """A kind of channel that is opened by its settings: the table's type, and how.

    `open` takes the channel's name, its settings, and how to get a secret by its name.
    `secrets` are the settings that name one.
    """

    # `Any`: each kind has settings of its own.
    settings: type[Any]
    open: Callable[[str, Any, Callable[[str], str]], Adapter]
    secrets: tuple[str, ...] = ()


def capability_of(channel: Channel) -> Capability | None:
    """What a channel carries, where it does not carry everything."""
    found = getattr(channel, "capability", None)
    return found if isinstance(found, Capability) else None
