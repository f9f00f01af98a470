"""Requests on entity tables: spreadsheets that are sent, looked at, and taken into the bot."""

import re
import threading
from pathlib import Path

from msgspec import Struct

from engine.expressions.folding import fold
from engine.project.csv_text import encode_csv
from engine.project.tables import SUFFIXES, read_table
from engine.types.bot import EntityTable
from engine.types.issue import Issue, TertuliaError
from engine.types.limits import LIMITS
from workbench.editor import Editor
from workbench.edits import Edit, EditError, Op, Plain
from workbench.issue_words import told
from workbench.requests.files import uploads

SHOWN_ROWS = 8


class Held(Struct, frozen=True):
    """A table that was read and waits for the person's word."""

    table: EntityTable
    issues: tuple[Issue, ...]


def read(editor: Editor, upload: str) -> None:
    """Reads a sent spreadsheet in the background; told as news `table`: its first rows, or
    `error`."""
    path = uploads(editor).path(upload)
    threading.Thread(target=_read, args=(editor, upload, path), daemon=True).start()


def take(editor: Editor, bot: str, upload: str, name: str, label: str = "") -> int:
    """Makes a table that was read the bot's, in place of one of the same name; gives the
    revision."""
    held: Held | None = editor.memory.get("tables", {}).pop(upload, None)
    if held is None:
        raise TertuliaError("the table is not here any more; send the file again")
    rows = [list(row) for row in held.table.rows]
    value: Plain = {"columns": list(held.table.columns), "rows": rows}
    path = ("bots", bot, "entities", name)
    return editor.document.edit(Edit((Op(path, value),), label), editor.id).revision


def _read(editor: Editor, upload: str, path: Path) -> None:
    try:
        held = _table(path, editor.language)
    except TertuliaError as error:
        editor.tell("table", {"upload": upload, "error": str(error)})
        return
    editor.memory.setdefault("tables", {})[upload] = held
    news = {
        "upload": upload,
        "name": _name(path.stem),
        "columns": held.table.columns,
        "rows": held.table.rows[:SHOWN_ROWS],
        "count": len(held.table.rows),
        "issues": editor.told(held.issues),
    }
    editor.tell("table", news)


def _table(path: Path, language: str) -> Held:
    if path.suffix.lower() not in SUFFIXES:
        raise TertuliaError(f"{path.name}: not a spreadsheet; send one of {', '.join(SUFFIXES)}")
    table, issues = read_table(path.read_bytes(), path.name)
    if table is None:
        faults = [told(issue, language) for issue in issues[:3]]
        raise EditError("; ".join(f"{one.message}; {one.remedy}" for one in faults))
    # It is kept as .csv, whatever it came as: that reads well in a comparison of versions.
    table = EntityTable(table.columns, table.rows)
    size = len(encode_csv(table))
    if size > LIMITS.table_bytes:
        raise TertuliaError(
            f"{path.name}: its texts have {size:,} bytes, more than {LIMITS.table_bytes:,}; keep "
            "the rows and columns that conversations need"
        )
    return Held(table, issues)


def _name(stem: str) -> str:
    """A table's name made of a file's."""
    return re.sub(r"\W+", "_", fold(stem)).strip("_")[:60] or "table"


REQUESTS = {"tables.read": read, "tables.take": take}
