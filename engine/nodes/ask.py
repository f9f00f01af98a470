"""Ask for a typed answer, check it, ask again, and keep it in a variable."""

from typing import Literal

import msgspec

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

    `interrupts`: `never`; `invalid` (an answer that does not fit may be an intent); `always`
    (exact triggers and keywords come before the answer). `interrupted_by` lists the intents
    that may (empty: all). `resume`: ask `again` after the interruption, or `drop` it.

    `minimum` and `maximum` bound a number, an amount, or the length of a text. `options` are
    for `choice`; `table` for `entity`, whose row is kept as an object by its columns.
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
    skip_if_known: bool = False
    from_message: bool = False
    interrupts: Literal["never", "invalid", "always"] = "invalid"
    interrupted_by: tuple[Target, ...] = ()
    resume: Literal["again", "drop"] = "again"
