"""Funnels read and refused, before anything is counted."""

from pathlib import Path

import msgspec

from engine.analytics.funnel.spec import FunnelSpec
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
    if found := [str(each) for each in faults(spec)]:
        raise TertuliaError("\n".join([f"funnel {spec.name!r}:", *(f"  {each}" for each in found)]))
