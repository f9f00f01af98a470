"""What conversation tests pass of a project, as text for people and as rows for machines."""

from collections.abc import Iterator, Mapping

from engine.runtime.coverage import KINDS, Coverage, Part, Tally
from engine.service.cli.output import say

HEADINGS = ("nodes", "ports", "triggers", "languages")


def say_coverage(found: Coverage) -> None:
    """A table by topic; then the ports that no test passes and what cannot be reached."""
    rows = [("topic", *HEADINGS), *_rows(found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for name, *cells in rows:
        aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        say("  ".join([name.ljust(widths[0]), *aligned]).rstrip())
    for title, parts in (
        ("ports that no conversation passes", found.uncovered("port")),
        ("triggers that no conversation uses", found.uncovered("trigger")),
    ):
        if parts:
            say(f"\n{title}:")
            for node, names in _by_node(parts).items():
                say(f"  {node}: {' '.join(names)}")
    if unreachable := found.unreachable():
        say("\nnot counted, since no conversation can come there:")
        for part in unreachable:
            say(f"  {_place(part)}: {part.unreachable}")
    say()


def coverage_rows(found: Coverage) -> dict[str, object]:
    """The same as plain values: counts of the whole and by topic, and every part."""
    topics = [
        {"bot": bot, "topic": topic, **_counts(found, bot, topic)} for bot, topic in found.topics()
    ]
    return {"whole": _counts(found), "topics": topics, "parts": found.parts}


def _rows(found: Coverage) -> Iterator[tuple[str, ...]]:
    several = len({bot for bot, _ in found.topics()}) > 1
    for bot, topic in found.topics():
        name = f"{bot}/{topic}" if several else topic
        yield (name, *(_cell(found.tally(kind, bot, topic)) for kind in KINDS))
    yield ("all", *(_cell(found.tally(kind)) for kind in KINDS))


def _cell(tally: Tally) -> str:
    return f"{tally.passed}/{tally.total} {tally.percent:>3} %" if tally.total else "-"


def _by_node(parts: tuple[Part, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(_place(part), []).append(part.name)
    return found


def _place(part: Part) -> str:
    return f"{part.bot}/{part.topic} {part.node}"


def _counts(found: Coverage, bot: str = "", topic: str = "") -> Mapping[str, Mapping[str, int]]:
    return {
        heading: {"passed": tally.passed, "total": tally.total, "percent": tally.percent}
        for heading, tally in (
            (heading, found.tally(kind, bot, topic))
            for heading, kind in zip(HEADINGS, KINDS, strict=True)
        )
    }
