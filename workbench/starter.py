"""What a new node begins with: the least settings that its kind's schema allows."""

from typing import Any

import msgspec

from engine.nodes.protocol import Kind

# `Any` in this module: a schema and the settings it describes are plain data of any shape.


def starter(kind: Kind, schema: dict[str, Any]) -> dict[str, Any]:
    """The settings of a new node, and the ports that it has with them.

    Of what becomes a port, such as a case or a button, there are two to begin with.
    """
    params = _object(schema, schema, "")
    return {"params": params, "ports": kind.ports(msgspec.convert(params, kind.params))}


def _object(schema: dict[str, Any], root: dict[str, Any], name: str) -> dict[str, Any]:
    properties = schema.get("properties", {})
    found = {
        field: _value(_resolved(properties[field], root), root)
        for field in schema.get("required", ())
    }
    return {**found, "id": name} if name else found


def _value(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        item = _resolved(schema.get("items", {}), root)
        if "properties" not in item:
            return []
        if "id" not in item["properties"]:
            return [_object(item, root, "")]
        stem = item["title"].removesuffix("Params").lower()
        return [_object(item, root, f"{stem}_{number}") for number in (1, 2)]
    empty: dict[str, Any] = {"object": {}, "number": 0, "integer": 0, "boolean": False}
    return empty.get(schema.get("type", ""), "")


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    found: dict[str, Any] = root["$defs"][name] if name else schema
    return found
