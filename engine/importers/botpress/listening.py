"""Waiting for a message: in silence, no longer than the bot remembers where it was."""

from engine.importers.botpress.chain import Chain, Sheet
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.source import Flow, SourceNode
from engine.nodes.ask import Ask
from engine.nodes.parts import OptionParams
from engine.nodes.set import Set
from engine.types.value import Text


def listen(
    chain: Chain, question: Text | None = None, options: tuple[OptionParams, ...] = ()
) -> str:
    """The node that waits for whatever the person says next."""
    conversion = chain.conversion
    params = Ask(
        question=question or {},
        options=options,
        variable=conversion.memory.reply(),
        type="any",
        retries=0,
        interrupts="never",
        timeout_s=conversion.bot.timeout_s,
    )
    node = chain.then(f"{chain.node.name}_waits", "ask", params)
    run_out(chain, node)
    if conversion.asks_for_intents and conversion.memory.keeps_message:
        meant = Set(variables={conversion.memory.meant(): "message.intent"})
        chain.then(f"{chain.node.name}_meant", "set", meant)
    return node


def run_out(chain: Chain, node: str) -> None:
    """Where a wait goes on that nobody answered: to what the flow names for it, if anything."""
    flow, name = find_timeout(chain.conversion, chain.sheet, chain.node)
    if name:
        chain.jump([(node, "timeout")], flow, name)


def find_timeout(conversion: Conversion, sheet: Sheet, node: SourceNode) -> tuple[str, str]:
    """The flow and node of a timeout: the node's, the flow's, or that of `timeout.flow.json`."""
    home = conversion.bot.flows.get(sheet.home)
    if home is not None:
        for name in ((sheet.caller or node).timeout, "timeout", home.timeout):
            if name and home.node(name) is not None:
                return home.name, name
    last: Flow | None = conversion.bot.flows.get("timeout")
    return (last.name, last.start) if last is not None and last.start else ("", "")
