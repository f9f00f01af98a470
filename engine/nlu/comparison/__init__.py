"""What a change does to understanding, before it goes live: two models or two versions of a bot on
the same sentences, and settings of the default message on one."""

from engine.nlu.comparison.changes import Comparison
from engine.nlu.comparison.compare import compare, compare_trials, compare_versions
from engine.nlu.comparison.default_message import (
    Effect,
    Scores,
    default_message_effect,
    default_message_scores,
)

__all__ = [
    "Comparison",
    "Effect",
    "Scores",
    "compare",
    "compare_trials",
    "compare_versions",
    "default_message_effect",
    "default_message_scores",
]
