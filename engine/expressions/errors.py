"""What goes wrong with an expression: when it is written, and when it is evaluated."""

from engine.types.issue import TertuliaError


class ExpressionError(TertuliaError):
    """An expression or template that cannot be read. `at` counts characters from 0."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


class Missing(Exception):  # noqa: N818 - a question put to the caller, mostly not an error
    """An expression needed a name that is unknown or has no value."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} has no value")
        self.name = name


class ExpressionFault(Exception):  # noqa: N818 - `ExpressionError` is the written one
    """An evaluation that has no result: wrong types, division by zero, too large a result."""
