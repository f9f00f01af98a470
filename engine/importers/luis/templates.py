"""Patterns of LUIS, `book a flight to {City} [please]`, as patterns of intents."""

import re

from engine.importers.luis.source import App
from engine.nodes.patterns import check_pattern

# A list with more names than this is written as any words.
MOST_NAMES = 150
TOKEN = re.compile(
    r"\{\s*@?\s*(?P<entity>[\w.\- ]+?)(?:\s*:\s*[\w.]+)?\s*\}"
    r"|(?P<sign>[\[\]()|])|(?P<words>[^\[\](){}|]+)|(?P<odd>.)"
)
ANY = r"\S.*"


def pattern_of(app: App, template: str) -> str:
    """The pattern, "" where it would take every message or cannot be written."""
    parts: list[str] = []
    said = False
    for match in TOKEN.finditer(template):
        if match["entity"] is not None:
            part, known = _entity(app, match["entity"].strip())
            said = said or known
            parts.append(part)
        elif match["sign"]:
            parts.append({"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}[match["sign"]])
        elif match["words"]:
            said = said or bool(match["words"].strip())
            parts.append(_words(match["words"]))
    whole = rf"(?i)^\s*{''.join(parts)}\s*[.!?]*\s*$"
    # Spaces beside an optional part are optional too.
    whole = re.sub(r"\\s\+\(\?:(.*?)\)\?", r"(?:\\s+(?:\1))?", whole)
    return whole if said and not list(check_pattern(whole, "")) else ""


def _entity(app: App, name: str) -> tuple[str, bool]:
    """What stands for an entity, and whether it says something by itself."""
    rows = app.lists.get(name)
    if rows:
        names = dict.fromkeys(one for value, more in rows.items() for one in (value, *more) if one)
        if len(names) <= MOST_NAMES:
            ordered = sorted(names, key=len, reverse=True)
            return f"(?:{'|'.join(re.escape(one) for one in ordered)})", True
    if app.patterns.get(name):
        return f"(?:{app.patterns[name]})", True
    return ANY, False


def _words(words: str) -> str:
    """Words with any spaces between."""
    inner = r"\s+".join(re.escape(one) for one in words.split())
    before = r"\s+" if words[:1].isspace() and inner else ""
    after = r"\s+" if words[-1:].isspace() else ""
    return f"{before}{inner}{after}" if inner else r"\s+"
