"""Every delivery by its effect: this folder's modules, then entry points of other packages.

They are loaded with the first effect: their clients and parsers take longer to load than the rest
of the engine, and a bot that asks nothing of the world does without them.
"""

import asyncio
import functools
import importlib
import pkgutil
from collections.abc import Callable, Coroutine, Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, get_args

from engine.runtime import deliveries
from engine.runtime.deliveries.protocol import Delivery, Kind, Measure, Work, World
from engine.runtime.egress.options import Egress
from engine.runtime.sandbox.protocol import SandboxOptions
from engine.types.effect import Effect
from engine.types.event import Answered

ENTRY_POINTS = "tertulia.deliveries"
# An effect with a key is answered: each of these has its delivery.
ANSWERED: tuple[type[Effect], ...] = tuple(
    effect for effect in get_args(Effect) if "key" in effect.__struct_fields__
)
_NOT_DELIVERIES = ("protocol", "table")

# `Any`: each takes its own effect.
Deliver = Callable[[Any, Work], Coroutine[Any, Any, Answered]]


@functools.cache
def load_deliveries() -> Mapping[type[Effect], Kind]:
    """The table, its modules imported."""
    modules = [
        importlib.import_module(f"{deliveries.__name__}.{module.name}")
        for module in pkgutil.iter_modules(deliveries.__path__)
        if module.name not in _NOT_DELIVERIES
    ]
    kinds: list[Kind] = [module.KIND for module in modules]
    kinds += [entry.load() for entry in entry_points(group=ENTRY_POINTS)]
    return {kind.effect: kind for kind in kinds}


class Deliveries(Mapping[type[Effect], Deliver]):
    """The deliveries, as functions by effect; each is opened with the first effect of any."""

    def __init__(
        self, folder: Path, egress: Egress, sandbox: SandboxOptions, measure: Measure | None
    ) -> None:
        self._folder = folder
        self._egress = egress
        self._sandbox = sandbox
        self._measure = measure
        self._opening = asyncio.Lock()
        self._world: World | None = None
        self._opened: dict[type[Effect], Delivery] = {}

    def __getitem__(self, effect: type[Effect]) -> Deliver:
        if effect not in ANSWERED:
            raise KeyError(effect)
        return self._deliver

    def __iter__(self) -> Iterator[type[Effect]]:
        return iter(ANSWERED)

    def __len__(self) -> int:
        return len(ANSWERED)

    async def close(self) -> None:
        """Closes every delivery and then what they share."""
        async with self._opening:
            for delivery in self._opened.values():
                await delivery.close()
            self._opened = {}
            if self._world is not None:
                await self._world.client.close()

    async def _deliver(self, effect: Any, work: Work) -> Answered:
        async with self._opening:
            if not self._opened:
                await self._open()
        return await self._opened[type(effect)].deliver(effect, work)

    async def _open(self) -> None:
        # In a thread, so that conversations go on meanwhile.
        kinds = await asyncio.to_thread(load_deliveries)
        client = importlib.import_module("engine.runtime.egress.client").Client(self._egress)
        self._world = World(client, self._sandbox, self._folder, self._measure)
        self._opened = {effect: kind.open(self._world) for effect, kind in kinds.items()}


def open_deliveries(
    folder: Path,
    egress: Egress | None = None,
    sandbox: SandboxOptions | None = None,
    measure: Measure | None = None,
) -> Deliveries:
    """The deliveries, ready to be called. `folder` keeps the indexes of websites; `measure` gives
    the numbers of metrics."""
    return Deliveries(folder, egress or Egress(), sandbox or SandboxOptions(), measure)
