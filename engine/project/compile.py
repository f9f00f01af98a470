"""A bot's values made ready for stepping.

Compilation trusts what the check accepted; what it cannot use it refuses by name.
"""

from functools import cache

import re2
from msgspec import ValidationError, convert, structs

from engine.expressions import Expression, ExpressionError, compile_expression
from engine.expressions.folding import fold
from engine.nodes import KINDS
from engine.nodes.fields import Params
from engine.nodes.intent import Intent
from engine.nodes.parts import CardParams, OptionParams, leads_on
from engine.nodes.program import Pattern, Program, ProgramNode, Triggers
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, Node
from engine.types.issue import ProjectError
from engine.types.limits import LIMITS


def compile_bot(bot: Bot) -> Program:
    """The program of a bot.

    Raises ProjectError, naming flow and node, where the check would have found an error.
    """
    nodes: dict[str, ProgramNode] = {}
    for topic_id, topic in bot.topics.items():
        for node_id, drawn in topic.nodes.items():
            if node_id in nodes:
                raise _refusal(topic_id, node_id, "the id is taken by another node")
            nodes[node_id] = compile_node(topic_id, node_id, drawn)
    for node in nodes.values():
        for port, target in node.edges.items():
            if target not in nodes:
                raise _refusal(node.topic, node.id, f"port {port!r} leads to {target!r}, unknown")
        goes_to = target_of(node)
        if goes_to is not None and goes_to not in nodes:
            raise _refusal(node.topic, node.id, f"it leads to {goes_to!r}, which does not exist")
    return program_of(bot, nodes)


def program_of(bot: Bot, nodes: dict[str, ProgramNode]) -> Program:
    """The program of a bot's settings and of nodes that are compiled already."""
    return Program(
        id=bot.id,
        name=bot.name,
        languages=bot.languages,
        language_detection=bot.language_detection,
        time_zone=bot.time_zone,
        pause_ms=bot.pause_ms,
        session_timeout_s=bot.session_timeout_s,
        default_message=bot.default_message,
        variables={
            name: variable.default
            for name, variable in bot.variables.items()
            if variable.default is not None
        },
        constants={name: constant.value for name, constant in bot.constants.items()},
        nodes=nodes,
        triggers=_triggers(nodes),
        labels={
            node.id: node.params.label
            for node in nodes.values()
            if isinstance(node.params, Intent) and any(node.params.label.values())
        },
        tables=bot.entities,
        actions={name: action.source for name, action in bot.actions.items()},
        limits=structs.replace(LIMITS, **bot.limits) if bot.limits else LIMITS,
    )


def compile_node(topic_id: str, node_id: str, node: Node) -> ProgramNode:
    """A node with its settings decoded. Raises ProjectError where they cannot be used."""
    kind = KINDS.get(node.kind)
    if kind is None:
        raise _refusal(topic_id, node_id, f"kind {node.kind!r} is unknown")
    try:
        params = convert(node.params, kind.params)
        when = compile_expression(node.when) if node.when else None
    except (ValidationError, ExpressionError) as error:
        raise _refusal(topic_id, node_id, str(error)) from error
    ports = kind.ports(params)
    return ProgramNode(
        id=node_id,
        topic=topic_id,
        kind=kind,
        params=params,
        edges=node.edges,
        first=ports[0] if ports else "",
        when=when,
        pause_ms=node.pause_ms,
        buttons=_buttons(params, ports),
        words=kind.words(params),
    )


def _buttons(params: Params, ports: tuple[str, ...]) -> dict[str, str]:
    options: tuple[OptionParams, ...] = getattr(params, "options", ())
    cards: tuple[CardParams, ...] = getattr(params, "cards", ())
    shown = [*options, *(option for card in cards for option in card.options)]
    return {one.id: one.when for one in shown if one.id in ports and leads_on(one)}


def target_of(node: ProgramNode) -> str | None:
    """The node to which a node leads without an edge, None where it does not."""
    target = getattr(node.params, "target", None)
    if target == "" and not _must_lead(type(node.params)):
        return None
    return target if isinstance(target, str) else None


@cache
def _must_lead(params: type[Params]) -> bool:
    return any(one.name == "target" and one.required for one in structs.fields(params))


def _triggers(nodes: dict[str, ProgramNode]) -> Triggers:
    exact: dict[str, list[str]] = {}
    patterns: list[tuple[Pattern, str]] = []
    conditions: list[tuple[Expression, str]] = []
    events: dict[str, list[str]] = {}
    inactivity: list[tuple[int, str]] = []
    guards: dict[str, Expression] = {}
    for node in nodes.values():
        intent = node.params
        if not isinstance(intent, Intent):
            continue
        for phrases in intent.phrases.values():
            for phrase in phrases:
                known = exact.setdefault(fold(phrase), [])
                if node.id not in known:
                    known.append(node.id)
        patterns += [(re2.compile(pattern), node.id) for pattern in intent.patterns]
        for name in intent.events:
            events.setdefault(name, []).append(node.id)
        if intent.inactivity_s:
            inactivity.append((intent.inactivity_s, node.id))
        if intent.condition:
            condition = compile_expression(intent.condition)
            if _has_other_triggers(intent) or node.id in {STARTUP, NOT_UNDERSTOOD}:
                guards[node.id] = condition
            else:
                conditions.append((condition, node.id))
    exact.pop("", None)
    return Triggers(
        exact={phrase: tuple(intents) for phrase, intents in exact.items()},
        patterns=tuple(patterns),
        conditions=tuple(conditions),
        events={name: tuple(intents) for name, intents in events.items()},
        inactivity=tuple(sorted(inactivity)),
        guards=guards,
    )


def _has_other_triggers(intent: Intent) -> bool:
    learned = any(intent.phrases.values()) or any(intent.keywords.values())
    return bool(learned or intent.patterns or intent.events or intent.inactivity_s)


def _refusal(topic: str, node: str, why: str) -> ProjectError:
    return ProjectError(f"flow {topic!r}, node {node!r}: {why}; run `tertulia check` on the bot")
