"""The best sandbox that this machine allows, tried out before it is given."""

import importlib.util

from engine.runtime.sandbox.pool import open_pool
from engine.runtime.sandbox.protocol import Call, Outcome, Sandbox, SandboxError, SandboxOptions


class NoSandbox:
    """Refuses every call, with the reason: code of others never runs in the engine's process."""

    name = "off"

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def run(self, call: Call) -> Outcome:
        """A refusal that says what to install."""
        return Outcome("failed", error=f"code action {call.action!r}: was not run: {self._reason}")

    async def close(self) -> None:
        """Nothing was started."""


async def open_sandbox(options: SandboxOptions) -> Sandbox:
    """Bubblewrap where it works, else monty where it is installed, else a refusal."""
    if options.kind == "off":
        return NoSandbox("code actions are switched off on this server")
    reason = "bubblewrap is not asked for"
    if options.kind != "monty":
        try:
            return await open_pool(options)
        except SandboxError as problem:
            reason = str(problem)
    if options.kind != "bubblewrap" and importlib.util.find_spec("pydantic_monty"):
        from engine.runtime.sandbox.monty import open_monty  # noqa: PLC0415  an extra

        try:
            return open_monty(options)
        except SandboxError as problem:
            reason = f"{reason}; {problem}"
    return NoSandbox(
        f"no sandbox works here ({reason}); install bubblewrap and allow user namespaces, or "
        "install tertulia[sandbox]"
    )
