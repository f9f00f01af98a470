"""Call a service and keep parts of its answer in variables."""

from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import field

from engine.expressions import Expression as CompiledExpression
from engine.expressions import ExpressionError, compile_template
from engine.nodes.awaiting import FAILED, answer_for, await_answer, keep_waiting
from engine.nodes.checks import SERVICE_SCHEMES, check_address, check_timeout, required
from engine.nodes.fields import Expression, Params, Template, VariableName
from engine.nodes.machine_text import (
    fill_address,
    fill_form,
    fill_json,
    fill_plain,
    json_outline,
)
from engine.nodes.patterns import matches
from engine.nodes.protocol import NEXT, Context, Finding, Kind, Leave, Restart, Stay
from engine.nodes.secrets import mark_secrets, reads_secret, secret_name
from engine.types.effect import CallService
from engine.types.event import Event
from engine.types.limits import Limits
from engine.types.value import Value

TIMEOUT = "timeout"
_HEADER_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"


class Http(Params, frozen=True, kw_only=True):
    """Sends an HTTP request and waits for its answer.

    `body` is a template of JSON, a form or text. In JSON a hole within quotes is filled with
    text, elsewhere with the value's own JSON; in an address and a form what is filled in is
    percent-encoded. A header's value may name a secret as `${secret.NAME}`. `results` maps
    variables to expressions over `response.status`, `response.headers` and `response.body`;
    after a failure those without a value leave their variable as it was. Ports: `next`
    (status below 400), `failed`, `timeout`.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Template
    headers: dict[str, Template] = field(default_factory=dict)
    query: dict[str, Template] = field(default_factory=dict)
    body: Template = ""
    timeout_s: float = 10.0
    results: dict[VariableName, Expression] = field(default_factory=dict)


def enter(params: Http, context: Context) -> Stay:
    key = context.key()
    call = CallService(
        key=key,
        method=params.method,
        url=fill_address(params.url, params.query, context),
        headers={name: mark_secrets(value, context) for name, value in params.headers.items()},
        body=_body(params, context),
        timeout_s=params.timeout_s,
    )
    return await_answer(call, key)


def resume(params: Http, context: Context, event: Event | Restart) -> Leave | Stay:
    answer = answer_for(context, event)
    if answer is None:
        return keep_waiting(context)
    if answer.port != "ok":
        context.warn("service-failed", answer.error or answer.port)
    if answer.port == TIMEOUT or not isinstance(answer.value, dict):
        return Leave({"ok": NEXT, TIMEOUT: TIMEOUT}.get(answer.port, FAILED))
    scope = context.with_names(response=answer.value)
    values = {name: scope.value(expression) for name, expression in params.results.items()}
    if answer.port == "ok":
        return Leave(variables=values or None)
    known = {name: value for name, value in values.items() if value is not None}
    return Leave(FAILED, variables=known or None)


def ports(_params: Http) -> tuple[str, ...]:
    return (NEXT, FAILED, TIMEOUT)


def check(params: Http, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.url, "url", "give the address of the service")
    yield from check_address(params.url, "url", SERVICE_SCHEMES)
    yield from check_timeout(params.timeout_s, 60)
    for name in params.headers:
        if not matches(_HEADER_NAME, name):
            yield Finding(
                "bad-header",
                f"headers[{name!r}]",
                f"{name!r} cannot be the name of a header",
                "use letters, digits and -",
            )
    for name, expression in params.results.items():
        yield from required(expression, f"results[{name!r}]", "write the expression")
    yield from _check_secrets(params)
    if params.body and params.method in {"GET", "DELETE"}:
        yield Finding(
            "body-unused",
            "body",
            f"services seldom read the body of a {params.method}",
            "use POST, PUT or PATCH, or put the values in the query",
            "warning",
        )
    if _is_json(params.body) and not _fits_json(params.body):
        yield Finding(
            "bad-json",
            "body",
            "the body begins as JSON and is none",
            "correct its commas, quotes and brackets; a hole outside quotes stands for a value",
        )


def _body(params: Http, context: Context) -> Value:
    """What is sent: text as a text, JSON as its value, and nothing as None."""
    template = params.body
    if not template.strip():
        return None
    if _is_json(template):
        filled = fill_json(template, context)
        try:
            decoded: Value = msgspec.json.decode(filled)
        except msgspec.DecodeError:
            context.warn("bad-json", "the body is no JSON: it was sent as text")
            return filled
        return decoded
    parts = compile_template(template.strip()).parts
    if len(parts) == 1 and not isinstance(parts[0], str):
        return context.value(parts[0].source)
    kinds = [value for name, value in params.headers.items() if name.lower() == "content-type"]
    is_form = any("x-www-form-urlencoded" in kind.lower() for kind in kinds)
    return fill_form(template, context) if is_form else fill_plain(template, context)


def _is_json(template: str) -> bool:
    return template.lstrip().startswith(("{", "["))


def _fits_json(template: str) -> bool:
    try:
        msgspec.json.decode(json_outline(template))
    except ExpressionError:
        # Said where the expression stands, by whoever reads all expressions.
        return True
    except msgspec.DecodeError:
        return False
    return True


def _check_secrets(params: Http) -> Iterator[Finding]:
    places = [("url", params.url), ("body", params.body)]
    places += [(f"query[{name!r}]", value) for name, value in params.query.items()]
    for path, template in places:
        if any(reads_secret(hole) for hole in _holes(template)):
            yield Finding(
                "secret-outside-header",
                path,
                "a secret is named where it would be kept in the history",
                "send it in a header",
            )
    for name, template in params.headers.items():
        if any(reads_secret(hole) and not secret_name(hole) for hole in _holes(template)):
            yield Finding(
                "secret-in-expression",
                f"headers[{name!r}]",
                "a secret is part of a longer expression, which has no value until it is sent",
                "write it in a hole of its own: ${secret.NAME}",
            )


def _holes(template: str) -> tuple[CompiledExpression, ...]:
    try:
        return compile_template(template).holes
    except ExpressionError:
        return ()


KIND = Kind(
    name="http",
    params=Http,
    group="connect",
    title={"es": "Llamar a un servicio", "en": "Call a service", "pt": "Chamar um serviço"},
    icon="http",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
)
