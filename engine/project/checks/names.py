"""Names of things beside the flows: each must exist, and each must be able to be a name."""

import re
from collections.abc import Collection, Iterator

from engine.expressions import PREDEFINED_TYPES
from engine.project.decode import nearest
from engine.project.draft import Draft, DraftNode
from engine.types.bot import Bot
from engine.types.issue import Issue

# What an expression can read as one word.
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FILLED = {known.partition(".")[0] for known in PREDEFINED_TYPES}
_RESERVED = {"true", "false", "null", "in", "has", "secret", "rows"}
_WORDS = {
    "sets_field": ("contact field", "add it to the bot's fields"),
    "entity_table": ("entity table", "add its file to entities/"),
    "action": ("code action", "add its file to actions/"),
    "queue": ("queue", "add it to the bot's queues"),
    "site": ("site", "add it to the bot's sites"),
    "segment": ("segment", "add it to the bot's segments"),
    "bot": ("bot", "name a bot of the project"),
    "secret": ("secret", "add its name to the bot's secrets"),
}


def check(draft: Draft) -> Iterator[Issue]:
    known = _known(draft)
    for node in draft.nodes.values():
        for use in node.uses:
            if use.role in known and use.value and "${" not in use.value:
                yield from _unknown(node, use.role, use.path, use.value, known[use.role])
            elif use.role == "sets" and use.value:
                yield from _bad_variable(node, use.path, use.value)
    yield from _declared(draft)


def _known(draft: Draft) -> dict[str, Collection[str]]:
    bot: Bot = draft.bot
    return {
        "sets_field": {*bot.fields, "name", "phone", "email", "language"},
        "entity_table": bot.entities,
        "action": bot.actions,
        "queue": bot.queues,
        "site": bot.sites,
        "segment": bot.segments,
        "bot": draft.project.bots,
        "secret": bot.secrets,
    }


def _unknown(
    node: DraftNode, role: str, path: str, name: str, known: Collection[str]
) -> Iterator[Issue]:
    if name not in known:
        what, remedy = _WORDS[role]
        close = nearest(name, known)
        remedy = close if close.startswith("did") else remedy
        yield node.issue("unknown-name", path, f"the {what} {name!r} does not exist", remedy)


def _bad_variable(node: DraftNode, path: str, name: str) -> Iterator[Issue]:
    if fault := _word_fault(name):
        yield node.issue("bad-name", path, f"{name!r} {fault}", "rename the variable")
    elif name in _FILLED:
        message = f"the variable {name!r} hides what the platform fills"
        yield node.issue("bad-name", path, message, "rename the variable", "warning")


def _declared(draft: Draft) -> Iterator[Issue]:
    bot = draft.bot
    for family in ("variables", "constants", "fields"):
        for name in getattr(bot, family):
            path = f"{family}.{name}"
            if fault := _word_fault(name):
                yield draft.issue("bad-name", path, f"{name!r} {fault}", "rename it")
            elif name in _FILLED and family != "fields":
                message = f"{name!r} hides what the platform fills"
                yield draft.issue("bad-name", path, message, "rename it", "warning")
    for name in sorted(bot.variables.keys() & bot.constants.keys()):
        message = f"{name!r} is a variable and a constant"
        yield draft.issue("bad-name", f"constants.{name}", message, "rename one of the two")


def _word_fault(name: str) -> str:
    if name in _RESERVED:
        return "is a word of expressions"
    fits = _WORD.fullmatch(name)
    return "" if fits else "cannot be read in expressions: use letters a-z, digits and _"
