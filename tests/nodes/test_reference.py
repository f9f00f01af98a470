"""The reference of node kinds says what the code does."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from engine.nodes import KINDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_nodes_is_up_to_date(generate: ModuleType) -> None:
    written = (DOCS / "reference" / "nodes.md").read_text("utf-8")
    assert written == generate.nodes(), "run: python docs/generate.py"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_heading(kind: str) -> None:
    assert f"\n### {kind}\n" in (DOCS / "reference" / "nodes.md").read_text("utf-8")
