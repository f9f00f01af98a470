"""How invented conversations are told from real ones: by the bundle that made their turns."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.analytics.history import History

# The bundle of every row of an invented history begins so; a real one's is a SHA-256.
SYNTHETIC = "synthetic-"


def is_synthetic(history: "History") -> bool:
    """Whether a history has invented conversations: whoever shows its numbers says so."""
    bundles = history.sessions.filter(history.sessions.bundle.startswith(SYNTHETIC))
    return bool(bundles.count().to_pyarrow().as_py())
