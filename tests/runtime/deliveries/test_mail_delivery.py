"""Mails reach a real SMTP server once, whole, and say why when they do not."""

import asyncio
import contextlib
import email.policy
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from msgspec.structs import replace

from engine.runtime.deliveries.mail import MailDelivery
from engine.runtime.deliveries.protocol import Work
from engine.runtime.egress.client import Client
from engine.runtime.egress.options import Egress
from engine.runtime.secrets import Secrets
from engine.types.bot import Bot, Mail
from engine.types.effect import SendMail
from engine.types.event import Answered

SECRETS = Secrets(
    None, {"TERTULIA_SECRET_SMTP_USER": "shop", "TERTULIA_SECRET_SMTP_PASSWORD": "pass-word"}
)


class Postbox:
    """Keeps what it is sent; `replies` are given to the next recipients or data instead of 250."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.to_recipients: list[str] = []
        self.to_data: list[str] = []

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.to_recipients.pop(0) if self.to_recipients else "250 OK"
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = self.to_data.pop(0) if self.to_data else "250 taken"
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            parsed = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(
                envelope.content
            )
            self.mails.append((list(envelope.rcpt_tos), parsed))
        return reply


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    right = data == LoginPassword(b"shop", b"pass-word")
    return AuthResult(success=right, handled=False)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def plain(runner: asyncio.Runner, postbox: Postbox) -> Iterator[Mail]:
    with _serving(runner, lambda: SMTP(postbox)) as port:
        yield Mail(host="127.0.0.1", port=port, security="none", sender="Tienda <bot@shop.example>")


@pytest.fixture
def encrypted(runner: asyncio.Runner, postbox: Postbox, authority: trustme.CA) -> Iterator[Mail]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)

    def factory() -> SMTP:
        return SMTP(
            postbox, tls_context=tls, require_starttls=True, auth_required=True,
            authenticator=_authenticate,
        )  # fmt: skip

    with _serving(runner, factory) as port:
        yield Mail(host="localhost", port=port, sender="bot@shop.example", user="smtp-user",
                   password="smtp-password")  # fmt: skip


@contextlib.contextmanager
def _serving(runner: asyncio.Runner, factory: Callable[[], SMTP]) -> Iterator[int]:
    loop = runner.get_loop()
    server = runner.run(loop.create_server(factory, "127.0.0.1", 0))
    yield server.sockets[0].getsockname()[1]
    server.close()
    runner.run(server.wait_closed())


@pytest.fixture
def send(runner: asyncio.Runner, work: Work, ca_file: Path) -> Callable[..., Answered]:
    def once(account: Mail, **more: object) -> Answered:
        fields = {"to": ("ana@example.org",), "subject": "Pedido", "text": "Listo"} | more
        ours = replace(work, bot=Bot(id="shop", mail=account), secrets=SECRETS)

        async def go() -> Answered:
            ports = (account.port,)
            client = Client(
                Egress(("127.0.0.1", "localhost"), mail_ports=ports, ca_file=str(ca_file))
            )
            delivery = MailDelivery(client, pauses_s=(0.01, 0.01))
            try:
                return await delivery.deliver(SendMail("k", **fields), ours)  # type: ignore[arg-type]  fields by name
            finally:
                await client.close()

        return runner.run(go())

    return once


def test_text_and_html(postbox: Postbox, plain: Mail, send: Callable[..., Answered]) -> None:
    answer = send(
        plain, subject="Tu café ☕ está listo", text="¡Hola, Ana!", html="<p>¡Hola, Ana!</p>",
        reply_to="ventas@shop.example", to=("Ana Núñez <ana@example.org>", "bo@example.org"),
    )  # fmt: skip
    assert (answer.port, answer.error) == ("ok", "")
    to, mail = postbox.mails[0]
    assert to == ["ana@example.org", "bo@example.org"]
    assert mail["Subject"] == "Tu café ☕ está listo"
    assert mail["From"].addresses[0].display_name == "Tienda"
    assert mail["To"].addresses[0].display_name == "Ana Núñez"
    assert mail["Reply-To"] == "ventas@shop.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == answer.value["message_id"]
    assert mail.get_body(("plain",)).get_content().strip() == "¡Hola, Ana!"
    assert mail.get_body(("html",)).get_content().strip() == "<p>¡Hola, Ana!</p>"


def test_a_retry_has_the_same_message_id(
    postbox: Postbox, plain: Mail, send: Callable[..., Answered]
) -> None:
    assert send(plain).value["message_id"] == send(plain).value["message_id"]


def test_starttls_and_login(
    postbox: Postbox, encrypted: Mail, send: Callable[..., Answered]
) -> None:
    assert send(encrypted).port == "ok"
    assert len(postbox.mails) == 1


def test_a_wrong_password_is_final_and_named_not_shown(
    encrypted: Mail, send: Callable[..., Answered]
) -> None:
    answer = send(replace(encrypted, user="smtp-password"))
    assert answer.port == "failed"
    assert "refused the login" in answer.error
    assert "pass-word" not in answer.error


def test_a_certificate_of_nobody_is_refused(encrypted: Mail, send: Callable[..., Answered]) -> None:
    answer = send(replace(encrypted, host="127.0.0.1"))
    assert answer.port == "failed"
    assert "certificate" in answer.error.lower()


def test_a_password_is_not_sent_in_clear(plain: Mail, send: Callable[..., Answered]) -> None:
    answer = send(replace(plain, user="smtp-user", password="smtp-password"))
    assert answer.port == "failed"
    assert "starttls or tls" in answer.error


def test_later_is_tried_again(postbox: Postbox, plain: Mail, send: Callable[..., Answered]) -> None:
    postbox.to_data = ["451 busy"]
    postbox.to_recipients = ["450 greylisted"]
    assert send(plain).port == "ok"
    assert len(postbox.mails) == 1


def test_later_for_ever_fails(postbox: Postbox, plain: Mail, send: Callable[..., Answered]) -> None:
    postbox.to_data = ["451 busy"] * 3
    answer = send(plain)
    assert answer.port == "failed"
    assert "451 busy" in answer.error


def test_never_is_final(postbox: Postbox, plain: Mail, send: Callable[..., Answered]) -> None:
    postbox.to_recipients = ["550 no such mailbox"]
    answer = send(plain)
    assert answer.port == "failed"
    assert "550 no such mailbox" in answer.error
    assert postbox.mails == []


def test_one_recipient_of_two(postbox: Postbox, plain: Mail, send: Callable[..., Answered]) -> None:
    postbox.to_recipients = ["250 OK", "550 no such mailbox"]
    answer = send(plain, to=("ana@example.org", "bo@example.org"))
    assert answer.port == "ok"
    assert answer.value["refused"] == ["bo@example.org"]
    assert "bo@example.org: 550" in answer.error


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hi\r\nBcc: all@example.org"},
        {"to": ("ana@example.org\r\nBcc: all@example.org",)},
        {"to": ("ana@example.org, bo@example.org",)},
        {"to": ("ana",)},
        {"to": ("",)},
        {"to": ()},
        {"to": ("ana@example.org",) * 51},
        {"reply_to": "x@y.example\nX: 1"},
    ],
)
def test_what_could_add_headers_or_recipients(
    postbox: Postbox, plain: Mail, send: Callable[..., Answered], fields: dict[str, object]
) -> None:
    answer = send(plain, **fields)
    assert answer.port == "failed"
    assert postbox.mails == []


def test_nobody_listens(plain: Mail, send: Callable[..., Answered]) -> None:
    answer = send(replace(plain, port=9))
    assert answer.port == "failed"
    assert "127.0.0.1:9 cannot be reached" in answer.error


def test_no_account(send: Callable[..., Answered]) -> None:
    assert "set mail.host" in send(Mail()).error


def test_a_server_inside_needs_leave(runner: asyncio.Runner, work: Work, plain: Mail) -> None:
    async def go() -> Answered:
        client = Client(Egress(mail_ports=()))
        ours = replace(work, bot=Bot(mail=plain))
        try:
            return await MailDelivery(client).deliver(
                SendMail("k", ("a@b.example",), "s", "t"), ours
            )
        finally:
            await client.close()

    assert "egress.allow" in runner.run(go()).error
