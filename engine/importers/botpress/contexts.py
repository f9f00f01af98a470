"""Contexts of Botpress's understanding: which intents count, for how many messages."""

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.source import SourceBot
from engine.importers.dialogflow_es.tolerant import Mapping, text, whole
from engine.nodes.set import Set

# Botpress takes a context without a number of messages for one of a thousand.
ALWAYS = 1000


def append_contexts(chain: Chain, name: str, args: Mapping) -> None:
    """Contexts count for so many messages from now on; the longer time wins."""
    contexts = _named(args)
    turns = whole(args.get("ttl"), ALWAYS)
    values = {}
    for context in contexts:
        variable = context_variable(chain.conversion, context)
        last = f"session.messages + {turns}"
        values[variable] = f"max([has({variable}) ? {variable} : 0, {last}])"
    if values:
        chain.then(
            "contexts", "set", Set(variables=values), title=f"Contexts: {', '.join(contexts)}"
        )
    chain.exact(f"action {name}", ", ".join(contexts) or name)


def remove_contexts(chain: Chain, name: str, args: Mapping) -> None:
    """These contexts count no longer."""
    contexts = _named(args)
    clear = tuple(context_variable(chain.conversion, one) for one in contexts)
    if clear:
        chain.then("contexts", "set", Set(clear=clear), title=f"Not: {', '.join(contexts)}")
    chain.exact(f"action {name}", ", ".join(contexts) or name)


def reset_contexts(chain: Chain, name: str, _args: Mapping) -> None:
    """No context counts any longer: all intents do."""
    known = all_contexts(chain.conversion.bot)
    clear = tuple(context_variable(chain.conversion, one) for one in known)
    if clear:
        chain.then("contexts", "set", Set(clear=clear), title="All contexts")
    chain.exact(f"action {name}", name)


def set_contexts(chain: Chain, contexts: tuple[str, ...]) -> None:
    """Only these contexts count from now on."""
    known = [one for one in all_contexts(chain.conversion.bot) if one not in contexts]
    variables = {
        context_variable(chain.conversion, one): f"session.messages + {ALWAYS}" for one in contexts
    }
    clear = tuple(context_variable(chain.conversion, one) for one in known)
    if variables or clear:
        chain.then("contexts", "set", Set(variables=variables, clear=clear), title="Contexts")


def all_contexts(bot: SourceBot) -> list[str]:
    """The contexts of all intents and questions, in their order."""
    named = [one.contexts for one in bot.intents.values()]
    named += [one.contexts for one in bot.questions.values()]
    return list(dict.fromkeys(context for several in named for context in several))


def condition_for(conversion: Conversion, contexts: tuple[str, ...]) -> str:
    """When an intent of these contexts counts: while one of them does, or none at all."""
    if not conversion.uses_contexts or not contexts:
        return ""
    known = all_contexts(conversion.bot)
    own = [_counts(conversion, one) for one in contexts]
    others = [_counts(conversion, one) for one in known if one not in contexts]
    if not others:
        return ""
    return f"{' || '.join(own)} || !({' || '.join(others)})"


def context_variable(conversion: Conversion, context: str) -> str:
    """The variable that holds up to which message of the session a context counts."""
    about = f"Up to which message of the session the context {context!r} counts."
    return conversion.memory.own(f"context_{context}", about)


def _counts(conversion: Conversion, context: str) -> str:
    variable = context_variable(conversion, context)
    return f"(has({variable}) && {variable} >= session.messages)"


def _named(args: Mapping) -> list[str]:
    return [one.strip() for one in text(args.get("contexts")).split(",") if one.strip()]
