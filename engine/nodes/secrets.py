"""Secrets in headers: named while a conversation is stepped, filled in only when it is sent.

A marked text writes a secret as `{secret:NAME}` and every other brace twice, so that no
value that a person typed can be taken for a secret.
"""

import re
from collections.abc import Callable

from engine.expressions import Expression, compile_template
from engine.nodes.machine_text import machine_text
from engine.nodes.protocol import Context

_NAME = re.compile(r"\s*secret\.([A-Za-z_]\w*)\s*")
_MARK = re.compile(r"\{\{|\}\}|\{secret:([A-Za-z_]\w*)\}")
# A header's value is one line: whatever could begin another header is left out.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def mark_secrets(template: str, context: Context) -> str:
    """The template with its holes filled, and with marks where it names secrets."""
    marked: list[str] = []
    for part in compile_template(template).parts:
        if isinstance(part, str):
            marked.append(_doubled(part))
        elif name := secret_name(part):
            marked.append(f"{{secret:{name}}}")
        else:
            marked.append(_doubled(machine_text(context.value(part.source))))
    return "".join(marked)


def fill_secrets(marked: str, secret: Callable[[str], str]) -> str:
    """The text of a marked one: `secret` gives each secret by its name."""

    def fill(mark: re.Match[str]) -> str:
        return _CONTROL.sub("", secret(mark[1])) if mark[1] else mark[0][0]

    return _MARK.sub(fill, marked)


def secret_name(hole: Expression) -> str:
    """The secret that a hole names, or an empty text."""
    found = _NAME.fullmatch(hole.source)
    return found[1] if found else ""


def reads_secret(hole: Expression) -> bool:
    return any(name.partition(".")[0] == "secret" for name in hole.names)


def _doubled(text: str) -> str:
    return _CONTROL.sub(" ", text).replace("{", "{{").replace("}", "}}")
