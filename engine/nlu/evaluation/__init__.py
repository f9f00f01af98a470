"""How well a bot's messages are understood: sentences that a model did not learn, its answers as
a `Trial`, and tidy tables made from it, one module a table."""

from engine.nlu.evaluation.summary import Evaluation, evaluate
from engine.nlu.evaluation.trial import Trial
from engine.nlu.evaluation.validation import cross_validate, hold_out

__all__ = ["Evaluation", "Trial", "cross_validate", "evaluate", "hold_out"]
