"""Traces of turns, and that nothing of people reaches logs or traces."""

import asyncio
import io
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from engine.channels.webchat import Webchat
from engine.runtime.deliveries.protocol import Work
from engine.runtime.options import Options
from engine.runtime.runtime import Runtime
from engine.service.hiding import hiding
from engine.service.logs import set_up_logs
from engine.service.traces import Ids, Traces, provider_of
from engine.stores.memory import MemoryStore
from engine.stores.protocol import Store
from engine.types.effect import CallService
from engine.types.event import Answered, Contact, Said
from engine.types.post import Outgoing, Post, Sent
from tests.runtime.pure_bot import PURE, step

HIDE = hiding(b"k")
PERSON = Contact("+34 600 111 222", "Leocadia Quiroga", "+34600111222", "leo@example.org", "es")
SECRETS = ("Leocadia", "Quiroga", "600111222", "600 111 222", "leo@example.org", "appendicitis")


def spans_of(
    scene: Callable[[Runtime], object], store: Store, share: float = 1
) -> list[ReadableSpan]:
    """The spans of what happens in a scene."""
    exporter, ids = InMemorySpanExporter(), Ids()
    provider = provider_of(share, ids)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces = Traces(provider, ids, HIDE)

    async def run() -> None:
        runtime = Runtime(store, PURE, {"webchat": Webchat()}, {CallService: call})
        runtime.stages.listeners.append(traces)
        await runtime.start()
        await scene(runtime)  # type: ignore[misc]
        await quiet(store)
        await runtime.stop()

    asyncio.run(run())
    traces.close()
    return list(exporter.get_finished_spans())


async def call(_effect: CallService, work: Work) -> Answered:
    return Answered(0, work.key, "ok", {})


def post(text: str, key: str, conversation: str = "c1") -> Post:
    return Post("webchat", key, conversation, Said(1, text, contact=PERSON))


async def quiet(store: Store) -> None:
    """Waits until nothing waits in the inbox or the outbox."""
    async with asyncio.timeout(10):
        # A store has no bell: it is looked at.
        while store.counts().inbox_waiting or store.counts().outbox_waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> Store:
    return open_store(request.param)


def test_a_turn_is_one_trace_from_its_channel_to_its_outbox(store: Store) -> None:
    async def scene(runtime: Runtime) -> None:
        await runtime.accept(post("hi", "k1"))

    spans = spans_of(scene, store)
    found = {span.name: span for span in spans}
    assert set(found) == {
        *("receive webchat", "understand webchat", "step webchat", "commit", "send webchat")
    }
    assert len({span.context.trace_id for span in spans}) == 1
    root = found["receive webchat"]
    assert root.parent is None
    assert {span.parent.span_id for span in spans if span.parent} == {root.context.span_id}
    step, commit, send = (found[name] for name in ("step webchat", "commit", "send webchat"))
    assert step.start_time <= step.end_time <= commit.end_time <= send.end_time
    assert commit.attributes["tertulia.turns"] == 1


def test_what_an_effect_answers_is_in_the_trace_of_who_asked() -> None:
    async def scene(runtime: Runtime) -> None:
        await runtime.accept(post("call", "k1"))

    spans = spans_of(scene, MemoryStore())
    names = [span.name for span in spans]
    assert "send call_service" in names
    assert "step effect" in names
    assert len({span.context.trace_id for span in spans}) == 1


def test_each_post_has_a_trace_and_a_share_of_them_is_taken() -> None:
    async def scene(runtime: Runtime) -> None:
        await asyncio.gather(*(runtime.accept(post("hi", f"k{n}", f"c{n}")) for n in range(200)))

    whole = spans_of(scene, MemoryStore())
    some = spans_of(scene, MemoryStore(), share=0.3)
    ids = {span.context.trace_id for span in whole}
    taken = {span.context.trace_id for span in some}
    assert len(ids) == 200
    assert taken < ids
    assert 30 < len(taken) < 90
    # A trace is taken whole.
    assert {names_of(some, each) for each in taken} == {names_of(whole, each) for each in ids}


def names_of(spans: list[ReadableSpan], trace_id: int) -> tuple[str, ...]:
    return tuple(sorted(span.name for span in spans if span.context.trace_id == trace_id))


def test_a_turn_that_fails_is_marked() -> None:
    async def scene(runtime: Runtime) -> None:
        await runtime.accept(post("fail", "k1"))

    spans = spans_of(scene, MemoryStore())
    (failed,) = [span for span in spans if span.name == "step webchat"]
    assert not failed.status.is_ok


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged, as a server does it."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs("debug", HIDE, stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_nothing_of_people_reaches_logs_or_traces(log: io.StringIO) -> None:
    class Loud:
        """A channel and a bot whose mistakes quote people."""

        name = "webchat"

        async def send(self, outgoing: Outgoing) -> Sent:
            if outgoing.attempts:
                return Sent("retry", error=f"no such number: {PERSON.phone}")
            raise ValueError(f"{PERSON.name} at {PERSON.phone}: {outgoing.message.text}")

    def loud(state, event):
        if getattr(event, "text", "").startswith("appendicitis"):
            raise ValueError(f"{event.contact} wrote {event.text}")
        return step(state, event)

    exporter, ids = InMemorySpanExporter(), Ids()
    provider = provider_of(1, ids)
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    async def scene() -> None:
        store, options = MemoryStore(), Options(first_retry_s=0.01, tries=2)
        loaded = replace(PURE, step=loud)
        runtime = Runtime(store, loaded, {"webchat": Loud()}, options=options)
        runtime.stages.listeners.append(Traces(provider, ids, HIDE))
        await runtime.start()
        for number, text in enumerate(("appendicitis", "appendicitis again", "hi")):
            await runtime.accept(post(text, f"k{number}", PERSON.id))
        await quiet(store)
        await runtime.stop()

    asyncio.run(scene())
    said = log.getvalue()
    assert "the turn of an event failed" in said
    assert "gave a message up" in said
    spans = " ".join(span.to_json() for span in exporter.get_finished_spans())
    assert '"tertulia.conversation": "#' in spans
    for secret in SECRETS:
        assert secret not in said
        assert secret not in spans
    # The lines about one person can still be told from those about another.
    signs = re.findall(r'"conversation": "(#\w+)"', said)
    assert len(set(signs)) == 1
    assert len(signs) > 3


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("call +34 600 111 222 now", "call # now"),
        ("whatsapp:34600111222", "whatsapp:#"),
        ("(011) 4321-1234", "(#"),
        ("to Leo.Q@mail.example.org!", "to #!"),
        ("bundle 1234567890ab, port 8321, 3 of 256", "bundle 1234567890ab, port 8321, 3 of 256"),
        ("c-7:1:2", "c-7:1:2"),
        ("127.0.0.1:60123", "127.0.0.1:60123"),
    ],
)
def test_numbers_and_addresses_become_signs(text: str, hidden: str) -> None:
    assert re.sub(r"#[0-9a-f]{10}", "#", HIDE(text)) == hidden


def test_signs_are_stable_and_of_one_server() -> None:
    assert HIDE("+34 600 111 222") == HIDE("+34600111222") != HIDE("+34600111223")
    assert HIDE("+34600111222") != hiding(b"other")("+34600111222")
