"""What Telegram carries."""

from engine.types.capability import ALL_MEDIA, Capability

MB = 1_000_000

CAPABILITY = Capability(
    title="Telegram",
    text_chars=4096,
    caption_chars=1024,
    options=100,
    options_as="keyboard",
    option_chars=64,
    links=100,
    mixes_links=True,
    media=ALL_MEDIA,
    media_bytes={"image": 10 * MB, "audio": 50 * MB, "video": 50 * MB, "document": 50 * MB},
    shows_place=True,
    receives_location=True,
    asks_location=True,
    receives_files=True,
    typing=True,
    markup="own",
    per_s=30,
    contact_per_s=1,
    # A turn's messages may come at once; in the long run it is one a second.
    contact_burst=5,
)
