"""Entity tables in spreadsheets and .csv files, with what is wrong in them."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import cast

from python_calamine import (
    CalamineError,
    PasswordError,
    WorksheetNotFound,
    XmlError,
    ZipError,
    load_workbook,
)

from engine.project.csv_text import CsvError, decode_csv
from engine.project.decode import remove_control
from engine.project.json_text import decode_text
from engine.types.bot import EntityTable
from engine.types.issue import Issue, Location, Severity
from engine.types.limits import LIMITS
from engine.types.value import Value
from engine.types.zip_faults import ZIP_FAULTS

SPREADSHEETS = (".xlsx", ".xls", ".ods")
SUFFIXES = (".csv", *SPREADSHEETS)

_UNPACKED_BYTES = 20 * LIMITS.table_bytes
_MOST_ROW_ISSUES = 100


def read_table(data: bytes, file: str) -> tuple[EntityTable | None, tuple[Issue, ...]]:
    """The table in a file's bytes, None where it cannot be used; and what is wrong with it."""
    suffix = PurePosixPath(file).suffix.lower()
    rows, found = (_csv_rows if suffix == ".csv" else _sheet_rows)(data, file)
    if found:
        return None, found
    cleaned, faults = remove_control(rows)
    rows = cast("list[list[Value]]", cleaned)  # the same shape, only texts changed
    issues = [_issue(f.code, file, f.message, f.remedy, int(f.path[0]) + 1) for f in faults]
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    header_faults = list(_header_faults(rows, file))
    issues += header_faults
    if any(issue.severity == "error" for issue in header_faults):
        return None, tuple(issues)
    columns = _header(rows[0])
    body, row_faults = _body(rows, len(columns), file)
    # A .csv is where a table is written unless it says otherwise.
    name = "" if suffix == ".csv" else PurePosixPath(file).name
    return EntityTable(columns, body, name), (*issues, *row_faults)


def encode_spreadsheet(table: EntityTable, before: bytes | None) -> bytes:
    """The table as the bytes of an .xlsx; cells that stay keep the format that they had.

    Raises ModuleNotFoundError where openpyxl is not installed.
    """
    import openpyxl  # noqa: PLC0415  an extra: only who edits a spreadsheet's table needs it

    book = openpyxl.load_workbook(io.BytesIO(before)) if before else openpyxl.Workbook()
    sheet = book.worksheets[0]
    wanted: list[Sequence[Value]] = [table.columns, *table.rows]
    old = read_table(before, "table.xlsx")[0] if before else None
    had: list[Sequence[Value]] = [old.columns, *old.rows] if old else []
    if len(had) > len(wanted):
        sheet.delete_rows(len(wanted) + 1, len(had) - len(wanted))
    for i, row in enumerate(wanted):
        for j, value in enumerate(row):
            if i >= len(had) or j >= len(had[i]) or had[i][j] != value:
                sheet.cell(i + 1, j + 1).value = (
                    str(value) if isinstance(value, list | dict) else value
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv_rows(data: bytes, file: str) -> tuple[list[list[Value]], tuple[Issue, ...]]:
    text, found = decode_text(data, file)
    if text is None:
        return [], found
    try:
        return decode_csv(text), ()
    except CsvError as error:
        message, remedy = f"not readable as CSV: {error}", "double the quotes inside a text"
        return [], (_issue("broken-table", file, message, remedy, error.line),)


def _sheet_rows(data: bytes, file: str) -> tuple[list[list[Value]], tuple[Issue, ...]]:
    save = "save it again as .xlsx, without a password"
    if _unpacked_bytes(data) > _UNPACKED_BYTES:
        return [], (_issue("too-large", file, "it unpacks to far too much data", save),)
    try:
        with load_workbook(io.BytesIO(data)) as book:
            sheet = book.get_sheet_by_index(0)
            cells = sheet.to_python(skip_empty_area=False, nrows=LIMITS.table_rows + 2)
    except (CalamineError, PasswordError, XmlError, ZipError, WorksheetNotFound) as error:
        return [], (_issue("broken-table", file, f"not readable as a spreadsheet: {error}", save),)
    return [[_plain(value) for value in row] for row in cells], ()


def _unpacked_bytes(data: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except ZIP_FAULTS:
        return 0


def _plain(value: object) -> Value:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    text = str(value).replace("\r\n", "\n").strip()
    return text or None


def _header_faults(rows: list[list[Value]], file: str) -> Iterator[Issue]:
    if not rows or all(value is None for value in rows[0]):
        message = "the first row is empty, where the names of the columns belong"
        yield _issue("bad-columns", file, message, "write a name above each column", 1)
        return
    header = rows[0]
    width = len(_header(header))
    seen: dict[str, int] = {}
    for i, name in enumerate(header[:width], start=1):
        if not isinstance(name, str):
            message = f"column {i} has {'no name' if name is None else f'the name {name!r}'}"
            yield _issue("bad-columns", file, message, "write a text in its first row", 1)
        elif name.casefold() in seen:
            message = f"columns {seen[name.casefold()]} and {i} are both named {name!r}"
            yield _issue("bad-columns", file, message, "rename one of them", 1)
        else:
            seen[name.casefold()] = i
    if len(rows) == 1:
        message = "the table has no rows under its header"
        yield _issue("empty-table", file, message, "add its rows", 1)
    if len(rows) - 1 > LIMITS.table_rows:
        message = f"the table has more than {LIMITS.table_rows:,} rows"
        remedy = "keep the rows that conversations need, or ask a service for the others"
        yield _issue("too-many-rows", file, message, remedy)


def _body(
    rows: list[list[Value]], width: int, file: str
) -> tuple[tuple[tuple[Value, ...], ...], list[Issue]]:
    """The sound rows, and an issue for each of the others."""
    body: list[tuple[Value, ...]] = []
    issues: list[Issue] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if all(value is None for value in row):
            continue
        key = str(row[0])
        if any(value is not None for value in row[width:]):
            message = f"row {number} has cells beyond the last named column"
            issues.append(_issue("bad-row", file, message, "name the column or clear them", number))
        elif row[0] is None or key == "":
            message = f"row {number} has no key in its first column"
            issues.append(_issue("bad-row", file, message, "write one or remove the row", number))
        elif key in seen:
            message = f"rows {seen[key]} and {number} have the same key {key!r}"
            issues.append(_issue("bad-row", file, message, "keys are unique: change one", number))
        else:
            seen[key] = number
            body.append(tuple(row[:width]) + (None,) * (width - len(row)))
    if len(issues) > _MOST_ROW_ISSUES:
        message = f"{len(issues) - _MOST_ROW_ISSUES:,} more rows have faults like these"
        rest = _issue("bad-row", file, message, "correct them too")
        issues = [*issues[:_MOST_ROW_ISSUES], rest]
    return tuple(body), issues


def _header(row: list[Value]) -> tuple[str, ...]:
    """The names of the columns; empty cells after the last name are not columns."""
    width = max((i for i, name in enumerate(row, start=1) if name is not None), default=0)
    return tuple(str(name) for name in row[:width])


def _issue(code: str, file: str, message: str, remedy: str, line: int = 0) -> Issue:
    severity: Severity = "warning" if code == "empty-table" else "error"
    return Issue(code, severity, message, remedy, Location(file=file, line=line))
