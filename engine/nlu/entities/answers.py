"""A message that is nothing but a yes or a no; the value is true or false."""

from collections.abc import Iterator

from engine.nlu.entities import spans
from engine.nlu.entities.protocol import Scene
from engine.nodes.answers import yes_no
from engine.types.reading import Entity

# Longer messages say more than yes.
_MOST_WORDS = 5


def find(scene: Scene) -> Iterator[Entity]:
    text = scene.text.strip()
    if not text or len(scene.words) > _MOST_WORDS:
        return
    value = spans.read(yes_no.read, scene, text)
    if value is not None:
        start = scene.text.index(text)
        yield Entity("yes_no", value, start, start + len(text))
