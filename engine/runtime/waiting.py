"""Where live sessions wait: at which node of which bundle, and which buttons they may press."""

from collections import Counter, deque
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from engine.nodes import KINDS
from engine.nodes.graph import graph
from engine.runtime.loaded import Loaded
from engine.runtime.moves import can_wait
from engine.stores.codec import read_state
from engine.stores.protocol import Store
from engine.stores.rows import ConversationRow
from engine.types.bot import Bot, Node
from engine.types.state import State

PAGE = 1000
NEAR = 20


class Waiting(Struct, frozen=True):
    """How many live sessions of a bundle wait at a node or, with a port, were shown its button.

    `near` are the nodes of that bundle to which they could be moved, the nearest first.
    """

    bundle: str
    bot: str
    node: str
    port: str = ""
    sessions: int = 0
    near: tuple[str, ...] = ()


def waiting(
    store: Store, find: Callable[[str], Loaded | None], since_us: int = 0
) -> tuple[Waiting, ...]:
    """Where the live sessions wait that were active since then; `find` gives their bundles."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for row, state in live_states(store, since_us):
        places = dict.fromkeys(_places(state))
        counts.update((row.bundle, state.bot, node, port) for node, port in places)
    return tuple(
        Waiting(bundle, bot, node, port, sessions, _near(find(bundle), bot, node))
        for (bundle, bot, node, port), sessions in sorted(counts.items())
    )


def live_states(store: Store, since_us: int) -> Iterator[tuple[ConversationRow, State]]:
    """Conversations in a live session with their states; those that cannot be read left out."""
    after = ""
    while rows := store.live(since_us, after, PAGE):
        after = rows[-1].conversation
        for row in rows:
            try:
                yield row, read_state(row.state)
            except msgspec.DecodeError:
                continue


def _places(state: State) -> Iterator[tuple[str, str]]:
    if state.at:
        yield state.at, ""
    yield from ((frame.node, "") for frame in state.stack)
    for offer in state.offers:
        node, _, port = offer.choice.partition(":")
        yield node, port


def _near(loaded: Loaded | None, bot: str, node: str) -> tuple[str, ...]:
    """The nodes that wait for the person as this one does, by their distance from it."""
    drawn = loaded.bots.get(bot) if loaded else None
    if drawn is None:
        return ()
    nodes = {id_: each for topic in drawn.topics.values() for id_, each in topic.nodes.items()}
    if node not in nodes:
        return ()
    order = [id_ for id_ in _outwards(drawn, node) if id_ != node]
    alike = [id_ for id_ in order if nodes[id_].kind == nodes[node].kind]
    asking = [id_ for id_ in order if _asks(nodes[id_]) and id_ not in alike]
    fitting = alike if can_wait(nodes[node]) else []
    return tuple([*fitting, *asking][:NEAR])


def _outwards(bot: Bot, start: str) -> Iterator[str]:
    beside: dict[str, set[str]] = {}
    for id_, ways in graph(bot).items():
        for to in ways:
            beside.setdefault(id_, set()).add(to)
            beside.setdefault(to, set()).add(id_)
    seen, queue = {start}, deque([start])
    while queue:
        node = queue.popleft()
        yield node
        for to in sorted(beside.get(node, set()) - seen):
            seen.add(to)
            queue.append(to)


def _asks(node: Node) -> bool:
    return can_wait(node) and KINDS[node.kind].group == "ask"
