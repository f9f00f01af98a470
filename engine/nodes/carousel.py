"""Show cards side by side, each with its buttons."""

from msgspec import field

from engine.nodes.fields import Params, Text, VariableName
from engine.nodes.parts import CardParams


class Carousel(Params, frozen=True, kw_only=True):
    """Sends up to ten cards. If any of their buttons leads on, the node waits like `choices`:
    the port is the button's id. `variable` keeps the id of the pressed button."""

    text: Text = field(default_factory=dict)
    cards: tuple[CardParams, ...]
    variable: VariableName = ""
