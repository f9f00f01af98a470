"""Any other system: it draws the messages itself, so nothing is kept from it."""

from engine.types.capability import ALL_MEDIA, Capability

CAPABILITY = Capability(
    title="API",
    options=10,
    option_chars=20,
    option_descriptions=True,
    links=10,
    mixes_links=True,
    cards=10,
    card_options=3,
    media=ALL_MEDIA,
    one_message=True,
    shows_place=True,
    receives_location=True,
    asks_location=True,
    receives_files=True,
    markup="own",
    receipts=("delivered", "read"),
)
