"""What answers a bot's effects in the demo history: its own code, and services as data."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from engine.stores.rows import OutboxRow
from engine.types.effect import AskMetric, CallService, Effect, RunCode, SearchSite, SendMail
from engine.types.event import Answered
from workbench.demo.cast import Service
from workbench.demo.code import Code

_effect: msgspec.json.Decoder[Effect] = msgspec.json.Decoder(Effect)


class World:
    """Answers of effects, the same to the same question."""

    def __init__(self, code: Code, services: Mapping[str, Service]) -> None:
        self._code, self._services = code, services

    def answer(self, row: OutboxRow) -> Answered | None:
        """The answer to a row of the outbox; None where it needs none."""
        effect = _effect.decode(row.content)
        if isinstance(effect, RunCode):
            return replace(self._code.run(effect), key=row.key)
        if not isinstance(effect, CallService | SendMail | SearchSite | AskMetric):
            return None
        found = self._services.get(row.node)
        if found is None:
            return Answered(0, row.key, "failed", error="no service of the demo answers here")
        return Answered(0, row.key, found.port, found.value)
