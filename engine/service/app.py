"""The service as one ASGI application."""

import asyncio
import logging
import mimetypes
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from engine.channels.sending import Sender
from engine.runtime.runtime import Runtime
from engine.service.api.keys import Keys
from engine.service.api.routes import Api
from engine.service.archiving import Archiving
from engine.service.channels.arriving import Arrivals
from engine.service.channels.routes import Hooks
from engine.service.desk import Desk
from engine.service.errors import HANDLERS, Failures, answer
from engine.service.figures import figures_of
from engine.service.guard.doorman import Doorman
from engine.service.headers import PAGE_POLICY, SecurityHeaders
from engine.service.health import readiness
from engine.service.hiding import hiding
from engine.service.measuring import Measuring
from engine.service.meters import Meters
from engine.service.metrics import CONTENT_TYPE
from engine.service.settings import Settings
from engine.service.signing import open_key
from engine.service.webchat.routes import Webchat
from engine.types.issue import TertuliaError

log = logging.getLogger("tertulia.service")

STATIC = Path(__file__).parent / "static"
# Looked at anew at each visit, so that a new version is there at once; unchanged files cost 304.
REVALIDATE = {"Cache-Control": "no-cache"}

# The machine's own table of types, or another package, may lack or misname these.
TYPES = (("text/javascript", ".js"), ("image/svg+xml", ".svg"), ("text/css", ".css"))


def create_app(runtime: Runtime, settings: Settings) -> Starlette:
    """The service around a runtime, which it starts and stops with itself."""
    for type_, ending in TYPES:
        mimetypes.add_type(type_, ending)
    keys = Keys(settings.beside_store("keys.json", settings.keys_file))
    key = open_key(settings.beside_store("signing.key", settings.signing_key_file))
    desk = Desk()
    webchat = Webchat(runtime, settings, desk, key)
    hooks = Hooks(runtime, webchat.files, desk, key, settings.file_bytes)
    meters = Meters(runtime, lambda: webchat.open_sockets)
    archiving = Archiving(runtime, settings)
    meters.others.append(archiving.metrics)
    figures = figures_of(settings)
    return Starlette(
        routes=[
            *_pages(settings),
            *_operations(runtime, settings, keys, meters),
            *webchat.routes(),
            *hooks.routes(),
            *Api(runtime, settings, desk, keys, figures).routes(),
        ],
        middleware=[
            Middleware(Measuring, meters=meters, access_log=settings.access_log),
            Middleware(SecurityHeaders, origins=settings.embed_origins),
            Middleware(Doorman, settings=settings),
            Middleware(Failures),
        ],
        exception_handlers=HANDLERS,
        lifespan=_lifespan(
            runtime,
            Arrivals(hooks, settings.address),
            archiving,
            (figures.close, _traces(runtime, settings, key)),
        ),
    )


def _pages(settings: Settings) -> list[BaseRoute]:
    async def loader(_request: Request) -> Response:
        return FileResponse(STATIC / "webchat.js", headers=REVALIDATE)

    async def demo(_request: Request) -> Response:
        policy = {"Content-Security-Policy": PAGE_POLICY}
        return FileResponse(STATIC / "demo.html", headers=REVALIDATE | policy)

    pages: list[BaseRoute] = [
        Route("/webchat.js", loader),
        Mount("/static", Revalidated(directory=STATIC)),
    ]
    return [Route("/", demo), *pages] if settings.demo_page else pages


class Revalidated(StaticFiles):
    """Files that a browser asks about at each visit."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # Any: as the parent has it
        """The file, or 304."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(REVALIDATE)
        return response


def _operations(
    runtime: Runtime, settings: Settings, keys: Keys, meters: Meters
) -> list[BaseRoute]:
    async def live(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        state = await readiness(runtime, settings)
        return answer(state, 200 if state.ready else 503)

    async def metrics(request: Request) -> Response:
        if settings.metrics == "key":
            keys.check(request, "metrics")
        return Response(await meters.text(), headers={"Content-Type": CONTENT_TYPE})

    routes: list[BaseRoute] = [Route("/health/live", live), Route("/health/ready", ready)]
    return routes if settings.metrics == "off" else [*routes, Route("/metrics", metrics)]


def _traces(runtime: Runtime, settings: Settings, key: bytes) -> Callable[[], None]:
    """Traces of turns where the settings name a collector; a function that ends them."""
    if not settings.traces_endpoint:
        return lambda: None
    try:
        from engine.service.traces import open_traces
    except ModuleNotFoundError as error:
        raise TertuliaError(
            "traces need OpenTelemetry; install it with `pip install tertulia[otel]`, or leave "
            "`traces_endpoint` empty"
        ) from error
    traces = open_traces(settings, hiding(key))
    runtime.stages.listeners.append(traces)
    return traces.close


def _lifespan(
    runtime: Runtime,
    arrivals: Arrivals,
    archiving: Archiving,
    ends: tuple[Callable[[], None], ...],
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await runtime.start()
        log.info("started", extra={"bundle": runtime.loaded.bundle, "bots": list(runtime.bots)})
        senders = [each for each in runtime.channels.values() if isinstance(each, Sender)]
        for sender in senders:
            arrivals.start(sender)
        archiving.start()
        try:
            yield
        finally:
            await archiving.stop()
            await arrivals.stop()
            await runtime.stop()
            for sender in senders:
                await sender.close()
            for end in ends:
                await asyncio.to_thread(end)
            log.info("stopped", extra={"turns": runtime.health().turns})

    return lifespan
