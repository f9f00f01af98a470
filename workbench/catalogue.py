"""What a front end has to know of the node kinds, as data: so that it names none itself."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from engine.nodes import KINDS
from engine.nodes.schema import schema
from engine.types.limits import LIMITS

# How settings, their values and kinds are called in es, en and pt.
WORDS = Path(__file__).parent / "form_words.json"


# `Any`: a schema's keys have values of every type.
@cache
def catalogue() -> dict[str, Any]:
    """The kinds with their schemas, groups, icons and titles, the words of their settings, and the
    limits of texts."""
    words = json.loads(WORDS.read_text())
    return {
        "words": {"fields": words["fields"], "values": words["values"]},
        "kinds": {
            name: {
                "title": kind.title,
                "group": kind.group,
                "icon": kind.icon,
                "waits": kind.waits,
                "help": words["helps"].get(name, {}),
                "schema": schema(kind),
            }
            for name, kind in KINDS.items()
        },
        "limits": LIMITS,
    }
