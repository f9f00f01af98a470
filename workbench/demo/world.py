"""What answers a bot's effects in the demo history: their own code, and services as data."""

import json
from collections.abc import Callable, Mapping

import msgspec

from engine.stores.rows import OutboxRow
from engine.types.bot import Bot
from engine.types.effect import CallService, Effect, RunCode, SearchSite, SendMail
from engine.types.event import Answered
from engine.types.value import Value
from workbench.demo.cast import Service

_effect: msgspec.json.Decoder[Effect] = msgspec.json.Decoder(Effect)


class World:
    """Answers of effects, the same to the same question."""

    def __init__(self, bot: Bot, services: Mapping[str, Service]) -> None:
        self._bot, self._services = bot, services
        self._actions: dict[str, Callable[..., Value]] = {}

    def answer(self, row: OutboxRow) -> Answered | None:
        """The answer to a row of the outbox; None where it needs none."""
        effect = _effect.decode(row.content)
        if isinstance(effect, RunCode):
            return self._run(effect, row)
        if not isinstance(effect, CallService | SendMail | SearchSite):
            return None
        found = self._services.get(row.node)
        if found is None:
            return Answered(0, row.key, "failed", error="no service of the demo answers here")
        return Answered(0, row.key, found.port, found.value)

    def _run(self, effect: RunCode, row: OutboxRow) -> Answered:
        """Code of a sample bot, which is ours: it runs here, not in a sandbox, and sees and gives
        what JSON can say, as there."""
        inputs = json.loads(json.dumps(effect.inputs))
        try:
            value = self._action(effect.action)(**inputs)
        # A bot's mistake is an answer, as in the sandbox.
        except Exception as error:  # noqa: BLE001 - see above
            return Answered(0, row.key, "failed", error=f"{type(error).__name__}: {error}")
        return Answered(0, row.key, "ok", json.loads(json.dumps(value)))

    def _action(self, name: str) -> Callable[..., Value]:
        if name not in self._actions:
            space: dict[str, object] = {"__name__": name}
            exec(self._bot.actions[name].source, space)  # noqa: S102 - see `_run`
            self._actions[name] = space["run"]  # type: ignore[assignment]
        return self._actions[name]
