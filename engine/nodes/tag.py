"""Tag the contact, or take tags away."""

from engine.nodes.fields import Params
from engine.nodes.fields import Tag as TagName


class Tag(Params, frozen=True, kw_only=True):
    """Adds and removes tags. A tag may hold ${} holes."""

    add: tuple[TagName, ...] = ()
    remove: tuple[TagName, ...] = ()
