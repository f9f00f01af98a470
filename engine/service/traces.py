"""Traces of turns for OpenTelemetry (extra `otel`): from a post's receipt to what it sent.

All spans of a turn are in one trace, whose id comes of the post's own: whichever worker makes a
span, and whenever, it finds its place without being told. Nothing here runs unless it is asked
for in the settings.
"""

import threading
from collections import OrderedDict
from hashlib import blake2b

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags

from engine.runtime.inbox import EFFECT
from engine.runtime.stages import Stage
from engine.service.hiding import Hide
from engine.service.settings import Settings

# So many messages and effects on their way are remembered with the trace of their turn.
REMEMBERED = 100_000
# Spans that begin outside or end there, for those who draw maps of services.
KINDS = {"receive": SpanKind.CONSUMER, "send": SpanKind.PRODUCER}

Key = tuple[str, str]

_chance = RandomIdGenerator()


class Traces:
    """Listens to the stages of turns and gives them to a provider as spans."""

    def __init__(self, provider: TracerProvider, ids: "Ids", hide: Hide) -> None:
        self._provider, self._ids, self._hide = provider, ids, hide
        self._tracer = provider.get_tracer("tertulia")
        self._lock = threading.Lock()
        # The turn that sent a message or effect, by its key; and turns not yet committed.
        self._sent_by: OrderedDict[str, Key] = OrderedDict()
        self._made: dict[Key, str] = {}

    def __call__(self, stage: Stage) -> None:
        """Makes a span of a stage, in whatever thread it was."""
        if stage.name == "commit":
            with self._lock:
                made, self._made = self._made, {}
            for key, conversation in made.items():
                self._span(stage, key, conversation)
            return
        key = self._key_of(stage)
        if stage.name == "step":
            with self._lock:
                self._made[key] = stage.conversation
                self._sent_by.update(dict.fromkeys(stage.sends, key))
                while len(self._sent_by) > REMEMBERED:
                    self._sent_by.popitem(last=False)
        self._span(stage, key, stage.conversation)

    def close(self) -> None:
        """Sends off what waits."""
        self._provider.shutdown()

    def _key_of(self, stage: Stage) -> Key:
        """The post that the trace is about; an effect's answer belongs to who asked for it."""
        if stage.name == "send" or stage.place == EFFECT:
            with self._lock:
                return self._sent_by.get(stage.key, (stage.place, stage.key))
        return stage.place, stage.key

    def _span(self, stage: Stage, key: Key, conversation: str) -> None:
        trace_id = _number(key, "trace", 16)
        root, is_root = _number(key, "root", 8), stage.name == "receive"
        self._ids.prepare(trace_id, root if is_root else 0)
        span = self._tracer.start_span(
            f"{stage.name} {stage.place}".strip(),
            context=Context() if is_root else _under(trace_id, root),
            kind=KINDS.get(stage.name, SpanKind.INTERNAL),
            start_time=stage.began_ns,
            attributes={
                "tertulia.stage": stage.name,
                "tertulia.place": stage.place,
                "tertulia.conversation": self._hide(conversation),
            },
        )
        if stage.batch is not None:
            span.set_attribute("tertulia.turns", len(stage.batch.done) + len(stage.batch.failed))
        if stage.fault:
            span.set_status(StatusCode.ERROR, stage.fault)
        span.end(stage.ended_ns)


class Ids(IdGenerator):
    """Ids of spans: those that were prepared for the next one in this thread, else by chance."""

    def __init__(self) -> None:
        self._next = threading.local()

    def prepare(self, trace_id: int, span_id: int) -> None:
        """The ids of the next span in this thread; 0 for a span of any id."""
        self._next.trace_id, self._next.span_id = trace_id, span_id

    def generate_trace_id(self) -> int:
        """The id of a trace."""
        return int(self._next.trace_id)

    def generate_span_id(self) -> int:
        """The id of a span."""
        return int(self._next.span_id) or _chance.generate_span_id()


def open_traces(settings: Settings, hide: Hide) -> Traces:
    """Traces that go to the collector that the settings name, a share of all turns."""
    ids = Ids()
    exporter = OTLPSpanExporter(f"{settings.traces_endpoint.rstrip('/')}/v1/traces")
    provider = provider_of(settings.traces_share, ids)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Traces(provider, ids, hide)


def provider_of(share: float, ids: Ids) -> TracerProvider:
    """A provider without a way out yet. Which traces it takes is settled by their ids, the same at
    every worker."""
    resource = Resource.create({"service.name": "tertulia"})
    return TracerProvider(sampler=TraceIdRatioBased(share), id_generator=ids, resource=resource)


def _under(trace_id: int, root: int) -> Context:
    parent = SpanContext(trace_id, root, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return trace.set_span_in_context(NonRecordingSpan(parent), Context())


def _number(key: Key, what: str, size: int) -> int:
    text = "\0".join((what, *key)).encode()
    return int.from_bytes(blake2b(text, digest_size=size).digest()) or 1
