"""Sends a mail through the company's account."""

import asyncio
import contextlib
import hashlib
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

import aiosmtplib
import httpcore

from engine.runtime.deliveries.protocol import Delivery, Kind, Work, World
from engine.runtime.egress.client import Client
from engine.runtime.egress.door import RefusedError
from engine.runtime.secrets import SecretError
from engine.types.bot import Mail
from engine.types.effect import Effect, SendMail
from engine.types.event import Answered

# Pauses before the second and later tries, where the server says "later" or does not answer.
PAUSES_S = (1.0, 4.0)
TRY_S = 20.0
RECIPIENTS = 50
_LATER_FROM, _LATER_TO = 400, 500


class _NotSentError(Exception):
    """Why a mail was not sent: in words, and whether another try may help."""

    def __init__(self, text: str, later: bool = False) -> None:
        super().__init__(text)
        self.later = later


class MailDelivery:
    """A try refused for now (4xx, no connection) is repeated; 5xx is final.

    Every try has the same Message-ID, made from the idempotency key, by which mailboxes drop
    a copy. Answer: {"message_id", "refused": addresses that the server did not take}.
    """

    effect: type[Effect] = SendMail

    def __init__(self, client: Client, pauses_s: tuple[float, ...] = PAUSES_S) -> None:
        self._client = client
        self._pauses_s = pauses_s

    async def deliver(self, effect: SendMail, work: Work) -> Answered:
        """`ok` where the server took the mail for one recipient or more, else `failed`."""
        account = work.bot.mail
        try:
            message = _message(effect, account, work)
            login = _login(account, work)
            to = list(dict.fromkeys(each.addr_spec for each in message["To"].addresses))
            refused = await self._send(message, to, account, login)
        except (_NotSentError, SecretError, RefusedError) as problem:
            return work.answer(effect.key, "failed", error=f"mail to {_names(effect)}: {problem}")
        error = "; ".join(f"{address}: {said}" for address, said in refused.items())
        value: dict[str, object] = {
            "message_id": str(message["Message-ID"]),
            "refused": list(refused),
        }
        return work.answer(effect.key, "ok", value, error and f"not taken for {error}")

    async def close(self) -> None:
        """Connections last for one mail."""

    async def _send(
        self, message: EmailMessage, to: list[str], account: Mail, login: tuple[str, str]
    ) -> dict[str, str]:
        """The refused recipients of a mail that others got."""
        refused: dict[str, str] = {}
        for pause_s in (*self._pauses_s, None):
            try:
                async with asyncio.timeout(TRY_S):
                    answers = await self._try(message, to, account, login)
            except TimeoutError:
                problem = _NotSentError(f"{account.host} did not answer in {TRY_S:g} s", later=True)
            except _NotSentError as failure:
                problem = failure
            else:
                later = [address for address, (code, _) in answers.items() if _is_later(code)]
                refused |= {
                    address: f"{code} {said}"
                    for address, (code, said) in answers.items()
                    if pause_s is None or not _is_later(code)
                }
                if pause_s is None or not later:
                    return refused
                await asyncio.sleep(pause_s)
                to = later
                continue
            if pause_s is None or not problem.later:
                raise problem
            await asyncio.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    async def _try(
        self, message: EmailMessage, to: list[str], account: Mail, login: tuple[str, str]
    ) -> dict[str, tuple[int, str]]:
        """The recipients that the server did not take, with its reply, where it took others."""
        options = self._client.options
        connection = None
        try:
            connection = await self._client.door.connect(
                account.host, account.port, options.mail_ports
            )
            smtp = aiosmtplib.SMTP(
                hostname=account.host,
                sock=connection,
                timeout=TRY_S,
                local_hostname="localhost",
                use_tls=account.security == "tls",
                start_tls=account.security == "starttls",
                tls_context=None if account.security == "none" else self._client.tls,
            )
            async with smtp:
                if login[0]:
                    await smtp.login(*login)
                answers, _ = await smtp.send_message(message, recipients=to)
        except aiosmtplib.SMTPException as problem:
            if connection is not None:
                connection.close()
            raise _not_sent(problem, account) from None
        except (OSError, httpcore.ConnectError) as problem:
            raise _NotSentError(
                f"{account.host}:{account.port} cannot be reached ({problem})", later=True
            ) from None
        return {address: (answer.code, answer.message) for address, answer in answers.items()}


