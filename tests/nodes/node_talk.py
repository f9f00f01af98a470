"""A real context for nodes without an interpreter: a conversation as plain data."""

import copy
from collections.abc import Mapping
from typing import Any

from engine.expressions import ExpressionFault, Missing, compile_expression, compile_template
from engine.types.bot import EntityTable
from engine.types.effect import Effect, Send
from engine.types.event import Contact
from engine.types.limits import LIMITS, Limits
from engine.types.message import Message
from engine.types.value import Text, Value

# Monday, 2026-11-23 15:00 in UTC.
NOW_US = 1_795_446_000_000_000


class Talk:
    """What a node may know, given as the cases of the golden files give it."""

    def __init__(
        self,
        *,
        node: str = "n",
        memory: Mapping[str, Value] | None = None,
        variables: Mapping[str, Value] | None = None,
        names: Mapping[str, Value] | None = None,
        tables: Mapping[str, EntityTable] | None = None,
        language: str = "es",
        time_zone: str = "Europe/Madrid",
        now_us: int = NOW_US,
        limits: Limits = LIMITS,
        contact: Contact | None = None,
        draws: tuple[float, ...] = (0.5,),
    ) -> None:
        self.node = node
        self.memory = memory or {}
        self.language = language
        self.time_zone = time_zone
        self.now_us = now_us
        self.limits = limits
        self.pause_ms = 0
        self.contact = contact or Contact()
        self.bot = "shop"
        self.variables = dict(variables or {})
        self.names: dict[str, Any] = {"language": language, "entities": {}, **(names or {})}
        self.tables = dict(tables or {})
        self.draws = list(draws)
        self.keys = 0
        self.tokens = 0
        self.warnings: list[str] = []

    def __getitem__(self, name: str) -> Any:
        """A name of an expression: this object is their scope too."""
        return self.variables[name] if name in self.variables else self.names[name]

    def text(self, text: Text) -> str:
        return self.fill(text.get(self.language, next(iter(text.values()), "")))

    def fill(self, template: str) -> str:
        return compile_template(template).fill(self, self._missing, self._missing)

    def value(self, expression: str) -> Value:
        try:
            return compile_expression(expression).evaluate(self)
        except (Missing, ExpressionFault) as problem:
            self._missing(str(problem))
            return None

    def test(self, condition: str) -> bool:
        return self.value(condition) is True

    def variable(self, name: str) -> Value:
        return self.variables.get(name)

    def draw(self) -> float:
        return self.draws.pop(0)

    def key(self) -> str:
        self.keys += 1
        return f"1.{self.keys}"

    def token(self) -> int:
        self.tokens += 1
        return self.tokens

    def send(self, message: Message) -> Effect:
        return Send(message, self.node, self.pause_ms)

    def table(self, name: str) -> EntityTable:
        return self.tables[name]

    def source(self, action: str) -> str:
        raise KeyError(action)

    def warn(self, code: str, text: str) -> None:
        self.warnings.append(code)

    def with_names(self, **names: Value) -> "Talk":
        other = copy.copy(self)
        other.variables = {**self.variables, **names}
        return other

    def _missing(self, _what: str) -> None:
        self.warnings.append("missing")
