"""Two weeks of the clinic's people, for every test of the demo history."""

from pathlib import Path

import pytest

from workbench.demo import make_history

CLINIC = Path(__file__).parents[3] / "datasets" / "bots" / "clinic"


@pytest.fixture(scope="session")
def clinic(tmp_path_factory):
    """What was made."""
    path = tmp_path_factory.mktemp("demo") / "clinic.db"
    return make_history(CLINIC, path, days=14, seed=1, scale=0.6)
