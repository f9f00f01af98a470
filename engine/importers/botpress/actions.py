"""Botpress's own actions as nodes, by name without the module; and those of the customer."""

from collections.abc import Callable

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.contexts import append_contexts, remove_contexts, reset_contexts
from engine.importers.botpress.scripts import draw_script
from engine.importers.dialogflow_es.tolerant import Mapping, first_text, text
from engine.nodes.handoff import Handoff
from engine.nodes.set import Set
from engine.nodes.wait import Wait
from engine.types.value import Value

MEMORIES = ("temp", "session", "user", "bot")
# A pause up to this long is one before the next message; a longer one is waited for.
MOST_PAUSE_MS = 10_000
COUNT = "number_of_conversations"
NOTHING = ("", "null", "undefined")


def keep(chain: Chain, scope: str, name: str, value: str, title: str = "") -> str:
    """A node that keeps the value of an expression under a name of a memory."""
    variable = chain.conversion.memory.variable(scope, name)
    if chain.conversion.memory.is_field(scope):
        params = Set(fields={variable: value})
    elif value == "null":
        params = Set(clear=(variable,))
    else:
        params = Set(variables={variable: value})
    return chain.then(f"set_{variable}", "set", params, title=title)


def value_of(chain: Chain, value: Value, missed: list[str]) -> str:
    """The expression for an argument: a template that Botpress fills, or plain JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return chain.conversion.value(text(value), missed)


def _set_variable(chain: Chain, name: str, args: Mapping) -> None:
    missed: list[str] = []
    scope, key, value = text(args.get("type")), text(args.get("name")), args.get("value")
    if scope not in MEMORIES or not key:
        chain.to_do(f"action {name}", key or name, str(args), "it names no memory", "set it")
        return
    if scope == "user" and key == "language":
        _switch_language(chain, name, {"lang": value})
        return
    if value is None or (text(value) in NOTHING and not isinstance(value, bool)):
        node = keep(chain, scope, key, "null")
    elif "{{" in key:
        chain.to_do(f"action {name}", key, str(args), "the name is only known later", "set it")
        return
    else:
        node = keep(chain, scope, key, value_of(chain, value, missed))
    how = "what is kept for all people there is kept for each here" if scope == "bot" else ""
    chain.counted(f"action {name}", f"{scope}.{key}", node, missed, how)


def _clear_variable(chain: Chain, name: str, args: Mapping) -> None:
    scope, key = text(args.get("type")) or "temp", first_text(args, "name", "variable")
    scope = scope if scope in MEMORIES else "temp"
    chain.counted(
        f"action {name}", f"{scope}.{key}", keep(chain, scope, key or "value", "null"), []
    )


def _get_global(chain: Chain, name: str, args: Mapping) -> None:
    key, output = text(args.get("name")), text(args.get("output"))
    if not key or not output:
        chain.to_do(f"action {name}", name, str(args), "it names no variable", "set it")
        return
    kept = chain.conversion.memory.variable("bot", key)
    node = keep(chain, "temp", output, f"has({kept}) ? {kept} : null")
    how = "what is kept for all people there is kept for each here"
    chain.counted(f"action {name}", key, node, [], how)


def _set_global(chain: Chain, name: str, args: Mapping) -> None:
    _set_variable(chain, name, {**args, "type": "bot"})


def _reset_global(chain: Chain, name: str, args: Mapping) -> None:
    _set_variable(chain, name, {"type": "bot", "name": args.get("name"), "value": None})


def _count_conversations(chain: Chain, name: str, args: Mapping) -> None:
    """Counts, or only reads the count, into a variable; the first conversation counts 0."""
    output = text(args.get("output")) or "count"
    conversion = chain.conversion
    count = conversion.memory.variable("user", COUNT)
    kept = f"contact.{count}"
    if "increment" in name.lower():
        variable = conversion.memory.variable("temp", output)
        params = Set(
            variables={variable: f"has({kept}) ? {kept} + 1 : 0"}, fields={count: variable}
        )
        node = chain.then("count_conversations", "set", params)
    else:
        node = keep(chain, "temp", output, f"has({kept}) ? {kept} : 0")
    chain.counted(f"action {name}", output, node, [])


def _wait(chain: Chain, name: str, args: Mapping) -> None:
    try:
        delay_ms = int(float(text(args.get("delay")) or 1000))
    except (ValueError, OverflowError):
        delay_ms = 1000
    if delay_ms > MOST_PAUSE_MS:
        node = chain.then("pause", "wait", Wait(seconds=min(delay_ms // 1000, 86_400)))
        how = "messages that come meanwhile are taken up afterwards there, at once here"
        chain.counted(f"action {name}", f"{delay_ms} ms", node, [], how)
        return
    chain.pause_ms = max(delay_ms, 0)
    chain.pauses.append(name)


def _switch_language(chain: Chain, name: str, args: Mapping) -> None:
    missed: list[str] = []
    language = first_text(args, "lang", "language")
    node = chain.then(
        "switch_language", "set", Set(language=value_of(chain, language, missed) or '""')
    )
    chain.counted(f"action {name}", language, node, missed)


def _reset_session(chain: Chain, name: str, _args: Mapping) -> None:
    chain.conversion.forgetting.append((chain.sheet.topic, chain.then("forget", "set", Set())))
    chain.exact(f"action {name}", name)


def _hand_off(chain: Chain, name: str, _args: Mapping) -> None:
    node = chain.then("hand_off", "handoff", Handoff(queue="default"))
    how = "the bot is silent until the agent hands the conversation back, then goes on from here"
    chain.counted(f"action {name}", name, node, [], how)


def _delegate(chain: Chain, name: str, args: Mapping) -> None:
    """Another bot that understands the message answers it: the flow manager's work here."""
    conversion = chain.conversion
    asked = [one.strip() for one in text(args.get("bots")).split(",") if one.strip()]
    there = [one for one in asked if one in conversion.others]
    node = keep(chain, "temp", "delegation", "[]", title="Delegation")
    gone = [one for one in asked if one not in there]
    how = (
        f"the flow manager asks {', '.join(there) or 'no bot'} before this bot does not "
        "understand: who understands the message answers it and goes on"
    )
    if gone:
        why = f"the bots {', '.join(gone)} are not in the export"
        chain.missing(f"action {name}", ", ".join(gone), why, "import all bots together")
    chain.counted(f"action {name}", ", ".join(asked), node, [], how)


