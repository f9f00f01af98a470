"""The account of an import: what was mapped exactly, approximately, or not, and where."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Outcome = Literal["exact", "approximate", "unmapped"]


class Entry(Struct, frozen=True, omit_defaults=True):
    """`count` things of a kind at one place of the source, and what became of them.

    `how` says in what an approximate mapping differs, or why there is none; `next_step` what
    a person can do about it; `node` where it stands now.
    """

    kind: str
    name: str
    place: str
    outcome: Outcome = "exact"
    count: int = 1
    how: str = ""
    next_step: str = ""
    node: str = ""


class Count(Struct, frozen=True):
    """How many things of one kind ended how; `mapped_percent` counts exact and approximate."""

    kind: str
    total: int
    exact: int
    approximate: int
    unmapped: int
    mapped_percent: float


class Report(Struct, frozen=True):
    """All entries of one import, in the order of the source."""

    platform: str
    source: str
    bot: str
    entries: tuple[Entry, ...] = ()

    def counts(self) -> tuple[Count, ...]:
        """A line for each kind of source thing, in the order in which kinds first occur."""
        kinds = dict.fromkeys(entry.kind for entry in self.entries)
        return tuple(_count(kind, [e for e in self.entries if e.kind == kind]) for kind in kinds)

    def whole(self) -> Count:
        """All kinds together."""
        return _count("all", self.entries)

    def text(self, examples: int = 40) -> str:
        """The report for a terminal: the counts aligned, then what needs a look, at most
        `examples` entries of each outcome."""
        lines = [f"{self.source} ({self.platform}) -> bot {self.bot}", ""]
        lines += _table((*self.counts(), self.whole()))
        for outcome, heading in (
            ("unmapped", "Not mapped: a person decides"),
            ("approximate", "Mapped approximately: have a look"),
        ):
            entries = [entry for entry in self.entries if entry.outcome == outcome]
            if entries:
                lines += ["", heading]
                lines += [_line(entry) for entry in entries[:examples]]
            if len(entries) > examples:
                lines.append(f"  ... and {len(entries) - examples} more; see the report as JSON")
        return "\n".join(lines) + "\n"


class Account:
    """A report in the making."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def exact(self, kind: str, name: str, place: str, count: int = 1, *, node: str = "") -> None:
        if count:
            self.entries.append(Entry(kind, name, place, count=count, node=node))

    def approximate(
        self,
        kind: str,
        name: str,
        place: str,
        how: str,
        next_step: str = "",
        *,
        count: int = 1,
        node: str = "",
    ) -> None:
        self.entries.append(Entry(kind, name, place, "approximate", count, how, next_step, node))

    def unmapped(
        self, kind: str, name: str, place: str, why: str, next_step: str, *, count: int = 1
    ) -> None:
        self.entries.append(Entry(kind, name, place, "unmapped", count, why, next_step))


def _count(kind: str, entries: Iterable[Entry]) -> Count:
    sums = {"exact": 0, "approximate": 0, "unmapped": 0}
    for entry in entries:
        sums[entry.outcome] += entry.count
    total = sum(sums.values())
    mapped = total - sums["unmapped"]
    percent = round(100 * mapped / total, 1) if total else 100.0
    return Count(kind, total, sums["exact"], sums["approximate"], sums["unmapped"], percent)


def _table(counts: Iterable[Count]) -> list[str]:
    rows = [("", "total", "exact", "approximate", "unmapped", "mapped")]
    rows += [
        (
            count.kind,
            str(count.total),
            str(count.exact),
            str(count.approximate),
            str(count.unmapped),
            f"{count.mapped_percent:.1f} %",
        )
        for count in counts
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _line(entry: Entry) -> str:
    times = f" x{entry.count}" if entry.count > 1 else ""
    step = f"; {entry.next_step}" if entry.next_step else ""
    return f"  {entry.kind} {entry.name!r}{times} ({entry.place}): {entry.how}{step}"
