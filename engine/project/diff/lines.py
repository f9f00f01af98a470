"""Changes of code and of tests, line by line."""

from difflib import unified_diff

from engine.project.diff.change import Change
from engine.types.value import Value

# Lines that are shown around those that differ.
_AROUND = 2


def lines(change: Change) -> tuple[str, ...]:
    """What became different in a code action, a test or the pipeline.

    Lines begin with + or -, those around them with a space, where they are with @@. Of any
    other change, none.
    """
    if change.what not in {"action", "test"} and change.name != "nlu":
        return ()
    before, after = _lines_of(change.before), _lines_of(change.after)
    return tuple(unified_diff(before, after, lineterm="", n=_AROUND))[2:]


def _lines_of(value: Value) -> list[str]:
    return value.splitlines() if isinstance(value, str) else []
