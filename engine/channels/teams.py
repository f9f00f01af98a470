"""Microsoft Teams: texts are counted in UTF-16, six buttons on a card, lists beyond them."""

from engine.types.capability import ALL_MEDIA, Capability

CAPABILITY = Capability(
    title="Microsoft Teams",
    text_chars=20_000,
    text_unit="utf16",
    options=6,
    option_chars=20,
    links=6,
    mixes_links=True,
    rows=100,
    row_chars=75,
    cards=10,
    card_options=6,
    media=ALL_MEDIA,
    one_message=True,
    receives_files=True,
    typing=True,
    markup="own",
)
