"""Fixtures that every package's tests share."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real bots, sentences and payloads, read where it lies."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real data is not on this machine")
    return SHARED
