"""The OpenAPI 3.1 document of the API, from the operations and the types themselves."""

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from engine.service.api.operations import Operation
from engine.service.errors import Problem

REFERENCE = "#/components/schemas/{name}"
ERRORS = {
    "400": "The body or a parameter is wrong; the message says where.",
    "401": "There is no valid key.",
    "403": "The key lacks the scope.",
    "404": "There is nothing of that name.",
    "408": "The request did not arrive in time.",
    "409": "It does not fit the state of things; the message says why.",
    "413": "The body is too large.",
    "429": "Too many requests; Retry-After says when to come back.",
    "431": "The head is too large.",
    "501": "The server lacks what this needs; the message says what.",
    "503": "The service is too busy or stopping; send it again.",
}

Json = dict[str, Any]  # Any: a JSON document

_IN_PATH: Json = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-.0-~]+$"}
_BYTES: Json = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}

_TEXT: Json = {"text/plain": {"schema": {"type": "string"}}}


def document(operations: Sequence[Operation]) -> Json:
    """The document as plain JSON values."""
    types = [kind for one in operations for kind in (one.takes, one.gives) if kind is not None]
    schemas, components = msgspec.json.schema_components(
        [*dict.fromkeys(types), Problem], schema_hook=_anything, ref_template=REFERENCE
    )
    by_type = dict(zip([*dict.fromkeys(types), Problem], schemas, strict=True))
    paths: Json = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, by_type)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tertulia API",
            "version": version("tertulia"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _anything(kind: type) -> Json:
    """The schema of a value that may be anything JSON can say."""
    if kind is object:
        return {"description": "Any JSON value."}
    raise TypeError(f"{kind} has no schema")


def _operation(one: Operation, by_type: dict[type, Json]) -> Json:
    given = _json(by_type[one.gives]) | (_TEXT if one.has_text else {})
    answers: Json = {str(one.status): {"description": one.gives.__doc__, "content": given}}
    for status, about in ERRORS.items():
        answers[status] = {"description": about, "content": _json(by_type[Problem])}
    operation: Json = {
        "operationId": _name(one),
        "summary": one.summary,
        "description": f"Needs the scope `{one.scope}`.",
        "parameters": _parameters(one),
        "responses": answers,
    }
    if one.takes is not None:
        content = _BYTES if one.takes is bytes else _json(by_type[one.takes])
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(one: Operation) -> list[Json]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": _IN_PATH}
        for name in re.findall(r"\{(\w+)\}", one.path)
    ]
    in_query = [
        {"name": each.name, "in": "query", "description": each.about, "schema": {"type": each.type}}
        for each in one.parameters
    ]
    return [*in_path, *in_query]


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _name(one: Operation) -> str:
    words = re.findall(r"\w+", one.path.removeprefix("/api/v1"))
    return "_".join([one.method.lower(), *words])
