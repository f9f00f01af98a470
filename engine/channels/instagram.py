"""Instagram direct messages: texts are counted in bytes, quick replies go with the next one."""

from engine.types.capability import Capability

MB = 1_000_000

CAPABILITY = Capability(
    title="Instagram",
    text_chars=1000,
    text_unit="utf8",
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
    media=("image", "audio", "video"),
    media_bytes={"image": 8 * MB, "audio": 25 * MB, "video": 25 * MB},
    receives_files=True,
    typing=True,
    receipts=("read",),
    window_h=24,
)
