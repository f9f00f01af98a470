"""A bot of Telegram: its updates in, its calls out, and what its answers mean."""

import hmac
from collections.abc import Callable, Sequence
from typing import Annotated, Literal
from urllib.parse import quote

import msgspec
from msgspec import Meta, Struct

from engine.channels.fitting.fitted import Fitted
from engine.channels.outcome import retried, said
from engine.channels.payload import Payload, read
from engine.channels.protocol import (
    HANDLE,
    Answer,
    BadSignatureError,
    Call,
    Ignored,
    MediaError,
    Request,
    Response,
)
from engine.channels.telegram.capability import CAPABILITY
from engine.channels.telegram.incoming import callback_of, parse_update
from engine.channels.telegram.outgoing import Method, methods_of
from engine.types.event import Opened, Said
from engine.types.message import Media
from engine.types.post import Outgoing, Post, Report, Sent

SIGNATURE = "x-telegram-bot-api-secret-token"
# Larger files are not given to bots.
FILE_BYTES = 20_000_000
UPDATE_BYTES = 1_048_576
# Every kind that we make something of; Telegram keeps the others to itself.
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_S = 20
PAGE = 100


SecretName = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,99}$")]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """A bot's settings. `token` and `webhook_secret` name secrets.

    `updates` is how they come: Telegram calls our `webhook`, or we ask for them by `polling`,
    which needs no address that the world can reach. `url` is where the world reaches this
    service, for the webhook and for files of people. `server` is another Bot API server.
    """

    token: SecretName = "telegram-token"  # noqa: S105 - the name of a secret, not its value
    webhook_secret: SecretName = "telegram-webhook"  # noqa: S105 - likewise
    updates: Literal["webhook", "polling"] = "webhook"
    url: Annotated[str, Meta(pattern=r"^(https?://.+)?$")] = ""
    server: Annotated[str, Meta(pattern=r"^https?://.+$")] = "https://api.telegram.org"
    language: Literal["es", "en", "pt"] = "en"


def open_telegram(name: str, settings: Settings, secret: Callable[[str], str]) -> "Telegram":
    """The adapter of a bot by its settings."""
    return Telegram(name, settings, secret)


class Telegram:
    """One bot. `secret` gives a secret's value at each use, so that it may change meanwhile."""

    capability = CAPABILITY
    body_bytes = UPDATE_BYTES

    def __init__(self, name: str, settings: Settings, secret: Callable[[str], str]) -> None:
        self.name, self.settings = name, settings
        self._secret = secret
        self.language: str = settings.language

    def handshake(self, request: Request) -> Response | None:  # noqa: ARG002 - the protocol's
        """Telegram makes none."""
        return None

    def verify(self, request: Request) -> None:
        """The header holds the secret that we gave Telegram with our address."""
        given = request.headers.get(SIGNATURE, "")
        known = self._secret(self.settings.webhook_secret)
        if not known or not hmac.compare_digest(given.encode(), known.encode()):
            raise BadSignatureError(
                f"the header {SIGNATURE} does not hold the secret of channel {self.name!r}; "
                "call setWebhook with the secret_token that is set here"
            )

    def parse(self, request: Request, now_us: int) -> list[Post | Report | Ignored]:
        """What an update tells."""
        return parse_update(read(request.body), self.name, now_us)

    def answer(self) -> Response:
        """Telegram looks only at the status."""
        return Response()

    def seen(self, post: Post) -> Call | None:
        """A pressed key shows that it works until it is answered; else we seem to type."""
        callback = callback_of(post)
        if callback:
            return self._call(Method("answerCallbackQuery", {"callback_query_id": callback}))
        if isinstance(post.event, Said | Opened):
            chat = self._chat(post.conversation)
            return self._call(Method("sendChatAction", {"chat_id": chat, "action": "typing"}))
        return None

    def fetch(self, media: Media, answers: Sequence[Answer]) -> Call | None:
        """First where a file lies, then the file."""
        if media.size > FILE_BYTES:
            raise MediaError(f"{media.name or media.kind}: Telegram gives bots 20 MB at most")
        if not answers:
            return self._call(Method("getFile", {"file_id": media.url.removeprefix(HANDLE)}))
        if answers[-1].status != 200:
            raise MediaError(f"{media.name or media.kind}: {_reason(answers[-1])}")
        if len(answers) > 1:
            return None
        path = read(answers[0].body)["result"]["file_path"].text
        if not path:
            raise MediaError(f"{media.name or media.kind}: Telegram does not say where it lies")
        # A local Bot API server tells a path of its own machine.
        return Call("GET", f"{self._base('/file')}/{quote(path.lstrip('/'))}")

    def render(self, outgoing: Outgoing, fitted: Fitted) -> list[Call]:
        """The calls of a message; files of one kind in a row go as one album."""
        chat = self._chat(outgoing.conversation)
        return [self._call(each) for each in methods_of(fitted, chat, self.language)]

    def classify(self, answer: Answer, attempts: int) -> Sent:  # noqa: ARG002 - the protocol's
        """What Telegram made of a call."""
        told = read(answer.body)
        if told["ok"].value is True:
            return Sent(external_id=_sent_id(told["result"]))
        after_s = told["parameters"]["retry_after"].number
        if answer.status == 429 or after_s:
            return Sent("retry", error=_reason(answer), after_s=max(0.0, after_s or 1.0))
        if answer.status == 403:
            return Sent("stopped", error=_reason(answer))
        if answer.status in {401, 404}:
            # Not the message is wrong but the token: once that is right, it may still be sent.
            return Sent("retry", error=f"the bot's token is not taken: {_reason(answer)}")
        return retried(answer) or Sent("refused", error=_reason(answer))

    def arrivals(self) -> list[Call]:
        """The calls by which Telegram learns how updates are to reach us; none where an operator
        told it by hand."""
        if self.settings.updates == "polling":
            return [self._call(Method("deleteWebhook"))]
        if not self.settings.url:
            return []
        where = f"{self.base}channels/{self.name}"
        told: dict[str, object] = {
            "url": where,
            "secret_token": self._secret(self.settings.webhook_secret),
            "allowed_updates": list(UPDATES),
        }
        return [self._call(Method("setWebhook", told))]

    @property
    def polls(self) -> bool:
        """Whether updates are to be asked for."""
        return self.settings.updates == "polling"

    @property
    def base(self) -> str:
        """Where the world reaches this service, as far as it was said."""
        return f"{self.settings.url.rstrip('/')}/" if self.settings.url else ""

    def poll(self, after: int) -> Call:
        """Asks for the updates after one, for as long as it takes until there are any.

        Telegram forgets those up to it: it is its cursor, and must be on disk with us.
        """
        asked: dict[str, object] = {
            "timeout": POLL_S,
            "limit": PAGE,
            "allowed_updates": list(UPDATES),
        }
        if after:
            asked["offset"] = after + 1
        return self._call(Method("getUpdates", asked))

    def polled(self, answer: Answer) -> tuple[list[Request], int] | None:
        """The updates of an answer as requests of the webhook, and the last one's number (0: there
        is none); None where it is no answer."""
        told = read(answer.body)
        if told["ok"].value is not True:
            return None
        updates = list(told["result"])
        numbers = [int(each["update_id"].number or 0) for each in updates]
        bodies = [Request("POST", body=msgspec.json.encode(each.value)) for each in updates]
        return bodies, max(numbers, default=0)

    def _chat(self, conversation: str) -> int | str:
        chat = conversation.removeprefix(f"{self.name}:")
        return int(chat) if chat.removeprefix("-").isdecimal() and chat.isascii() else chat

    def _call(self, method: Method) -> Call:
        return Call(
            "POST",
            f"{self._base()}/{method.name}",
            {"content-type": "application/json"},
            msgspec.json.encode(method.fields),
        )

    def _base(self, part: str = "") -> str:
        token = quote(self._secret(self.settings.token), safe=":")
        return f"{self.settings.server.rstrip('/')}{part}/bot{token}"


def _sent_id(result: Payload) -> str:
    """The id of a sent message; of an album its last part's."""
    messages = list(result)
    last = messages[-1] if messages else result
    chat, message = last["chat"]["id"].text, last["message_id"].text
    return f"{chat}/{message}" if message else ""


def _reason(answer: Answer) -> str:
    return read(answer.body)["description"].text or said(answer) or f"status {answer.status}"
