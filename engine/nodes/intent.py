"""An intent: where a conversation enters a flow, with the triggers that bring it there."""

from msgspec import field

from engine.nodes.fields import Expression, Label, Params


class Intent(Params, frozen=True, kw_only=True):
    """What people want, and the sentences and happenings that show it.

    `phrases` are learned by the classifier; `keywords` are groups of at least two words that
    must all occur, in any order; `patterns` are RE2 expressions over the whole message.
    `condition` alone triggers when it becomes true on a message; beside other triggers it
    restricts them. `inactivity_s` triggers after that many seconds of silence. `events` are
    names: `opened`, `media`, `location`, or whatever the project's systems send.
    """

    label: Label = field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    condition: Expression = ""
    inactivity_s: int = 0
    events: tuple[str, ...] = ()
    # Whether understanding this intent tags the contact with its topic.
    tags_topic: bool = True
