"""Pieces that several node kinds have in their settings: options, media, cards."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, field

from engine.nodes.fields import Expression, Label, Params, Template
from engine.nodes.protocol import Context
from engine.types.value import Text

OptionId = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]


class OptionParams(Params, frozen=True, kw_only=True):
    """A button: it leads on through the port named by its id, or opens a page at `url`, or, with
    `says`, counts as the person writing that, whenever it is pressed.

    Where `when` is false the option is not shown. `synonyms` are further ways to type it. A
    node's `variable` keeps the option's id, or its `value` where it has one.
    """

    id: OptionId
    label: Label = field(default_factory=dict)
    url: Template = ""
    says: Label = field(default_factory=dict)
    description: Label = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    when: Expression = ""
    value: Template = ""


def kept_of(option: OptionParams, context: Context) -> str:
    """What the variable of a question keeps of the option that was chosen."""
    return context.fill(option.value) if option.value else option.id


def leads_on(option: OptionParams) -> bool:
    """Whether a press has a port of its own, rather than opening a page or counting as words."""
    return not (option.url or option.says)


def as_words(options: Iterable[OptionParams]) -> dict[str, Text]:
    """What each option counts as writing: what it says, or what it is called."""
    return {option.id: option.says or option.label for option in options if not option.url}


class MediaParams(Params, frozen=True, kw_only=True):
    """An image, audio, video or document by its address, with a caption."""

    kind: Literal["image", "audio", "video", "document"]
    url: Template
    name: Template = ""
    caption: Label = field(default_factory=dict)


class CardParams(Params, frozen=True, kw_only=True):
    """One card of a carousel."""

    title: Label
    subtitle: Label = field(default_factory=dict)
    image: Template = ""
    options: tuple[OptionParams, ...] = ()
