"""Let time pass before going on."""

from engine.nodes.fields import Expression, Params


class Wait(Params, frozen=True, kw_only=True):
    """Waits `seconds`, or until the moment given by `until` (a timestamp expression).

    With `interruptible`, a message that comes meanwhile leaves through `message` at once.
    """

    seconds: int = 0
    until: Expression = ""
    interruptible: bool = False
