"""A file that the person sent: the first one; the value is an object."""

from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.message import Media
from engine.types.value import Value


def read(_text: str, said: Said, _question: Question, _context: Context) -> Value:
    return file_value(said.media[0]) if said.media else None


def file_value(media: Media) -> Value:
    """The file as an object for variables."""
    return {
        "kind": media.kind,
        "url": media.url,
        "name": media.name,
        "mime": media.mime,
        "size": media.size,
    }
