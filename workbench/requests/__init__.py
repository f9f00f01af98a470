"""What a view can ask for: a module a family, its functions in the table `REQUESTS`.

A module has `REQUESTS: dict[str, Callable]`; a name is `family.verb`, as `simulator.say`. A
request takes the editor and its arguments by name, and gives plain values or Structs; what a
person did wrong is a TertuliaError whose sentence is shown.
"""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

# `Any`: each request has arguments of its own.
REQUESTS: dict[str, Callable[..., Any]] = {}

for _module in pkgutil.iter_modules(__path__):
    REQUESTS.update(getattr(import_module(f"{__name__}.{_module.name}"), "REQUESTS", {}))
