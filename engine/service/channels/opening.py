"""Channels by the tables of the settings, checked with the place of a mistake."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec.structs import fields

from engine.channels import load_kinds
from engine.channels.protocol import Adapter, Kind, Network
from engine.channels.sending import Sender
from engine.types.issue import TertuliaError

# `Any`: what an operator wrote, before it is checked.
Tables = Mapping[str, Mapping[str, Any]]
# They are always open.
OURS = ("webchat", "api")


def open_senders(
    tables: Tables,
    network: Network,
    secret: Callable[[str], str],
    redact: Callable[[str], str] = str,
) -> dict[str, Sender]:
    """The channels that the tables `[channels.NAME]` open, by name.

    Raises TertuliaError, with the place and the remedy, where a table is wrong.
    """
    if not tables:
        return {}
    kinds = load_kinds()
    opened = (open_adapter(name, table, kinds, secret) for name, table in tables.items())
    return {each.name: Sender(each, network, redact) for each in opened}


def secrets_of(tables: Tables) -> list[str]:
    """The names of the secrets that these channels ask for, as far as their tables are right."""
    kinds = load_kinds() if tables else {}
    found: list[str] = []
    for name, table in tables.items():
        kind = kinds.get(str(table.get("kind", name)))
        if kind is not None:
            defaults = {field.name: field.default for field in fields(kind.settings)}
            found += [str(table.get(field, defaults[field])) for field in kind.secrets]
    return found


def open_adapter(
    name: str, table: Mapping[str, Any], kinds: Mapping[str, Kind], secret: Callable[[str], str]
) -> Adapter:
    """One channel by its table, whose `kind` is by default its name."""
    place = f"channels.{name}"
    if name in OURS or not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        raise TertuliaError(
            f"{place}: a channel cannot have this name; use letters, digits, - and _, and not "
            f"{' or '.join(OURS)}"
        )
    values = dict(table)
    wanted = str(values.pop("kind", name))
    kind = kinds.get(wanted)
    if kind is None:
        near = get_close_matches(wanted, kinds, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"write kind = one of {', '.join(kinds)}"
        raise TertuliaError(f"{place}: there is no kind of channel {wanted!r}; {hint}")
    try:
        settings = msgspec.convert(values, kind.settings, strict=False)
    except msgspec.ValidationError as problem:
        message, _, at = str(problem).partition(" - at `$.")
        at = f"{place}.{at.rstrip('`')}" if at else place
        raise TertuliaError(
            f"{at}: {message[:1].lower()}{message[1:]}; see docs/reference/settings.md"
        ) from None
    return kind.open(name, settings, secret)
