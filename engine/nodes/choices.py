"""Offer up to ten buttons; each leads on in the flow or opens a page."""

from msgspec import field

from engine.nodes.fields import Params, Text, VariableName
from engine.nodes.parts import OptionParams


class Choices(Params, frozen=True, kw_only=True):
    """Asks the person to choose. A typed label, synonym or number counts like a press.

    `variable` keeps the id of the chosen option. Anything else is looked up among the
    triggers; when nothing claims it, `invalid` is said and the options are shown again, up
    to `retries` times (0: as often as needed), then the port `other` is taken. Where
    `free_text` is set, whatever is typed leaves through `other` at once.
    """

    text: Text
    options: tuple[OptionParams, ...]
    variable: VariableName = ""
    invalid: Text = field(default_factory=dict)
    retries: int = 0
    free_text: bool = False
