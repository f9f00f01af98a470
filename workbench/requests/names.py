"""Requests on a bot's names: where they are used, and other names for them."""

import threading

from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Edit, Plain
from workbench.names import Family, Index
from workbench.rename import rename

# As much of a text as tells which it is.
SNIPPET = 160


def count(editor: Editor, bot: str) -> None:
    """Counts in the background how many texts use each name; told as news `names`.

    Names that are not declared are among them.
    """
    args = (editor, bot, _bot(editor, bot))
    threading.Thread(target=_count, args=args, daemon=True).start()


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
        for source in _index(editor).uses(_bot(editor, bot)).get((family, name), ())
    ]


def rename_name(
    editor: Editor, bot: str, family: Family, old: str, new: str, label: str = ""
) -> int:
    """Renames everywhere, as one edit; gives how many places changed."""
    document = editor.document
    ops = rename(_index(editor), _bot(editor, bot), document.tree, family, old, new)
    if ops:
        document.edit(Edit(ops, label), editor.id)
    return len(ops)


def _count(editor: Editor, name: str, bot: Bot) -> None:
    found: dict[str, dict[str, int]] = {}
    for (family, used), places in _index(editor).uses(bot).items():
        found.setdefault(family, {})[used] = len(places)
    editor.tell("names", {"bot": name, "counts": found})


def _index(editor: Editor) -> Index:
    if "names" not in editor.memory:
        editor.memory["names"] = Index()
    index: Index = editor.memory["names"]
    return index


def _bot(editor: Editor, bot: str) -> Bot:
    found = editor.document.project.bots.get(bot)
    if found is None:
        raise TertuliaError(f"there is no bot {bot!r}")
    return found


REQUESTS = {"names.count": count, "names.where": where, "names.rename": rename_name}
