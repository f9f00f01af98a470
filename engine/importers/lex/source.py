"""A bot as Amazon Lex exports it, of either version; what differs by language is kept by it."""

from msgspec import Struct, field

# Texts by language: each inner row holds the ways to say one message.
Said = dict[str, tuple[tuple[str, ...], ...]]


class Button(Struct, frozen=True):
    """A button of a card: what it shows, and what a press counts as saying."""

    label: str
    value: str


class Card(Struct, frozen=True):
    """A card with buttons below a prompt."""

    title: str = ""
    subtitle: str = ""
    image: str = ""
    buttons: tuple[Button, ...] = ()


class Speech(Struct, frozen=True):
    """What the bot says: messages in a row, each in one of several ways; cards; odd payloads."""

    said: Said = field(default_factory=dict)
    cards: dict[str, tuple[Card, ...]] = field(default_factory=dict)
    payloads: tuple[str, ...] = ()


class Prompt(Struct, frozen=True):
    """A question; asked again `retries` times."""

    speech: Speech = Speech()
    retries: int = 2


class SlotType(Struct, frozen=True):
    """A type of slots: its values with synonyms, by language; `open` takes other values too."""

    name: str
    place: str
    values: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    open: bool = True
    pattern: str = ""
    parent: str = ""


class Slot(Struct, frozen=True):
    """A value that an intent wants."""

    name: str
    place: str
    type: str = ""
    required: bool = True
    prompt: Prompt = Prompt()
    priority: int = 0
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: tuple[str, ...] = ()
    secret: bool = False
    several: bool = False
    # Members that nothing here reads.
    rest: tuple[str, ...] = ()


class Hook(Struct, frozen=True):
    """A program of the customer's: `name` as far as the export tells it."""

    name: str = ""


class Intent(Struct, frozen=True):
    """What people want, the slots of it, and what follows."""

    name: str
    place: str
    parent: str = ""
    description: str = ""
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    opening: Speech = Speech()
    confirmation: Prompt | None = None
    declined: Speech = Speech()
    checks: Hook | None = None
    fulfils: Hook | None = None
    success: Speech = Speech()
    failure: Speech = Speech()
    closing: Speech = Speech()
    follow_up: Prompt | None = None
    follow_up_declined: Speech = Speech()
    needs: tuple[str, ...] = ()
    gives: tuple[tuple[str, int], ...] = ()
    rest: tuple[str, ...] = ()


class Export(Struct, frozen=True):
    """One bot. `languages` are Lex's locales, the first one its own."""

    name: str
    place: str
    version: int = 2
    description: str = ""
    locales: tuple[str, ...] = ("en_US",)
    intents: tuple[Intent, ...] = ()
    types: tuple[SlotType, ...] = ()
    clarification: Prompt | None = None
    abort: Speech = Speech()
    timeout_s: int = 300
    settings: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
