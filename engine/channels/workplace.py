"""Workplace, which Meta ended on 1 June 2026."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="Workplace",
    successor="teams",
)
