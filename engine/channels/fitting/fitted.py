"""A message as a channel shows it, and what had to be shown otherwise."""

from typing import Literal

from msgspec import Struct

from engine.types.message import Message, Option
from engine.types.value import Text

OptionsAs = Literal["", "buttons", "quick_replies", "keyboard", "list", "links"]


class Degradation(Struct, frozen=True, omit_defaults=True):
    """Something that a channel shows otherwise than drawn, in words of each language.

    `lost` holds the parts of the message that people on this channel do not get at all.
    """

    code: str
    words: Text
    lost: tuple[str, ...] = ()


class Shown(Struct, frozen=True, omit_defaults=True):
    """One message of the channel. `numbered` are the options that the text counts, in its
    order: a typed, spoken or keyed number chooses one. `first` is the number of the first."""

    message: Message
    options_as: OptionsAs = ""
    numbered: tuple[Option, ...] = ()
    first: int = 1


class Fitted(Struct, frozen=True):
    """A message as a channel shows it: one or several messages, in order."""

    messages: tuple[Shown, ...]
    degradations: tuple[Degradation, ...] = ()
