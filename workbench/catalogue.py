"""What a front end has to know of the node kinds, as data: so that it names none itself."""

from functools import cache
from typing import Any

from engine.nodes import KINDS
from engine.nodes.schema import schema
from engine.types.limits import LIMITS


# `Any`: a schema's keys have values of every type.
@cache
def catalogue() -> dict[str, Any]:
    """The kinds with their schemas, groups, icons and titles, and the limits of texts."""
    return {
        "kinds": {
            name: {
                "title": kind.title,
                "group": kind.group,
                "icon": kind.icon,
                "waits": kind.waits,
                "schema": schema(kind),
            }
            for name, kind in KINDS.items()
        },
        "limits": LIMITS,
    }
