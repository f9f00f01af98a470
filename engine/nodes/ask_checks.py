"""The check of `ask`, apart from what happens at it: its settings depend on one another."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.nodes.answers.rating import scale
from engine.nodes.asking import DONE
from engine.nodes.checks import check_options, check_text, required
from engine.nodes.patience import check_timeout_s
from engine.nodes.patterns import check_pattern
from engine.nodes.protocol import Finding
from engine.types.limits import Limits

if TYPE_CHECKING:
    from engine.nodes.ask import Ask

BOUNDED = frozenset({"text", "number", "amount", "rating"})
_COUNTRY = re.compile("[A-Za-z]{2}")
# Answers that are personal by their nature, whatever their variable is called.
PERSONAL = frozenset({"email", "phone", "location"})


def check_ask(params: "Ask", limits: Limits) -> Iterator[Finding]:
    if params.type != "any":
        yield from required(params.variable, "variable", "name the variable that keeps the answer")
        if not any(text.strip() for text in params.question.values()):
            yield Finding(
                "empty-setting", "question", "nothing is asked", "write the question", "warning"
            )
    for name in ("question", "alternative", "invalid", "reason"):
        yield from check_text(getattr(params, name), name, limits)
    for name in ("attempts", "reminders"):
        for index, text in enumerate(getattr(params, name)):
            yield from check_text(text, f"{name}[{index}]", limits)
    yield from _check_options(params, limits)
    yield from _check_type(params)
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


def _check_options(params: "Ask", limits: Limits) -> Iterator[Finding]:
    taken = (DONE,) if params.several else ()
    yield from check_options(params.options, "options", limits, taken=taken)
    if params.type != "choice":
        if params.items:
            yield _unused("items", "choice", params.type)
        if params.several:
            yield _unused("several", "choice", params.type)
        return
    for index, option in enumerate(params.options):
        if option.url:
            yield Finding(
                "page-as-answer",
                f"options[{index}].url",
                f"the option {option.id!r} opens a page, which is no answer",
                "take the address out, or use the kind 'choices'",
            )
    if params.items and params.options:
        yield Finding(
            "two-sources",
            "items",
            "both options and a list of them are given",
            "keep one of the two; the list wins",
            "warning",
        )
    if not (params.items or params.options):
        yield Finding("no-options", "options", "there is nothing to choose from", "add options")


def _check_type(params: "Ask") -> Iterator[Finding]:
    if params.country:
        if params.type != "phone":
            yield _unused("country", "phone", params.type)
        elif not _COUNTRY.fullmatch(params.country):
            yield Finding(
                "bad-country",
                "country",
                f"{params.country!r} is no country",
                "write its two letters, as MX or BR",
            )
    if params.type == "entity":
        yield from required(params.table, "table", "choose the table whose rows are answers")
    elif params.table:
        yield _unused("table", "entity", params.type)


def _check_bounds(params: "Ask") -> Iterator[Finding]:
    low, high = params.minimum, params.maximum
    for name, bound in (("minimum", low), ("maximum", high)):
        bounds = params.type in BOUNDED or params.several
        if bound is not None and not bounds:
            yield _unused(name, "text, number, amount or rating", params.type)
    if low is not None and high is not None and low > high:
        yield Finding(
            "empty-range",
            "maximum",
            f"no answer lies between {low:g} and {high:g}",
            "give a maximum that is above the minimum",
        )
    elif params.type == "rating" and not scale(params):
        steps = scale(params)
        yield Finding(
            "empty-range",
            "maximum",
            f"the scale from {steps.start} to {steps.stop - 1} has no step",
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
    if params.reminders and params.timeout_s <= 0:
        yield Finding(
            "setting-unused",
            "reminders",
            "reminders are written, and no silence is long enough for them",
            "give timeout_s, or delete the reminders",
            "warning",
        )
    if params.type == "any":
        return
    if params.retries == 0 and not params.once and params.interrupts == "never":
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
