"""Fixtures that every package's tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Where a failure cannot be looked into at once, the same examples are tried each time.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real bots, sentences and payloads, read where it lies."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real data is not on this machine")
    return SHARED
