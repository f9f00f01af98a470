"""What is said where an encoder's package is not installed."""

from engine.types.issue import TertuliaError


def missing(package: str) -> TertuliaError:
    """The error that names the package, and what to do."""
    return TertuliaError(
        f"the component 'embedding' needs {package}, which is not installed here; run"
        " `pip install tertulia[nlu-transformers]`, or take the component out of nlu.toml and"
        " train again"
    )
