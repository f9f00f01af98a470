"""What code may answer: plain values, checked inside the sandbox and out.

Bound into the sandbox beside the worker, so it imports the standard library only. `Any`: this
is where values of no known type are looked at.
"""

import math
from typing import Any

_INT_FROM, _INT_TO = -(2**63), 2**64
_DEPTH = 100


class Refused(Exception):  # noqa: N818  an outcome, not an error of this program
    """An answer that cannot be given: a kind of failure and its detail."""

    def __init__(self, kind: str, detail: str = "", line: int = 0) -> None:
        super().__init__(kind, detail)
        self.failure: dict[str, Any] = {"failure": kind, "line": line}
        # What a customer's exception says may hold what is not Unicode.
        self.failure["detail"] = detail[:1000].encode(errors="replace").decode()


def plain(value: Any, path: str = "", depth: int = 0) -> Any:
    """The value as JSON says it; raises Refused with the path of what JSON cannot say."""
    if value is None or value is True or value is False or type(value) is str:
        return value
    where = f" at {path}" if path else ""
    if depth > _DEPTH:
        raise Refused("not-json", f"more than {_DEPTH} levels of nesting{where[:200]}")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                kind = type(key).__name__
                raise Refused("not-json", f"a key of type {kind}{where} (keys are texts)")
        return {
            str(key): plain(entry, f"{path}.{key}" if path else key, depth + 1)
            for key, entry in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [plain(entry, f"{path}[{index}]", depth + 1) for index, entry in enumerate(value)]
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        if not _INT_FROM <= value < _INT_TO:
            raise Refused("not-json", f"a whole number beyond 64 bits{where}; give it as a text")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Refused("not-json", f"{value}{where}; JSON has no such number")
        return float(value)
    raise Refused("not-json", f"a value of type {type(value).__name__}{where}")
