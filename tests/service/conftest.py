"""Running services for tests."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from running_service import Service, Start, running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts services with settings of the test's own."""
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(running(tmp_path, **changes))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for a whole module, without limits on rates."""
    folder = tmp_path_factory.mktemp("service")
    rates = ("conversation_posts_per_s", "posts_per_s", "requests_per_s")
    fast = dict.fromkeys((*rates, "sessions_per_minute", "refusals_per_minute"), 1e6)
    with running(folder, **fast) as one:
        yield one
