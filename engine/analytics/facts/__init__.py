"""What metrics count: the kinds of facts, one module each, and the table `FACTS`."""

import pkgutil
from importlib import import_module

from engine.analytics.facts.protocol import Facts


def load_facts() -> dict[str, Facts]:
    """The facts of this folder, by name."""
    modules = (
        import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    )
    found = (module.FACTS for module in modules if hasattr(module, "FACTS"))
    return {facts.name: facts for facts in found}


FACTS = load_facts()
