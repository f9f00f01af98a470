"""Conversions, patterns, timestamps and durations, computed by the Rust `cel`.

Its extension module is loaded by itself and on first use: the package around it imports a
command line with its widgets, a second of start that no bot needs.
"""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.expressions.errors import ExpressionFault
from engine.expressions.values import kind_of

_NAMES = ("a0", "a1")
_MODULE = "cel.cel"


@cache
def load() -> ModuleType:
    """The Rust extension of the distribution `common-expression-language`.

    It stands in `sys.modules` under its own name, as it cannot be loaded twice in a process.
    """
    if _MODULE in sys.modules:
        return sys.modules[_MODULE]
    package = find_spec("cel")
    for folder in (package and package.submodule_search_locations) or ():
        for suffix in EXTENSION_SUFFIXES:
            file = Path(folder) / f"cel{suffix}"
            if file.is_file():
                loader = ExtensionFileLoader(_MODULE, str(file))
                spec = spec_from_loader(_MODULE, loader)
                assert spec is not None
                module = module_from_spec(spec)
                loader.exec_module(module)
                sys.modules[_MODULE] = module
                return module
    raise ImportError("the package common-expression-language is not installed")


@cache
def _program(name: str, given: int) -> Any:  # the Rust module has no types of its own here
    return load().compile(f"{name}({', '.join(_NAMES[:given])})" if given else f"{name}()")


def caller(name: str, given: int) -> Callable[..., object]:
    """A function that hands its values to CEL's function `name`."""
    methods = name.startswith("get") or name == "matches"

    def call(*values: object) -> object:
        program = _method(name, given) if methods else _program(name, given)
        try:
            given_values = [_fixed(value) for value in values]
            result: object = program.execute(dict(zip(_NAMES, given_values, strict=False)))
        except Exception as problem:  # noqa: BLE001 - Rust raises what Python's builtins are
            raise ExpressionFault(_worded(name, values, str(problem))) from None
        except BaseException as problem:
            if type(problem).__name__ != "PanicException":
                raise
            raise ExpressionFault(_worded(name, values, "it failed inside")) from None
        return result

    return call


def _fixed(value: object) -> object:
    """A timestamp with its offset instead of a named zone, which Rust does not know."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=timezone(value.utcoffset() or timedelta()))
    return value


@cache
def _method(name: str, given: int) -> Any:  # as above
    return load().compile(f"a0.{name}({', '.join(_NAMES[1:given])})")


def _worded(name: str, values: tuple[object, ...], problem: str) -> str:
    shown = next((repr(value)[:60] for value in values if isinstance(value, str)), "")
    found = shown or ", ".join(map(kind_of, values))
    if "Undefined" in problem:
        return f"{name} does not take {found}"
    detail = problem.removeprefix(f"Function '{name}' error: ")
    detail = " ".join(detail.removesuffix("Check function arguments and their types.").split())
    remedy = _REMEDIES.get(name, "check the value")
    return f"{name} cannot take {found} ({detail[:120].rstrip(' .')}); {remedy}"


_REMEDIES = {
    "timestamp": 'write it as "2026-11-23T15:30:00Z"',
    "duration": 'write it as "90m" or "1h30m"',
    "int": "give it digits only",
    "double": "give it digits with a point",
    "matches": "check the pattern",
}
