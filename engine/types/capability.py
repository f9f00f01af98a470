"""What each channel can carry, as data: rendering, checks and previews read the same rows."""

from typing import Literal

from msgspec import Struct

MediaKind = Literal["image", "audio", "video", "document"]
_ALL: tuple[MediaKind, ...] = ("image", "audio", "video", "document")


class Capability(Struct, frozen=True):
    """Counts and characters; 0 options, rows or cards mean that the channel has none.

    `text_chars` 0 is no bound. `options` are native buttons or quick replies; `rows` those of
    a list that takes over where the options do not fit. `receipts` are the statuses it reports.
    `window_h` is how long after the person's last message it lets the bot speak freely; 0 is
    always. A channel with a `successor` was shut by its owner.
    """

    text_chars: int = 0
    caption_chars: int = 0
    options: int = 0
    option_chars: int = 0
    rows: int = 0
    row_chars: int = 0
    row_description_chars: int = 0
    cards: int = 0
    cards_least: int = 1
    card_options: int = 0
    media: tuple[MediaKind, ...] = ()
    receives_location: bool = False
    asks_location: bool = False
    templates: bool = False
    typing: bool = False
    receipts: tuple[Literal["delivered", "read"], ...] = ()
    window_h: int = 0
    public: bool = False
    successor: str = ""


CAPABILITIES: dict[str, Capability] = {
    "api": Capability(
        options=10,
        option_chars=20,
        cards=10,
        card_options=3,
        media=_ALL,
        receives_location=True,
        asks_location=True,
        receipts=("delivered", "read"),
    ),
    "email": Capability(media=_ALL, receipts=("delivered",)),
    "facebook_comments": Capability(text_chars=8000, window_h=168, public=True),
    "google_business_messages": Capability(successor="whatsapp"),
    "instagram": Capability(
        text_chars=1000,
        options=13,
        option_chars=20,
        cards=10,
        card_options=3,
        media=("image", "audio", "video"),
        typing=True,
        receipts=("read",),
        window_h=24,
    ),
    "instagram_comments": Capability(text_chars=2200, window_h=168, public=True),
    "mercado_libre": Capability(text_chars=2000, public=True),
    "messenger": Capability(
        text_chars=2000,
        options=13,
        option_chars=20,
        cards=10,
        card_options=3,
        media=_ALL,
        receives_location=True,
        typing=True,
        receipts=("delivered", "read"),
        window_h=24,
    ),
    "slack": Capability(
        text_chars=3000,
        options=25,
        option_chars=75,
        rows=100,
        row_chars=75,
        cards=10,
        card_options=3,
        media=_ALL,
    ),
    "sms": Capability(text_chars=1600, receipts=("delivered",)),
    "teams": Capability(
        text_chars=20_000,
        options=6,
        option_chars=20,
        rows=100,
        row_chars=75,
        cards=10,
        card_options=6,
        media=_ALL,
        typing=True,
    ),
    "telegram": Capability(
        text_chars=4096,
        caption_chars=1024,
        options=100,
        option_chars=64,
        media=_ALL,
        receives_location=True,
        asks_location=True,
        typing=True,
    ),
    "voice": Capability(options=10, option_chars=40, media=("audio",)),
    "webchat": Capability(
        options=10,
        option_chars=20,
        rows=10,
        row_chars=60,
        row_description_chars=72,
        cards=10,
        card_options=3,
        media=_ALL,
        receives_location=True,
        asks_location=True,
        typing=True,
        receipts=("delivered", "read"),
    ),
    "whatsapp": Capability(
        text_chars=4096,
        caption_chars=1024,
        options=3,
        option_chars=20,
        rows=10,
        row_chars=24,
        row_description_chars=72,
        cards=10,
        cards_least=2,
        card_options=2,
        media=_ALL,
        receives_location=True,
        asks_location=True,
        templates=True,
        typing=True,
        receipts=("delivered", "read"),
        window_h=24,
    ),
    "workplace": Capability(successor="teams"),
    "x": Capability(text_chars=10_000, media=("image",)),
}
