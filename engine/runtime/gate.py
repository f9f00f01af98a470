"""The gate before publishing: what the check, the tests and the live sessions say of a project."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from engine.nodes import KINDS
from engine.runtime.conversations import Outcome
from engine.runtime.moves import Moves, can_wait, target_of
from engine.runtime.waiting import Waiting
from engine.types.bot import Node, Project
from engine.types.issue import Issue

# A warning that somebody looked at and let be: the bot, and `warning_key`.
Accepted = Collection[tuple[str, str]]


class Lost(Struct, frozen=True):
    """Live sessions at a node, or with a button, that the project lacks.

    They go on with the bundle that they began with. `to` is the nearest node of the project to
    which they could be moved instead, "" where there is none.
    """

    bundle: str
    bot: str
    node: str
    port: str
    sessions: int
    to: str


class Gate(Struct, frozen=True):
    """Everything to be looked at before a project is published.

    `warnings` are those that nobody accepted yet, `failed` the titles of tests that differ.
    """

    errors: tuple[Issue, ...] = ()
    warnings: tuple[Issue, ...] = ()
    accepted: tuple[Issue, ...] = ()
    advice: tuple[Issue, ...] = ()
    failed: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()

    def blocks(self, *, despite_tests: bool = False) -> tuple[str, ...]:
        """Why the project cannot be published as it is, in words; nothing where it can."""
        failed = () if despite_tests else self.failed
        return tuple(
            f"{len(found)} {one if len(found) == 1 else many}"
            for found, one, many in (
                (self.errors, "error to be corrected", "errors to be corrected"),
                (self.warnings, "warning to be accepted", "warnings to be accepted"),
                (failed, "conversation test that differs", "conversation tests that differ"),
            )
            if found
        )

    def moves(self) -> dict[str, str]:
        """The moves that would take the sessions to the nearest nodes, where there are any."""
        return {
            f"{each.bot}/{each.node}": each.to for each in self.lost if each.to and not each.port
        }


def gate(
    project: Project,
    issues: Iterable[Issue],
    outcomes: Mapping[str, Outcome],
    waiting: Iterable[Waiting],
    accepted: Accepted,
) -> Gate:
    """What stands between a project and its publication.

    `issues` are the check's, `outcomes` the tests' by title, `waiting` the store's (see
    `engine.runtime.waiting`), `accepted` the warnings that were let be.
    """
    found: dict[str, list[Issue]] = {"error": [], "warning": [], "accepted": [], "advice": []}
    for issue in issues:
        let_be = (
            issue.severity == "warning" and (issue.location.bot, warning_key(issue)) in accepted
        )
        found["accepted" if let_be else issue.severity].append(issue)
    return Gate(
        errors=tuple(found["error"]),
        warnings=tuple(found["warning"]),
        accepted=tuple(found["accepted"]),
        advice=tuple(found["advice"]),
        failed=tuple(title for title, outcome in outcomes.items() if outcome.differences),
        lost=tuple(_lost(project, waiting)),
    )


def warning_key(issue: Issue) -> str:
    """A warning by its code and place, which stays the same from check to check."""
    place = issue.location
    where = f"{place.topic}/{place.node}" if place.topic else place.file
    return " ".join(part for part in (issue.code, where, place.path) if part)


def accepted_warnings(project: Project) -> frozenset[tuple[str, str]]:
    """The warnings that the bots' folders say were accepted."""
    return frozenset(
        (name, key) for name, bot in project.bots.items() for key in bot.accepted_warnings
    )


def accept(project: Project, issues: Iterable[Issue]) -> Project:
    """The project with these warnings accepted, to be kept in its bots' `bot.json`."""
    bots = dict(project.bots)
    for issue in issues:
        bot = bots.get(issue.location.bot)
        if bot is not None and issue.severity == "warning":
            keys = {*bot.accepted_warnings, warning_key(issue)}
            bots[bot.id] = replace(bot, accepted_warnings=tuple(sorted(keys)))
    return replace(project, bots=bots)


def unmoved(found: Gate, moves: Moves) -> tuple[Lost, ...]:
    """The lost places that moves leave where they are."""
    return tuple(each for each in found.lost if not target_of(moves, each.bot, each.node))


def _has_port(node: Node, port: str) -> bool:
    kind = KINDS.get(node.kind)
    if kind is None:
        return False
    try:
        return port in kind.ports(convert(node.params, kind.params))
    except ValidationError:
        # An error of the check already: nothing is known of the node's ports.
        return True


def _lost(project: Project, waiting: Iterable[Waiting]) -> Iterator[Lost]:
    nodes = {
        (name, id_): node
        for name, bot in project.bots.items()
        for topic in bot.topics.values()
        for id_, node in topic.nodes.items()
    }
    for each in waiting:
        node = nodes.get((each.bot, each.node))
        if node is not None and (not each.port or _has_port(node, each.port)):
            continue
        near = (each.node, *each.near) if node else each.near
        to = next((id_ for id_ in near if can_wait(nodes.get((each.bot, id_)))), "")
        yield Lost(each.bundle, each.bot, each.node, each.port, each.sessions, to)
