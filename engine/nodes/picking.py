"""Choosing that takes more than one message: several options, or one of a long list."""

from msgspec import Struct

from engine.expressions.folding import fold
from engine.nodes.answering import TypedQuestion, if_it_fits, read_answer
from engine.nodes.answers.choice import fitting, pick_typed, shown_options, values_of
from engine.nodes.asking import DONE, DONE_WORDS
from engine.nodes.matching import find_option
from engine.nodes.parts import OptionParams
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

PICKED = "picked"
_DONE_TYPED = frozenset(fold(words) for words in DONE_WORDS.values())


class Unfinished(Struct, frozen=True):
    """The choosing goes on: what is left to choose from, and the ids of what was chosen."""

    options: tuple[OptionParams, ...]
    picked: tuple[str, ...] = ()


def choose(question: TypedQuestion, context: Context, said: Said) -> Value | Unfinished:
    """What was chosen, None where the answer does not fit, or what is still to be chosen."""
    found = fitting(question, said.text, said.choice, context)
    before = _picked(context)
    if question.several and (said.choice or before or len(found) <= 1):
        return _choose_several(question, context, said, before)
    return Unfinished(found, before) if len(found) > 1 else read_answer(question, context, said)


def _choose_several(
    question: TypedQuestion, context: Context, said: Said, before: tuple[str, ...]
) -> Value | Unfinished:
    if _is_done(said, before, context):
        ids = before
    elif said.choice:
        options = shown_options(question, context)
        pressed = find_option(options, "", said.choice, context)
        if pressed is None:
            return None
        ids = _joined(before, (pressed.id,))
        rest = tuple(one for one in options if one.id not in ids)
        if rest and len(ids) < (question.maximum or len(options)):
            return Unfinished(rest, ids)
    else:
        typed = pick_typed(said.text, question, context)
        if not typed:
            return None
        ids = _joined(before, typed)
    return if_it_fits(values_of(ids, question, context), question, context, said)


def _is_done(said: Said, before: tuple[str, ...], context: Context) -> bool:
    if said.choice:
        return said.choice == f"{context.node}:{DONE}"
    return bool(before) and fold(said.text).strip() in _DONE_TYPED


def _joined(before: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


def _picked(context: Context) -> tuple[str, ...]:
    kept = context.memory.get(PICKED)
    return tuple(str(one) for one in kept) if isinstance(kept, list) else ()
