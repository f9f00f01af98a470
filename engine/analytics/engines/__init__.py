"""Histories that lie in other engines: the same expressions, as SQL where the data lives."""

from engine.analytics.engines.elsewhere import Elsewhere
from engine.analytics.engines.opening import open_elsewhere, open_source
from engine.analytics.engines.sql import sql

__all__ = ["Elsewhere", "open_elsewhere", "open_source", "sql"]
