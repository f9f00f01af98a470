"""Requests on a bot's names: where they are used, and other names for them."""

from typing import Any

from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Edit, Plain
from workbench.names import Family, Uses, uses
from workbench.rename import rename

# As much of a text as tells which it is.
SNIPPET = 160


def counts(editor: Editor, bot: str) -> Plain:
    """How many texts use each name, by family; names that are not declared among them."""
    found: dict[str, dict[str, int]] = {}
    for (family, name), places in _uses(editor, bot).found.items():
        found.setdefault(family, {})[name] = len(places)
    return found


def where(editor: Editor, bot: str, family: Family, name: str) -> Plain:
    """The places that use a name."""
    return [
        {
            "topic": source.topic,
            "node": source.node,
            "place": source.place or ".".join(map(str, source.path)),
            "text": source.text[:SNIPPET],
            "sets": source.role in {"sets", "sets_field"},
        }
        for source in _uses(editor, bot).of(family, name)
    ]


def rename_name(
    editor: Editor, bot: str, family: Family, old: str, new: str, label: str = ""
) -> int:
    """Renames everywhere, as one edit; gives how many places changed."""
    document = editor.document
    if bot not in document.project.bots:
        raise TertuliaError(f"there is no bot {bot!r}")
    ops = rename(document.project, document.tree, bot, family, old, new)
    if ops:
        document.edit(Edit(ops, label), editor.id)
    return len(ops)


def _uses(editor: Editor, bot: str) -> Uses:
    """Worked out once for each state of the project."""
    document = editor.document
    project = document.project
    # `Any`: the memory is shared by all requests; this key is ours.
    held: Any = editor.memory.get("names")
    if held is None or held[0] is not project or held[1] != bot:
        held = (project, bot, uses(project.bots[bot], project))
        editor.memory["names"] = held
    found: Uses = held[2]
    return found


REQUESTS = {"names.counts": counts, "names.where": where, "names.rename": rename_name}
