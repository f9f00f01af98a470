"""What WhatsApp carries, and how fast, as Meta documents it for the Cloud API."""

from engine.types.capability import ALL_MEDIA, Capability

MB = 1_000_000

CAPABILITY = Capability(
    title="WhatsApp",
    text_chars=4096,
    options_text_chars=1024,
    links_text_chars=1024,
    caption_chars=1024,
    options=3,
    option_chars=20,
    labels_differ=True,
    links=1,
    rows=10,
    row_chars=24,
    row_description_chars=72,
    cards=10,
    cards_least=2,
    cards_alike=True,
    cards_need_image=True,
    card_options=2,
    card_chars=160,
    media=ALL_MEDIA,
    media_bytes={"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB},
    shows_place=True,
    receives_location=True,
    asks_location=True,
    receives_files=True,
    templates=True,
    typing=True,
    markup="stars",
    receipts=("delivered", "read"),
    window_h=24,
    per_s=80,
    contact_per_s=1 / 6,
    contact_burst=45,
)
