"""The tree in Watson's order: by parent and previous sibling, folders opened, breaks mended."""

from msgspec import Struct

from engine.importers.watson.source import DialogNode, Skill

# Parts of another node: they are no children that a message may reach.
PARTS = frozenset({"response_condition", "slot", "event_handler"})
FOLDER = "folder"
CATCHES_ALL = frozenset({"anything_else", "true"})


class Entry(Struct, frozen=True):
    """A node of a level; `folders` are those around it, whose conditions must hold too."""

    node: DialogNode
    folders: tuple[DialogNode, ...] = ()

    @property
    def digress_in(self) -> str:
        """How a digression comes in: as the node says, else as the folder around it does."""
        ways = (self.node.digress_in, *(one.digress_in for one in reversed(self.folders)))
        return next((way for way in ways if way), "")


class Tree:
    """The nodes of a skill by id, and below each other. `mended` says what was out of order."""

    def __init__(self, skill: Skill) -> None:
        self.nodes: dict[str, DialogNode] = {}
        self.mended: list[tuple[DialogNode, str]] = []
        for node in skill.nodes:
            if node.id in self.nodes:
                self.mended.append((node, "its id occurs twice: the first one is taken"))
            else:
                self.nodes[node.id] = node
        self._below: dict[str, list[DialogNode]] = {}
        groups: dict[str, list[DialogNode]] = {}
        for node in self.nodes.values():
            groups.setdefault(self._parent(node), []).append(node)
        for parent, siblings in groups.items():
            self._below[parent] = self._ordered(siblings)

    def level(self, parent: str) -> tuple[Entry, ...]:
        """The nodes that a message is tried against below a node, in order; `""` is the root."""
        return tuple(self._entries(parent, ()))

    def parts(self, parent: str, kind: str, event: str = "") -> tuple[DialogNode, ...]:
        """The parts of one kind that belong to a node, in order."""
        return tuple(
            node
            for node in self._below.get(parent, ())
            if node.type == kind and not node.disabled and (not event or node.event == event)
        )

    def siblings_from(self, target: DialogNode) -> tuple[Entry, ...]:
        """A node of a level and those after it."""
        level = self.level(self._level_of(target))
        at = next((at for at, entry in enumerate(level) if entry.node.id == target.id), None)
        return (Entry(target),) if at is None else level[at:]

    def is_root(self, node: DialogNode) -> bool:
        return self._level_of(node) == ""

    def _level_of(self, node: DialogNode) -> str:
        """The parent, beyond the folders between."""
        parent = self._parent(node)
        seen = {node.id}
        while parent and parent not in seen and self.nodes[parent].type == FOLDER:
            seen.add(parent)
            parent = self._parent(self.nodes[parent])
        return parent

    def _entries(self, parent: str, folders: tuple[DialogNode, ...]) -> list[Entry]:
        found: list[Entry] = []
        for node in self._below.get(parent, ()):
            if node.disabled or node.type in PARTS:
                continue
            if node.type != FOLDER:
                found.append(Entry(node, folders))
            elif node not in folders:
                found += self._entries(node.id, (*folders, node))
        return found

    def _parent(self, node: DialogNode) -> str:
        """The parent; a node without one that is there, or in a circle, stands at the root."""
        seen: set[str] = set()
        above = node.parent
        while above in self.nodes and above not in seen:
            if above == node.id:
                return ""
            seen.add(above)
            above = self.nodes[above].parent
        return node.parent if node.parent in self.nodes else ""

    def _is_broken(self, node: DialogNode) -> bool:
        return bool(node.previous or (node.parent and node.parent not in self.nodes))

    def _ordered(self, siblings: list[DialogNode]) -> list[DialogNode]:
        """By `previous_sibling`; what hangs on nothing follows in the order of the file."""
        after: dict[str, list[DialogNode]] = {}
        ids = {node.id for node in siblings}
        for node in siblings:
            if node.previous and node.previous not in ids:
                self.mended.append((node, f"it follows {node.previous!r}, which is not there"))
            if node.parent and node.parent not in self.nodes:
                self.mended.append((node, f"its parent {node.parent!r} is not there"))
            known = node.previous if node.previous in ids else ""
            after.setdefault(known, []).append(node)
        found: list[DialogNode] = []
        heads = after.pop("", [])
        heads.sort(key=self._is_broken)
        waiting = list(reversed(heads))
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += reversed(after.pop(node.id, []))
        for rest in after.values():
            # A circle of previous siblings.
            for node in rest:
                if node not in found:
                    self.mended.append((node, "its previous siblings run in a circle"))
                    found.append(node)
        if any(self._is_broken(node) for node in heads):
            # Behind a node that takes everything, nobody would come to those of unknown place.
            found.sort(key=lambda node: node.conditions in CATCHES_ALL)
        return found
