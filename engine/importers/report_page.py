"""The report of an import as one page that stands by itself, to be read or sent on."""

from collections.abc import Iterable
from html import escape

from engine.importers.report import Count, Entry, Report

STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #8884;
  vertical-align: top; overflow-wrap: anywhere; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tfoot { font-weight: 600; }
.place { color: color-mix(in srgb, currentColor 60%, transparent); }
"""
HEADINGS = (
    ("unmapped", "Not mapped: a person decides"),
    ("approximate", "Mapped approximately: have a look"),
)


def report_page(report: Report) -> str:
    """The HTML of a report: the counts by kind, then every entry that needs a look."""
    title = f"{report.source} ({report.platform})"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>Imported as bot <code>{escape(report.bot)}</code>.</p>",
        _counts(report.counts(), report.whole()),
    ]
    for outcome, heading in HEADINGS:
        entries = [entry for entry in report.entries if entry.outcome == outcome]
        if entries:
            parts += [f"<h2>{heading}</h2>", _entries(entries)]
    return "\n".join([*parts, "</body></html>", ""])


def _counts(counts: Iterable[Count], whole: Count) -> str:
    heads = ("total", "exact", "approximate", "unmapped", "mapped")
    head = "".join(f'<th class="n">{name}</th>' for name in heads)
    rows = "\n".join(_count(one) for one in counts)
    return (
        f"<table><thead><tr><th></th>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody><tfoot>{_count(whole)}</tfoot></table>"
    )


def _count(count: Count) -> str:
    numbers = (count.total, count.exact, count.approximate, count.unmapped)
    cells = "".join(f'<td class="n">{number}</td>' for number in numbers)
    share = f'<td class="n">{count.mapped_percent:.1f} %</td>'
    return f"<tr><td>{escape(count.kind)}</td>{cells}{share}</tr>"


def _entries(entries: Iterable[Entry]) -> str:
    rows = "\n".join(_entry(entry) for entry in entries)
    head = "<tr><th>What</th><th>Place</th><th>How it is</th><th>Next step</th></tr>"
    return f"<table><thead>{head}</thead>\n<tbody>\n{rows}\n</tbody></table>"


def _entry(entry: Entry) -> str:
    times = f" &times; {entry.count}" if entry.count > 1 else ""
    node = f" → <code>{escape(entry.node)}</code>" if entry.node else ""
    return (
        f"<tr><td>{escape(entry.kind)} <b>{escape(entry.name)}</b>{times}{node}</td>"
        f'<td class="place">{escape(entry.place)}</td>'
        f"<td>{escape(entry.how)}</td><td>{escape(entry.next_step)}</td></tr>"
    )
