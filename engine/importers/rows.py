"""A row of nodes while it is drawn: each follows the ends before it."""

from collections.abc import Iterable

from engine.importers.drawing import WISH_CHARS, Drawing
from engine.nodes.fields import Params

End = tuple[str, str]


class Row:
    """The next node follows all `ends`, ports that lead nowhere yet; `first` is the row's first.

    A platform's row adds where its nodes come from, and what it has to remember of each.
    """

    def __init__(self, drawing: Drawing, topic: str, source: str, ends: Iterable[End] = ()) -> None:
        self.drawing = drawing
        self.topic = topic
        self.source = source
        self.ends = list(ends)
        self.first = ""

    def then(
        self,
        wish: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        source: str = "",
        when: str = "",
        pause_ms: int | None = None,
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows; what comes next follows its ports `ends`."""
        return self.put(
            self.take(wish, kind),
            kind,
            params,
            title=title,
            note=note,
            source=source,
            when=when,
            pause_ms=pause_ms,
            ends=ends,
        )

    def put(
        self,
        name: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        source: str = "",
        when: str = "",
        pause_ms: int | None = None,
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows, under an id that was taken before."""
        self.drawing.put(
            self.topic,
            name,
            kind,
            params,
            title=title,
            note=note,
            source=source or self.source,
            when=when,
            pause_ms=pause_ms,
        )
        self.join(name)
        self.ends = [(name, port) for port in ends]
        self.first = self.first or name
        self.drew(name)
        return name

    def join(self, name: str) -> None:
        """Leads all ends to a node of the same topic."""
        for start, port in self.ends:
            self.drawing.connect(self.topic, start, port, name)
        self.ends = []

    def fork(self, *ends: End) -> "Row":
        """Another way on from some ends."""
        return Row(self.drawing, self.topic, self.source, ends)

    def take(self, wish: str, kind: str) -> str:
        """The id of the next node."""
        return self.drawing.names.take(wish, kind, WISH_CHARS)

    def drew(self, name: str) -> None:
        """Remembers a node that was drawn."""
