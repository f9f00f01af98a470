"""Send files: images, audio, video, documents."""

from engine.nodes.fields import Params
from engine.nodes.parts import MediaParams


class MediaNode(Params, frozen=True, kw_only=True):
    """Sends media, each with its caption, in one message."""

    media: tuple[MediaParams, ...]
