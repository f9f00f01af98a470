"""Part conversations by chance, in given shares."""

from engine.nodes.fields import Params, VariableName
from engine.nodes.parts import OptionId


class Way(Params, frozen=True, kw_only=True):
    """One way: its port is `id`; `weight` is its share of the sum."""

    id: OptionId
    weight: float = 1.0


class Split(Params, frozen=True, kw_only=True):
    """Leaves through one of the ways, picked by the conversation's seed; `variable` keeps
    which, and with it the next visit takes the same way."""

    ways: tuple[Way, ...]
    variable: VariableName = ""
