"""The ways in and out: a module a channel, and the table `CAPABILITIES` of what each can carry."""

import pkgutil
from importlib import import_module, metadata
from typing import TYPE_CHECKING

from engine.channels.protocol import Kind
from engine.types.capability import Capability
from engine.types.issue import TertuliaError

ENTRY_POINTS = "tertulia.channels"
KIND_ENTRY_POINTS = "tertulia.channel_kinds"


def load_capabilities() -> dict[str, Capability]:
    """What the channels of this folder can carry, by name, then those of installed plug-ins.

    Raises TertuliaError where a plug-in takes a name that is in use.
    """
    found: dict[str, Capability] = {}
    for module in pkgutil.iter_modules(__path__):
        capability = getattr(import_module(f"{__name__}.{module.name}"), "CAPABILITY", None)
        if capability is not None:
            found[module.name] = capability
    for point in metadata.entry_points(group=ENTRY_POINTS):
        if point.name in found:
            raise TertuliaError(
                f"plug-in {point.name!r} ({point.value}): a channel {point.name!r} exists "
                "already; rename the plug-in's channel, or uninstall the plug-in"
            )
        found[point.name] = point.load()
    return found


def load_kinds() -> dict[str, Kind]:
    """The kinds of channels that settings may open, by name: those of this folder, then those
    of installed plug-ins."""
    modules = (
        (module.name, import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    )
    found = {name: module.KIND for name, module in modules if hasattr(module, "KIND")}
    points = metadata.entry_points(group=KIND_ENTRY_POINTS)
    return {**{point.name: point.load() for point in points}, **found}


if TYPE_CHECKING:
    CAPABILITIES: dict[str, Capability]


def __getattr__(name: str) -> dict[str, Capability]:
    """The table, read when it is first asked for: conversations start without it."""
    if name != "CAPABILITIES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = load_capabilities()
    return found
