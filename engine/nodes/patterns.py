"""RE2 patterns: their check, and whether a text is one."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from engine.nodes.protocol import Finding


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is as the pattern says; never where the pattern is not RE2."""
    compiled = _compile(pattern)
    return not isinstance(compiled, str) and compiled.fullmatch(text) is not None


def check_pattern(pattern: str, path: str) -> Iterator[Finding]:
    problem = _compile(pattern)
    if isinstance(problem, str):
        yield Finding(
            "bad-pattern",
            path,
            f"the pattern {pattern!r} cannot be read: {problem}",
            "correct it; RE2 has no lookaround and no backreferences",
        )


@lru_cache(maxsize=1024)
def _compile(pattern: str) -> Any:  # Any: re2 has no types
    """The compiled pattern, or the text of what is wrong with it."""
    import re2  # noqa: PLC0415 - most bots have no pattern, and the import takes time

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        return _said(error)


def _said(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
