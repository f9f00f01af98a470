"""Call a service and keep parts of its answer in variables."""

from typing import Literal

from msgspec import field

from engine.nodes.fields import Expression, Params, Template, VariableName


class Http(Params, frozen=True, kw_only=True):
    """Sends an HTTP request and waits for its answer.

    `body` is a template of JSON or text. A header's value may name a secret as
    `${secret.NAME}`. `results` maps variables to expressions over `response.status`,
    `response.headers` and `response.body`. Ports: `next` (status below 400), `failed`,
    `timeout`.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Template
    headers: dict[str, Template] = field(default_factory=dict)
    query: dict[str, Template] = field(default_factory=dict)
    body: Template = ""
    timeout_s: float = 10.0
    results: dict[VariableName, Expression] = field(default_factory=dict)
