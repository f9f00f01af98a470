"""Slack: a message is a stack of blocks, so everything comes together."""

from engine.types.capability import ALL_MEDIA, Capability

CAPABILITY = Capability(
    title="Slack",
    text_chars=3000,
    options=25,
    option_chars=75,
    links=25,
    mixes_links=True,
    rows=100,
    row_chars=75,
    row_description_chars=75,
    cards=10,
    card_options=3,
    media=ALL_MEDIA,
    one_message=True,
    receives_files=True,
    markup="stars",
)
