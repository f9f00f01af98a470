"""Put the conversation away."""

from engine.nodes.fields import Params, Template
from engine.nodes.protocol import Context, End, Kind
from engine.types.effect import Archive


class ArchiveNode(Params, frozen=True, kw_only=True):
    """Ends the session. The next message starts a new one."""

    reason: Template = ""


def enter(params: ArchiveNode, context: Context) -> End:
    return End((Archive(context.fill(params.reason)),), all=True)


def ports(_params: ArchiveNode) -> tuple[str, ...]:
    return ()


KIND = Kind(
    name="archive",
    params=ArchiveNode,
    group="people",
    title={"es": "Archivar", "en": "Archive", "pt": "Arquivar"},
    icon="archive",
    enter=enter,
    ports=ports,
)
