"""One of the question's options; the value is its id, its `value`, or its element of a list.

With `several`, any number of them, parted by commas or "and"; the value is a list.
"""

import re

from engine.nodes.answers.protocol import Question
from engine.nodes.listed import holding, listed, value_of
from engine.nodes.matching import find_option
from engine.nodes.parts import OptionParams, kept_of
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

# What parts the things that are named, what surely does first.
_BETWEEN = (
    re.compile(r"[,;/\n+&]"),
    re.compile(r"\s(?:y|e|and|plus|más|mais)\s", re.IGNORECASE),
)


def read(text: str, said: Said, question: Question, context: Context) -> Value:
    if question.several and not said.choice:
        picked = pick_typed(text, question, context)
        return values_of(picked, question, context) or None
    found = fitting(question, text, said.choice, context)
    return _value(found[0], question, context) if len(found) == 1 else None


def shown_options(question: Question, context: Context) -> tuple[OptionParams, ...]:
    """All that may be chosen now."""
    if question.items:
        return listed(question.items, context)
    return tuple(one for one in question.options if not one.when or context.test(one.when))


def fitting(
    question: Question, text: str, choice: str, context: Context
) -> tuple[OptionParams, ...]:
    """The options that an answer may mean: only a list is searched by parts of its names."""
    options = shown_options(question, context)
    found = find_option(options, text, choice, context)
    if found is not None:
        return (found,)
    return () if choice or not question.items else holding(options, text, context)


def pick_typed(text: str, question: Question, context: Context) -> tuple[str, ...]:
    """The ids of the options that a text names, in the order of the text; () where a part of it
    names none."""
    parts = _named(text, question, context)
    if any(len(part) != 1 for part in parts):
        return ()
    return tuple(dict.fromkeys(part[0].id for part in parts))


def _named(text: str, question: Question, context: Context) -> list[tuple[OptionParams, ...]]:
    """What each part of a text names; a name that holds a comma or an "and" is one part."""
    whole = fitting(question, text, "", context)
    if len(whole) == 1:
        return [whole]
    for between in _BETWEEN:
        parts = [part for part in between.split(text) if part.strip()]
        if len(parts) > 1:
            return [each for part in parts for each in _named(part, question, context)]
    return [whole]


def values_of(ids: tuple[str, ...], question: Question, context: Context) -> list[object]:
    """What is kept of the options with these ids."""
    by_id = {one.id: one for one in shown_options(question, context)}
    return [_value(by_id[id_], question, context) for id_ in ids if id_ in by_id]


def _value(option: OptionParams, question: Question, context: Context) -> Value:
    return value_of(question.items, option, context) if question.items else kept_of(option, context)
