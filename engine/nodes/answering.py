"""Whether an answer fits a question: read by its type, then held against its bounds."""

from typing import Protocol

from engine.nodes.answers import READERS
from engine.nodes.answers.protocol import Question
from engine.nodes.patterns import matches
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

# The types of answers that a button may give, or that take any message at all.
PRESSED = frozenset({"choice", "rating", "any"})


class TypedQuestion(Question, Protocol):
    """The settings of `ask` that say what fits."""

    @property
    def type(self) -> str: ...
    @property
    def pattern(self) -> str: ...
    @property
    def valid(self) -> str: ...


def read_answer(question: TypedQuestion, context: Context, said: Said) -> Value:
    """The value of what was said, None where it does not fit.

    A button of another node is no answer, whatever its label says, but to a question that
    takes anything.
    """
    if said.choice and question.type not in PRESSED:
        return None
    value = READERS[question.type](said.text, said, question, context)
    return if_it_fits(value, question, context, said)


def if_it_fits(value: Value, question: TypedQuestion, context: Context, said: Said) -> Value:
    """The value of an answer where it is within what the question allows, else None."""
    if value is None or not _is_within(question, value):
        return None
    if question.pattern and not matches(question.pattern, said.text.strip()):
        return None
    if question.valid and not context.with_names(answer=value).test(question.valid):
        return None
    return value


def answer_in_message(question: TypedQuestion, context: Context) -> Value:
    """The answer that the message held which brought the conversation here, if it held one.

    The NLU found it: an entity named as the table, or as the type of the answer.
    """
    entities = context.value("entities")
    name = question.table if question.type == "entity" else question.type
    found = entities.get(name) if isinstance(entities, dict) else None
    if found is None:
        return None
    text = _as_said(found, question, context)
    return read_answer(question, context, Said(t_us=context.now_us, text=text))


def _as_said(found: object, question: TypedQuestion, context: Context) -> str:
    """The entity's value in the words that a person would use for it."""
    if isinstance(found, dict):
        if question.type == "entity":
            return str(found.get(context.table(question.table).columns[0], ""))
        return f"{found.get('amount', '')} {found.get('currency', '')}"
    return str(found)


def _is_within(question: TypedQuestion, value: Value) -> bool:
    size = _size(question, value)
    if size is None:
        return True
    if question.minimum is not None and size < question.minimum:
        return False
    return question.maximum is None or size <= question.maximum


def _size(question: TypedQuestion, value: Value) -> float | None:
    """What the bounds bound: a number, an amount, the length of a text or of a list."""
    if isinstance(value, list) or (question.type == "text" and isinstance(value, str)):
        return len(value)
    size: object = value.get("amount") if isinstance(value, dict) else value
    return size if isinstance(size, int | float) and not isinstance(size, bool) else None
