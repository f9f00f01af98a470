"""A bot being drawn: nodes with unique ids, put together into topics at the end."""

from typing import Any

import msgspec

from engine.importers.layout import lay_out
from engine.importers.naming import Names
from engine.nodes.fields import Params
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Node, Topic
from engine.types.value import Text, Value

# An id that tells what a node is for holds the whole id of its intent.
WISH_CHARS = 60
# Two intents that every bot has, told apart on the canvas where an importer gives no title.
TITLES = {STARTUP: "Start", NOT_UNDERSTOOD: "Not understood"}


class Drawing:
    """Nodes by topic; ids are unique in the whole bot."""

    def __init__(self, reserved: tuple[str, ...] = ()) -> None:
        self.names = Names(reserved)
        self.topics: dict[str, Text] = {}
        self._nodes: dict[str, dict[str, Node]] = {}

    def open_topic(self, topic: str, title: Text) -> None:
        """A new canvas; its nodes follow."""
        self.topics[topic] = title
        self._nodes[topic] = {}

    def add(
        self,
        topic: str,
        wish: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        source: str = "",
        when: str = "",
        pause_ms: int | None = None,
    ) -> str:
        """Draws a node; its id, as near to the wish as is free."""
        name = self.names.take(wish, kind, WISH_CHARS)
        return self.put(
            topic,
            name,
            kind,
            params,
            title=title,
            note=note,
            source=source,
            when=when,
            pause_ms=pause_ms,
        )

    def put(
        self,
        topic: str,
        name: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        source: str = "",
        when: str = "",
        pause_ms: int | None = None,
    ) -> str:
        """Draws a node under an id that was taken before."""
        plain: dict[str, Value] = msgspec.json.decode(msgspec.json.encode(params))
        self._nodes[topic][name] = Node(
            kind=kind,
            title=title or TITLES.get(name, ""),
            when=when,
            pause_ms=pause_ms,
            params=plain,
            note=note,
            source=source,
        )
        return name

    def title(self, topic: str, name: str) -> str:
        """The title of a node; empty where it has none."""
        return self._nodes[topic][name].title

    def connect(self, topic: str, start: str, port: str, end: str) -> None:
        """An edge from a port to a node of the same topic."""
        node = self._nodes[topic][start]
        edges = {**node.edges, port: end}
        self._nodes[topic][start] = msgspec.structs.replace(node, edges=edges)

    def pause(self, topic: str, name: str, milliseconds: int) -> None:
        """Lets time pass before what a node says."""
        self._change(topic, name, pause_ms=milliseconds)

    def aim(self, topic: str, name: str, target: str) -> None:
        """Says where a visit goes that was drawn before its target."""
        params: dict[str, Value] = {**self._nodes[topic][name].params, "target": target}
        self._change(topic, name, params=params)

    def name(self, topic: str, name: str, title: str) -> None:
        """Gives a node its title."""
        self._change(topic, name, title=title)

    def replace(self, topic: str, name: str, params: Params) -> None:
        """Gives a node other settings."""
        plain: dict[str, Value] = msgspec.json.decode(msgspec.json.encode(params))
        self._change(topic, name, params=plain)

    def names_in(self, topic: str) -> tuple[str, ...]:
        """The ids of the nodes of a topic so far, in the order in which they were drawn."""
        return tuple(self._nodes[topic])

    def remark(self, topic: str, name: str, text: str) -> None:
        """Adds to the note of a node."""
        node = self._nodes[topic][name]
        note = f"{node.note}\n\n{text}" if node.note else text
        self._nodes[topic][name] = msgspec.structs.replace(node, note=note)

    def mark(self, topic: str, name: str, title: str, text: str) -> None:
        """Marks a node for a person: its title says so, its note why."""
        self._change(topic, name, title=title)
        self.remark(topic, name, text)

    # `Any`: settings of a node, each of its own type.
    def _change(self, topic: str, name: str, **changes: Any) -> None:
        node = self._nodes[topic][name]
        self._nodes[topic][name] = msgspec.structs.replace(node, **changes)

    def finish(self) -> dict[str, Topic]:
        """The topics that have nodes, each laid out with its intents at the left."""
        finished = {}
        for topic, nodes in self._nodes.items():
            if nodes:
                entries = [name for name, node in nodes.items() if node.kind == "intent"]
                finished[topic] = Topic(
                    title=self.topics[topic], nodes=dict(nodes), layout=lay_out(nodes, entries)
                )
        return finished
