"""A step of a funnel: what has to happen, and how soon after the step before."""

from typing import Literal

from msgspec import NODEFAULT, Struct, structs

Scalar = str | int | float | bool
Test = Literal[
    "is", "is_not", "contains", "above", "below", "at_least", "at_most", "known", "unknown"
]


class Condition(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a row has to be besides.

    `of` is a column of history, `data.NAME` (of the row's JSON; dots go deeper), or, as it was
    when the row was written, `variable.NAME`, `field.NAME`, `tag.NAME`, `segment.NAME`, `agent`.
    `is` and `contains` want one of the values, `is_not` none; comparisons want a number.
    """

    of: str
    test: Test = "is"
    values: tuple[Scalar, ...] = ()


class Step(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="step",
    tag=str.lower,
):
    """`within_s` and `after_s` are the longest and the least time since the step before,
    `directly` lets nothing lie in between. An `optional` step may be left out."""

    title: str = ""
    within_s: int | None = None
    after_s: int | None = None
    directly: bool = False
    optional: bool = False
    where: tuple[Condition, ...] = ()

    @property
    def label(self) -> str:
        """How tables call it."""
        own = (
            (field, getattr(self, field.name))
            for field in structs.fields(type(self))
            if field.name not in Step.__struct_fields__
        )
        said = [str(value) for field, value in own if field.default in (NODEFAULT, "") and value]
        return self.title or " ".join([str(self.__struct_config__.tag), *said])


class Node(Step, frozen=True):
    """A conversation came to a node. Waiting there, also again after a wrong answer, and leaving
    it afterwards are one coming."""

    node: str
    topic: str = ""


class Port(Step, frozen=True):
    """A node was left through a port."""

    node: str
    port: str
    topic: str = ""


class Intent(Step, frozen=True):
    """An intent claimed a message."""

    intent: str


class Happened(Step, frozen=True, tag="event"):
    """A row of history's events of a kind, with any name unless one is given."""

    name: str = ""
    kind: str = "event"


class Spoken(Step, frozen=True, tag="message"):
    """A message; what is not given may be anything."""

    direction: Literal["", "in", "out"] = ""
    author: Literal["", "person", "bot", "agent"] = ""
    node: str = ""
    status: str = ""


class Template(Step, frozen=True):
    """A message was sent from a template: from any, or from this one."""

    template: str = ""
    status: str = ""


class Payment(Step, frozen=True):
    """A payment was reported: an event of this name, its `amount` at least so much."""

    event: str = "payment"
    at_least: float | None = None


class Assigned(Step, frozen=True, tag="variable"):
    """A variable got a value: any, or this one."""

    variable: str
    value: Scalar | None = None


class Tagged(Step, frozen=True, tag="tag"):
    """A contact got a tag."""

    tag: str


AnyStep = Node | Port | Intent | Happened | Spoken | Template | Payment | Assigned | Tagged
