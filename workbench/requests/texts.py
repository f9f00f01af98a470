"""Requests on the texts of a bot, language beside language, and on files for translators."""

import base64
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from engine.project.localisation import Edit as Translation
from engine.project.localisation import (
    Imported,
    Row,
    export_po,
    export_xlsx,
    import_po,
    import_xlsx,
    progress,
    texts,
)
from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Edit, Op, Plain, Steps
from workbench.names import steps_of
from workbench.requests.files import uploads

Format = Literal["xlsx", "po"]

_EXPORTS: dict[Format, Callable[[Bot, str], bytes]] = {"xlsx": export_xlsx, "po": export_po}
# `Any`: both take `force` by name.
_IMPORTS: dict[str, Callable[..., Any]] = {".xlsx": import_xlsx, ".po": import_po}


def rows(editor: Editor, bot: str) -> Plain:
    """Where each text of a bot stands, below the bot; what it says is in the project's tree."""
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "topic": row.topic,
            "node": row.node,
            "place": row.path,
            "path": _path(row),
            "limit": row.limit,
        }
        for row in texts(_bot(editor, bot))
    ]


def measure(editor: Editor, bot: str) -> None:
    """Counts in the background how much of each language is written; told as news `progress`."""
    values = _bot(editor, bot)
    threading.Thread(target=_measure, args=(editor, bot, values), daemon=True).start()


def export(editor: Editor, bot: str, language: str, format: Format) -> Plain:  # noqa: A002
    """The file for a translator, in base64, and its name."""
    data = _EXPORTS[format](_bot(editor, bot), language)
    name = f"{bot}_{language}.{format}"
    return {"name": name, "data": base64.b64encode(data).decode()}


def read(editor: Editor, upload: str, bot: str, language: str, force: bool = False) -> None:
    """Reads a translator's file in the background; told as news `translations`: what it would
    change and what is wrong, or `error`."""
    path = uploads(editor).path(upload)
    args = (editor, path, _bot(editor, bot), language, force)
    threading.Thread(target=_read, args=args, daemon=True).start()


def take(editor: Editor, bot: str, label: str = "") -> int:
    """Makes the translations that were read the bot's; gives how many."""
    held: tuple[Translation, ...] = editor.memory.pop("translations", ())
    ops = tuple(Op(("bots", bot, *_path(one.row), one.language), _plain(one.value)) for one in held)
    if not ops:
        raise TertuliaError("there is no translation to take; choose the file again")
    editor.document.edit(Edit(ops, label), editor.id)
    return len(ops)


def _measure(editor: Editor, bot: str, values: Bot) -> None:
    found = progress(values)
    editor.tell("progress", {"bot": bot, "languages": found})


def _read(editor: Editor, path: Path, bot: Bot, language: str, force: bool) -> None:
    reader = _IMPORTS.get(path.suffix.lower())
    if reader is None:
        known = " or ".join(_IMPORTS)
        editor.tell("translations", {"error": f"{path.name}: not a {known} file"})
        return
    try:
        found: Imported = reader(bot, language, path.read_bytes(), path.name, force=force)
    except TertuliaError as error:
        editor.tell("translations", {"error": str(error)})
        return
    editor.memory["translations"] = found.edits
    news = {
        "count": len(found.edits),
        "issues": editor.told(found.issues),
        "unchanged": found.unchanged,
        "empty": found.empty,
        "language": language,
    }
    editor.tell("translations", news)


def _path(row: Row) -> Steps:
    """The steps to a text's languages, below the bot."""
    steps = steps_of(row.path)
    if row.node:
        return ("topics", row.topic, "nodes", row.node, "params", *steps)
    return ("topics", row.topic, *steps) if row.topic else steps


def _plain(value: str | tuple[str, ...]) -> Plain:
    return value if isinstance(value, str) else list(value)


def _bot(editor: Editor, bot: str) -> Bot:
    found = editor.document.project.bots.get(bot)
    if found is None:
        raise TertuliaError(f"there is no bot {bot!r}")
    return found


REQUESTS = {
    "texts.rows": rows,
    "texts.measure": measure,
    "texts.export": export,
    "texts.read": read,
    "texts.take": take,
}
