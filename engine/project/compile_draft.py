"""A bot that is still being drawn, made ready for stepping as far as it is sound.

A node that cannot run yet becomes one that says so when a conversation comes to it: the rest of
the bot can be tried meanwhile.
"""

from collections.abc import Iterator

from msgspec import structs

from engine.expressions import ExpressionError, compile_expression
from engine.nodes.fields import Params
from engine.nodes.intent import Intent
from engine.nodes.patterns import check_pattern
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import Context, End, Kind
from engine.project.compile import compile_node, program_of, target_of
from engine.types.bot import Bot, Node
from engine.types.issue import ProjectError
from engine.types.limits import LIMITS

# The name of the warning in history.
CANNOT_RUN = "cannot-run"


class Broken(Params, frozen=True):
    """Why a node cannot run."""

    why: str


def compile_draft(bot: Bot) -> Program:
    """The program of a bot, whatever state it is in; edges to nowhere end the flow."""
    nodes: dict[str, ProgramNode] = {}
    for topic_id, node_id, drawn in _drawn(bot):
        if node_id not in nodes:
            nodes[node_id] = _compiled(topic_id, node_id, drawn)
    for name, node in nodes.items():
        target = target_of(node)
        if target is not None and target not in nodes:
            nodes[name] = _broken(node.topic, name, f"it leads to {target!r}, which does not exist")
    limits = {name: value for name, value in bot.limits.items() if hasattr(LIMITS, name)}
    sound = {name: _with_ends(node, nodes) for name, node in nodes.items()}
    return program_of(structs.replace(bot, limits=limits), sound)


def _drawn(bot: Bot) -> Iterator[tuple[str, str, Node]]:
    for topic_id, topic in bot.topics.items():
        for node_id, drawn in topic.nodes.items():
            yield topic_id, node_id, drawn


def _compiled(topic_id: str, node_id: str, drawn: Node) -> ProgramNode:
    try:
        node = compile_node(topic_id, node_id, drawn)
        if isinstance(node.params, Intent) and node.params.condition:
            compile_expression(node.params.condition)
    except ProjectError as error:
        head = f"flow {topic_id!r}, node {node_id!r}: "
        why = str(error).removeprefix(head).removesuffix("; run `tertulia check` on the bot")
        return _broken(topic_id, node_id, why)
    except ExpressionError as error:
        return _broken(topic_id, node_id, str(error))
    for pattern in getattr(node.params, "patterns", ()):
        for finding in check_pattern(pattern, ""):
            return _broken(topic_id, node_id, finding.message)
    return node


def _with_ends(node: ProgramNode, nodes: dict[str, ProgramNode]) -> ProgramNode:
    if all(target in nodes for target in node.edges.values()):
        return node
    edges = {port: target for port, target in node.edges.items() if target in nodes}
    return structs.replace(node, edges=edges)


def _broken(topic_id: str, node_id: str, why: str) -> ProgramNode:
    return ProgramNode(node_id, topic_id, _BROKEN, Broken(why), edges={}, first="")


def _enter(params: Broken, context: Context) -> End:
    context.warn(CANNOT_RUN, params.why)
    return End()


# In no table: nobody draws one.
_BROKEN = Kind("broken", Broken, "", {}, _enter, ports=lambda _params: ())
