"""The workbench: bots drawn, simulated, tested, published, in Panel, JupyterLab and notebooks."""

from importlib import import_module
from typing import Any

# What a notebook uses, by the module that has it: loaded with its first use.
_NAMES = {
    "chart": ("workbench.dashboards.notebook", "chart"),
    "open": ("workbench.notebook", "open_project"),
    "to_pandas": ("workbench.tables", "to_pandas"),
    "Chat": ("workbench.widgets.notebook_view", "Chat"),
    "Coverage": ("workbench.widgets.notebook_view", "Coverage"),
    "FlowCanvas": ("workbench.widgets.notebook_view", "FlowCanvas"),
    "ThresholdLab": ("workbench.widgets.threshold_lab", "ThresholdLab"),
    "TriggerTable": ("workbench.widgets.notebook_view", "TriggerTable"),
}


def __getattr__(name: str) -> Any:
    """Any: a class or a function, as `_NAMES` says."""
    if name not in _NAMES:
        raise AttributeError(f"module 'workbench' has no attribute {name!r}")
    module, attribute = _NAMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(_NAMES)
