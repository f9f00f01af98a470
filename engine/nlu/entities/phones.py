"""Phone numbers in a message; the value is the E.164 form, such as +34612345678."""

import re
from collections.abc import Iterator
from typing import cast

from engine.nlu.entities.protocol import Scene
from engine.nodes.answers.phone import region_of_person
from engine.nodes.protocol import Context
from engine.types.reading import Entity

# Fewer digits are no number that one can call from anywhere.
_ENOUGH = re.compile(r"(?:\d[^\w]{0,3}){7}")


def find(scene: Scene) -> Iterator[Entity]:
    if not _ENOUGH.search(scene.text):
        return
    import phonenumbers  # noqa: PLC0415 - large, and few messages hold a phone number

    region = region_of_person(cast(Context, scene))  # it looks at what a scene has
    for match in phonenumbers.PhoneNumberMatcher(scene.text, region or None):
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield Entity("phone", value, match.start, match.end)
