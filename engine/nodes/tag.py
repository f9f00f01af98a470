"""Tag the contact, or take tags away."""

from collections.abc import Iterator

from engine.nodes.checks import required
from engine.nodes.fields import Params
from engine.nodes.fields import Tag as TagName
from engine.nodes.protocol import Changes, Context, Finding, Kind, Leave
from engine.types.limits import Limits


class Tag(Params, frozen=True, kw_only=True):
    """Adds and removes tags. A tag may hold ${} holes."""

    add: tuple[TagName, ...] = ()
    remove: tuple[TagName, ...] = ()


def enter(params: Tag, context: Context) -> Leave:
    add = tuple(filled for tag in params.add if (filled := context.fill(tag).strip()))
    remove = tuple(filled for tag in params.remove if (filled := context.fill(tag).strip()))
    return Leave(changes=Changes(tags=add, untags=remove))


def check(params: Tag, _limits: Limits) -> Iterator[Finding]:
    if not (params.add or params.remove):
        yield Finding(
            "tags-nothing",
            "add",
            "the node neither adds nor removes a tag",
            "name a tag, or delete the node",
            "warning",
        )
    for part, tags in (("add", params.add), ("remove", params.remove)):
        for index, tag in enumerate(tags):
            yield from required(tag, f"{part}[{index}]", "write the tag, or take the line out")
    for tag in sorted(set(params.add) & set(params.remove)):
        yield Finding(
            "added-and-removed",
            "remove",
            f"the tag {tag!r} is both added and removed",
            "keep it in one of the two lists",
        )


KIND = Kind(
    name="tag",
    params=Tag,
    group="remember",
    title={"es": "Etiquetar", "en": "Tag", "pt": "Etiquetar"},
    icon="tag",
    enter=enter,
    check=check,
)
