"""Whatever the person sent; the value is what was written, "" beside files or a place."""

from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value


def read(text: str, _said: Said, _question: Question, _context: Context) -> Value:
    return text.strip()
