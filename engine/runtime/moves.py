"""Moves: where sessions go on that wait at a node which the next bundle lacks.

They are data of a publication: from a node's id, or `BOT/NODE` where two bots share it, to the
id of a node of the same bot.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from engine.nodes import KINDS
from engine.types.bot import Bot, Node
from engine.types.event import Said
from engine.types.state import State

Moves = Mapping[str, str]


def target_of(moves: Moves, bot: str, node: str) -> str:
    """The node to which a node of a bot is moved; "" where it is not."""
    return moves.get(f"{bot}/{node}") or moves.get(node, "")


def move_faults(moves: Moves, bots: Mapping[str, Bot]) -> Iterator[str]:
    """What is wrong with moves into a project, in words."""
    for old, new in moves.items():
        owner, _, node = old.rpartition("/")
        if owner and owner not in bots:
            yield f"{old}: there is no bot {owner!r}; name one of {', '.join(bots)}"
            continue
        there = [_node(bot, new) for name, bot in bots.items() if owner in {"", name}]
        found = next((each for each in there if each is not None), None)
        if not node or found is None:
            yield f"{old} cannot go to {new!r}: there is no such node; name one that waits"
        elif not can_wait(found):
            yield f"{old} cannot go to {new!r}: nothing waits there; name a node that asks"


def moved(state: State, moves: Moves, bots: Mapping[str, Bot]) -> State | None:
    """The state of a session as it goes on in other bots; None where no move is for it.

    It waits at the new node as if that had just asked; what the old one remembered is gone.
    """
    bot = bots.get(state.bot)
    if bot is None:
        return None
    to = target_of(moves, bot.id, state.at) if state.at else ""
    frames = tuple(
        replace(frame, node=target_of(moves, bot.id, frame.node) or frame.node)
        for frame in state.stack
    )
    if not to and frames == state.stack:
        return None
    defaults = {n: v.default for n, v in bot.variables.items() if v.default is not None}
    return replace(
        state,
        at=to or state.at,
        memory={} if to else state.memory,
        stack=frames,
        language=state.language if state.language in bot.languages else bot.languages[0],
        variables={**defaults, **state.variables},
    )


def with_moved_choice(said: Said, bot: str, moves: Moves) -> Said:
    """The message, a button of a node that was moved being the new node's of that name."""
    node, colon, port = said.choice.partition(":")
    to = target_of(moves, bot, node) if colon else ""
    return replace(said, choice=f"{to}:{port}") if to else said


def can_wait(node: Node | None) -> bool:
    """Whether a session can wait at a node."""
    kind = KINDS.get(node.kind) if node else None
    return kind is not None and kind.resume is not None


def _node(bot: Bot, id_: str) -> Node | None:
    return next((t.nodes[id_] for t in bot.topics.values() if id_ in t.nodes), None)
