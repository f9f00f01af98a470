"""Skills as few nodes of ours where they are of the common kinds; else drawn node by node."""

import re
from collections.abc import Callable

from engine.importers.botpress.calling_skills import draw_call_api, draw_email
from engine.importers.botpress.chain import Chain, Sheet
from engine.importers.botpress.choice_skill import draw_choice
from engine.importers.botpress.conversion import Ends
from engine.importers.botpress.slot_skill import draw_slot
from engine.importers.botpress.source import Flow
from engine.importers.botpress.ways import draw_jump, draw_ways, ways_of

NUMBERED = re.compile(r"[^a-z]")


def draw_skill(chain: Chain, draw_node: Callable[[Sheet, Flow], str]) -> None:
    """The skill that a node calls, then the node's ways."""
    node = chain.node
    flow = chain.conversion.bot.flows.get(node.flow)
    if flow is None:
        why = f"the flow {node.flow!r} of the skill is not in the export"
        chain.to_do(f"skill {node.skill}", node.name, "", why, "draw what the skill did")
        draw_ways(chain, ways_of(chain))
        return
    draw = SKILLS.get(NUMBERED.sub("", node.skill.lower()))
    if draw is not None and draw(chain, flow):
        place = chain.conversion.place(flow.file)
        chain.account.exact("nodes of skills", node.name, place, len(flow.nodes))
        return
    if flow.name.startswith("skills/"):
        _draw_inside(chain, flow, draw_node)
        draw_ways(chain, ways_of(chain))
    else:
        draw_jump(chain, chain.ends, flow.name, "")
        called = chain.conversion.callers.get(flow.name, {})
        if called:
            back = chain.fork()
            draw_ways(back, ways_of(back))
            chain.conversion.exits[chain.sheet.flow.name, node.name] = back.first


def _draw_inside(chain: Chain, flow: Flow, draw_node: Callable[[Sheet, Flow], str]) -> None:
    """The skill's nodes in the caller's topic; their ways back lead to the caller's ways."""
    returned: Ends = []
    again: Ends = []

    def back(ends: Ends, to: str) -> None:
        if to.startswith("##"):
            again.extend(ends)
        elif to == "#":
            returned.extend(ends)
        else:
            chain.jump(ends, chain.sheet.flow.name, to.lstrip("#"), at_ways=True)

    sheet = Sheet(chain.conversion, flow, chain.sheet.topic)
    sheet.back, sheet.caller, sheet.caller_flow = back, chain.node, chain.sheet.flow.name
    first = draw_node(sheet, flow)
    for start, port in chain.ends:
        chain.conversion.drawing.connect(chain.sheet.topic, start, port, first)
    chain.first = chain.first or first
    chain.jump(again, chain.sheet.flow.name, chain.node.name)
    chain.ends = returned
    kind = chain.node.skill or "skill"
    chain.exact(f"skill {kind}", chain.node.name, first)


# By the skill's name in small letters, without its signs.
SKILLS: dict[str, Callable[[Chain, Flow], bool]] = {
    "choice": draw_choice,
    "slot": draw_slot,
    "callapi": draw_call_api,
    "sendemail": draw_email,
}
