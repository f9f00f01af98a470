"""The reference of node kinds names them all; `tests/test_docs.py` holds it up to date."""

from pathlib import Path

import pytest

from engine.nodes import KINDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_heading(kind: str) -> None:
    assert f"\n### {kind}\n" in (DOCS / "reference" / "nodes.md").read_text("utf-8")
