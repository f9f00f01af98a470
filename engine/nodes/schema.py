"""The JSON Schema of a kind's settings, from which forms are made."""

import inspect
from typing import Any

import msgspec

from engine.nodes.protocol import Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema 2020-12 of the params, with the kind's title and help.

    Beside the standard keys: `x-title` is the title by language, `x-group` and `x-icon` are
    the palette's, and a property's `x-role` says what its value is (see `fields`). Any: a
    schema's keys have values of every type.
    """
    (reference,), definitions = msgspec.json.schema_components(
        [kind.params], ref_template="#/$defs/{name}"
    )
    name = reference["$ref"].rpartition("/")[2]
    for definition in definitions.values():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
    params = definitions.pop(name)
    head = {
        "$schema": DIALECT,
        **params,
        "title": kind.title["en"],
        "x-kind": kind.name,
        "x-title": kind.title,
        "x-group": kind.group,
        "x-icon": kind.icon,
    }
    return {**head, "$defs": definitions} if definitions else head
