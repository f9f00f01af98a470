"""An expression as the SQL of an engine."""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.operations as ops
import sqlglot
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from engine.analytics.engines.fields import FIELDS, number
from engine.analytics.engines.given import with_given
from engine.analytics.engines.protocol import Dialect


def sql(expression: ibis.Table, dialect: Dialect) -> str:
    """The SQL of an expression, for this engine.

    As `ibis.to_sql`, but for two things. Fields of JSON: Ibis asks some engines for them in ways
    that they do not know, or that take the quotes off texts, so that "1" and 1 would be one. And
    small tables in memory: they are written into the query.
    """
    if dialect == "pyspark" and ibis.options.pyspark is None:
        _register_pyspark()
    node = expression.as_table().op().replace(_fitting(dialect))
    given = {each.name: each for each in node.find(ops.InMemoryTable)}
    found = str(ibis.to_sql(node.to_expr(), dialect=dialect))
    return with_given(_flat(found) if dialect == "sqlite" else found, given.values(), dialect)


def _flat(query: str) -> str:
    """The query with names for the queries inside: SQLite's parser goes only so deep."""
    return eliminate_subqueries(sqlglot.parse_one(query, dialect="sqlite")).sql("sqlite")


def _register_pyspark() -> None:
    """What its backend does when a session is opened by Ibis, without opening one."""
    from ibis.backends.pyspark import Backend  # noqa: PLC0415 - it imports Spark

    Backend().register_options()


def _fitting(dialect: Dialect) -> Any:
    """What takes the place of a node of an expression."""
    fields = FIELDS[dialect]

    # Ibis gives the arguments of a node whose own nodes were replaced.
    def fit(node: ops.Node, given: Mapping[str, Any] | None) -> ops.Node:
        known = node.__recreate__(given) if given else node
        place = _place(known.args[0]) if known.args else None
        if place is None:
            return known
        data, path = place
        match known:
            case ops.Cast() if known.to.is_string():
                return fields.written(data, path).op()
            case ops.UnwrapJSONString():
                return fields.text(data, path).op()
            case ops.UnwrapJSONFloat64():
                return number(fields.written(data, path)).op()
            case ops.NotNull():
                return fields.written(data, path).notnull().op()
            case ops.IsNull():
                return fields.written(data, path).isnull().op()
        return known

    return fit


def _place(node: Any) -> tuple[Any, list[str | int]] | None:
    """The text of JSON and the path in it, if the node is a field of it."""
    path: list[str | int] = []
    while isinstance(node, ops.JSONGetItem):
        path.insert(0, node.index.value)
        node = node.arg
    if not path or not isinstance(node, ops.Cast) or not node.to.is_json():
        return None
    return node.arg.to_expr(), path
