"""What if there were other agents, shifts or limits: the hand-overs of history, queued again."""

from engine.analytics.queues.load import Load, busier
from engine.analytics.queues.reading import load_of
from engine.analytics.queues.simulation import Outcome, simulate
from engine.analytics.queues.staffing import Group, Shift
from engine.analytics.queues.what_if import Service, WhatIf, what_if

__all__ = [
    "Group", "Load", "Outcome", "Service", "Shift", "WhatIf", "busier", "load_of", "simulate",
    "what_if",
]  # fmt: skip
