"""A bot that is still being drawn, made ready for stepping as far as it is sound.

A node that cannot run yet becomes one that says so when a conversation comes to it: the rest of
the bot can be tried meanwhile.
"""

from collections.abc import Container, Iterator

from msgspec import structs

from engine.expressions import ExpressionError, compile_expression
from engine.nodes.fields import Params
from engine.nodes.intent import Intent
from engine.nodes.patterns import check_pattern
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import Context, End, Kind
from engine.nodes.roles import walk
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
    return DraftCompiler().compile(bot)


class DraftCompiler:
    """Compiles a bot again and again while it is edited: nodes that stayed the same objects are
    not made anew."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Node, ProgramNode]] = {}
        self._named: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def compile(self, bot: Bot) -> Program:
        """The program of a bot, whatever state it is in; edges to nowhere end the flow."""
        named = (frozenset(bot.entities), frozenset(bot.actions))
        # What a node names may have come or gone.
        known = self._made if named == self._named else {}
        self._made, self._named = {}, named
        for topic_id, node_id, drawn in _drawn(bot):
            if node_id not in self._made:
                held = known.get(node_id)
                kept = held and held[0] is drawn and held[1].topic == topic_id
                made = held[1] if held and kept else _compiled(topic_id, node_id, drawn, bot)
                self._made[node_id] = (drawn, made)
        nodes = {name: _led(node, self._made) for name, (_, node) in self._made.items()}
        limits = {name: value for name, value in bot.limits.items() if hasattr(LIMITS, name)}
        return program_of(structs.replace(bot, limits=limits), nodes)


def _drawn(bot: Bot) -> Iterator[tuple[str, str, Node]]:
    for topic_id, topic in bot.topics.items():
        for node_id, drawn in topic.nodes.items():
            yield topic_id, node_id, drawn


def _compiled(topic_id: str, node_id: str, drawn: Node, bot: Bot) -> ProgramNode:
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
    why = next(_faults(node.params, bot), "")
    return _broken(topic_id, node_id, why) if why else node


def _faults(params: Params, bot: Bot) -> Iterator[str]:
    for pattern in getattr(params, "patterns", ()):
        yield from (finding.message for finding in check_pattern(pattern, ""))
    known: dict[str, Container[str]] = {"entity_table": bot.entities, "action": bot.actions}
    for _path, role, name in walk(params):
        if role in known and name not in known[role]:
            yield f"there is no {role.replace('_', ' ')} {name!r}"


def _led(node: ProgramNode, nodes: Container[str]) -> ProgramNode:
    """The node without edges to nowhere; one that leads nowhere by itself cannot run."""
    target = target_of(node)
    if target is not None and target not in nodes:
        return _broken(node.topic, node.id, f"it leads to {target!r}, which does not exist")
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
