"""What people and bots say to each other, free of any channel's format."""

from msgspec import Struct


class Place(Struct, frozen=True, omit_defaults=True):
    """A point on the map; latitude and longitude in degrees."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


class Media(Struct, frozen=True, omit_defaults=True):
    """A file by address. `kind` is image, audio, video or document."""

    kind: str
    url: str
    name: str = ""
    mime: str = ""
    size: int = 0
    caption: str = ""


class Option(Struct, frozen=True, gc=False, omit_defaults=True):
    """A button. With `url` it opens a page, else it sends `id` back as the choice. One that
    `is_words` counts as writing, and has no number by which it could be typed."""

    id: str
    label: str
    url: str = ""
    description: str = ""
    is_words: bool = False


class Card(Struct, frozen=True, omit_defaults=True):
    """One card of a carousel."""

    title: str
    subtitle: str = ""
    image: str = ""
    options: tuple[Option, ...] = ()


class Template(Struct, frozen=True, omit_defaults=True):
    """A text that a channel approved beforehand, by name, with the values of its holes.

    `header` is its file; of a button, what differs from one message to the next: the `id` that
    it sends back, or the end of the address that it opens as `url`.
    """

    name: str
    language: str = ""
    parameters: tuple[str, ...] = ()
    header: Media | None = None
    buttons: tuple[Option, ...] = ()


class Message(Struct, frozen=True, gc=False, omit_defaults=True):
    """What the bot sends: any of its parts may be empty. `wants` asks the channel for a
    special input (`location` or `file`)."""

    text: str = ""
    options: tuple[Option, ...] = ()
    cards: tuple[Card, ...] = ()
    media: tuple[Media, ...] = ()
    place: Place | None = None
    template: Template | None = None
    wants: str = ""
