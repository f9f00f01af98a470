"""Fields of texts of JSON, in the functions of each engine.

`written` is a field as it stands there, with its quotes if it is a text; `text` is it without
them, and nothing if it is no text.
"""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import msgspec
from msgspec import Struct

from engine.analytics.engines.protocol import Dialect

Path = list[str | int]
Field = Callable[[ir.StringValue, Path], ir.StringValue]
# What SQLite is taught under these names: see sqlite.py.
JSON_WRITTEN, JSON_TEXT = "json_written", "json_text"
TEXT = "string"


class Fields(Struct, frozen=True):
    """How an engine gives them."""

    written: Field
    text: Field


def call(name: str, returns: str, *arguments: Any) -> Any:
    """A function of an engine, of arguments whose types it knows itself."""
    values = [ibis.literal(each) if isinstance(each, str | int) else each for each in arguments]
    kinds = tuple(value.type() for value in values)
    names = ", ".join(f"a{number}" for number in range(len(values)))
    # Ibis reads the names of the arguments from a function.
    stub = eval(f"lambda {names}: None")  # noqa: S307 - of names made here
    stub.__name__ = name
    return ibis.udf.scalar.builtin(name=name, signature=(kinds, returns))(stub)(*values)


def number(written: ir.StringValue) -> ir.FloatingValue:
    """A field as a number; nothing if it is none."""
    is_number = written.substr(0, 1).isin([*"-0123456789"])
    return is_number.ifelse(written, ibis.null(TEXT)).cast("float64")


def _jsonpath(path: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f'["{step}"]' for step in path)
    return "$" + "".join(steps)


def _bigquery_path(path: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f'."{step}"' for step in path)
    return "$" + "".join(steps)


def _clickhouse(function: str, data: ir.StringValue, path: Path) -> ir.StringValue:
    # Its arrays begin with 1.
    steps = [step + 1 if isinstance(step, int) else step for step in path]
    return call(function, TEXT, data.fill_null(""), *steps)


def _clickhouse_text(data: ir.StringValue, path: Path) -> ir.StringValue:
    is_text = _clickhouse("JSONExtractRaw", data, path).startswith('"')
    return is_text.ifelse(_clickhouse("JSONExtractString", data, path), ibis.null(TEXT))


def _postgres(data: ir.StringValue, path: Path) -> ir.StringValue:
    return call("json_extract_path", "json", data.cast("json"), *map(str, path)).cast(TEXT)


def _postgres_text(data: ir.StringValue, path: Path) -> ir.StringValue:
    text = call("json_extract_path_text", TEXT, data.cast("json"), *map(str, path))
    return _postgres(data, path).startswith('"').ifelse(text, ibis.null(TEXT))


def _variant(data: ir.StringValue, path: Path) -> Any:
    return call(
        "try_variant_get", "binary", call("try_parse_json", "binary", data), _jsonpath(path)
    )


def _spark(data: ir.StringValue, path: Path) -> ir.StringValue:
    return call("to_json", TEXT, _variant(data, path))


def _spark_text(data: ir.StringValue, path: Path) -> ir.StringValue:
    parsed = call("try_parse_json", "binary", data)
    text = call("try_variant_get", TEXT, parsed, _jsonpath(path), "string")
    return _spark(data, path).startswith('"').ifelse(text, ibis.null(TEXT))


def _bigquery(data: ir.StringValue, path: Path) -> ir.StringValue:
    return call("JSON_QUERY", TEXT, data, _bigquery_path(path))


def _bigquery_text(data: ir.StringValue, path: Path) -> ir.StringValue:
    text = call("JSON_VALUE", TEXT, data, _bigquery_path(path))
    return _bigquery(data, path).startswith('"').ifelse(text, ibis.null(TEXT))


def _sqlite(function: str) -> Field:
    return lambda data, path: call(function, TEXT, data, msgspec.json.encode(path).decode())


FIELDS: Mapping[Dialect, Fields] = {
    "bigquery": Fields(_bigquery, _bigquery_text),
    "clickhouse": Fields(
        lambda data, path: _clickhouse("JSONExtractRaw", data, path).nullif(""), _clickhouse_text
    ),
    "postgres": Fields(_postgres, _postgres_text),
    "pyspark": Fields(_spark, _spark_text),
    "sqlite": Fields(_sqlite(JSON_WRITTEN), _sqlite(JSON_TEXT)),
}
