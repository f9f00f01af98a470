"""One WhatsApp number: requests of Meta checked and read, messages as calls of the Cloud API."""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256
from urllib.parse import quote, urlsplit

import msgspec

from engine.channels.fitting.fitted import Fitted
from engine.channels.outcome import said
from engine.channels.payload import read
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
from engine.channels.whatsapp.capability import CAPABILITY
from engine.channels.whatsapp.errors import classified
from engine.channels.whatsapp.inbound import parse_all
from engine.channels.whatsapp.outbound import bodies
from engine.channels.whatsapp.settings import WhatsAppSettings
from engine.types.event import Said
from engine.types.message import Media
from engine.types.post import Outgoing, Post, Report, Sent

SIGNATURE = "x-hub-signature-256"
SCHEME = "sha256="
OK = 200


class WhatsApp:
    """A number of the Cloud API. `secret` gives a secret by its name, at each use."""

    capability = CAPABILITY
    # Meta's own bound of a webhook is 3 MB.
    body_bytes = 3_145_728

    def __init__(self, name: str, settings: WhatsAppSettings, secret: Callable[[str], str]) -> None:
        self.name = name
        self.language: str = settings.language
        self._settings = settings
        self._secret = secret

    def handshake(self, request: Request) -> Response | None:
        """The challenge, for who knows our token."""
        if request.method != "GET":
            return None
        query = request.query
        token = self._secret(self._settings.verify_token)
        given = query.get("hub.verify_token", "")
        if query.get("hub.mode") != "subscribe" or not _same(given, token):
            raise BadSignatureError(
                "this is no subscription with our token; give Meta the value of the secret "
                f"{self._settings.verify_token!r}"
            )
        return Response(body=query.get("hub.challenge", "").encode())

    def verify(self, request: Request) -> None:
        """Raises BadSignatureError unless Meta signed the body with the app's secret."""
        key = self._secret(self._settings.app_secret).encode()
        expected = SCHEME + hmac.new(key, request.body, sha256).hexdigest()
        if not _same(request.headers.get(SIGNATURE, ""), expected):
            raise BadSignatureError(
                "the body is not signed with the app's secret; compare the secret "
                f"{self._settings.app_secret!r} with the app's settings at Meta"
            )

    def parse(self, request: Request, now_us: int) -> list[Post | Report | Ignored]:
        """What all entries tell of this number."""
        return parse_all(read(request.body), self.name, self._settings.phone_number_id, now_us)

    def answer(self) -> Response:
        """Meta wants nothing but the status."""
        return Response()

    def seen(self, post: Post) -> Call | None:
        """Two blue ticks, and that we are typing, until the answer or for 25 seconds."""
        if not self._settings.receipts or not isinstance(post.event, Said):
            return None
        body: dict[str, object] = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": post.external_id,
            "typing_indicator": {"type": "text"},
        }
        return self._message(body)

    def fetch(self, media: Media, answers: Sequence[Answer]) -> Call | None:
        """First where the file is, then the file, both with our token."""
        headers = {"Authorization": f"Bearer {self._secret(self._settings.access_token)}"}
        if not answers:
            handle = quote(media.url.removeprefix(HANDLE), safe="")
            return Call("GET", f"{self._api}/{handle}", headers)
        if answers[-1].status != OK:
            why = f"status {answers[-1].status}, {said(answers[-1])}"
            raise MediaError(f"{media.url}: {why}; it is too old, too large, or the token is wrong")
        if len(answers) > 1:
            return None
        url = read(answers[0].body)["url"].text
        if not self._may_fetch(url):
            host = urlsplit(url).hostname if url.isascii() and "[" not in url else ""
            raise MediaError(f"{media.url}: it lies at {host!r}; add that to media_hosts if it may")
        return Call("GET", url, headers)

    def render(self, outgoing: Outgoing, fitted: Fitted) -> list[Call]:
        """A call a message of WhatsApp, addressed to a number or a business-scoped id."""
        person = outgoing.conversation.removeprefix(f"{self.name}:")
        key = "to" if person.isdigit() else "recipient"
        envelope = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            key: person,
        }
        found = bodies(fitted, self.language, previews=self._settings.link_previews)
        return [self._message({**envelope, **body}) for body in found]

    def classify(self, answer: Answer, attempts: int) -> Sent:
        """What Meta's error table says."""
        return classified(answer, attempts)

    @property
    def _api(self) -> str:
        return f"{self._settings.api}/{self._settings.api_version}"

    def _message(self, body: dict[str, object]) -> Call:
        headers = {
            "Authorization": f"Bearer {self._secret(self._settings.access_token)}",
            "Content-Type": "application/json",
        }
        url = f"{self._api}/{self._settings.phone_number_id}/messages"
        return Call("POST", url, headers, msgspec.json.encode(body))

    def _may_fetch(self, url: str) -> bool:
        try:
            parts, own = urlsplit(url), urlsplit(self._settings.api)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        if (parts.scheme, host, port) == (own.scheme, own.hostname, own.port):
            return True
        hosts = self._settings.media_hosts
        return (
            parts.scheme == "https"
            and port is None
            and parts.username is None
            and any(host == each or host.endswith(f".{each}") for each in hosts)
        )


def _same(given: str, expected: str) -> bool:
    """Compares in a time that tells nothing."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
