"""Say something: a text, perhaps one of several, with media."""

from msgspec import field

from engine.nodes.fields import Params, Text
from engine.nodes.parts import MediaParams


class Say(Params, frozen=True, kw_only=True):
    """Sends a text. With `alternatives`, one of all of them is picked by chance."""

    text: Text = field(default_factory=dict)
    alternatives: tuple[Text, ...] = ()
    media: tuple[MediaParams, ...] = ()
