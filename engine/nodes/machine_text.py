"""Texts for machines: addresses and bodies of requests, safe whatever is filled in."""

from itertools import zip_longest
from typing import Protocol
from urllib.parse import quote

import msgspec

from engine.expressions import Expression, compile_template
from engine.nodes.protocol import Context
from engine.types.value import Value

# What an address may hold as it stands where its designer wrote it.
_WRITTEN = "%/:=&?~#+!$,;'@()*[]"


def machine_text(value: Value) -> str:
    """A value as services read it: `true`, `12.5`, JSON for lists and objects, no text for None."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def fill_address(template: str, query: dict[str, str], context: Context) -> str:
    """An address with its holes percent-encoded, and its query.

    A hole that begins the address, or is all of its host, is filled in as it stands: who
    writes such a template leaves the choice of the service to the value.
    """
    filled = ""
    parts = compile_template(template.strip()).parts
    for part, following in zip_longest(parts, parts[1:]):
        if isinstance(part, str):
            filled += quote(part, safe=_WRITTEN)
            continue
        text = machine_text(context.value(part.source))
        ends = following is None or (isinstance(following, str) and following[0] in "/?#")
        is_free = not filled or (filled.endswith("://") and ends)
        filled += quote(text.strip(), safe=_WRITTEN) if is_free else encoded(text)
    pairs = [f"{encoded(name)}={fill_encoded(value, context)}" for name, value in query.items()]
    address, mark, fragment = filled.partition("#")
    if pairs:
        joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
        address += joint + "&".join(pairs)
    return address + mark + fragment


def fill_encoded(template: str, context: Context) -> str:
    """A text that is percent-encoded as a whole, once its holes are filled."""
    return encoded(fill_plain(template, context))


def fill_form(template: str, context: Context) -> str:
    """A form's body, `a=1&b=${x}`: what is filled in is percent-encoded."""
    return "".join(
        part if isinstance(part, str) else encoded(machine_text(context.value(part.source)))
        for part in compile_template(template).parts
    )


def fill_plain(template: str, context: Context) -> str:
    return "".join(
        part if isinstance(part, str) else machine_text(context.value(part.source))
        for part in compile_template(template).parts
    )


def fill_json(template: str, context: Context) -> str:
    """JSON with its holes filled: within quotes a value's text, escaped; elsewhere its JSON."""

    def fill(hole: Expression, *, quoted: bool) -> str:
        value = context.value(hole.source)
        if not quoted:
            return msgspec.json.encode(value).decode()
        return msgspec.json.encode(machine_text(value)).decode()[1:-1]

    return _join_json(template, fill)


def json_outline(template: str) -> str:
    """The JSON that a template makes with nothing in its holes, to see whether it is JSON."""
    return _join_json(template, lambda _hole, *, quoted: "" if quoted else "null")


def encoded(text: str) -> str:
    """The text as one piece of an address: a lone `.` or `..` would be a step in the path."""
    return text.replace(".", "%2E") if text in {".", ".."} else quote(text, safe="")


class _Fill(Protocol):
    def __call__(self, hole: Expression, /, *, quoted: bool) -> str: ...


def _join_json(template: str, fill: _Fill) -> str:
    joined: list[str] = []
    quoted = escaped = False
    for part in compile_template(template).parts:
        if not isinstance(part, str):
            joined.append(fill(part, quoted=quoted))
            escaped = False
            continue
        for sign in part:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = quoted
            elif sign == '"':
                quoted = not quoted
        joined.append(part)
    return "".join(joined)
