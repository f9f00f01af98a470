"""Code actions in the demo history: ours run here, quickly; anybody else's in the sandbox."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache

from msgspec.structs import replace

from engine.runtime.loaded import Loaded
from engine.runtime.real_effects import RealEffects
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Bot
from engine.types.effect import RunCode
from engine.types.event import Answered, Event
from engine.types.state import State
from engine.types.turn import Turn
from engine.types.value import Value
from workbench.workspace import samples


class Code:
    """Runs the code actions of a bot. A bot may come from anywhere, under any name: only sources
    that are those of a sample bot, to the letter, run in this process."""

    def __init__(self, bot: Bot, effects: RealEffects) -> None:
        self._bot, self._effects = bot, effects
        loaded = Loaded("", _no_step, bots={bot.id: bot})
        self._elsewhere = Rehearsal(loaded)
        self._elsewhere.state = replace(self._elsewhere.state, bot=bot.id)
        self._here: dict[str, Callable[..., Value]] = {}

    def run(self, effect: RunCode) -> Answered:
        """The answer of an action: its outputs, or why it failed."""
        action = self._bot.actions.get(effect.action)
        if action is None or action.source not in shipped():
            return self._effects.carry_out(effect, self._elsewhere)
        if effect.action not in self._here:
            self._here[effect.action] = _compiled(effect.action, action.source)
        # It sees and gives what JSON can say, as in the sandbox; its mistake is an answer.
        inputs: Mapping[str, Value] = json.loads(json.dumps(effect.inputs))
        try:
            value = self._here[effect.action](**inputs)
        except Exception as error:  # noqa: BLE001 - see above
            return Answered(0, effect.key, "failed", error=f"{type(error).__name__}: {error}")
        return Answered(0, effect.key, "ok", json.loads(json.dumps(value)))


@lru_cache(maxsize=1)
def shipped() -> frozenset[str]:
    """The sources of the sample bots' actions, as they came with the package."""
    folder = samples()
    files = folder.glob("*/actions/*.py") if folder else ()
    return frozenset(file.read_text("utf-8") for file in files)


def _compiled(name: str, source: str) -> Callable[..., Value]:
    space: dict[str, object] = {"__name__": name}
    exec(source, space)  # noqa: S102 - it is ours, to the letter
    return space["run"]  # type: ignore[return-value]


def _no_step(state: State, _event: Event) -> Turn:
    return Turn(state)
