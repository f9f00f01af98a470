"""Entity tables from spreadsheets and .csv files."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from engine.project.read import open_project
from engine.project.tables import encode_spreadsheet, read_table
from engine.project.write import write
from engine.types.bot import Bot, EntityTable, Project
from engine.types.issue import ProjectError
from engine.types.limits import LIMITS


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(data: bytes, file: str = "entities/t.csv") -> list[tuple[str, int]]:
    return [(issue.code, issue.location.line) for issue in read_table(data, file)[1]]


@pytest.mark.parametrize(
    "data",
    [
        b"name,price\ntea,2\ncake,3.5\n",
        b"\xef\xbb\xbfname;price\r\ntea;2\r\ncake;3,5\r\n",
        b"name\tprice\ntea\t2\ncake\t3.5",
        b'"name" , "price"\n"tea",2\n\n cake ,3.5\n,\n',
    ],
)
def test_the_ways_of_writing_csv(data: bytes) -> None:
    table, issues = read_table(data, "entities/menu.csv")
    assert issues == ()
    assert table == EntityTable(("name", "price"), (("tea", 2), ("cake", 3.5)))


def test_texts_that_look_like_numbers() -> None:
    data = b'code,phone,flag,both\n007,5512345678901234,true,1\n"8","9",no,x\n'
    table, _ = read_table(data, "t.csv")
    assert table is not None
    assert table.rows == (("007", "5512345678901234", "true", "1"), ("8", "9", "no", "x"))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", [("bad-columns", 1)]),
        (b"\na,b\n", [("bad-columns", 1)]),
        (b"a,,c\n1,2,3\n", [("bad-columns", 1)]),
        (b"name,Name\nx,y\n", [("bad-columns", 1)]),
        (b"name\n", [("empty-table", 1)]),
        (b"name\ntea\ntea\n", [("bad-row", 3)]),
        (b"name,b\n,2\n", [("bad-row", 2)]),
        (b"name\ntea,2\n", [("bad-row", 2)]),
        (b'name\n"tea"x\n', [("broken-table", 2)]),
        (b"name\ncaf\xe9\n", [("invalid-utf8", 2)]),
        (b"name\nt\x07ea\n", [("control-character", 2)]),
    ],
)
def test_faults_of_csv(data: bytes, found: list[tuple[str, int]]) -> None:
    assert codes(data) == found


def test_the_sound_rows_are_kept() -> None:
    table, issues = read_table(b"name\ntea\ntea\ncake\n", "t.csv")
    assert table is not None
    assert table.rows == (("tea",), ("cake",))
    assert "rows 2 and 3 have the same key 'tea'" in issues[0].message


def test_many_faults_are_summed_up() -> None:
    data = b"name\n" + b"tea\n" * 1000
    found = read_table(data, "t.csv")[1]
    assert len(found) == 101
    assert found[-1].message.startswith("899 more")


def test_too_many_rows() -> None:
    rows = "".join(f"k{index}\n" for index in range(100_000))
    table, issues = read_table(f"name\n{rows}".encode(), "t.csv")
    assert table is None
    assert [issue.code for issue in issues] == ["too-many-rows"]
    assert f"{LIMITS.table_rows:,}" in issues[0].message


def test_a_spreadsheet_with_values_of_every_kind() -> None:
    moment = dt.datetime.fromisoformat("2026-03-02T09:30")
    day = dt.date(2026, 3, 2)
    data = sheet(
        ("name", "n", "x", "on", "day", "at", "moment", "sum", None),
        ("tea", 2, 2.5, True, day, dt.time(9, 30), moment, "=B2+1"),
        ("cake", 3, None, False),
        (None, None),
    )
    table, issues = read_table(data, "entities/menu.xlsx")
    assert issues == ()
    assert table is not None
    assert table.file == "menu.xlsx"
    assert table.columns == ("name", "n", "x", "on", "day", "at", "moment", "sum")
    # A formula has the value that the spreadsheet program stored; this file has none yet.
    assert table.rows == (
        ("tea", 2, 2.5, True, "2026-03-02", "09:30:00", "2026-03-02T09:30:00", None),
        ("cake", 3, None, False, None, None, None, None),
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"no spreadsheet", "broken-table"),
        (sheet(), "bad-columns"),
        (sheet(("a", "a"), ("x", "y")), "bad-columns"),
        (sheet(("a", 3), ("x", "y")), "bad-columns"),
        (sheet(("a",), ("x",), ("x",)), "bad-row"),
    ],
)
def test_faults_of_spreadsheets(data: bytes, found: str) -> None:
    assert [code for code, _ in codes(data, "t.xlsx")] == [found]


def test_a_spreadsheet_that_unpacks_to_too_much() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<")
        archive.filelist[0].file_size = 21 * LIMITS.table_bytes
    assert codes(out.getvalue(), "t.xlsx") == [("too-large", 0)]


def test_a_changed_table_keeps_its_spreadsheet(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet(("a", "b"), ("x", 1), ("y", 2), ("z", 3))))
    book.worksheets[0]["A1"].font = openpyxl.styles.Font(bold=True)
    (tmp_path / "entities").mkdir()
    book.save(tmp_path / "entities" / "t.xlsx")
    changed = EntityTable(("a", "b"), (("x", 1), ("y", 5)), "t.xlsx")
    project = Project(name="B", bots={"b": Bot(id="b", name="B", entities={"t": changed})})
    assert tmp_path / "entities" / "t.xlsx" in write(project, tmp_path)
    assert open_project(tmp_path) == project
    assert write(project, tmp_path) == ()
    again = openpyxl.load_workbook(tmp_path / "entities" / "t.xlsx").worksheets[0]
    assert again["A1"].font.bold
    assert read_table(encode_spreadsheet(changed, None), "t.xlsx")[0] == changed


def test_old_spreadsheets_are_only_read(tmp_path: Path) -> None:
    table = EntityTable(("a",), (("x",),), "t.xls")
    project = Project(name="B", bots={"b": Bot(id="b", name="B", entities={"t": table})})
    with pytest.raises(ProjectError, match=r"save t\.xls as \.xlsx"):
        write(project, tmp_path)
