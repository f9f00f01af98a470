"""Files and places as a channel shows them: themselves, or as text with their addresses."""

from msgspec import Struct
from msgspec.structs import replace

from engine.channels.fitting.ground import Ground
from engine.types.message import Media, Place

MB = 1_000_000
MAP = "https://www.google.com/maps/search/?api=1&query={latitude:g},{longitude:g}"


class Files(Struct, frozen=True):
    """The files that the channel takes, and the texts that come with or in place of them."""

    media: tuple[Media, ...] = ()
    texts: tuple[str, ...] = ()


def fit_media(media: tuple[Media, ...], ground: Ground) -> Files:
    """The files as they can be sent; captions that are too long or have no place come as text."""
    kept: list[Media] = []
    texts: list[str] = []
    for one in media:
        if _carries(one, ground):
            shown, text = _captioned(one, ground)
            kept.append(shown)
        else:
            text = _described(one, ground)
        if text:
            texts.append(text)
    return Files(tuple(kept), tuple(texts))


def place_text(place: Place, ground: Ground) -> str:
    """A place in words, with its address on the web where one reads."""
    ground.note("place-in-text")
    address = MAP.format(latitude=place.latitude, longitude=place.longitude)
    if ground.capability.spoken:
        ground.note("address-not-heard", address)
        address = ""
    return "\n".join(part for part in (place.name, place.address, address) if part)


def _carries(media: Media, ground: Ground) -> bool:
    row = ground.capability
    if media.kind not in row.media:
        if row.spoken:
            ground.note("media-not-heard", media.url)
        else:
            ground.note("media-as-address")
        return False
    most = next((size for kind, size in row.media_bytes.items() if kind == media.kind), 0)
    if most and media.size > most:
        ground.note("media-too-large", most=most // MB)
        return False
    return True


def _captioned(media: Media, ground: Ground) -> tuple[Media, str]:
    row = ground.capability
    caption = ground.written(media.caption)
    fits = row.captions and (not row.caption_chars or len(caption) <= row.caption_chars)
    if fits or not caption:
        return replace(media, caption=caption), ""
    ground.note("caption-apart")
    return replace(media, caption=""), caption


def _described(media: Media, ground: Ground) -> str:
    caption = ground.written(media.caption)
    address = "" if ground.capability.spoken else media.url
    return "\n".join(part for part in (caption or media.name, address) if part)
