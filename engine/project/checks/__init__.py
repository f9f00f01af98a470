"""Families of findings: a module a family, in the tables `CHECKS` and `PROJECT_CHECKS`.

A module has `check(draft) -> Iterator[Issue]` for a bot, or `check_project(project)` for what
concerns several bots together, or both.
"""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

from engine.project.draft import Draft
from engine.types.bot import Project
from engine.types.issue import Issue

CHECKS: dict[str, Callable[[Draft], Iterator[Issue]]] = {}
PROJECT_CHECKS: dict[str, Callable[[Project], Iterator[Issue]]] = {}

for _module in pkgutil.iter_modules(__path__):
    _family = import_module(f"{__name__}.{_module.name}")
    if hasattr(_family, "check"):
        CHECKS[_module.name] = _family.check
    if hasattr(_family, "check_project"):
        PROJECT_CHECKS[_module.name] = _family.check_project
