"""Ask where the person is, or show a place on the map."""

from msgspec import field

from engine.nodes.fields import Expression, Params, Text, VariableName


class Location(Params, frozen=True, kw_only=True):
    """With `latitude` and `longitude` (expressions), shows that place. Otherwise asks the
    person for theirs, keeps it in `variable` as an object with `latitude`, `longitude`,
    `name` and `address`, and has the port `failed` for when something else is answered
    `retries` times."""

    text: Text = field(default_factory=dict)
    latitude: Expression = ""
    longitude: Expression = ""
    name: Text = field(default_factory=dict)
    variable: VariableName = ""
    invalid: Text = field(default_factory=dict)
    retries: int = 2
