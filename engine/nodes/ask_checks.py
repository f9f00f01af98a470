"""The check of `ask`, apart from what happens at it: its settings depend on one another."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.nodes.checks import check_options, check_text, required
from engine.nodes.patience import check_timeout_s
from engine.nodes.patterns import check_pattern
from engine.nodes.protocol import Finding
from engine.types.limits import Limits

if TYPE_CHECKING:
    from engine.nodes.ask import Ask

BOUNDED = frozenset({"text", "number", "amount"})
# Answers that are personal by their nature, whatever their variable is called.
PERSONAL = frozenset({"email", "phone", "location"})


def check_ask(params: "Ask", limits: Limits) -> Iterator[Finding]:
    yield from required(params.variable, "variable", "name the variable that keeps the answer")
    if not any(text.strip() for text in params.question.values()):
        yield Finding("empty-setting", "question", "nothing is asked", "write the question")
    for name in ("question", "alternative", "invalid", "reason"):
        yield from check_text(getattr(params, name), name, limits)
    yield from _check_type(params, limits)
    yield from _check_bounds(params)
    if params.pattern:
        yield from check_pattern(params.pattern, "pattern")
    yield from _check_tries(params)
    yield from check_timeout_s(params.timeout_s)
    if params.type in PERSONAL and not any(text.strip() for text in params.reason.values()):
        yield Finding(
            "no-reason",
            "reason",
            f"the answer ({params.type}) is personal data, and the person is not told why",
            "write for what it is used and how long it is kept",
            "advice",
        )


def _check_type(params: "Ask", limits: Limits) -> Iterator[Finding]:
    if params.type == "choice":
        yield from check_options(params.options, "options", limits)
        for index, option in enumerate(params.options):
            if option.url:
                yield Finding(
                    "page-as-answer",
                    f"options[{index}].url",
                    f"the option {option.id!r} opens a page, which is no answer",
                    "take the address out, or use the kind 'choices'",
                )
        if not params.options:
            yield Finding("no-options", "options", "there is nothing to choose from", "add options")
    elif params.options:
        yield _unused("options", "choice", params.type)
    if params.type == "entity":
        yield from required(params.table, "table", "choose the table whose rows are answers")
    elif params.table:
        yield _unused("table", "entity", params.type)


def _check_bounds(params: "Ask") -> Iterator[Finding]:
    low, high = params.minimum, params.maximum
    for name, bound in (("minimum", low), ("maximum", high)):
        if bound is not None and params.type not in BOUNDED:
            yield _unused(name, "text, number or amount", params.type)
    if low is not None and high is not None and low > high:
        yield Finding(
            "empty-range",
            "maximum",
            f"no answer lies between {low:g} and {high:g}",
            "give a maximum that is above the minimum",
        )
    if params.type == "text" and high is not None and high < 1:
        yield Finding(
            "empty-range",
            "maximum",
            f"no text has at most {high:g} characters",
            "give a maximum of 1 or more",
        )


def _check_tries(params: "Ask") -> Iterator[Finding]:
    if params.retries < 0:
        yield Finding(
            "negative-retries",
            "retries",
            f"{params.retries} retries cannot be made",
            "give a number above 0, or 0 to ask for ever",
        )
    if params.retries == 0 and params.interrupts == "never":
        yield Finding(
            "no-way-out",
            "retries",
            "a person without an answer can neither go on nor ask anything else",
            "give a number of retries, or let invalid answers be interrupted",
            "warning",
        )
    if params.interrupts == "never" and params.interrupted_by:
        yield Finding(
            "setting-unused",
            "interrupted_by",
            "intents are named that may interrupt, and nothing may",
            "set 'interrupts' to invalid or always, or empty the list",
            "warning",
        )


def _unused(path: str, type_: str, found: str) -> Finding:
    return Finding(
        "setting-unused",
        path,
        f"this is for answers of the type {type_}, and the type is {found}",
        "empty it, or change the type",
        "warning",
    )
