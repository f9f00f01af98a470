"""What a sandbox is: one call of a customer's function in, one outcome out."""

from typing import Literal, Protocol

from msgspec import Struct, field

from engine.types.limits import LIMITS
from engine.types.value import Value


class Call(Struct, frozen=True):
    """One call of `run` in the source of a code action.

    `tenant` names whose code it is: processes are never shared between two tenants.
    """

    tenant: str
    action: str
    source: str
    inputs: dict[str, Value] = field(default_factory=dict)
    timeout_s: float = 2.0


class Outcome(Struct, frozen=True):
    """What came of a call. `error` names the action and the limit; `printed` is the start of
    what the action printed, for its author."""

    port: Literal["ok", "failed", "timeout"]
    value: Value = None
    error: str = ""
    printed: str = ""


class SandboxOptions(Struct, frozen=True):
    """How code actions run. `kind` is `auto` (bubblewrap, else monty), one of the two, or `off`.

    `workers` is the number of calls at one time; a worker process is replaced after
    `calls_per_worker` calls; a call waits at most `wait_s` for a free worker.
    """

    kind: Literal["auto", "bubblewrap", "monty", "off"] = "auto"
    workers: int = 2
    calls_per_worker: int = 1000
    wait_s: float = 30.0
    longest_s: float = 30.0
    memory_bytes: int = 268_435_456
    input_bytes: int = LIMITS.answer_bytes
    output_bytes: int = LIMITS.answer_bytes
    printed_chars: int = 2_000


class Sandbox(Protocol):
    """A place to run code that is not ours."""

    name: str

    async def run(self, call: Call) -> Outcome:
        """The outcome of the call, whatever the code does."""

    async def close(self) -> None:
        """Ends every process that was started."""


class SandboxError(Exception):
    """This machine cannot have that kind of sandbox; the text says why."""
