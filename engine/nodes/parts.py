"""Pieces that several node kinds have in their settings: options, media, cards."""

from typing import Annotated, Literal

from msgspec import Meta, field

from engine.nodes.fields import Expression, Label, Params, Template

OptionId = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]


class OptionParams(Params, frozen=True, kw_only=True):
    """A button: it leads on through the port named by its id, or opens a page at `url`.

    Where `when` is false the option is not shown. `synonyms` are further ways to type it.
    """

    id: OptionId
    label: Label = field(default_factory=dict)
    url: Template = ""
    description: Label = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    when: Expression = ""


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
