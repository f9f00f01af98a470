"""Conversation tests written for ports that no test passes, found by trying conversations out."""

from engine.runtime.pathfinder.pathfinder import BUDGET, Pathfinder, Unreached, write_test

__all__ = ["BUDGET", "Pathfinder", "Unreached", "write_test"]
