"""Offer up to ten buttons; each leads on in the flow or opens a page."""

from collections.abc import Iterator
from typing import Literal

from msgspec import field

from engine.nodes.checks import check_options, check_text
from engine.nodes.fields import Params, Text, VariableName
from engine.nodes.matching import find_option
from engine.nodes.parts import OptionParams, as_words, kept_of, leads_on
from engine.nodes.patience import TIMEOUT, check_timeout_s, is_over, wait_for_answer
from engine.nodes.protocol import NEXT, Context, Finding, GiveWay, Kind, Leave, Restart, Stay
from engine.nodes.showing import show_options
from engine.types.effect import Effect
from engine.types.event import Event, Said
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Text as TextByLanguage
from engine.types.value import Value

OTHER = "other"


class Choices(Params, frozen=True, kw_only=True):
    """Asks the person to choose. A typed label, synonym or number counts like a press.

    `variable` keeps the id of the chosen option, or its `value`. Anything else is looked up
    among the triggers, unless `interrupts` is `never`; when nothing claims it, `invalid` is said
    and the options are shown again, up to `retries` times (0: as often as needed), then the port
    `other` is taken; with `once`, at once. `attempts` are said, with the options, in place of
    both texts, at the first, the second attempt and so on; the last one is repeated. After
    `timeout_s` without an answer (0: never) the port `timeout` is taken. Where `free_text` is
    set, whatever is typed leaves through `other` at once. A menu that is not bound to be answered
    sets `unclaimed` to `default_message`: related topics or intents are offered, or the intent
    `not_understood` is visited, in place of asking again.
    """

    text: Text
    options: tuple[OptionParams, ...]
    variable: VariableName = ""
    invalid: Text = field(default_factory=dict)
    attempts: tuple[Text, ...] = ()
    retries: int = 0
    once: bool = False
    timeout_s: int = 0
    free_text: bool = False
    interrupts: Literal["never", "invalid"] = "invalid"
    unclaimed: Literal["again", "default_message"] = "again"


def enter(params: Choices, context: Context) -> Stay | Leave:
    question = _ask(params, context)
    if not _waits(params):
        return Leave(effects=(question,))
    return wait_for_answer((question,), context, params.timeout_s)


def resume(params: Choices, context: Context, event: Event | Restart) -> Leave | Stay | GiveWay:
    if isinstance(event, Restart):
        again = _ask(params, context)
        return wait_for_answer((again,), context, params.timeout_s, tries=_tries(context))
    if not isinstance(event, Said):
        over = is_over(event, context)
        return Leave(TIMEOUT) if over else Stay(memory=dict(context.memory))
    shown = tuple([one for one in params.options if not one.when or context.test(one.when)])
    option = find_option(shown, event.text, event.choice, context)
    if option is not None:
        return Leave(option.id, variables=_kept(params, kept_of(option, context)))
    if params.free_text and not event.choice:
        typed = Leave(OTHER, variables=_kept(params, event.text))
        return typed if params.interrupts == "never" else GiveWay(typed, to="exact")
    tries = _tries(context) + 1
    if params.once or 0 < params.retries < tries:
        return Leave(OTHER) if params.interrupts == "never" else GiveWay(Leave(OTHER))
    asked = _ask_again(params, context, tries)
    waiting = wait_for_answer(asked, context, params.timeout_s, tries=tries)
    if params.interrupts == "never":
        return waiting
    return GiveWay(waiting, default_message=params.unclaimed == "default_message")


def ports(params: Choices) -> tuple[str, ...]:
    leading = tuple(option.id for option in params.options if leads_on(option))
    if not _waits(params):
        return (NEXT,)
    other = (OTHER,) if _has_other(params) else ()
    return (*leading, *other, TIMEOUT) if params.timeout_s > 0 else (*leading, *other)


def check(params: Choices, limits: Limits) -> Iterator[Finding]:
    yield from check_text(params.text, "text", limits)
    for index, text in enumerate(params.attempts):
        yield from check_text(text, f"attempts[{index}]", limits)
    yield from check_options(params.options, "options", limits, taken=(OTHER, TIMEOUT))
    yield from check_timeout_s(params.timeout_s)
    if not params.options:
        yield Finding(
            "no-options",
            "options",
            "there is nothing to choose from",
            f"add 1 to {limits.options} options, or use the kind 'ask' or 'say'",
        )
    if params.retries < 0:
        yield Finding(
            "negative-retries",
            "retries",
            f"{params.retries} retries cannot be made",
            "give a number above 0, or 0 to ask as often as needed",
        )


def words(params: Choices) -> dict[str, TextByLanguage]:
    return as_words(option for option in params.options if option.says)


def _waits(params: Choices) -> bool:
    for option in params.options:
        if leads_on(option):
            return True
    return _has_other(params)


def _has_other(params: Choices) -> bool:
    return params.free_text or params.once or params.retries > 0


def _ask(params: Choices, context: Context, said: TextByLanguage | None = None) -> Effect:
    options = show_options(params.options, context)
    if not options:
        context.warn("no-options", "no option's condition holds: only the text was shown")
    return context.send(Message(text=context.text(said or params.text), options=options))


def _ask_again(params: Choices, context: Context, tries: int) -> tuple[Effect, ...]:
    if params.attempts:
        said = params.attempts[min(tries, len(params.attempts)) - 1]
        return (_ask(params, context, said),)
    question = _ask(params, context)
    invalid = context.text(params.invalid) if params.invalid else ""
    return (context.send(Message(text=invalid)), question) if invalid else (question,)


def _tries(context: Context) -> int:
    tries = context.memory.get("tries", 0)
    return tries if isinstance(tries, int) else 0


def _kept(params: Choices, value: str) -> dict[str, Value] | None:
    return {params.variable: value} if params.variable else None


KIND = Kind(
    name="choices",
    params=Choices,
    group="ask",
    title={"es": "Opciones", "en": "Choices", "pt": "Opções"},
    icon="choices",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
    words=words,
    waits=True,
)
