"""Topics: one for each folder and each large branch of the tree; small branches share some."""

from engine.importers.watson.conversion import Conversion, title_of
from engine.importers.watson.entrances import START
from engine.importers.watson.order import Entry
from engine.importers.watson.source import DialogNode

# A branch of so many dialog nodes has a topic of its own; smaller ones share one.
LARGE_BRANCH = 8
SHARED_NODES = 40
# What every bot has stands with its greeting.
OPENING = frozenset({"welcome", "conversation_start", "anything_else"})


def open_topics(conversion: Conversion) -> tuple[DialogNode, ...]:
    """Gives every dialog node that is drawn its topic; the nodes, in the order of the tree."""
    conversion.drawing.open_topic(START, conversion.text("Start"))
    drawn: list[DialogNode] = []
    shared = _Shared(conversion)
    for entry in conversion.tree.level(""):
        branch = _branch(conversion, entry)
        size = sum(1 + len(_parts(conversion, node)) for node in branch)
        topic = _topic(conversion, entry, size, shared)
        for node in branch:
            conversion.topics.setdefault(node.id, topic)
            drawn.append(node)
    for node in conversion.tree.nodes.values():
        conversion.topics.setdefault(node.id, START)
    return tuple({node.id: node for node in drawn}.values())


class _Shared:
    """The topic for small branches, until it is full."""

    def __init__(self, conversion: Conversion) -> None:
        self._conversion = conversion
        self._count = 0
        self._size = SHARED_NODES
        self._topic = ""

    def topic(self, size: int) -> str:
        if self._size + size > SHARED_NODES:
            self._count += 1
            title = "Dialog" if self._count == 1 else f"Dialog {self._count}"
            self._topic = self._conversion.drawing.names.take(title, "topic")
            self._conversion.drawing.open_topic(self._topic, self._conversion.text(title))
            self._size = 0
        self._size += size
        return self._topic


def _topic(conversion: Conversion, entry: Entry, size: int, shared: _Shared) -> str:
    if not entry.folders and size < LARGE_BRANCH:
        return START if entry.node.conditions in OPENING else shared.topic(size)
    key = entry.folders[0] if entry.folders else entry.node
    if key.id not in conversion.topics:
        title = title_of(key) or key.id
        topic = conversion.drawing.names.take(title, "topic")
        conversion.drawing.open_topic(topic, conversion.text(title))
        conversion.topics[key.id] = topic
    return conversion.topics[key.id]


def _branch(conversion: Conversion, entry: Entry) -> list[DialogNode]:
    found: list[DialogNode] = []
    waiting = [entry.node]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.append(node)
            below = [one.node for one in conversion.tree.level(node.id)]
            waiting += reversed(below)
    return found


def _parts(conversion: Conversion, node: DialogNode) -> list[DialogNode]:
    tree = conversion.tree
    slots = tree.parts(node.id, "slot")
    handlers = [one for slot in slots for one in tree.parts(slot.id, "event_handler")]
    return [*tree.parts(node.id, "response_condition"), *slots, *handlers]
