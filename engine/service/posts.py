"""A post handed to the engine, with the answers that HTTP has for what may go wrong."""

from engine.runtime.inbox import OverloadedError, RefusedError
from engine.runtime.runtime import Runtime
from engine.service.errors import ServiceError
from engine.stores.protocol import StoreError
from engine.types.post import Post

AGAIN = {"Retry-After": "2"}


async def accept(runtime: Runtime, post: Post) -> bool:
    """Whether the post is new; on return it is durable. Raises ServiceError."""
    try:
        return await runtime.accept(post)
    except RefusedError as problem:
        message, _, remedy = str(problem).rpartition("; ")
        raise ServiceError(400, "refused", message, remedy) from None
    except OverloadedError as problem:
        raise ServiceError(503, "busy", str(problem), "send it again", AGAIN) from None
    except StoreError:
        raise ServiceError(
            503, "busy", "the store cannot be written now", "send it again", AGAIN
        ) from None
