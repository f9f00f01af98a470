"""Request bodies: read no further than the limit, decoded with the place of a mistake."""

from collections.abc import AsyncIterator
from typing import TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request

from engine.service.errors import ServiceError
from engine.service.guard.depth import is_too_deep

DRAINED_BYTES = 4_194_304

T = TypeVar("T")


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body; raises ServiceError with 413 where it is larger than `limit` bytes."""
    body = bytearray()
    size = 0
    async for chunk in chunks_of(request):
        size += len(chunk)
        if size <= limit:
            body += chunk
        # Read on for a while without keeping it: who still sends would not hear the answer.
        elif size > limit + DRAINED_BYTES:
            break
    if size > limit:
        raise ServiceError(
            413,
            "too-large",
            f"the body is larger than {limit:,} bytes",
            "send less at a time",
            {"Connection": "close"},
        )
    return bytes(body)


async def chunks_of(request: Request) -> AsyncIterator[bytes]:
    """The raw body as it comes; raises ServiceError where it ends too early."""
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise ServiceError(
            400, "cut-off", "the body ended before it was complete", "send it again"
        ) from None


def decode(raw: bytes | str, decoder: msgspec.json.Decoder[T]) -> T:
    """The value of a JSON text; raises ServiceError with 400 and the place of the mistake."""
    try:
        if isinstance(raw, bytes):
            raw = raw.decode("utf-8")
        if not is_too_deep(raw):
            return decoder.decode(raw)
    except UnicodeDecodeError as problem:
        raise ServiceError(
            400, "not-utf-8", f"byte {problem.start} is not UTF-8", "encode the text as UTF-8"
        ) from None
    except msgspec.ValidationError as problem:
        raise ServiceError(
            400, "invalid", str(problem), "see /api/v1/openapi.json for the fields"
        ) from None
    except (msgspec.DecodeError, UnicodeEncodeError) as problem:
        raise ServiceError(400, "not-json", f"not JSON: {problem}", "send one JSON value") from None
    raise ServiceError(400, "not-json", "the JSON is nested too deeply", "send a flatter value")
