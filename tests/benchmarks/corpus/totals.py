"""What the exports of a platform come to together."""

from collections.abc import Sequence

from tests.benchmarks.corpus.measure import Measured

UNREACHED_SHOWN = 50


def total(found: Sequence[Measured]) -> dict[str, object]:
    """The sums over a platform's exports, for the last line."""
    counts = [count for one in found for count in one.counts]
    exact, approximate, unmapped = (
        sum(getattr(count, outcome) for count in counts)
        for outcome in ("exact", "approximate", "unmapped")
    )
    nodes = exact + approximate + unmapped
    return {
        # An export that gave nothing is a bot all the same.
        "bots": sum(max(one.bots, 1) for one in found),
        "imported": sum(one.bots for one in found if not one.crashed),
        "refused": sum(bool(one.refused) for one in found),
        "crashed": sum(bool(one.crashed) for one in found),
        "nodes": nodes,
        "mapped_exact": exact,
        "mapped_approx": approximate,
        "unmapped": unmapped,
        "mapped_percent": round(100 * (nodes - unmapped) / nodes, 2) if nodes else None,
        "kinds": _kinds(found),
        "drawn": sum(one.drawn for one in found),
        "expected_runs": sum(one.expected_runs for one in found),
        "runs_equal": sum(one.runs_equal for one in found),
        "check_errors": sum(len(one.check_errors) for one in found),
        "import_s": round(sum(one.import_s for one in found), 2),
        "check_s": round(sum(one.check_s for one in found), 2),
        "walks": _walks(found),
    }


def _kinds(found: Sequence[Measured]) -> dict[str, list[int]]:
    """By kind of source thing: exact, approximate, unmapped."""
    kinds: dict[str, list[int]] = {}
    for count in (count for one in found for count in one.counts):
        sums = kinds.setdefault(count.kind, [0, 0, 0])
        for at, more in enumerate((count.exact, count.approximate, count.unmapped)):
            sums[at] += more
    return kinds


def _walks(found: Sequence[Measured]) -> dict[str, object]:
    walks = [(measured.piece.name, one) for measured in found for one in measured.walks]
    missing = [
        f"{name}: {node}: {why}" for name, one in walks for node, why in one.unreached.items()
    ]
    return {
        "conversations": sum(one.conversations for _, one in walks),
        "turns": sum(one.turns for _, one in walks),
        "internal_errors": sum(len(one.errors) for _, one in walks),
        "hung": sum(one.hung for _, one in walks),
        "circles": sum(one.circles for _, one in walks),
        "cut_short": sum(one.cut for _, one in walks),
        "dead_nodes": sum(len(one.dead) for _, one in walks),
        "reachable_nodes": sum(len(one.reachable) for _, one in walks),
        "reached_nodes": sum(len(one.reached & one.reachable) for _, one in walks),
        "unreached": missing[:UNREACHED_SHOWN],
    }
