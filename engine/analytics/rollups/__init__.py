"""Live roll-ups: the facts of a history, kept ready for dashboards as it grows."""

from engine.analytics.rollups.rollups import Rollups

__all__ = ["Rollups"]
