"""E-mail: room for everything that is read, and no buttons but links."""

from engine.types.capability import ALL_MEDIA, Capability

CAPABILITY = Capability(
    title="E-mail",
    links=100,
    media=ALL_MEDIA,
    one_message=True,
    receives_files=True,
    markup="own",
    receipts=("delivered",),
)
