"""A row of nodes while it is drawn, and what leads from it to elsewhere."""

from engine.importers.rows import Row
from engine.importers.watson.conversion import Conversion
from engine.nodes.goto import Goto


class Flow(Row):
    """A row of nodes while it is drawn: each follows the ends before it."""

    def __init__(
        self,
        conversion: Conversion,
        topic: str,
        source: str,
        ends: list[tuple[str, str]] | None = None,
        key: str = "",
    ) -> None:
        super().__init__(conversion.drawing, topic, source, ends or [])
        self.conversion = conversion
        # What leads to the next node that is drawn.
        self.keys = [key] if key else []

    def take(self, wish: str, kind: str) -> str:
        reserved = (self.conversion.reserved.get(key) for key in self.keys)
        return next((one for one in reserved if one), "") or super().take(wish, kind)

    def drew(self, name: str) -> None:
        self.conversion.topic_of[name] = self.topic
        self.conversion.heads.update(dict.fromkeys(self.keys, name))
        self.keys = []

    def lead(self, key: str) -> None:
        """All ends go on where a key says; without a node of its own, the row means that key."""
        self.conversion.aliases.update(dict.fromkeys(self.keys, key))
        self.keys = []
        for start, port in self.ends:
            self.conversion.leads.append((self.topic, start, port, key))
        self.ends = []

    def fork(self, *ends: tuple[str, str]) -> "Flow":
        """Another way on from some ends."""
        return Flow(self.conversion, self.topic, self.source, list(ends))


def join_leads(conversion: Conversion) -> None:
    """Connects what leads elsewhere, by a goto where that is in another topic."""
    for topic, start, port, key in conversion.leads:
        target = conversion.head(key)
        if not target:
            continue
        if conversion.topic_of[target] != topic:
            target = _goto(conversion, topic, target)
        conversion.drawing.connect(topic, start, port, target)


def _goto(conversion: Conversion, topic: str, target: str) -> str:
    known = conversion.gotos.get((topic, target))
    if known is None:
        known = conversion.drawing.add(
            topic, f"to_{target}", "goto", Goto(target=target), source=conversion.skill.place
        )
        conversion.topic_of[known] = topic
        conversion.gotos[topic, target] = known
    return known
