"""Tests of understanding as conversation tests: what is said, and the intent that it has."""

from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.memory import quoted
from engine.types.bot import NOT_UNDERSTOOD, STARTUP

NAME = "understanding"
NONE = "none"
# What a line of a test must not begin with, to be what a person writes.
MARKS = ("[", "(")


def write_tests(conversion: Conversion) -> dict[str, str]:
    """The conversation tests by name; a test each of what is said first in a conversation."""
    lines = []
    for number, one in enumerate(conversion.bot.expected, start=1):
        place = conversion.place(one.place)
        intent = conversion.intents.get(one.intent)
        if one.intent == NONE:
            holds = f"intent in [{quoted(STARTUP)}, {quoted(NOT_UNDERSTOOD)}]"
        elif intent is None or one.said.startswith(MARKS):
            why = f"the intent {one.intent!r} is not in the export"
            conversion.account.unmapped("tests", one.said[:60], place, why, "write the test anew")
            continue
        else:
            holds = f"intent == {quoted(intent)}"
        lines += [f"== {number}: {one.intent}", f"> {one.said}", "< ...", f"= {holds}", ""]
        conversion.account.exact("tests", one.said[:60], place)
    return {NAME: "\n".join(lines)} if lines else {}
