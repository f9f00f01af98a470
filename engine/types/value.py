"""Plain values that variables, fields and expressions hold: what JSON can say, and nothing else."""

from typing import TypeAlias

# `dict[str, object]` inside: a recursive alias would make msgspec build a schema for every depth.
Value: TypeAlias = bool | int | float | str | list[object] | dict[str, object] | None

# One text in every language of the bot: {"es": "Hola", "en": "Hello"}.
Text: TypeAlias = dict[str, str]
