"""One of the question's options; the value is its id."""

from engine.nodes.answers.protocol import Question
from engine.nodes.matching import find_option
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value


def read(text: str, said: Said, question: Question, context: Context) -> Value:
    shown = tuple(one for one in question.options if not one.when or context.test(one.when))
    option = find_option(shown, text, said.choice, context)
    return option.id if option else None
