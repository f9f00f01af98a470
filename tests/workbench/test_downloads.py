"""Tables as files, opened again."""

import io

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench.downloads import download, table_file

TABLE = pa.table(
    {"step": [1, 2], "title": ["Pide, «turno»", "=1+1"], "rate": [0.5, None], "value": ["é", ""]}
)
ABOUT = {"digest": "8f21c4", "history": "event 12"}


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_table_comes_back_as_it_was(form):
    made = table_file(TABLE, "turnos", form, ABOUT)
    assert made.name == f"turnos.{form}"
    content = io.BytesIO(made.content)
    if form == "csv":
        found = pd.read_csv(content, keep_default_na=False, na_values={"rate": [""]})
    elif form == "xlsx":
        found = pd.read_excel(
            content, engine="openpyxl", keep_default_na=False, na_values={"rate": [""]}
        )
    else:
        found = pd.read_parquet(content)
    assert found.to_dict("list")["title"] == TABLE["title"].to_pylist()
    assert found["step"].tolist() == [1, 2]
    assert found["rate"].iloc[0] == 0.5
    assert pd.isna(found["rate"].iloc[1])


def test_what_it_was_made_of_is_inside():
    excel = openpyxl.load_workbook(io.BytesIO(table_file(TABLE, "t", "xlsx", ABOUT).content))
    assert dict(excel["about"].values) == ABOUT
    assert excel["data"]["B3"].data_type == "s"
    schema = pq.read_schema(io.BytesIO(table_file(TABLE, "t", "parquet", ABOUT).content))
    assert schema.metadata[b"digest"] == b"8f21c4"


def test_bytes_are_kept():
    assert download("a.bin", b"\x00\xff").content == b"\x00\xff"
