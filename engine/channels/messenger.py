"""Facebook Messenger: quick replies go with the next message, files have no captions."""

from engine.types.capability import ALL_MEDIA, Capability

MB = 1_000_000

CAPABILITY = Capability(
    title="Messenger",
    text_chars=2000,
    links_text_chars=640,
    captions=False,
    options=13,
    options_as="quick_replies",
    option_chars=20,
    links=3,
    cards=10,
    card_options=3,
    card_title_chars=80,
    card_subtitle_chars=80,
    media=ALL_MEDIA,
    media_bytes=dict.fromkeys(ALL_MEDIA, 25 * MB),
    receives_location=True,
    receives_files=True,
    typing=True,
    receipts=("delivered", "read"),
    window_h=24,
)
