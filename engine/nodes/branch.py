"""Choose the way by conditions, the first that holds."""

from engine.nodes.fields import Expression, Params
from engine.nodes.parts import OptionId


class Case(Params, frozen=True, kw_only=True):
    """A way out: its port is `id`, taken when `condition` holds."""

    id: OptionId
    condition: Expression


class Branch(Params, frozen=True, kw_only=True):
    """Leaves through the port of the first case whose condition holds, else through `else`."""

    cases: tuple[Case, ...]
