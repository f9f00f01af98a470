"""Bots of Typebot for tests, put together group by group and written as exports."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.importers import import_bot
from engine.importers.protocol import Imported
from engine.importers.report import Entry
from engine.project.chat import parse
from engine.project.check import check
from engine.runtime.conversations import Difference, play
from engine.runtime.loading import load
from engine.types.bot import Bot, Node

PLATFORM = "typebot"
Block = dict[str, Any]


def text(words: str, **more: Any) -> Block:
    """A bubble with words."""
    paragraphs = [{"type": "p", "children": [{"text": line}]} for line in words.split("\n")]
    return block("text", content={"richText": paragraphs}, **more)


def block(kind: str, options: Any = None, **more: Any) -> Block:
    """A block of any kind; its id is given when its group is put together."""
    made: Block = {"type": kind, **more}
    if options is not None:
        made["options"] = options
    return made


def setting(variable: str, expression: str, **more: Any) -> Block:
    """A block that sets a variable to an expression."""
    options = {"variableId": variable, "expressionToEvaluate": expression, **more}
    return block("Set variable", options)


def buttons(*labels: str, to: dict[str, str] | None = None, **options: Any) -> Block:
    """Buttons; `to` maps labels to the edges that they have."""
    edges = to or {}
    items = [
        {"id": f"item {label}", "content": label, **_edge(edges.get(label, ""))} for label in labels
    ]
    return block("choice input", options, items=items)


def comparison(variable: str, sign: str, value: str = "") -> dict[str, Any]:
    return {"variableId": variable, "comparisonOperator": sign, "value": value}


def condition(*comparisons: dict[str, Any], edge: str = "", any_of: bool = False) -> Block:
    """A branch with one case."""
    content = {"comparisons": [*comparisons], "logicalOperator": "OR" if any_of else "AND"}
    return block("Condition", items=[{"id": "case", "content": content, **_edge(edge)}])


def typebot(
    groups: dict[str, Sequence[Block]],
    edges: dict[str, str] | None = None,
    *,
    name: str = "Test",
    variables: Sequence[str] = (),
    events: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """A bot of version 6.1 that begins at its first group. `edges` maps ids to groups' titles."""
    first = next(iter(groups))
    drawn = {"start": first, **(edges or {})}
    made = [
        {
            "id": f"group {title}",
            "title": title,
            "graphCoordinates": {"x": 400 * at, "y": 0},
            "blocks": [{"id": f"{title} {place}", **one} for place, one in enumerate(blocks)],
        }
        for at, (title, blocks) in enumerate(groups.items())
    ]
    start = {"id": "start event", "type": "start", "outgoingEdgeId": "start"}
    return {
        "version": "6.1",
        "id": name.lower(),
        "name": name,
        "events": [{**start, "graphCoordinates": {"x": -200, "y": 0}}, *events],
        "groups": made,
        "edges": [
            {"id": edge, "from": {}, "to": {"groupId": f"group {title}"}}
            for edge, title in drawn.items()
        ],
        "variables": [{"id": one, "name": one} for one in variables],
        "theme": {},
        "settings": {},
        **more,
    }


def write_bots(folder: Path, *bots: dict[str, Any]) -> Path:
    """The exports of bots, a file each."""
    for bot in bots:
        (folder / f"{bot['id']}.json").write_text(json.dumps(bot, ensure_ascii=False), "utf-8")
    return folder


def imported(folder: Path, *bots: dict[str, Any]) -> Imported:
    """What bots become; none of them may have an error."""
    found = import_bot(PLATFORM, write_bots(folder, *bots))
    errors = [issue for issue in check(found.project) if issue.severity == "error"]
    assert errors == [], errors
    return found


def bot_of(found: Imported) -> Bot:
    """The one bot of an import."""
    (bot,) = found.project.bots.values()
    return bot


def nodes_of(found: Imported) -> dict[str, Node]:
    """All nodes of the one bot, by id."""
    return {
        name: node for topic in bot_of(found).topics.values() for name, node in topic.nodes.items()
    }


def entry_of(found: Imported, kind: str) -> Entry:
    """The first entry of a kind in the report."""
    return next(entry for entry in found.report.entries if entry.kind == kind)


def talk(found: Imported, lines: str) -> tuple[Difference, ...]:
    """Where a conversation with the first bot differs from what is written."""
    (conversation,), issues = parse("== talk\n" + lines.strip("\n") + "\n")
    assert not issues, issues
    loaded = load(found.project, {}, "x")
    assert loaded is not None
    return play(conversation, loaded, bot=found.report.bot).differences


def _edge(edge: str) -> dict[str, str]:
    return {"outgoingEdgeId": edge} if edge else {}
