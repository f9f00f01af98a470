"""The reference of history names every column, and no other."""

import re
from pathlib import Path

import pytest

from engine.stores.rows import EventRow, MessageRow, SessionRow

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "history.md"


@pytest.mark.parametrize(
    ("table", "row"), [("sessions", SessionRow), ("events", EventRow), ("messages", MessageRow)]
)
def test_every_column_has_its_line(table: str, row: type) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    section = text.split(f"\n## {table}\n")[1].split("\n## ")[0]
    columns = section.split("| column |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", columns, re.MULTILINE) == list(row.__struct_fields__)
