"""Translations as a spreadsheet, source and translation side by side."""

import io
import zipfile
from typing import TYPE_CHECKING

from python_calamine import CalamineError, PasswordError, XmlError, ZipError, load_workbook

from engine.project.localisation.imported import Found, Imported, judge, unusable
from engine.project.localisation.rows import fingerprint, source, texts
from engine.types.bot import Bot
from engine.types.limits import LIMITS
from engine.types.zip_faults import ZIP_FAULTS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# What translators change is the last column but one; the last says what it was made from.
HEADER = ("text", "kind", "at most", "from")
WIDTHS = (36, 10, 9, 60, 60, 15)
_UNPACKED_BYTES = 20 * LIMITS.table_bytes


def export_xlsx(bot: Bot, language: str) -> bytes:
    """The spreadsheet for a language. Raises ModuleNotFoundError without the extra `train`."""
    import openpyxl  # noqa: PLC0415  an extra: only who exports a spreadsheet needs it

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"{bot.id or 'bot'} {language}"[:31]
    sheet.append([*HEADER, language, "version"])
    for row in texts(bot):
        origin, text = source(row, bot, language)
        if text:
            cells = (row.id, row.kind, row.limit or None, text, row.texts.get(language))
            sheet.append([*cells, f"{origin} {fingerprint(text)}"])
    _lay_out(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def import_xlsx(
    bot: Bot, language: str, data: bytes, file: str = "", *, force: bool = False
) -> Imported:
    """What a spreadsheet would change. Its columns may have been moved, and others added."""
    save = "save it again as .xlsx, without a password"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_BYTES:
                return unusable(file, "it unpacks to far too much data", save)
        with load_workbook(io.BytesIO(data)) as book:
            rows = book.get_sheet_by_index(0).to_python(nrows=LIMITS.table_rows)
    except (CalamineError, PasswordError, XmlError, ZipError, *ZIP_FAULTS) as error:
        return unusable(file, f"not readable as a spreadsheet: {error}", save)
    header = [_text(cell) for cell in rows[0]] if rows else []
    lacking = [name for name in ("text", language, "version") if name not in header]
    if lacking:
        message = f"the first row has no column {lacking[0]!r}"
        return unusable(file, message, f"export it again for {language!r}, or name the column")
    where, words, version = (header.index(name) for name in ("text", language, "version"))
    found = [
        Found(_text(row[where]), _text(row[version]).rpartition(" ")[2], _text(row[words]), line)
        for line, row in enumerate(rows[1:], 2)
        if _text(row[where])
    ]
    return judge(bot, language, found, file, force=force)


def _lay_out(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        for line in range(1, sheet.max_row + 1):
            cell = sheet.cell(line, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                # Else a text that begins with = would be a formula.
                cell.data_type = "s"
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "B2"


def _text(cell: object) -> str:
    """A cell as text: a number that somebody typed is its digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").strip()
