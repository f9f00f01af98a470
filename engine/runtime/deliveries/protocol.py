"""What a delivery is: it carries out one kind of effect and brings back its answer."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from engine.runtime.sandbox.protocol import SandboxOptions
from engine.runtime.secrets import Secrets
from engine.types.bot import Bot
from engine.types.effect import AskMetric, Effect
from engine.types.event import Answered
from engine.types.limits import LIMITS, Limits
from engine.types.value import Value

if TYPE_CHECKING:
    # The client brings httpx, which takes longer to load than the rest of the engine.
    from engine.runtime.egress.client import Client


class Work(Struct, frozen=True):
    """What a delivery may know besides its effect.

    `idempotency_key` is unique in the installation and the same at every try of the effect;
    `now_us` gives the time in UTC microseconds.
    """

    bot: Bot
    secrets: Secrets
    idempotency_key: str
    now_us: Callable[[], int]
    limits: Limits = LIMITS

    def answer(self, key: str, port: str = "ok", value: Value = None, error: str = "") -> Answered:
        """The answer to the effect with that key, now, without secrets in its error."""
        error = self.secrets.redact(error)
        return Answered(t_us=self.now_us(), key=key, port=port, value=value, error=error)


class Delivery(Protocol):
    """Carries out effects of one type. Problems of the world are answers, not exceptions.

    `Any`: each delivery takes its own effect, which a table of all cannot say.
    """

    effect: type[Effect]

    async def deliver(self, effect: Any, work: Work) -> Answered:
        """The answer to the effect, within its time limit."""

    async def close(self) -> None:
        """Lets go of connections, processes and tasks."""


# The number of a metric for a bot, None where there is none; it may take its time. Raises
# TertuliaError where it cannot be had.
Measure = Callable[[AskMetric, Bot], int | float | None]


class World(Struct, frozen=True):
    """What deliveries share: the way out, how code runs, a folder for what they keep, and who
    measures, if anybody does."""

    client: "Client"
    sandbox: SandboxOptions
    folder: Path
    measure: Measure | None = None


class Kind(Struct, frozen=True):
    """An entry of the table: the effect, and how its delivery is opened."""

    effect: type[Effect]
    open: Callable[[World], Delivery]
