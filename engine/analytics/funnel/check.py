"""Funnels read and refused, before anything is counted."""

from pathlib import Path

from engine.analytics.funnel.spec import FunnelSpec
from engine.project.funnels.faults import faults
from engine.project.read import decode_funnel
from engine.types.issue import ProjectError, TertuliaError


def read_spec(file: Path) -> FunnelSpec:
    """The funnel of a JSON file. Raises TertuliaError with what is wrong with it."""
    spec = decode_file(file)
    require_sense(spec)
    return spec


def decode_file(file: Path) -> FunnelSpec:
    """The same, whether it makes sense or not: with its bot it may."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise TertuliaError(f"{file}: {error.strerror}; name a file with a funnel") from None
    spec, issues = decode_funnel(data, file.name)
    if spec is None:
        raise ProjectError(f"{file} is no funnel; see docs/how-to/funnels.md", issues)
    return spec


def require_sense(spec: FunnelSpec) -> None:
    """Raises TertuliaError with everything that is wrong with a funnel."""
    if found := [str(each) for each in faults(spec)]:
        raise TertuliaError("\n".join([f"funnel {spec.name!r}:", *(f"  {each}" for each in found)]))
