"""The settings of a bot and the routing of a project as schemas, in sections."""

import inspect
import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from engine.expressions import PREDEFINED
from engine.project.advice import RULES
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, Routing

# Words and helps of settings, and the titles of the sections, in es, en and pt.
WORDS = Path(__file__).parent / "settings_words.json"

LANGUAGES = ("es", "en", "pt")

SECTIONS = {
    "general": ("name", "description", "expertise", "time_zone"),
    "languages": ("languages", "language_detection"),
    "conversation": ("pause_ms", "session_timeout_s"),
    "default_message": ("default_message",),
    "people": ("queues",),
    "channels": ("channels",),
    "writing": ("advice",),
    "connections": ("secrets", "mail", "sites"),
    "limits": ("limits",),
}
# Shown on pages of their own, or nobody's to change.
_ELSEWHERE = {
    *("format", "id", "topics", "entities", "actions", "nlu", "tests", "accepted_warnings"),
    *("former_nodes", "funnels"),
    *("variables", "fields", "constants", "segments"),
}
# What a value stands for, where the engine's type does not say: how it is edited.
_ROLES = {
    "Bot.expertise": "words",
    "Bot.languages": "language",
    "Bot.time_zone": "time_zone",
    "Bot.queues": "words",
    "Bot.secrets": "words",
    "Bot.channels": "channel",
    "DefaultMessage.question": "text",
    "DefaultMessage.none_of_these": "text",
    "Site.secret": "secret",
    "Mail.user": "secret",
    "Mail.password": "secret",
    "Routing.first": "bot",
}


# `Any`: a schema's keys have values of every type.
@cache
def settings() -> dict[str, Any]:
    """The schemas of a bot's settings and of the routing, the sections, words and helps."""
    schema = _schema(Bot)
    schema["properties"] = {
        name: value for name, value in schema["properties"].items() if name not in _ELSEWHERE
    }
    words = json.loads(WORDS.read_text())
    placed = {name for names in SECTIONS.values() for name in names}
    rest = tuple(name for name in schema["properties"] if name not in placed)
    return {
        "bot": schema,
        "routing": _schema(Routing),
        "sections": {**SECTIONS, **({"more": rest} if rest else {})},
        "titles": words["sections"],
        "helps": words["helps"],
        "words": words["fields"],
        "values": words["values"],
        "limits": words["limits"],
        "advice": {name: {"title": rule.title, "why": rule.why} for name, rule in RULES.items()},
        "predefined": [
            {
                "name": one.name,
                "type": one.type,
                "example": one.example,
                "meaning": words["predefined"].get(one.name, dict.fromkeys(LANGUAGES, one.meaning)),
            }
            for one in PREDEFINED
        ],
        "intents": {"startup": STARTUP, "not_understood": NOT_UNDERSTOOD},
    }


def _schema(struct: type[msgspec.Struct]) -> dict[str, Any]:
    _, definitions = msgspec.json.schema_components(
        [struct], ref_template="#/$defs/{name}", schema_hook=_any_value
    )
    for name, definition in definitions.items():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
        for key, value in definition.get("properties", {}).items():
            role = _ROLES.get(f"{name}.{key}")
            if role:
                # Of a list, each item has the role.
                (value["items"] if value.get("type") == "array" else value)["x-role"] = role
    own: dict[str, Any] = definitions.pop(struct.__name__)
    return {**own, "$defs": definitions}


def _any_value(_type: type) -> dict[str, Any]:
    """Values of the bot are plain data of any shape."""
    return {"title": "Value"}
