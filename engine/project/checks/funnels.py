"""Funnels that make no sense, or name what the bot has not; and former ids of nodes in use."""

from collections.abc import Iterator

from engine.project.draft import Draft
from engine.project.funnels.faults import faults
from engine.project.funnels.following import called_now, following
from engine.project.funnels.unknown import unknown
from engine.types.issue import Issue, Location


def check(draft: Draft) -> Iterator[Issue]:
    for name, spec in sorted(draft.bot.funnels.items()):
        file = f"funnels/{name}.json"
        for trouble in faults(following(spec, draft.bot)):
            if trouble.path == "segments":
                # Of which `unknown` says more.
                continue
            message = f"the funnel {name!r} makes no sense: {trouble}"
            place = Location(draft.bot.id, file, path=trouble.path)
            yield Issue("senseless-funnel", "advice", message, "correct the funnel", place)
        for trouble in unknown(spec, draft):
            message = f"the funnel {name!r} looks for what the bot has not: {trouble}"
            remedy = "correct it, or let it be: history may still have it"
            place = Location(draft.bot.id, file, path=trouble.path)
            yield Issue("funnel-unknown-name", "advice", message, remedy, place)
    for old in sorted(draft.bot.former_nodes):
        now = called_now(draft.bot, old)
        if old in draft.nodes:
            message = f"{old!r} is the id of a node again, and was one of {now!r} before"
            remedy = "rename the node, so that history does not take it for the other"
            yield draft.issue("former-id-in-use", f"former_nodes.{old}", message, remedy, "advice")
