"""The catalogue says everything that forms need, in every language of the interface."""

from collections.abc import Iterator
from typing import Any

import pytest

from workbench.catalogue import catalogue

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
