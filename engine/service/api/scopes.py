"""What a key may do."""

from typing import Literal

Scope = Literal[
    "messages:write",
    "messages:read",
    "events:write",
    "agents",
    "metrics",
    "analytics",
    "publish",
    "operate",
]
