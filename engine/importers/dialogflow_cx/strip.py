"""A strip of nodes that follow one another, from a head to somewhere."""

from engine.importers.dialogflow_cx.conversion import Conversion
from engine.importers.dialogflow_es.conversion import Flow
from engine.importers.dialogflow_es.source import Intent
from engine.nodes.goto import Goto


class Strip(Flow):
    """Draws at its open ends; `head` is its first node, wherever that is."""

    def __init__(
        self, conversion: Conversion, topic: str, wish: str, place: str, promised: str = ""
    ) -> None:
        super().__init__(conversion, topic, Intent(path=place, id="", name=""), wish)
        self.cx = conversion
        self.quick = True
        self.source = place
        self.ends = []
        self.head = ""
        # The id under which others lead to the strip, where that was said before.
        self.promised = promised

    def take(self, wish: str, kind: str) -> str:
        name, self.promised = self.promised, ""
        return name or super().take(wish, kind)

    def drew(self, name: str) -> None:
        self.head = self.head or name

    def lead(self, target: str, topic: str) -> None:
        """What is open leads to a node, by a `goto` where that is on another canvas."""
        if topic == self.topic and not self.promised:
            for start, port in self.ends:
                self.cx.drawing.connect(self.topic, start, port, target)
            self.head = self.head or target
            self.ends = []
        elif self.ends or not self.head:
            self.then(f"goto_{target}", "goto", Goto(target=target), ends=())

    def part(self, ends: list[tuple[str, str]], wish: str = "") -> "Strip":
        """A strip of its own that goes on from other ends."""
        other = Strip(self.cx, self.topic, wish or self.entry, self.source)
        other.ends = ends
        other.head = self.head or "-"
        return other
