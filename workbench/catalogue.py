"""What a front end has to know of the node kinds, as data: so that it names none itself."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from engine.channels import CAPABILITIES
from engine.nodes import KINDS
from engine.nodes.protocol import Kind
from engine.nodes.schema import schema
from engine.types.limits import LIMITS
from workbench.starter import starter

# How settings, their values and kinds are called in es, en and pt.
WORDS = Path(__file__).parent / "form_words.json"
# The colour family and the title of each section of the palette.
_FAMILIES = {
    "entry": "entry",
    "say": "say",
    "ask": "ask",
    "decide": "logic",
    "remember": "logic",
    "connect": "act",
    "people": "human",
}
_GROUPS = {
    "entry": {"es": "Empezar", "en": "Begin", "pt": "Começar"},
    "say": {"es": "Decir", "en": "Say", "pt": "Dizer"},
    "ask": {"es": "Preguntar", "en": "Ask", "pt": "Perguntar"},
    "decide": {"es": "Decidir", "en": "Decide", "pt": "Decidir"},
    "remember": {"es": "Recordar", "en": "Remember", "pt": "Lembrar"},
    "connect": {"es": "Conectar", "en": "Connect", "pt": "Conectar"},
    "people": {"es": "Personas", "en": "People", "pt": "Pessoas"},
}
# What ports are called that no option, case or way of a node names.
_PORTS = {
    "next": {"es": "sigue", "en": "next", "pt": "segue"},
    "else": {"es": "si no", "en": "else", "pt": "senão"},
    "other": {"es": "otra respuesta", "en": "another answer", "pt": "outra resposta"},
    "failed": {"es": "falló", "en": "failed", "pt": "falhou"},
    "timeout": {"es": "sin respuesta a tiempo", "en": "no answer in time", "pt": "sem resposta"},
    "empty": {"es": "sin resultados", "en": "nothing found", "pt": "sem resultados"},
    "message": {"es": "llegó un mensaje", "en": "a message came", "pt": "chegou mensagem"},
    "item": {"es": "por cada uno", "en": "for each", "pt": "para cada um"},
    "done": {"es": "al terminar", "en": "when done", "pt": "ao terminar"},
}
# A kind whose settings hold these is where conversations enter a flow.
_TRIGGERS = ("phrases", "keywords", "patterns", "condition", "inactivity_s", "events")


# `Any`: a schema's keys have values of every type.
@cache
def catalogue() -> dict[str, Any]:
    """The kinds with their schemas, groups, families, icons and titles, the words of their
    settings, groups and ports, the limits of texts, and the channels."""
    words = json.loads(WORDS.read_text())
    return {
        "words": {"fields": words["fields"], "values": words["values"]},
        "kinds": {name: _kind(kind, words["helps"].get(name, {})) for name, kind in KINDS.items()},
        "groups": _GROUPS,
        "ports": _PORTS,
        "limits": LIMITS,
        "channels": {
            name: {"title": row.title, "successor": row.successor}
            for name, row in CAPABILITIES.items()
        },
    }


def _kind(kind: Kind, help_: dict[str, str]) -> dict[str, Any]:
    triggers = _TRIGGERS if "phrases" in kind.params.__struct_fields__ else ()
    group = "entry" if triggers else kind.group
    described = schema(kind)
    return {
        "title": kind.title,
        "group": group,
        "family": _FAMILIES.get(group, "end"),
        "icon": kind.icon,
        "waits": kind.waits,
        "triggers": triggers,
        "help": help_,
        "starter": starter(kind, described),
        "schema": described,
    }


if __name__ == "__main__":
    # What JupyterLab's canvas knows without asking Python: see frontend/src/lab/catalogue.json.
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(catalogue()), indent=1) + b"\n")
