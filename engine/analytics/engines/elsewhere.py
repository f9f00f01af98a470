"""A history that stays where it is: expressions on it become the SQL of its engine."""

import ibis
import pyarrow as pa

from engine.analytics.engines.protocol import Engine
from engine.analytics.engines.sql import sql
from engine.analytics.history import SCHEMAS, History


class Elsewhere(History):
    """The three tables in an engine. Nothing of them is copied but what a question asks for."""

    def __init__(self, engine: Engine) -> None:
        super().__init__({name: engine.table(name) for name in SCHEMAS})
        self.engine = engine

    def query(self, expression: ibis.Table) -> pa.Table:
        """What an expression gives there, with the types that it has everywhere."""
        schema = expression.as_table().schema().to_pyarrow()
        found = self.engine.query(sql(expression, self.engine.dialect))
        # Engines without booleans have numbers, and some write names in their own way.
        return found.rename_columns(schema.names).cast(schema)

    def close(self) -> None:
        """Lets go of the engine."""
        self.engine.close()
