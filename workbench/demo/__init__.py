"""The demo history: days of invented conversations with the sample bots, through the engine."""

from workbench.demo.history import Made, make_history, recent
from workbench.demo.planted import Planted, read_planted

__all__ = ["Made", "Planted", "make_history", "read_planted", "recent"]