def _is_later(code: int) -> bool:
    return _LATER_FROM <= code < _LATER_TO


def _names(effect: SendMail) -> str:
    return ", ".join(effect.to)[:200] or "nobody"


def _not_sent(problem: aiosmtplib.SMTPException, account: Mail) -> _NotSentError:
    place = f"{account.host}:{account.port}"
    if isinstance(problem, aiosmtplib.SMTPRecipientsRefused):
        said = "; ".join(
            f"{each.recipient}: {each.code} {each.message}" for each in problem.recipients
        )
        return _NotSentError(said, later=any(_is_later(each.code) for each in problem.recipients))
    if isinstance(problem, aiosmtplib.SMTPAuthenticationError):
        return _NotSentError(
            f"{place} refused the login of the secrets {account.user!r} and {account.password!r} "
            f"({problem.code} {problem.message})",
            later=_is_later(problem.code),
        )
    if isinstance(problem, aiosmtplib.SMTPResponseException):
        return _NotSentError(
            f"{place} answered {problem.code} {problem.message}", later=_is_later(problem.code)
        )
    if isinstance(problem, aiosmtplib.SMTPNotSupported):
        return _NotSentError(f"{place} cannot do it: {problem.message}")
    return _NotSentError(f"{place}: {problem}", later=True)


def _login(account: Mail, work: Work) -> tuple[str, str]:
    if not account.user:
        return "", ""
    if account.security == "none":
        raise _NotSentError(
            "a password without encryption is not sent; set mail.security to starttls or tls"
        )
    return work.secrets.get(account.user), work.secrets.get(account.password)


def _message(effect: SendMail, account: Mail, work: Work) -> EmailMessage:
    """The mail; _NotSentError names what in it cannot be sent."""
    if not account.host or not account.sender:
        raise _NotSentError(
            "the bot has no mail account; set mail.host and mail.sender in bot.json"
        )
    if not 0 < len(effect.to) <= RECIPIENTS:
        raise _NotSentError(f"{len(effect.to)} recipients; a mail has from 1 to {RECIPIENTS}")
    sender = _address(account.sender, "sender")
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender
    message["To"] = tuple(_address(each, "recipient") for each in effect.to)
    if effect.reply_to:
        message["Reply-To"] = _address(effect.reply_to, "reply_to")
    if any(sign < " " or sign == "\x7f" for sign in effect.subject):
        raise _NotSentError("the subject holds a line end or control character; make it one line")
    message["Subject"] = effect.subject
    now = datetime.fromtimestamp(work.now_us() / 1_000_000, UTC)
    message["Date"] = format_datetime(now)
    name = hashlib.sha256(work.idempotency_key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{name}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(effect.text)
    if effect.html:
        message.add_alternative(effect.html, subtype="html")
    return message


def _address(text: str, role: str) -> Address:
    """One address, `name@host` or `Words <name@host>`, and nothing that could add a header."""
    name, bracket, rest = text.strip().partition("<")
    address = rest.removesuffix(">") if bracket else name
    if not any(sign < " " or sign in "\x7f,;" for sign in text):
        with contextlib.suppress(ValueError, IndexError, HeaderParseError):
            parsed = Address(display_name=name.strip(' "') if bracket else "", addr_spec=address)
            if parsed.username and parsed.domain:
                return parsed
    raise _NotSentError(f"the {role} {text[:100]!r} is not one mail address; write name@host")


def _open(world: World) -> Delivery:
    return MailDelivery(world.client)


KIND = Kind(SendMail, _open)
