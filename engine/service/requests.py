"""What a request says beside its body: numbers in its query, where it came from, where to."""

from starlette.requests import HTTPConnection, Request

from engine.service.errors import ServiceError
from engine.service.guard.addresses import network_of

# Proxies commonly cut a silent request after thirty seconds.
LONGEST_WAIT_S = 25.0


def number_of(request: Request, name: str, least: float, most: float, default: float = 0) -> float:
    """A number of the query; raises ServiceError where it is none in these bounds."""
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        number = float(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise ServiceError(
            400,
            "invalid",
            f"{name}={text[:40]!r} in the query is no number from {least:g} to {most:g}",
            "correct it",
        )
    return number


def address_of(connection: HTTPConnection) -> str:
    """Where a request came from, as the trusted proxies tell it: an address, or its network
    where a caller has a whole one."""
    return network_of(connection.client.host) if connection.client else ""


def base_of(connection: HTTPConnection) -> str:
    """The address at which this service was called, with a slash at its end."""
    url = connection.base_url
    return str(url.replace(scheme=url.scheme.replace("ws", "http")))
