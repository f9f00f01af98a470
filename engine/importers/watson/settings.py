"""What is left to tell: every dialog node, entity and setting, and what became of it."""

import json

from engine.importers.dialogflow_es.tolerant import mapping, text
from engine.importers.watson.conversion import Conversion, title_of
from engine.importers.watson.levels import BODY
from engine.importers.watson.order import FOLDER, PARTS
from engine.importers.watson.source import DialogNode
from engine.importers.watson.vocabulary import BUILT_IN, BY_PATTERN, SYSTEM_NOTES
from engine.types.bot import DefaultMessage

_TOOLS = "it only concerns Watson's own tools"
# What becomes of the settings that every skill has.
SYSTEM = {
    "tooling": _TOOLS,
    "auto_learn": _TOOLS,
    "human_agent_assist": _TOOLS,
    "intent_classification": _TOOLS,
    "nlp": "the bot is trained here, with its own understanding",
    "off_topic": "what fits no intent is told by how sure the understanding has to be",
    "system_entities": "they find what the entities of the bot find, as said at each",
    "spelling_auto_correct": "slips are forgiven by the understanding; the words stay as written",
}
# Events that are drawn, by the type of the node that they belong to.
EVENTS = {
    "slot": frozenset(
        {"focus", "input", "filled", "generic", "nomatch", "nomatch_responses_depleted"}
    ),
    "frame": frozenset({"focus", "generic"}),
}
KNOWN_TYPES = frozenset({"standard", "frame", FOLDER, *PARTS})


def default_message(conversion: Conversion) -> DefaultMessage:
    """Watson's anything_else answers; where disambiguation is on, near intents are offered."""
    settings = mapping(conversion.skill.settings.get("system_settings"))
    found = mapping(settings.get("disambiguation"))
    if found.get("enabled") is not True:
        return DefaultMessage(related_topic=False, related_intents=False)
    question, none = text(found.get("prompt")), text(found.get("none_of_the_above_prompt"))
    return DefaultMessage(
        related_topic=False,
        related_intents=True,
        question=conversion.text(question) if question else {},
        none_of_these=conversion.text(none) if none else {},
    )


def report_rest(conversion: Conversion) -> None:
    """Entries for dialog nodes, entities and settings."""
    for node in conversion.skill.nodes:
        _report_node(conversion, node)
    _report_entities(conversion)
    _report_settings(conversion)


def _report_node(conversion: Conversion, node: DialogNode) -> None:
    account = conversion.account
    kind, name = f"{node.type} nodes", title_of(node) or node.id
    head = conversion.head(f"{BODY}{node.id}")
    mended = [why for one, why in conversion.tree.mended if one is node]
    for why in mended:
        conversion.differs(node, why, "look at its place in the tree")
    if conversion.tree.nodes.get(node.id) is not node:
        account.unmapped(kind, name, node.place, "its id occurs twice", "give it an id of its own")
        return
    _tell_undrawn(conversion, node)
    if node.type not in KNOWN_TYPES:
        conversion.differs(node, f"a node of the type {node.type!r} is taken as a standard one")
    if node.disabled:
        how = "it is disabled: it is left out, as it does nothing there"
        account.approximate(kind, name, node.place, how)
        return
    differences = conversion.differences.get(node.id, {})
    if differences:
        hows = list(dict.fromkeys(how for how, _ in differences))
        steps = list(dict.fromkeys(step for _, step in differences if step))
        account.approximate(kind, name, node.place, "; ".join(hows), "; ".join(steps), node=head)
    else:
        account.exact(kind, name, node.place, node=head)


def _tell_undrawn(conversion: Conversion, node: DialogNode) -> None:
    """Notes what is left out: below a disabled node, and events that nothing here knows."""
    key = f"{BODY}{node.id}"
    stands = node.type not in PARTS and node.type != FOLDER
    if stands and not node.disabled and key not in conversion.heads | conversion.aliases:
        conversion.differs(node, "nothing leads to it, or what stands above it is left out")
    if "conversation_start" in node.conditions:
        conversion.differs(node, "a first message is answered at once, without the greeting")
    parent = conversion.tree.nodes.get(node.parent)
    if node.type == "slot" and parent is not None and parent.type != "frame":
        conversion.differs(node, "its node asks for no slots: left out, as it does nothing there")
    if node.type == "event_handler" and parent is not None:
        known = EVENTS.get(parent.type, frozenset())
        if node.event not in known:
            how = f"the event {node.event!r} of a {parent.type} is not known here: it is left out"
            conversion.differs(node, how, "draw what it should do")


def _report_entities(conversion: Conversion) -> None:
    account, vocabulary = conversion.account, conversion.vocabulary
    for kind in conversion.skill.entities:
        place = f"{conversion.skill.place}#entities/{kind.name}"
        note = SYSTEM_NOTES.get(kind.name, "")
        if kind.name in BUILT_IN or kind.name in BY_PATTERN:
            if note:
                account.approximate("entities", kind.name, place, note)
            else:
                account.exact("entities", kind.name, place)
            continue
        if not kind.values:
            how = "it has no values: it is never found"
            account.approximate("entities", kind.name, place, how, "add a table of its values")
            continue
        found = vocabulary.entity(kind.name)
        if found.name and not kind.fuzzy:
            account.approximate(
                "entities", kind.name, place, "small slips of spelling are forgiven here"
            )
        else:
            account.exact("entities", kind.name, place)
        account.exact("entity values", kind.name, place, len(kind.values))
    for entity, pattern, reason in vocabulary.bad_patterns:
        place = f"{conversion.skill.place}#entities/{entity}"
        step = "write a pattern without look-around, or a table of its values"
        account.unmapped("patterns", pattern, place, reason, step)


def _report_settings(conversion: Conversion) -> None:
    account, skill = conversion.account, conversion.skill
    if skill.language.lower().replace("_", "-") != conversion.language:
        how = f"the bot speaks {conversion.language!r}, without the region"
        account.approximate("settings", f"language {skill.language}", skill.place, how)
    else:
        account.exact("settings", f"language {skill.language}", skill.place)
    for name, value in mapping(skill.settings.get("system_settings")).items():
        place = f"{skill.place}#system_settings/{name}"
        if name == "disambiguation":
            _report_disambiguation(conversion, place)
        elif name in SYSTEM:
            account.approximate("settings", name, place, SYSTEM[name])
        else:
            account.unmapped(
                "settings",
                f"{name}: {json.dumps(value, ensure_ascii=False, sort_keys=True)[:80]}",
                place,
                "it has no counterpart",
                "nothing, or measure the understanding and mend it",
            )
    if skill.settings.get("learning_opt_out"):
        account.exact("settings", "learning_opt_out", skill.place)
    for hook in skill.webhooks:
        if any("logs" in hook.name or one in hook.name for one in ("pre", "post")):
            account.unmapped(
                "webhooks",
                hook.name,
                f"{skill.place}#webhooks",
                "calls before, after or beside every message have no counterpart",
                "call the service where it is needed",
            )
        else:
            account.exact("webhooks", hook.name, f"{skill.place}#webhooks")


def _report_disambiguation(conversion: Conversion, place: str) -> None:
    settings = mapping(conversion.skill.settings.get("system_settings"))
    if mapping(settings.get("disambiguation")).get("enabled") is True:
        how = "near intents are offered where none is sure; Watson offers its nodes"
        conversion.account.approximate("settings", "disambiguation", place, how)
    else:
        conversion.account.exact("settings", "disambiguation", place)
