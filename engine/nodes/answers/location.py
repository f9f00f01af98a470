"""A place on the map that the person sent; the value is an object."""

from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.message import Place
from engine.types.value import Value


def read(_text: str, said: Said, _question: Question, _context: Context) -> Value:
    return place_value(said.place)


def place_value(place: Place | None) -> Value:
    """The place as an object for variables; None where it is no point on the map."""
    if place is None or not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        return None
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "name": place.name,
        "address": place.address,
    }
