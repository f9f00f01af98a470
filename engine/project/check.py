"""Everything that is to be said of a project: one family of findings a module of `checks`."""

from engine.project.checks import CHECKS, PROJECT_CHECKS
from engine.project.draft import draft
from engine.types.bot import Project
from engine.types.issue import Issue

_RANK = {"error": 0, "warning": 1, "advice": 2}


def check(project: Project) -> tuple[Issue, ...]:
    """All findings, in an order that depends on nothing but the project: bot by bot, flow by
    flow, node by node, the grave ones of a place first."""
    found: set[Issue] = set()
    for _, bot in sorted(project.bots.items()):
        drawn = draft(bot, project)
        for family in CHECKS.values():
            found.update(family(drawn))
    for family_of_project in PROJECT_CHECKS.values():
        found.update(family_of_project(project))
    return tuple(sorted(found, key=_order))


def _order(issue: Issue) -> tuple[object, ...]:
    place = issue.location
    return (
        place.bot,
        place.topic,
        place.file,
        place.node,
        _RANK[issue.severity],
        place.path,
        place.line,
        issue.code,
        issue.message,
    )
