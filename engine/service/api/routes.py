"""The channel API's addresses."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from engine.runtime.runtime import Runtime
from engine.service.api.figures import MetricsApi
from engine.service.api.keys import Keys
from engine.service.api.letters import Letters
from engine.service.api.openapi import document
from engine.service.api.operations import Operation, Parameter
from engine.service.api.origins import Origins
from engine.service.api.publishing import Publishing
from engine.service.api.values import (
    Agents,
    HandBack,
    Line,
    NewContact,
    NewEvent,
    NewMessage,
    Page,
    Taken,
    Transcript,
)
from engine.service.bodies import decode, read_body
from engine.service.desk import Desk
from engine.service.errors import ServiceError, answer
from engine.service.feed import PAGE, Feed, delivered
from engine.service.figures import Figures
from engine.service.posts import accept
from engine.service.publisher import Publisher
from engine.service.rates import Buckets
from engine.service.requests import LONGEST_WAIT_S, number_of
from engine.service.settings import Settings
from engine.types.event import Contact, Event, HandedBack, Happened, Opened, Said
from engine.types.message import Media, Place
from engine.types.post import Post

CHANNEL = "api"
CONVERSATION = "/api/v1/conversations/{id}"

T = TypeVar("T")

_message = msgspec.json.Decoder(NewMessage)
_event = msgspec.json.Decoder(NewEvent)
_hand_back = msgspec.json.Decoder(HandBack)
_agents = msgspec.json.Decoder(Agents)


class Api:
    """The channel API of one engine."""

    def __init__(
        self, runtime: Runtime, settings: Settings, desk: Desk, keys: Keys, figures: Figures
    ) -> None:
        self._desk = desk
        self._runtime = runtime
        self._settings = settings
        self._keys = keys
        self._origins = Origins(runtime)
        self._posting = Buckets(settings.posts_per_s, settings.posts_burst)
        self._saying = Buckets(settings.conversation_posts_per_s, settings.conversation_posts_burst)
        publishing = Publishing(Publisher(runtime, settings))
        letters = Letters(runtime, settings)
        self.operations = (
            *self._operations(),
            *publishing.operations(),
            *letters.operations(),
            *MetricsApi(runtime, settings, figures).operations(),
        )

    def routes(self) -> list[BaseRoute]:
        """Its part of the service's addresses."""

        # Made when it is asked for: it would cost a tenth of the time in which we start.
        @cache
        def described() -> bytes:
            return msgspec.json.encode(document(self.operations))

        async def openapi(_request: Request) -> Response:
            return Response(described(), media_type="application/json")

        served = [
            Route(one.path, self._guarded(one), methods=[one.method], name=one.summary)
            for one in self.operations
        ]
        return [Route("/api/v1/openapi.json", openapi), *served]

    async def say(self, request: Request) -> Response:
        """A message of the person."""
        new = await self._body(request, _message)
        limit = self._settings.message_chars
        if len(new.text) > limit:
            raise ServiceError(
                400,
                "too-long",
                f"text: {len(new.text):,} characters where the limit is {limit:,}",
                "send it in parts",
            )
        conversation = request.path_params["id"]
        self._saying.check(conversation)
        return await self._accept(conversation, new.id, self._said(conversation, new))

    async def happen(self, request: Request) -> Response:
        """Something outside the conversation."""
        new = await self._body(request, _event)
        conversation = request.path_params["id"]
        contact = _contact(conversation, new.contact)
        event = Happened(self._now_us(), new.name, new.data, contact)
        return await self._accept(conversation, new.id, event)

    async def hand_back(self, request: Request) -> Response:
        """An agent gives the conversation back."""
        back = await self._body(request, _hand_back)
        conversation = request.path_params["id"]
        await self._channel_of(conversation, must_exist=True)
        return await self._accept(conversation, back.id, HandedBack(self._now_us(), back.agent))

    async def messages(self, request: Request) -> Response:
        """The messages after `since`."""
        since = int(number_of(request, "since", 0, 2**63 - 1))
        limit = int(number_of(request, "limit", 1, PAGE, PAGE))
        wait_s = number_of(request, "wait", 0, LONGEST_WAIT_S)
        feed = Feed(self._runtime, request.path_params["id"], since)
        found = await feed.read(limit)
        if not found and wait_s:
            found = await feed.wait(wait_s)
        return answer(Page(tuple(found), feed.since))

    async def transcript(self, request: Request) -> Response:
        """The whole conversation, as values or as a text to read."""
        conversation = request.path_params["id"]
        channel = await self._channel_of(conversation, must_exist=True)
        lines = tuple(await self._runtime.read(self._lines, conversation))
        if request.query_params.get("format") == "text":
            return PlainTextResponse("".join(f"{line.author}: {line.text}\n" for line in lines))
        return answer(Transcript(conversation, channel, lines))

    async def agents(self, _request: Request) -> Response:
        """How many people are free."""
        return answer(Agents(self._desk.available))

    async def set_agents(self, request: Request) -> Response:
        """The agents' desk tells how many people are free."""
        told = await self._body(request, _agents)
        self._desk.available = told.available
        return answer(told)

    def _said(self, conversation: str, new: NewMessage) -> Event:
        contact = _contact(conversation, new.contact)
        if not (new.text or new.choice or new.media or new.place):
            return Opened(self._now_us(), contact, self._desk.available)
        return Said(
            self._now_us(),
            text=new.text,
            choice=new.choice,
            media=tuple(msgspec.convert(each, Media, from_attributes=True) for each in new.media),
            place=msgspec.convert(new.place, Place | None, from_attributes=True),
            contact=contact,
            agents=self._desk.available,
        )

    async def _accept(self, conversation: str, external_id: str, event: Event) -> Response:
        channel = await self._channel_of(conversation)
        if channel != CHANNEL and isinstance(event, Said | Opened):
            raise ServiceError(
                409,
                "other-channel",
                f"conversation {conversation!r} is on the channel {channel!r}",
                "a person's messages come through their own channel; use another id",
            )
        post = Post(channel, f"{conversation}/{external_id}", conversation, event)
        is_new = await accept(self._runtime, post)
        self._origins.note(conversation, channel)
        return answer(Taken(conversation, external_id, is_new), 202)

    async def _channel_of(self, conversation: str, *, must_exist: bool = False) -> str:
        channel = await self._origins.find(conversation)
        if channel is None and must_exist:
            raise ServiceError(
                404,
                "no-conversation",
                f"there is no conversation {conversation!r}",
                "check the id; it is the one that its messages were posted under",
            )
        return channel or CHANNEL

    def _lines(self, conversation: str) -> list[Line]:
        lines: list[Line] = []
        since = 0
        while rows := self._runtime.store.messages(conversation, since, PAGE):
            since = rows[-1].seq
            for row in rows:
                shown = delivered(row)
                lines.append(
                    Line(
                        row.seq,
                        shown.t,
                        row.session_id,
                        row.author,
                        shown.message.text,
                        row.language,
                        row.node,
                        shown.choice,
                        row.status,
                    )
                )
        return lines

    def _guarded(self, one: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            key = self._keys.check(request, one.scope)
            self._posting.check(key.id)
            request.state.key = key
            return await one.run(request)

        return run

    async def _body(self, request: Request, decoder: msgspec.json.Decoder[T]) -> T:
        return decode(await read_body(request, self._settings.body_bytes), decoder)

    def _now_us(self) -> int:
        return self._runtime.clock.now_us()

    def _operations(self) -> tuple[Operation, ...]:
        since = Parameter("since", "The `seq` after which messages are wanted.")
        limit = Parameter("limit", f"At most so many, up to {PAGE}.")
        wait = Parameter("wait", f"Seconds to wait for one, up to {LONGEST_WAIT_S:g}.", "number")
        form = Parameter("format", "`text` for a text to read.", "string")
        return (
            Operation("POST", f"{CONVERSATION}/messages", "Say something in the person's name",
                      "messages:write", self.say, Taken, NewMessage, 202),
            Operation("GET", f"{CONVERSATION}/messages", "Read the messages after one",
                      "messages:read", self.messages, Page, parameters=(since, limit, wait)),
            Operation("GET", f"{CONVERSATION}/transcript", "Read a whole conversation",
                      "messages:read", self.transcript, Transcript, parameters=(form,),
                      has_text=True),
            Operation("POST", f"{CONVERSATION}/events", "Tell of something that happened",
                      "events:write", self.happen, Taken, NewEvent, 202),
            Operation("POST", f"{CONVERSATION}/handback", "Give a conversation back to the bot",
                      "agents", self.hand_back, Taken, HandBack, 202),
            Operation("GET", "/api/v1/agents/available", "How many people are free",
                      "agents", self.agents, Agents),
            Operation("PUT", "/api/v1/agents/available", "Tell how many people are free",
                      "agents", self.set_agents, Agents, Agents),
        )  # fmt: skip


def _contact(conversation: str, known: NewContact | None) -> Contact:
    if known is None:
        return Contact(id=conversation)
    return Contact(conversation, known.name, known.phone, known.email, known.language)
