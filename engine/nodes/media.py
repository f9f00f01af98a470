"""Send files: images, audio, video, documents."""

from collections.abc import Iterator

from engine.nodes.checks import check_media
from engine.nodes.fields import Params
from engine.nodes.parts import MediaParams
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.nodes.showing import show_media
from engine.types.limits import Limits
from engine.types.message import Message


class MediaNode(Params, frozen=True, kw_only=True):
    """Sends media, each with its caption, in one message."""

    media: tuple[MediaParams, ...]


def enter(params: MediaNode, context: Context) -> Leave:
    media = show_media(params.media, context)
    if not media:
        context.warn("no-media", "no address was left after its holes were filled")
        return Leave()
    return Leave(effects=(context.send(Message(media=media)),))


def check(params: MediaNode, _limits: Limits) -> Iterator[Finding]:
    if not params.media:
        yield Finding(
            "no-media", "media", "there is nothing to send", "add a file, or delete the node"
        )
    yield from check_media(params.media, "media")


KIND = Kind(
    name="media",
    params=MediaNode,
    group="say",
    title={"es": "Archivos", "en": "Media", "pt": "Mídia"},
    icon="media",
    enter=enter,
    check=check,
)
