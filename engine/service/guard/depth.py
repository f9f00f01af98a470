"""How deep a JSON text is nested, before anything is made of it."""

import re

# Deeper than any value of ours, and far from where a parser or a walk would give up.
DEEPEST = 64

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_OPEN = "[{"


def is_too_deep(raw: str, deepest: int = DEEPEST) -> bool:
    """Whether lists and objects lie deeper in each other than `deepest`."""
    if raw.count("[") + raw.count("{") <= deepest:
        return False
    depth = 0
    for found in _BRACKETS.finditer(raw):
        first = raw[found.start()]
        if first in _OPEN:
            depth += 1
            if depth > deepest:
                return True
        elif first in "]}":
            depth -= 1
    return False
