"""A row of nodes while it is drawn: each follows the ends before it."""

from engine.importers.drawing import Drawing
from engine.nodes.fields import Params


class Row:
    """The next node follows all `ends`, ports that lead nowhere yet."""

    def __init__(
        self, drawing: Drawing, topic: str, source: str, ends: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.drawing = drawing
        self.topic = topic
        self.source = source
        self.ends = list(ends)

    def then(
        self,
        wish: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        when: str = "",
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows; what comes next follows its ports `ends`."""
        name = self.drawing.add(
            self.topic,
            wish,
            kind,
            params,
            title=title,
            note=note,
            source=self.source,
            when=when,
        )
        self.join(name)
        self.ends = [(name, port) for port in ends]
        return name

    def join(self, name: str) -> None:
        """Leads all ends to a node of the same topic."""
        for start, port in self.ends:
            self.drawing.connect(self.topic, start, port, name)
        self.ends = []

    def fork(self, *ends: tuple[str, str]) -> "Row":
        """Another way on from some ends."""
        return Row(self.drawing, self.topic, self.source, ends)
