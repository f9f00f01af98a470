"""Ask for a typed answer, check it, ask again, and keep it in a variable."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from engine.nodes.answering import answer_in_message, read_answer
from engine.nodes.ask_checks import check_ask
from engine.nodes.awaiting import FAILED
from engine.nodes.fields import (
    EntityTableName,
    Expression,
    FieldName,
    Params,
    Target,
    Text,
    VariableName,
)
from engine.nodes.parts import OptionParams
from engine.nodes.patience import TIMEOUT, is_over, wait_for_answer
from engine.nodes.protocol import (
    NEXT,
    Changes,
    Context,
    Finding,
    GiveWay,
    Kind,
    Leave,
    Restart,
    Stay,
)
from engine.nodes.showing import show_options
from engine.types.effect import Effect
from engine.types.event import Event, Said
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Text as TextByLanguage
from engine.types.value import Value

AnswerType = Literal[
    "text",
    "number",
    "amount",
    "date",
    "time",
    "email",
    "phone",
    "yes_no",
    "choice",
    "location",
    "file",
    "entity",
]


class Ask(Params, frozen=True, kw_only=True):
    """Asks a question and waits for an answer of a type.

    The answer goes to `variable`, and to the contact's `field` if one is named. `reason` is
    said before the question, once, when the data is personal. `valid` is a further condition
    over `answer`. An answer that does not fit is met with `invalid`, then the `alternative`
    question (or the question again), `retries` times, then the port `failed`; 0 retries ask
    for ever and have no such port. `skip_if_known` passes the question by when the variable
    already has a value; an entity of the right type found in the message that brought the
    conversation here fills it too, if `from_message`.

    After `timeout_s` without an answer (0: never) the port `timeout` is taken.

    `interrupts`: `never`; `invalid` (an answer that does not fit may be an intent); `always`
    (exact triggers and keywords come before the answer). `interrupted_by` lists the intents
    that may (empty: all). `resume`: ask `again` after the interruption, or `drop` it.

    `minimum` and `maximum` bound a number, an amount, or the length of a text; `pattern` is an
    RE2 expression for the whole text. `options` are for `choice`, whose id is kept; `table`
    for `entity`, whose row is kept as an object by its columns. An amount is kept as an object
    with `amount` and `currency`, a date as `2026-11-24`, a time as `15:30`, a phone number as
    `+34612345678`, a location and a file as objects.
    """

    question: Text
    variable: VariableName
    type: AnswerType = "text"
    alternative: Text = msgspec.field(default_factory=dict)
    invalid: Text = msgspec.field(default_factory=dict)
    reason: Text = msgspec.field(default_factory=dict)
    field: FieldName = ""
    options: tuple[OptionParams, ...] = ()
    table: EntityTableName = ""
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    valid: Expression = ""
    retries: int = 3
    timeout_s: int = 0
    skip_if_known: bool = False
    from_message: bool = False
    interrupts: Literal["never", "invalid", "always"] = "invalid"
    interrupted_by: tuple[Target, ...] = ()
    resume: Literal["again", "drop"] = "again"


def enter(params: Ask, context: Context) -> Leave | Stay:
    if params.skip_if_known and context.variable(params.variable) is not None:
        return Leave()
    if params.from_message:
        value = answer_in_message(params, context)
        if value is not None:
            return _accept(params, value)
    reason = context.text(params.reason) if params.reason else ""
    question = _question(params, context, params.question)
    effects = (context.send(Message(text=reason)), question) if reason else (question,)
    return wait_for_answer(effects, context, params.timeout_s)


def resume(params: Ask, context: Context, event: Event | Restart) -> Leave | Stay | GiveWay:
    if isinstance(event, Restart):
        again = _question(params, context, params.alternative or params.question)
        return wait_for_answer((again,), context, params.timeout_s, tries=_tries(context))
    if not isinstance(event, Said):
        over = is_over(event, context)
        return Leave(TIMEOUT) if over else Stay(memory=dict(context.memory))
    value = read_answer(params, context, event)
    back = params.resume == "again"
    if value is None:
        refused = _refuse(params, context)
        if params.interrupts == "never":
            return refused
        return GiveWay(refused, allowed=params.interrupted_by, back=back)
    accepted = _accept(params, value)
    # A button of this question is an answer and nothing else.
    if params.interrupts != "always" or event.choice:
        return accepted
    return GiveWay(accepted, to="exact", allowed=params.interrupted_by, back=back)


def ports(params: Ask) -> tuple[str, ...]:
    failed = (FAILED,) if params.retries > 0 else ()
    return (NEXT, *failed, TIMEOUT) if params.timeout_s > 0 else (NEXT, *failed)


def check(params: Ask, limits: Limits) -> Iterator[Finding]:
    return check_ask(params, limits)


def _question(params: Ask, context: Context, text: TextByLanguage) -> Effect:
    wants = params.type if params.type in {"location", "file"} else ""
    options = show_options(params.options, context) if params.type == "choice" else ()
    return context.send(Message(text=context.text(text), options=options, wants=wants))


def _accept(params: Ask, value: Value) -> Leave:
    changes = Changes(fields={params.field: value}) if params.field else None
    return Leave(variables={params.variable: value}, changes=changes)


def _refuse(params: Ask, context: Context) -> Leave | Stay:
    tries = _tries(context) + 1
    if params.retries > 0 and tries > params.retries:
        return Leave(FAILED)
    invalid = context.text(params.invalid) if params.invalid else ""
    again = _question(params, context, params.alternative or params.question)
    effects = (context.send(Message(text=invalid)), again) if invalid else (again,)
    return wait_for_answer(effects, context, params.timeout_s, tries=tries)


def _tries(context: Context) -> int:
    tries = context.memory.get("tries", 0)
    return tries if isinstance(tries, int) else 0


KIND = Kind(
    name="ask",
    params=Ask,
    group="ask",
    title={"es": "Preguntar", "en": "Ask", "pt": "Perguntar"},
    icon="ask",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
    waits=True,
)
