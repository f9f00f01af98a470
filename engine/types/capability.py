"""What a channel can carry, as data: rendering, checks and previews read the same rows."""

from typing import Literal

from msgspec import Struct, field

MediaKind = Literal["image", "audio", "video", "document"]
ALL_MEDIA: tuple[MediaKind, ...] = ("image", "audio", "video", "document")
# In what a channel counts a text: code points, bytes of UTF-8, or units of UTF-16.
Unit = Literal["characters", "utf8", "utf16"]


class Capability(Struct, frozen=True, kw_only=True):
    """Counts and characters; 0 options, rows or cards mean that the channel has none.

    `text_chars` 0 is no bound, and so are other numbers of characters or bytes.
    `options` are native buttons, quick replies that go with the next message, or keys under a
    message; `rows` those of a list that takes over where the options do not fit. `links` are
    buttons that open a page; with `mixes_links` they may stand beside the others.
    With `labels_differ`, a message with two equal labels is refused.
    `options_text_chars` and `links_text_chars` bound a text with such buttons, where that is
    less than `text_chars`. With `cards_alike` all cards have as many buttons as the first.
    With `one_message`, text, files, cards and buttons may come together.

    `markup` is what it makes of the light markup of bots: it keeps it as its `own`, has `stars`
    for bold, or `none`. `segmented` texts are billed by the segment of an SMS. `receipts` are
    the statuses it reports. `window_h` is how long after the person's last message it lets the
    bot speak freely; 0 is always. It takes `per_s` messages a second in all, and of one contact
    `contact_per_s` in the long run and `contact_burst` at once; 0 is no bound. A channel with a
    `successor` was shut by its owner.
    """

    title: str = ""
    text_chars: int = 0
    text_unit: Unit = "characters"
    options_text_chars: int = 0
    links_text_chars: int = 0
    captions: bool = True
    caption_chars: int = 0
    options: int = 0
    options_as: Literal["buttons", "quick_replies", "keyboard"] = "buttons"
    option_chars: int = 0
    option_descriptions: bool = False
    labels_differ: bool = False
    links: int = 0
    mixes_links: bool = False
    rows: int = 0
    row_chars: int = 0
    row_description_chars: int = 0
    cards: int = 0
    cards_least: int = 1
    cards_alike: bool = False
    cards_need_image: bool = False
    card_options: int = 0
    card_title_chars: int = 0
    card_subtitle_chars: int = 0
    card_chars: int = 0
    media: tuple[MediaKind, ...] = ()
    media_bytes: dict[MediaKind, int] = field(default_factory=dict)
    one_message: bool = False
    shows_place: bool = False
    receives_location: bool = False
    asks_location: bool = False
    receives_files: bool = False
    templates: bool = False
    typing: bool = False
    markup: Literal["own", "stars", "none"] = "none"
    spoken: bool = False
    segmented: bool = False
    receipts: tuple[Literal["delivered", "read"], ...] = ()
    window_h: int = 0
    per_s: float = 0
    contact_per_s: float = 0
    contact_burst: int = 1
    public: bool = False
    successor: str = ""
