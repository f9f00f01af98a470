"""Visit a subflow and come back."""

from engine.nodes.fields import Params, Target


class Call(Params, frozen=True, kw_only=True):
    """Goes to the target; when the flow there ends, goes on from here."""

    target: Target
