"""Ask for a typed answer, check it, ask again, and keep it in a variable."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from engine.nodes.answering import answer_in_message, read_answer
from engine.nodes.answers.file import file_value
from engine.nodes.answers.location import place_value
from engine.nodes.answers.rating import scale
from engine.nodes.ask_checks import check_ask
from engine.nodes.asking import ask_again, ask_among, ask_first, refuse, remind
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
from engine.nodes.parts import OptionParams, as_words
from engine.nodes.patience import TIMEOUT, is_over, wait_for_answer
from engine.nodes.picking import PICKED, Unfinished, choose
from engine.nodes.protocol import (
    NEXT,
    Changes,
    Context,
    Finding,
    GiveWay,
    Kind,
    Leave,
    Rating,
    Restart,
    Stay,
)
from engine.types.effect import Effect
from engine.types.event import Event, Said
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Text as TextByLanguage
from engine.types.value import Value

TRIES, SILENCES = "tries", "silences"

# Which triggers come before an answer that fits.
BEFORE_ANSWERS: dict[str, Literal["exact", "any"]] = {"always": "exact", "first": "any"}

AnswerType = Literal[
    "text",
    "any",
    "number",
    "rating",
    "amount",
    "date",
    "time",
    "email",
    "phone",
    "yes_no",
    "choice",
    "entity",
    "location",
    "file",
]


class Ask(Params, frozen=True, kw_only=True):
    """Asks, and waits for an answer of the type `type`, which goes into `variable` and, if
    named, the contact's `field`. Without words and options it waits in silence.

    An answer that does not fit is met with `invalid` and the question again (`alternative`,
    if given, in its place), `retries` times; then the port `failed`. 0 retries ask for ever;
    with `once`, the first such answer leaves through `failed`. `attempts` are what is said in
    place of both, at the first, the second attempt and so on; the last one is repeated.
    `skip_if_known` passes the question by when the variable already has a value, after an
    interruption too; an entity of
    the right type found in the message that brought the conversation here fills it too, if
    `from_message`.

    After `timeout_s` without an answer (0: never) the port `timeout` is taken; before that,
    `reminders` are said one after the other, each after so long a silence.

    `interrupts`: `never`; `invalid` (an answer that does not fit may be an intent); `always`
    (exact triggers and keywords come before the answer); `first` (what the classifier
    understands comes before it too). `interrupted_by` lists the intents
    that may (empty: all). `resume`: after the interruption ask `again`, wait on `quietly`, or
    `drop` the question.

    `minimum` and `maximum` bound a number, an amount, a rating, the length of a text, or how
    many are chosen; `pattern` is an RE2 expression for the whole text. `options` are the answers
    of the type `choice`, whose id or `value` is kept; `items` gives them as a list in their
    place: texts, or objects with `label`, `value` and `synonyms`; people may type a part of a
    label. With `several`, any number of them is chosen, and a list is kept. Of other types,
    `options` are ready answers: a press counts as writing what they say.

    `table` is for `entity`, whose row is kept as an object by its columns; `country` (as `MX`)
    for phone numbers that are written without theirs. `any` takes whatever comes. `files` and
    `place` keep what came with an answer: a list of files, and a place. An amount is kept as an
    object with `amount` and `currency`, a date as `2026-11-24`, a time as `15:30`, a phone
    number as `+34612345678`, a location and a file as objects.
    """

    question: Text
    variable: VariableName
    type: AnswerType = "text"
    alternative: Text = msgspec.field(default_factory=dict)
    invalid: Text = msgspec.field(default_factory=dict)
    attempts: tuple[Text, ...] = ()
    reason: Text = msgspec.field(default_factory=dict)
    field: FieldName = ""
    files: VariableName = ""
    place: VariableName = ""
    options: tuple[OptionParams, ...] = ()
    items: Expression = ""
    several: bool = False
    table: EntityTableName = ""
    country: str = ""
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    valid: Expression = ""
    retries: int = 3
    once: bool = False
    timeout_s: int = 0
    reminders: tuple[Text, ...] = ()
    skip_if_known: bool = False
    from_message: bool = False
    interrupts: Literal["never", "invalid", "always", "first"] = "invalid"
    interrupted_by: tuple[Target, ...] = ()
    resume: Literal["again", "quietly", "drop"] = "again"


def enter(params: Ask, context: Context) -> Leave | Stay:
    if params.skip_if_known and context.variable(params.variable) is not None:
        return Leave()
    if params.from_message:
        value = answer_in_message(params, context)
        if value is not None:
            return _accept(params, context, value)
    reason = context.text(params.reason) if params.reason else ""
    question = ask_first(params, context)
    effects = (context.send(Message(text=reason)), *question) if reason else question
    return wait_for_answer(effects, context, params.timeout_s)


def resume(params: Ask, context: Context, event: Event | Restart) -> Leave | Stay | GiveWay:
    if isinstance(event, Restart):
        if params.skip_if_known and context.variable(params.variable) is not None:
            return Leave()
        again = () if params.resume == "quietly" else ask_again(params, context)
        return _wait(params, context, again)
    if not isinstance(event, Said):
        over = is_over(event, context)
        return _break_silence(params, context) if over else Stay(memory=dict(context.memory))
    value = _read(params, context, event)
    if isinstance(value, Unfinished):
        asked = ask_among(params, value.options, context, done=params.several)
        return _wait(params, context, asked, picked=list(value.picked))
    back = params.resume != "drop"
    if value is None:
        refused = _refuse(params, context)
        if params.interrupts == "never":
            return refused
        return GiveWay(refused, allowed=params.interrupted_by, back=back)
    accepted = _accept(params, context, value, event)
    # A button of this question is an answer and nothing else.
    if params.interrupts not in BEFORE_ANSWERS or event.choice:
        return accepted
    to = BEFORE_ANSWERS[params.interrupts]
    return GiveWay(accepted, to=to, allowed=params.interrupted_by, back=back)


def ports(params: Ask) -> tuple[str, ...]:
    failed = (FAILED,) if params.once or params.retries > 0 else ()
    return (NEXT, *failed, TIMEOUT) if params.timeout_s > 0 else (NEXT, *failed)


def words(params: Ask) -> dict[str, TextByLanguage]:
    ready = params.type != "choice"
    return as_words(option for option in params.options if ready or option.says)


def check(params: Ask, limits: Limits) -> Iterator[Finding]:
    return check_ask(params, limits)


def _read(params: Ask, context: Context, said: Said) -> Value | Unfinished:
    read = choose if params.type == "choice" else read_answer
    return read(params, context, said)


def _accept(params: Ask, context: Context, value: Value, said: Said | None = None) -> Leave:
    fields = {params.field: value} if params.field else None
    rating = _rating(params, context, value)
    changes = Changes(fields=fields, rating=rating) if fields or rating else None
    variables: dict[str, Value] = {params.variable: value} if params.variable else {}
    if said is not None and params.files:
        variables[params.files] = [file_value(media) for media in said.media]
    if said is not None and params.place:
        variables[params.place] = place_value(said.place)
    return Leave(variables=variables or None, changes=changes)


def _rating(params: Ask, context: Context, value: Value) -> Rating | None:
    steps = scale(params)
    if params.type != "rating" or not steps or not isinstance(value, int | float):
        return None
    name = params.variable or params.field or context.node
    return Rating(name, value, steps[0], steps[-1])


def _refuse(params: Ask, context: Context) -> Leave | Stay:
    tries = _count(context, TRIES) + 1
    if params.once or 0 < params.retries < tries:
        return Leave(FAILED)
    return _wait(params, context, refuse(params, tries, context), tries=tries)


def _break_silence(params: Ask, context: Context) -> Leave | Stay:
    silences = _count(context, SILENCES)
    if silences >= len(params.reminders):
        return Leave(TIMEOUT)
    said = remind(params, params.reminders[silences], context)
    return _wait(params, context, said, silences=silences + 1)


def _wait(params: Ask, context: Context, effects: tuple[Effect, ...], **memory: Value) -> Stay:
    """Waits on, with what is remembered besides: the tries, and what was chosen so far."""
    kept = {name: context.memory.get(name) for name in (TRIES, PICKED)}
    return wait_for_answer(effects, context, params.timeout_s, **{**kept, **memory})


def _count(context: Context, name: str) -> int:
    count = context.memory.get(name, 0)
    return count if isinstance(count, int) else 0


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
    words=words,
    waits=True,
)
