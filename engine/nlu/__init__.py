"""The understanding of language: from a text to a reading, for one bot.

    model = train(bot)
    model.read("quiero cambiar la cita", language="es")

Reading needs numpy and PyStemmer; training needs the extra `train`.
"""

from engine.nlu.evaluation import Evaluation, evaluate
from engine.nlu.examples import Example, examples
from engine.nlu.model import Model, load
from engine.nlu.training import train

__all__ = ["Evaluation", "Example", "Model", "evaluate", "examples", "load", "train"]
