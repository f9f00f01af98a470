"""What a question says: itself, its options, and what follows an answer that does not fit."""

from typing import Protocol

from engine.nodes.answers.rating import scale
from engine.nodes.listed import listed
from engine.nodes.parts import OptionParams
from engine.nodes.protocol import Context
from engine.nodes.showing import show_options
from engine.types.effect import Effect
from engine.types.message import Message, Option
from engine.types.value import Text

# The button with which the person has chosen all there is to choose.
DONE = "done"
DONE_WORDS = {"es": "Listo", "en": "Done", "pt": "Pronto"}


class Asked(Protocol):
    """The settings of `ask` that say what is shown."""

    @property
    def question(self) -> Text: ...
    @property
    def alternative(self) -> Text: ...
    @property
    def invalid(self) -> Text: ...
    @property
    def attempts(self) -> tuple[Text, ...]: ...
    @property
    def type(self) -> str: ...
    @property
    def options(self) -> tuple[OptionParams, ...]: ...
    @property
    def items(self) -> str: ...
    @property
    def several(self) -> bool: ...
    @property
    def minimum(self) -> float | None: ...
    @property
    def maximum(self) -> float | None: ...


def ask_first(asked: Asked, context: Context) -> tuple[Effect, ...]:
    """The question; nothing where it has no words and nothing to choose from."""
    options = options_of(asked, context)
    if asked.several and asked.minimum == 0:
        options = (*options, _done(context))
    return _said(asked, asked.question, options, context)


def ask_again(asked: Asked, context: Context) -> tuple[Effect, ...]:
    """The question once more, in its other words where it has some."""
    text = asked.alternative or asked.question
    return _said(asked, text, options_of(asked, context), context)


def ask_among(
    asked: Asked, options: tuple[OptionParams, ...], context: Context, done: bool = False
) -> tuple[Effect, ...]:
    """The question with some of its options, and with the button that ends the choosing."""
    shown = show_options(options[: context.limits.options], context)
    if done:
        shown = (*shown, _done(context))
    return _said(asked, asked.alternative or asked.question, shown, context)


def refuse(asked: Asked, tries: int, context: Context) -> tuple[Effect, ...]:
    """What is said to the answer that did not fit, the first counting 1."""
    if asked.attempts:
        text = asked.attempts[min(tries, len(asked.attempts)) - 1]
        return _said(asked, text, options_of(asked, context), context)
    invalid = context.text(asked.invalid) if asked.invalid else ""
    again = (context.send(Message(text=invalid)),) if invalid else ()
    return (*again, *ask_again(asked, context))


def remind(asked: Asked, text: Text, context: Context) -> tuple[Effect, ...]:
    """What is said to silence, with the options once more."""
    return _said(asked, text, options_of(asked, context), context)


def options_of(asked: Asked, context: Context) -> tuple[Option, ...]:
    """The buttons of the question: its own, those of its list, or the steps of its scale."""
    if asked.items:
        return show_options(listed(asked.items, context)[: context.limits.options], context)
    if asked.type == "rating" and not asked.options:
        steps = scale(asked)
        if len(steps) <= context.limits.options:
            return tuple(Option(f"{context.node}:{step}", str(step)) for step in steps)
    words = asked.type != "choice"
    return show_options(asked.options, context, words) if asked.options else ()


def _done(context: Context) -> Option:
    return Option(f"{context.node}:{DONE}", context.text(DONE_WORDS))


def _said(
    asked: Asked, text: Text, options: tuple[Option, ...], context: Context
) -> tuple[Effect, ...]:
    wants = asked.type if asked.type in {"location", "file"} else ""
    message = Message(text=context.text(text) if text else "", options=options, wants=wants)
    if not (message.text or options or wants):
        return ()
    return (context.send(message),)
