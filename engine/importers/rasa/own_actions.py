"""Actions of Rasa's own in flows of CALM: what each does there, and what stands for it here."""

from engine.importers.naming import readable
from engine.importers.rasa.conversion import Flow
from engine.nodes.archive import ArchiveNode
from engine.nodes.handoff import Handoff
from engine.nodes.set import Set

HANDS_OVER = frozenset({"action_human_handoff", "pattern_human_handoff"})
ENDS = frozenset({"action_hangup", "action_restart"})
# What needs no counterpart: here it goes without saying, or Rasa alone has it.
NEEDLESS = frozenset(
    {
        "action_cancel_flow",
        "action_clean_stack",
        "action_deactivate_loop",
        "action_extract_slots",
        "action_handoff_metric",
        "action_listen",
        "action_run_slot_rejections",
        "action_session_start",
    }
)
SEARCH = "lead to a search node, or to an http node that asks your search"
# What Rasa's language model or its stack of flows does by itself: in words, and the next step.
BY_ITSELF = {
    "action_cancel_interrupted_flows": ("forgets the flows that were interrupted", ""),
    "action_clarify_flows": ("names the flows that a message may mean", ""),
    "action_continue_interrupted_flow": ("goes on with a flow that was interrupted", ""),
    "action_correct_flow_slot": ("takes over a correction that its language model found", ""),
    "action_default_capabilities": ("tells what the bot can do", "write it in a say node"),
    "action_repeat_bot_messages": ("says again what the bot said last", "say it in a say node"),
    "action_reset_routing": ("gives the conversation back to its language model", ""),
    "action_trigger_chitchat": ("has its language model answer", "write an answer in a say node"),
    "action_trigger_search": ("has its language model answer from documents", SEARCH),
    "action_unlikely_intent": ("notes that a message is a surprise", ""),
}
OWN = HANDS_OVER | ENDS | NEEDLESS | BY_ITSELF.keys()


def draw_own(flow: Flow, action: str) -> None:
    """An action of Rasa's own; what only its language model does is told, in a node without
    effect."""
    if action in HANDS_OVER:
        flow.then("hand_over", "handoff", Handoff(queue="default"))
    elif action in ENDS:
        flow.then("end", "archive", ArchiveNode(), title=readable(action), ends=())
    elif action in BY_ITSELF:
        does, step = BY_ITSELF[action]
        title = f"To do: {readable(action.removeprefix('action_'))}"
        flow.then(action, "set", Set(), title=title, note=f"In Rasa this {does}.")
        how = f"Rasa {does} here"
        step = step or "look whether the flow needs it; if not, delete the node"
        flow.conversion.account.unmapped("actions", action, flow.source, how, step)
