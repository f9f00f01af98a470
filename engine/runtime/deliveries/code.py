"""Runs a code action of the bot in the sandbox."""

import asyncio

from engine.runtime.deliveries.protocol import Delivery, Kind, Work, World
from engine.runtime.sandbox.choice import open_sandbox
from engine.runtime.sandbox.protocol import Call, Sandbox, SandboxOptions
from engine.types.effect import Effect, RunCode
from engine.types.event import Answered


class CodeDelivery:
    """The sandbox is opened with the first action, so that bots without code pay nothing."""

    effect: type[Effect] = RunCode

    def __init__(self, options: SandboxOptions) -> None:
        self._options = options
        self._opening = asyncio.Lock()
        self._sandbox: Sandbox | None = None

    async def deliver(self, effect: RunCode, work: Work) -> Answered:
        """`ok` with the action's outputs, `failed`, or `timeout`."""
        action = work.bot.actions.get(effect.action)
        if action is None:
            return work.answer(
                effect.key,
                "failed",
                error=f"code action {effect.action!r}: bot {work.bot.id!r} has no such action; "
                f"write actions/{effect.action}.py",
            )
        call = Call(work.bot.id, effect.action, action.source, effect.inputs, effect.timeout_s)
        outcome = await (await self._open()).run(call)
        return work.answer(effect.key, outcome.port, outcome.value, outcome.error)

    async def close(self) -> None:
        """Ends the sandbox's processes."""
        async with self._opening:
            sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            await sandbox.close()

    async def _open(self) -> Sandbox:
        async with self._opening:
            if self._sandbox is None:
                self._sandbox = await open_sandbox(self._options)
            return self._sandbox


def _open(world: World) -> Delivery:
    return CodeDelivery(world.sandbox)


KIND = Kind(RunCode, _open)
