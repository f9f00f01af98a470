"""Secrets in headers: named while a conversation is stepped, filled in only when it is sent."""

import re

from engine.expressions import Expression, compile_template
from engine.nodes.machine_text import machine_text
from engine.nodes.protocol import Context

MARK = "{secret:"
# What a mark becomes that nobody but a person or a designer's literal text wrote.
BROKEN_MARK = "{secret :"
_NAME = re.compile(r"\s*secret\.([A-Za-z]\w*(?:\.\w+)*)\s*")
# A header's value is one line: whatever could begin another header becomes a space.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PLACE = "\x00"


def mark_secrets(template: str, context: Context) -> str:
    """The template with its holes filled, and `{secret:NAME}` where it names a secret.

    Nothing else in the result reads as such a mark, whatever was filled in.
    """
    names: list[str] = []
    text = ""
    for part in compile_template(template).parts:
        if isinstance(part, str):
            text += _CONTROL.sub(" ", part)
        elif name := secret_name(part):
            names.append(name)
            text += _PLACE
        else:
            text += _CONTROL.sub(" ", machine_text(context.value(part.source)))
    # Marks are put in last: pieces that make one only side by side are broken too.
    pieces = text.replace(MARK, BROKEN_MARK).split(_PLACE)
    marks = [f"{MARK}{name}}}" for name in names]
    return pieces[0] + "".join(mark + piece for mark, piece in zip(marks, pieces[1:], strict=True))


def secret_name(hole: Expression) -> str:
    """The secret that a hole names, or an empty text."""
    found = _NAME.fullmatch(hole.source)
    return found[1] if found else ""


def reads_secret(hole: Expression) -> bool:
    return any(name.partition(".")[0] == "secret" for name in hole.names)
