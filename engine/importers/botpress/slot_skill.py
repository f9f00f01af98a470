"""The skill that asks for a slot."""

import re

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.contents import (
    wordings,
)
from engine.importers.botpress.contexts import set_contexts
from engine.importers.botpress.conversion import Ends
from engine.importers.botpress.listening import run_out
from engine.importers.botpress.scripts import draw_script
from engine.importers.botpress.slots import slot_question
from engine.importers.botpress.source import Flow, Transition
from engine.importers.botpress.ways import draw_destination
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text, texts, whole
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set

# Botpress gives up at once where more tries are wished for than these.
HARD_LIMIT = 10


def draw_slot(chain: Chain, flow: Flow) -> bool:
    """A question for a slot that is passed by where it is known."""
    conversion, skill = chain.conversion, flow.skill
    slot = text(skill.get("slotName"))
    content = conversion.bot.contents.get(text(skill.get("contentElement")))
    if not slot or content is None:
        return False
    intent = conversion.bot.intents.get(text(skill.get("intent")))
    if intent is not None and intent.contexts and conversion.uses_contexts:
        set_contexts(chain, intent.contexts)
    ends = _slot_ends(chain.node.ways)
    known: Ends = []
    variable = conversion.memory.slot(slot)
    if ends["known"] != ends["found"]:
        case = Case(id="known", condition=f"has({variable})")
        branch = chain.then(f"{slot}_known", "branch", Branch(cases=(case,)), ends=("else",))
        known = [(branch, "known")]
    missed: list[str] = []
    question, _ = wordings(chain, content.data, missed)
    other = conversion.bot.contents.get(text(skill.get("notFoundElement")))
    again = wordings(chain, other.data, missed)[0] if other is not None else {}
    retries = whole(skill.get("retryAttempts"), 1)
    ask, tail = slot_question(
        conversion,
        variable,
        texts(skill.get("entities")) or texts(skill.get("entity")),
        question=question or conversion.plain(slot),
        alternative=again,
        retries=max(retries, 1) if retries <= HARD_LIMIT else 1,
    )
    node = chain.then(f"ask_{slot}", "ask", ask, title=chain.node.name)
    run_out(chain, node)
    if tail:
        chain.then(f"{slot}_value", "set", Set(variables={variable: tail}))
    validation = _validation(skill)
    if validation:
        draw_script(chain, validation, {}, conversion.bot.actions.get(validation))
    how = "the answer stays until it is reset" if whole(skill.get("turnExpiry"), -1) > 0 else ""
    chain.counted("skill Slot", chain.node.name, node, missed, how)
    draw_destination(chain, chain.ends, ends["found"])
    draw_destination(chain, [(node, "failed")], ends["failed"])
    draw_destination(chain, known, ends["known"])
    for way in chain.node.ways:
        chain.exact("conditions", way.condition)
    return True


def _slot_ends(ways: tuple[Transition, ...]) -> dict[str, str]:
    """Where a slot leads when it was found, not found, or known before."""
    found = {"found": "", "failed": "", "known": ""}
    rest = next((way.to for way in ways if way.condition == "true"), "")
    marks = {"alreadyExtracted": "known", "notExtracted": "failed", "extracted": "found"}
    taken = set()
    for way in ways:
        for mark, name in marks.items():
            if re.search(rf"temp\.{mark}\b", way.condition):
                found[name] = way.to
                taken.add(name)
    return {name: to if name in taken else rest for name, to in found.items()}


def _validation(skill: Mapping) -> str:
    """The name of the action that checks a slot's value, if one does."""
    action = mapping(skill.get("validationAction"))
    value = mapping(action.get("value"))
    return (
        text(value.get("label")) or text(action.get("label")) or text(skill.get("validationAction"))
    )
