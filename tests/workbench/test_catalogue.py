"""The catalogue says everything that forms need, in every language of the interface."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from workbench.catalogue import catalogue

FRONTEND = Path(__file__).parents[2] / "workbench" / "frontend"
LANGUAGES = {"es", "en", "pt"}


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {}).items()


@pytest.mark.parametrize("kind", catalogue()["kinds"])
def test_every_setting_has_words(kind):
    found = catalogue()
    for name, schema in properties(found["kinds"][kind]["schema"]):
        assert found["words"]["fields"][name].keys() == LANGUAGES
        for value in schema.get("enum", []):
            assert found["words"]["values"][value].keys() == LANGUAGES


@pytest.mark.parametrize("kind", catalogue()["kinds"])
def test_every_kind_has_its_help(kind):
    assert catalogue()["kinds"][kind]["help"].keys() == LANGUAGES


def test_the_one_in_the_package_is_of_today():
    kept = msgspec.json.decode((FRONTEND / "src" / "lab" / "catalogue.json").read_bytes())
    remedy = "python -m workbench.catalogue > workbench/frontend/src/lab/catalogue.json"
    assert kept == msgspec.json.decode(msgspec.json.encode(catalogue())), remedy