def _slot_reset(chain: Chain, name: str, args: Mapping) -> None:
    slot = text(args.get("slotName"))
    node = keep(chain, "slot", slot or "slot", "null")
    chain.counted(f"action {name}", slot, node, [])


def _report_only(chain: Chain, name: str, args: Mapping) -> None:
    why = "figures of the customer's own have no counterpart: history counts what happens"
    chain.to_do(f"action {name}", name, str(args), why, "make a funnel or a metric of it")


def draw_custom(chain: Chain, name: str, args: Mapping, source: str) -> None:
    """An action of the customer's: its JavaScript is kept, in a node to be filled in."""
    script = chain.conversion.bot.actions.get(name)
    if script is None and name.startswith(("channel-web/", "hitl/", "misunderstood/", "ndu/")):
        why = f"the action {name} of Botpress has no counterpart"
        chain.to_do(f"action {name}", name, source, why, "draw what it should do")
        return
    draw_script(chain, name, args, script)


Draw = Callable[[Chain, str, Mapping], None]
ACTIONS: dict[str, Draw] = {
    "setVariable": _set_variable,
    "setConversationVariable": _set_variable,
    "clearVariable": _clear_variable,
    "deleteVariable": _clear_variable,
    "removeVariable": _clear_variable,
    "getGlobalVariable": _get_global,
    "setGlobalVariable": _set_global,
    "resetGlobalVariable": _reset_global,
    "getNumberOfConversations": _count_conversations,
    "incrementNumberOfConversations": _count_conversations,
    "wait": _wait,
    "switchLanguage": _switch_language,
    "resetSession": _reset_session,
    "clearAllVariables": _reset_session,
    "appendContext": append_contexts,
    "removeContext": remove_contexts,
    "resetContext": reset_contexts,
    "hitlnext/handoff": _hand_off,
    "hitlnext/escalate": _hand_off,
    "hitl/pause": _hand_off,
    "delegate_to_bots": _delegate,
    "slot_reset": _slot_reset,
    "analytics/increment": _report_only,
    "analytics/decrement": _report_only,
    "analytics/set": _report_only,
}
