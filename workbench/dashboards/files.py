"""A chart as a file to take along: a table, or a notebook that makes it again."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from engine.types.issue import TertuliaError
from workbench.dashboards.notebook import notebook_of
from workbench.dashboards.question import Answer
from workbench.downloads import Download, download, table_file
from workbench.histories import Standing


def file_of(found: Answer, form: str, name: str, standing: Standing, language: str) -> Download:
    """A chart as a file of a form: csv, xlsx, parquet, ipynb."""
    if form == "ipynb":
        return download(f"{name}.ipynb", notebook_of(found, name, standing, language))
    if form not in {"csv", "xlsx", "parquet"}:
        raise TertuliaError(f"there is no form {form!r}; choose csv, xlsx, parquet or ipynb")
    about = {**found.provenance(), "history": standing.source}
    if standing.synthetic:
        about["synthetic"] = "true"
    # The literals that `form` may be were told apart above.
    return table_file(_table(found, language), name, form, about)  # type: ignore[arg-type]


# `Any` inside: cells of several types.
def _table(found: Answer, language: str) -> pa.Table:
    """The rows of a chart; moments by the clock of the zone."""
    sheet, zone = found.sheet(language), ZoneInfo(found.measured.query.zone)
    columns: dict[str, list[Any]] = {}
    for place, column in enumerate(sheet.columns):
        cells = [row[place] for row in sheet.rows]
        if column.name == "start":
            moments = [dt.datetime.fromtimestamp(float(c or 0) / 1_000_000, zone) for c in cells]
            columns[column.name] = [moment.isoformat() for moment in moments]
        else:
            columns[column.name] = cells
    return pa.table(columns)
