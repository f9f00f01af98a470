"""Every delivery by its effect: this folder's modules, then entry points of other packages."""

import importlib
import pkgutil
from collections.abc import Callable, Coroutine, Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from engine.runtime import deliveries
from engine.runtime.deliveries.protocol import Delivery, Kind, Work, World
from engine.runtime.egress.client import Client
from engine.runtime.egress.options import Egress
from engine.runtime.sandbox.protocol import SandboxOptions
from engine.types.effect import Effect
from engine.types.event import Answered

ENTRY_POINTS = "tertulia.deliveries"
_NOT_DELIVERIES = ("protocol", "table")


def _kinds() -> dict[type[Effect], Kind]:
    modules = [
        importlib.import_module(f"{deliveries.__name__}.{module.name}")
        for module in pkgutil.iter_modules(deliveries.__path__)
        if module.name not in _NOT_DELIVERIES
    ]
    kinds: list[Kind] = [module.KIND for module in modules]
    kinds += [entry.load() for entry in entry_points(group=ENTRY_POINTS)]
    return {kind.effect: kind for kind in kinds}


DELIVERIES = _kinds()

# `Any`: each takes its own effect.
Deliver = Callable[[Any, Work], Coroutine[Any, Any, Answered]]


class Deliveries(Mapping[type[Effect], Deliver]):
    """The open deliveries, as functions by effect."""

    def __init__(self, opened: dict[type[Effect], Delivery], client: Client) -> None:
        self._opened = opened
        self._client = client

    def __getitem__(self, effect: type[Effect]) -> Deliver:
        return self._opened[effect].deliver

    def __iter__(self) -> Iterator[type[Effect]]:
        return iter(self._opened)

    def __len__(self) -> int:
        return len(self._opened)

    async def close(self) -> None:
        """Closes every delivery and then what they share."""
        for delivery in self._opened.values():
            await delivery.close()
        await self._client.close()


def open_deliveries(
    folder: Path, egress: Egress | None = None, sandbox: SandboxOptions | None = None
) -> Deliveries:
    """Every delivery, ready. `folder` keeps the indexes of websites. Call inside the loop."""
    client = Client(egress or Egress())
    world = World(client, sandbox or SandboxOptions(), folder)
    return Deliveries({effect: kind.open(world) for effect, kind in DELIVERIES.items()}, client)
