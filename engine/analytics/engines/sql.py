"""An expression as the SQL of an engine."""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.operations as ops

from engine.analytics.engines.protocol import Dialect

# What SQLite is taught under this name: see sqlite.py.
JSON_FIELD = "json_field"


def sql(expression: ibis.Table, dialect: Dialect) -> str:
    """The SQL of an expression, for this engine.

    As `ibis.to_sql`, but for fields of JSON: Ibis asks some engines for them in ways that they do
    not know, or that take the quotes off texts, so that "1" and 1 would be one.
    """
    if dialect == "pyspark" and ibis.options.pyspark is None:
        _register_pyspark()
    fitted = expression.as_table().op().replace(_fitting(dialect)).to_expr()
    return str(ibis.to_sql(fitted, dialect=dialect))


def _register_pyspark() -> None:
    """What its backend does when a session is opened by Ibis, without opening one."""
    from ibis.backends.pyspark import Backend  # noqa: PLC0415 - it imports Spark

    Backend().register_options()


def _fitting(dialect: Dialect) -> Any:
    """What takes the place of a node of an expression."""
    field = _FIELDS.get(dialect)

    def fit(node: ops.Node, given: Mapping[str, Any] | None) -> ops.Node:
        known = node.__recreate__(given) if given else node
        if field is None or not isinstance(known, ops.Cast) or not known.to.is_string():
            return known
        found = known.arg
        if not isinstance(found, ops.JSONGetItem) or not isinstance(found.arg, ops.Cast):
            return known
        # A literal: BigQuery takes nothing else for a path.
        return field(found.arg.arg.to_expr(), found.index.value).op()

    return fit


# Functions of the engines; each gives a field of a text of JSON as it is written there.


@ibis.udf.scalar.builtin(name="JSONExtractRaw", signature=(("string", "string"), "string"))
def _extract_raw(data, name):  # type: ignore[no-untyped-def]
    ...


@ibis.udf.scalar.builtin(name=JSON_FIELD, signature=(("string", "string"), "string"))
def _json_field(data, name):  # type: ignore[no-untyped-def]
    ...


@ibis.udf.scalar.builtin(name="JSON_QUERY", signature=(("string", "string"), "string"))
def _json_query(data, path):  # type: ignore[no-untyped-def]
    ...


@ibis.udf.scalar.builtin(name="try_variant_get", signature=(("binary", "string"), "binary"))
def _variant_get(data, path):  # type: ignore[no-untyped-def]
    ...


@ibis.udf.scalar.builtin(name="try_parse_json", signature=(("string",), "binary"))
def _parse_json(data):  # type: ignore[no-untyped-def]
    ...


@ibis.udf.scalar.builtin(name="to_json", signature=(("binary",), "string"))
def _to_json(data):  # type: ignore[no-untyped-def]
    ...


_FIELDS: Mapping[Dialect, Any] = {
    "bigquery": lambda data, name: _json_query(data, f'$."{name}"'),
    "clickhouse": lambda data, name: _extract_raw(data, name).nullif(""),
    "pyspark": lambda data, name: _to_json(_variant_get(_parse_json(data), f'$["{name}"]')),
    "sqlite": _json_field,
}
