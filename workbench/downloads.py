"""Tables as files that people take along: CSV, Excel and Parquet, with what they were made of."""

import base64
import io
from collections.abc import Mapping
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Format = Literal["csv", "xlsx", "parquet"]
# What a sheet of Excel holds.
_MOST_ROWS = 1_048_576


class Download(Struct, frozen=True):
    """A file for the browser to save; `data` is base64."""

    name: str
    data: str

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return base64.b64decode(self.data)


def download(name: str, content: bytes) -> Download:
    """A file of these bytes."""
    return Download(name, base64.b64encode(content).decode())


def table_file(table: pa.Table, name: str, form: Format, about: Mapping[str, str]) -> Download:
    """The table as a file called `name`; `about` says what it was made of, where the format has
    room for that: a sheet of its own in Excel, the metadata of Parquet."""
    sink = io.BytesIO()
    if form == "csv":
        pyarrow.csv.write_csv(table, sink)
    elif form == "parquet":
        noted = {key.encode(): value.encode() for key, value in about.items()}
        pq.write_table(
            table.replace_schema_metadata({**(table.schema.metadata or {}), **noted}), sink
        )
    else:
        _write_sheets(table.slice(0, _MOST_ROWS - 1), about, sink)
    return download(f"{name}.{form}", sink.getvalue())


def _write_sheets(table: pa.Table, about: Mapping[str, str], sink: io.BytesIO) -> None:
    book = Workbook(write_only=True)
    data = book.create_sheet("data")
    data.freeze_panes = "A2"
    data.append(list(table.column_names))
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        data.append([_cell(data, value) for value in row])
    notes = book.create_sheet("about")
    for key, value in about.items():
        notes.append([_cell(notes, key), _cell(notes, value)])
    book.save(sink)


# `Any`: openpyxl's sheet that only writes, and whatever a table holds.
def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # A text that begins with = is a text, no formula.
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
