"""A front by its address."""

from typing import TYPE_CHECKING

from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.fronts.jetstream import JetStream


def open_front(address: str, tenant: str, replicas: int = 1, secret: str = "") -> "JetStream":
    """The stream of a tenant on NATS servers, `nats://a,nats://b`; it connects when it is opened.

    `secret` is a token, or `user:password`. Raises TertuliaError where the client is missing.
    """
    try:
        from engine.fronts.jetstream import JetStream  # noqa: PLC0415 - it is an extra
    except ModuleNotFoundError as error:
        raise TertuliaError(
            "a front needs the NATS client; install it with `pip install tertulia[nats]`"
        ) from error
    return JetStream(address, tenant, replicas, secret)
