"""The dialogs of a bot: those that its first dialog leads to, files and such within files."""

from collections.abc import Container, Iterator
from typing import Any

from msgspec import Struct, field

from engine.importers.composer.plain import as_list, as_map, as_text, maps_in
from engine.importers.composer.source import Export, Piece, kind_of
from engine.importers.naming import Names, identifier

DIALOG = "AdaptiveDialog"
BEGINS = frozenset({"BeginDialog", "ReplaceDialog"})
# A dialog within others so deep is a mistake of whoever wrote it.
DEEPEST = 40


class Dialog(Struct, eq=False):
    """A dialog: what it is called there and here, and the nodes that others lead to.

    `entry` is where a visit begins; `rest` where it waits for the next message, "" where it
    ends by itself. `body` is the file's (its values are read where they are used).
    """

    id: str
    name: str
    place: str
    body: dict[str, Any]
    parent: "Dialog | None" = None
    is_root: bool = False
    entry: str = ""
    rest: str = ""
    unknown: str = ""
    # Nodes by the event that they are for; our variables by what they are called there.
    handlers: dict[str, str] = field(default_factory=dict)
    # Actions that are put at the end while it goes on, by the variable that says so.
    appended: list[tuple[str, list[object]]] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def ends_itself(self) -> bool:
        """Whether it ends when it has nothing more to do."""
        value = self.body.get("autoEndDialog", True)
        return value is not False and as_text(value).strip("= ").lower() != "false"

    def triggers(self, *kinds: str) -> list[dict[str, object]]:
        """Its triggers of some kinds, in the order in which they are looked at."""
        found = maps_in(self.body.get("triggers")) or maps_in(self.body.get("rules"))
        wanted = [one for one in found if kind_of(one) in kinds]
        return sorted(wanted, key=lambda one: (-_conditions(one), _priority(one)))

    def other_triggers(self, known: Container[str]) -> list[dict[str, object]]:
        """Its triggers of all other kinds."""
        found = maps_in(self.body.get("triggers")) or maps_in(self.body.get("rules"))
        return [one for one in found if kind_of(one) not in known]


def _conditions(trigger: dict[str, object]) -> int:
    """How specific a trigger is: the more conditions it has, the sooner it is looked at."""
    written = as_text(trigger.get("condition"))
    alternatives = "||" in written
    return (written.count("&&") + 2 - alternatives) if written.strip() else 0


def _priority(trigger: dict[str, object]) -> float:
    text = str(trigger.get("priority", "0")).strip().removeprefix("=").strip()
    try:
        return float(text)
    except ValueError:
        return 0.0


class Dialogs:
    """All dialogs by their ids in small letters; inline ones by the identity of their body."""

    def __init__(self, export: Export, piece: Piece) -> None:
        self.export = export
        self.names = Names()
        self.by_id: dict[str, Dialog] = {}
        self.inline: dict[int, Dialog] = {}
        self.all: list[Dialog] = []
        self.missing: dict[str, None] = {}
        body = piece.root
        if isinstance(body, str):
            resource = export.dialogs.get(body.lower())
            if resource is None:
                self.missing[body] = None
            body = resource.body if resource else {}
        root = as_map(body)
        if kind_of(root) != DIALOG:
            # A lone action or input as a dialog: what it does when it begins.
            begin = {"$kind": "Microsoft.OnBeginDialog", "actions": [root] if root else []}
            root = {"$kind": "Microsoft.AdaptiveDialog", "triggers": [begin]}
        self.root = self._add(root, piece.id, piece.path, None, is_root=True)
        self.by_id.setdefault(piece.id.lower(), self.root)
        if piece.script is None:
            self._add_the_rest(piece)

    def find(self, reference: object) -> Dialog | None:
        """The dialog that a reference (its id, or itself) stands for."""
        if isinstance(reference, dict):
            return self.inline.get(id(reference))
        return self.by_id.get(as_text(reference).strip().lower())

    def _add_the_rest(self, piece: Piece) -> None:
        for resource in list(self.export.dialogs.values()):
            if resource.kind == DIALOG and resource.body is not piece.root:
                self._named(resource.id)

    def _named(self, name: str) -> None:
        key = name.strip().lower()
        resource = self.export.dialogs.get(key)
        if key in self.by_id:
            return
        if resource is None:
            self.missing[name] = None
            return
        body = resource.body
        if resource.kind != DIALOG:
            begin = {"$kind": "Microsoft.OnBeginDialog", "actions": [body]}
            body = {"$kind": "Microsoft.AdaptiveDialog", "triggers": [begin]}
        self._add(body, resource.id, resource.path, None)

    def _add(
        self,
        body: dict[str, Any],
        name: str,
        place: str,
        parent: Dialog | None,
        *,
        is_root: bool = False,
    ) -> Dialog:
        own = as_text(body.get("id")) or name
        dialog = Dialog(own, self.names.take(own, "dialog"), place, body, parent, is_root)
        self.all.append(dialog)
        self.inline[id(body)] = dialog
        for key in (name.lower(), own.lower()):
            self.by_id.setdefault(key, dialog)
        for each in as_list(body.get("dialogs")):
            self._referred(each, dialog)
        for each in _begun(body):
            self._referred(each, dialog)
        return dialog

    def _referred(self, reference: object, parent: Dialog) -> None:
        if isinstance(reference, str):
            if reference.strip().startswith("=") or "${" in reference:
                self._candidates(reference)
            elif reference.strip():
                self._named(reference)
        elif isinstance(reference, dict) and id(reference) not in self.inline:
            depth = sum(1 for _ in _ancestors(parent))
            if kind_of(reference) == DIALOG and depth < DEEPEST:
                self._add(reference, f"{parent.id}_{len(self.all)}", parent.place, parent)

    def _candidates(self, expression: str) -> None:
        """A name that is computed may be that of any dialog that ends as the expression does."""
        ends = [part for part in expression.split("'")[1::2] if identifier(part, "x") != "x"]
        for name, resource in self.export.dialogs.items():
            if resource.kind == DIALOG and ends and name.endswith(ends[-1].lower()):
                self._named(name)


def labels_of(dialog: Dialog) -> set[str]:
    """The ids of all actions of a dialog."""
    found: set[str] = set()
    stack: list[object] = [dialog.body.get("triggers")]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack += one
        elif isinstance(one, dict):
            found |= {as_text(one.get("id")), as_text(as_map(one.get("$designer")).get("id"))}
            stack += one.values()
    return found - {""}


def _begun(body: object) -> Iterator[object]:
    """What the actions of a dialog begin, short of what those dialogs begin themselves."""
    stack: list[object] = [as_map(body).get("triggers"), as_map(body).get("rules")]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack += reversed(one)
        elif isinstance(one, dict):
            if kind_of(one) == DIALOG:
                yield one
                continue
            if kind_of(one) in BEGINS:
                yield one.get("dialog")
            stack += [value for key, value in reversed(one.items()) if key != "dialog"]


def _ancestors(dialog: Dialog | None) -> Iterator[Dialog]:
    while dialog is not None:
        yield dialog
        dialog = dialog.parent
