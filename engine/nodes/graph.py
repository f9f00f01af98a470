"""The nodes of a bot as a plain graph: who leads to whom, and what follows from that."""

from collections.abc import Iterable, Iterator, Mapping

from engine.types.bot import Bot

# The nodes that each node leads to, in the order of its ports.
Graph = Mapping[str, tuple[str, ...]]


def graph(bot: Bot) -> dict[str, tuple[str, ...]]:
    """The graph of a bot's edges, gotos and calls; what leads to no node is left out."""
    nodes = {id_: node for topic in bot.topics.values() for id_, node in topic.nodes.items()}
    ways: dict[str, tuple[str, ...]] = {}
    for id_, node in nodes.items():
        target = node.params.get("target")
        jump = (target,) if isinstance(target, str) else ()
        ways[id_] = tuple(to for to in (*node.edges.values(), *jump) if to in nodes)
    return ways


def reachable(ways: Graph, starts: Iterable[str]) -> set[str]:
    """The nodes that some start leads to, the starts with them."""
    found: set[str] = set()
    ahead = [start for start in starts if start in ways]
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead.extend(ways[node])
    return found


def cycles(ways: Graph) -> Iterator[tuple[str, ...]]:
    """The groups of nodes each of which leads to all of its group (Tarjan 1972, iterative)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for start in ways:
        work = [(start, iter(ways[start]))] if start not in number else []
        while work:
            node, ahead = work[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                path.append(node)
                on_path.add(node)
            fresh = None
            for to in ahead:
                if to not in ways:
                    continue
                if to not in number:
                    fresh = to
                    break
                if to in on_path:
                    low[node] = min(low[node], number[to])
            if fresh is not None:
                work.append((fresh, iter(ways[fresh])))
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
            if low[node] == number[node]:
                at = path.index(node)
                group = tuple(path[at:])
                del path[at:]
                on_path.difference_update(group)
                if len(group) > 1 or node in ways[node]:
                    yield group


def dominators(ways: Graph, starts: Iterable[str]) -> dict[str, str]:
    """For each reachable node the nearest one that every path from a start passes before it.

    Starts, and nodes with no such node, have "". (Cooper, Harvey, Kennedy 2001.)
    """
    order = _reverse_postorder(ways, starts)
    place = {node: i for i, node in enumerate(order)}
    before: dict[str, list[str]] = {node: [] for node in order}
    for node in order:
        for to in ways[node]:
            before[to].append(node)
    for start in starts:
        if start in before:
            before[start].append("")
    place[""] = -1
    nearest: dict[str, str] = {"": ""}
    changed = True
    while changed:
        changed = False
        for node in order:
            found: str | None = None
            for one in before[node]:
                if one in nearest:
                    found = one if found is None else _common(one, found, nearest, place)
            if found is not None and nearest.get(node) != found:
                nearest[node] = found
                changed = True
    del nearest[""]
    return nearest


def _reverse_postorder(ways: Graph, starts: Iterable[str]) -> list[str]:
    done: list[str] = []
    seen: set[str] = set()
    for start in starts:
        work = [(start, iter(ways[start]))] if start in ways and start not in seen else []
        seen.add(start)
        while work:
            node, ahead = work[-1]
            for to in ahead:
                if to not in seen:
                    seen.add(to)
                    work.append((to, iter(ways[to])))
                    break
            else:
                done.append(node)
                work.pop()
    return done[::-1]


def _common(one: str, other: str, nearest: Mapping[str, str], place: Mapping[str, int]) -> str:
    while one != other:
        while place[one] > place[other]:
            one = nearest[one]
        while place[other] > place[one]:
            other = nearest[other]
    return one
