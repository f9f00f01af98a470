"""The node kinds, one module each, and the table `KINDS`."""

import pkgutil
from importlib import import_module, metadata

from engine.nodes.protocol import Kind
from engine.types.issue import TertuliaError

ENTRY_POINTS = "tertulia.nodes"


def load_kinds() -> dict[str, Kind]:
    """The kinds of this folder by name, then those of installed plug-ins.

    Raises TertuliaError where a plug-in cannot be loaded or takes a name that is in use.
    """
    kinds: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            kinds[kind.name] = kind
    for point in metadata.entry_points(group=ENTRY_POINTS):
        kind = _load(point)
        if kind.name in kinds:
            raise TertuliaError(
                f"plug-in {_source(point)}: a node kind {kind.name!r} exists already; "
                "rename the plug-in's kind, or uninstall the plug-in"
            )
        kinds[kind.name] = kind
    return kinds


def _load(point: metadata.EntryPoint) -> Kind:
    try:
        kind = point.load()
    except Exception as error:
        raise TertuliaError(
            f"plug-in {_source(point)}: its node kind cannot be loaded "
            f"({type(error).__name__}: {error}); correct, update or uninstall it"
        ) from error
    if not isinstance(kind, Kind):
        raise TertuliaError(
            f"plug-in {_source(point)}: it gives a {type(kind).__name__} where a "
            "engine.nodes.protocol.Kind is due; correct its entry point"
        )
    return kind


def _source(point: metadata.EntryPoint) -> str:
    package = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
    return f"{point.name!r} ({point.value}){package}"


KINDS = load_kinds()
