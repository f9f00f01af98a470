"""Sessions of the webchat: a signed token says which conversation its holder may use."""

import secrets
import time
from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from engine.service.errors import ServiceError
from engine.service.signing import sign, unsign
from engine.service.webchat.frames import BotInfo
from engine.types.bot import Bot
from engine.types.event import Contact

DAY_S = 86_400
Language = Annotated[str, Meta(pattern=r"\A[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}\Z|\A\Z")]


class Session(Struct, frozen=True, array_like=True):
    """What a token says: the conversation, its bot, the person's language, when it began."""

    conversation: str
    bot: str
    language: str
    began_s: int

    @property
    def contact(self) -> Contact:
        """The person, as far as the webchat knows them."""
        return Contact(id=self.conversation, language=self.language)


class Ask(Struct, frozen=True):
    """What the widget asks for when it has no session."""

    bot: Annotated[str, Meta(max_length=256)] = ""
    language: Language = ""


class Opening(Struct, frozen=True):
    """A new session: its token is kept by the widget."""

    token: str
    conversation: str
    bot: BotInfo


class Sessions:
    """Opens sessions and knows them again."""

    def __init__(self, key: bytes, days: float, bots: Mapping[str, Bot]) -> None:
        self._key = key
        self._lasts_s = days * DAY_S
        self._bots = bots

    def open(self, ask: Ask) -> Opening:
        """A new session; raises ServiceError where the bot is unknown."""
        if ask.bot and ask.bot not in self._bots:
            raise ServiceError(
                404,
                "unknown-bot",
                f"there is no bot {ask.bot!r} here",
                f"set data-bot to one of: {', '.join(self._bots)}",
            )
        session = Session(f"w-{secrets.token_urlsafe(18)}", ask.bot, ask.language, int(time.time()))
        token = sign(self._key, msgspec.msgpack.encode(session))
        return Opening(token, session.conversation, self.bot(session))

    def find(self, token: str) -> Session | None:
        """The session of a token; None where it is not ours or too old."""
        payload = unsign(self._key, token)
        if payload is None:
            return None
        try:
            session = msgspec.msgpack.decode(payload, type=Session)
        except msgspec.MsgspecError:
            return None
        if time.time() - session.began_s > self._lasts_s:
            return None
        return session if not session.bot or session.bot in self._bots else None

    def bot(self, session: Session) -> BotInfo:
        """The bot that the widget names in its head."""
        name, bot = next(
            ((name, bot) for name, bot in self._bots.items() if name == session.bot),
            next(iter(self._bots.items())),
        )
        return BotInfo(session.bot and name, bot.name or name, bot.languages)
