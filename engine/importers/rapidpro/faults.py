"""What RapidPro itself refuses in a flow and what is imported all the same: a sentence each."""

import re
from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts
from engine.importers.rapidpro.source import SourceNode

KINDS = frozenset({"messaging", "messaging_background", "messaging_offline", "voice", "message"})
VOICE_ONLY = frozenset({"say_msg", "play_audio"})
# goflow's limits.
MOST_NODES, MOST_PARTS, NAME_CHARS, GROUP_CHARS, KEY_CHARS = 1000, 100, 128, 64, 64
UUID = re.compile(r"[\w-]+")

# How many arguments each test takes; others take as many as they are given.
ARGUMENTS: dict[str, int] = {
    **dict.fromkeys(("has_text", "has_number", "has_date", "has_time", "has_email"), 0),
    **dict.fromkeys(("has_error", "has_state", "has_value"), 0),
    **dict.fromkeys(("has_only_text", "has_phrase", "has_only_phrase", "has_any_word"), 1),
    **dict.fromkeys(("has_all_words", "has_beginning", "has_pattern", "has_district"), 1),
    **dict.fromkeys(("has_number_lt", "has_number_lte", "has_number_eq"), 1),
    **dict.fromkeys(("has_number_gt", "has_number_gte", "has_phone"), 1),
    **dict.fromkeys(("has_date_lt", "has_date_eq", "has_date_gt"), 1),
    **dict.fromkeys(("has_number_between", "has_group", "has_intent", "has_top_intent"), 2),
    "has_ward": 2,
}

# What is wrong, with which part, in words.
Fault = tuple[str, str, str]


def faults(found: Mapping, nodes: tuple[SourceNode, ...]) -> Iterator[Fault]:
    """The faults of a flow: the kind of part, its name, and a sentence."""
    name, kind = text(found.get("name")), text(found.get("type")) or "messaging"
    if len(name) > NAME_CHARS:
        yield "flows", name[:40], f"its name has {len(name)} characters, over {NAME_CHARS}"
    if kind not in KINDS:
        yield "flows", name, f"flows of the type {kind!r} are not known; it is read as messaging"
    if len(nodes) > MOST_NODES:
        yield "flows", name, f"it has {len(nodes)} nodes; RapidPro takes {MOST_NODES}"
    yield from _localization(mapping(found.get("localization")))
    for node in nodes:
        yield from _of_node(node, kind)


def _localization(found: Mapping) -> Iterator[Fault]:
    for code, items in found.items():
        for uuid, item in mapping(items).items():
            if UUID.fullmatch(uuid) is None:
                yield "localization", code, f"the words for {uuid[:40]!r} belong to no part"
            for key in mapping(item):
                if len(key) > KEY_CHARS:
                    yield "localization", code, f"the words under {key[:40]!r}... belong to nothing"


def _of_node(node: SourceNode, kind: str) -> Iterator[Fault]:
    counted = {"actions": len(node.actions), "exits": len(node.exits)}
    router = node.router
    if router is not None:
        counted |= {"cases": len(router.cases), "categories": len(router.categories)}
        if router.wait and kind == "messaging_background":
            yield "nodes", node.uuid, "it waits, which flows in the background cannot there"
        for case in router.cases:
            most = ARGUMENTS.get(case.kind, 10)
            if len(case.arguments) > most:
                given = len(case.arguments)
                yield "cases", case.kind, f"it has {given} arguments, and {most} are read at most"
    for what, count in counted.items():
        if count > MOST_PARTS:
            yield "nodes", node.uuid, f"it has {count} {what}; RapidPro takes {MOST_PARTS}"
    for action in node.actions:
        yield from _of_action(action, kind)


def _of_action(action: Mapping, kind: str) -> Iterator[Fault]:
    what = text(action.get("type"))
    if what in VOICE_ONLY and kind != "voice":
        yield "actions", what, f"it is for telephone calls, and the flow is of the type {kind!r}"
    if what == "call_webhook":
        if text(action.get("body")) and text(action.get("method")).upper() == "GET":
            yield "actions", what, "a GET has no body; the body is left out"
        for header in mapping(action.get("headers")):
            if re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", header) is None:
                yield "actions", what, f"the header {header!r} has no valid name; it is left out"
    said = (text(action.get("text")), texts(action.get("attachments")), action.get("templating"))
    if what == "send_msg" and not any((*said, action.get("template"), action.get("quick_replies"))):
        yield "actions", what, "a message without words and files: nothing is said"
    for group in mappings(action.get("groups")):
        if len(text(group.get("name"))) > GROUP_CHARS:
            size = len(text(group.get("name")))
            yield "actions", what, f"the name of a group has {size} characters, over {GROUP_CHARS}"
