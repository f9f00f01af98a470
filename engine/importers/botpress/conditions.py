"""Conditions of transitions, written in JavaScript, as ours."""

import re

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.memory import Unknown, quoted
from engine.importers.botpress.mustache import known
from engine.importers.javascript import Made, Naming, Untranslatable, condition
from engine.types.bot import NOT_UNDERSTOOD, STARTUP

TEXTS = frozenset({"message.intent", "message.text", "reply", "meant", "language", "channel"})
ALWAYS = {"true": "true", "always": "true", "false": "false", "never": "false"}
INTENT_IS = re.compile(
    r'(?P<name>message\.intent|meant) (?P<sign>==|!=) (?P<one>"(?:[^"\\]|\\.)*")'
    r'|(?P<other>"(?:[^"\\]|\\.)*") (?P<turned>==|!=) (?P<last>message\.intent|meant)'
)
# What Botpress calls the intent of a message that it does not understand.
NONE = "none"
LAST_NODE = re.compile(r"lastNode=(\S+)")


def condition_of(chain: Chain, source: str) -> tuple[str, str]:
    """The condition, and in what it differs; `not translated: ...` where it never holds."""
    source = source.strip().removesuffix(";")
    if source in ALWAYS:
        return ALWAYS[source], ""
    if LAST_NODE.fullmatch(source):
        return "false", "not translated: it asks for the node before"
    conversion = chain.conversion
    made = condition(source, naming_of(conversion))
    if isinstance(made, Untranslatable):
        return "false", f"not translated: {made}"
    return with_intents(conversion, made.cel), "; ".join(made.notes)


def naming_of(conversion: Conversion) -> Naming:
    """How the names of the bot's memory are read."""

    def naming(path: tuple[str, ...]) -> Made | None:
        try:
            cel = conversion.memory.read(path)
        except Unknown:
            return None
        return Made(cel, _type_of(cel), _guard(cel))

    return naming


def with_intents(conversion: Conversion, cel: str) -> str:
    """The condition with our names of the intents that it compares with."""

    def name(found: re.Match[str]) -> str:
        written = found["one"] or found["other"]
        sign = found["sign"] or found["turned"]
        what = found["name"] or found["last"]
        source = written[1:-1].replace('\\"', '"')
        if source == NONE:
            listed = f'{what} in ["", "{STARTUP}", "{NOT_UNDERSTOOD}"]'
            return listed if sign == "==" else f"!({listed})"
        return f"{what} {sign} {quoted(conversion.intents.get(source, source))}"

    return INTENT_IS.sub(name, cel)


def _type_of(cel: str) -> str:
    if cel.startswith("size(") or cel == "message.confidence":
        return "number"
    return "text" if cel in TEXTS or cel.startswith("(message.") else "any"


def _guard(cel: str) -> str:
    if cel.startswith("size("):
        return known(cel.removeprefix("size(").removesuffix(")"))
    return "" if cel.startswith(("message.", "(message.", "language", "channel")) else known(cel)
