"""Finds a conversation that passes a port, and writes it as a test."""

from collections.abc import Iterator

from msgspec import Struct

from engine.project.chat import Answers
from engine.project.draft import Draft, draft
from engine.runtime.loaded import Loaded
from engine.runtime.pathfinder.circumstances import CHANGED, along, circumstances
from engine.runtime.pathfinder.distances import Distances, Roads
from engine.runtime.pathfinder.event_data import event_data
from engine.runtime.pathfinder.experience import experience
from engine.runtime.pathfinder.hints import hints
from engine.runtime.pathfinder.moves import Knowledge
from engine.runtime.pathfinder.points import Point, Stage
from engine.runtime.pathfinder.search import Goal, search
from engine.runtime.pathfinder.writing import Script, shortened, title_of, written
from engine.runtime.real_effects import RealEffects
from engine.types.bot import Project
from engine.types.issue import TertuliaError

# Turns that are tried: about two seconds on one core.
BUDGET = 6000
# Points of the bot's own tests from which a search goes on, and what each of their acts costs.
POINTS_USED = 40
ACT_OF_TEST = 0.2
# What it costs to begin with code that fails, the less so the nearer to the goal it is.
FAILING, FURTHER = 0.5, 0.1


class Unreached(Struct, frozen=True):
    """No conversation was found that passes the port, and why."""

    node: str
    port: str
    why: str


class Pathfinder:
    """Writes tests for the ports of one bot; what it learns of the bot serves every search.

    With `effects`, code actions run for real, as in `tertulia test`.
    """

    def __init__(
        self, project: Project, loaded: Loaded, bot: str, effects: RealEffects | None = None
    ) -> None:
        if bot not in project.bots:
            raise TertuliaError(f"there is no bot {bot!r}; name one of {', '.join(project.bots)}")
        self._bot = project.bots[bot]
        self._drawn: Draft = draft(self._bot, project)
        self._roads = Roads(self._drawn)
        self._loaded = loaded
        self._stage = Stage(loaded, bot, effects)
        known = hints(self._drawn)
        shown = experience(self._bot, self._stage)
        self._points = shown.points
        self._known = Knowledge(
            self._drawn,
            known,
            bool({"session.turn", "session.messages"} & known.keys()),
            {node: tuple(acts) for node, acts in shown.done.items()},
            {intent: tuple(acts) for intent, acts in shown.said.items()},
            {node: tuple(lines) for node, lines in shown.answered.items()},
            event_data(self._drawn, known),
        )

    def write(self, node: str, port: str, budget: int = BUDGET) -> str | Unreached:
        """The text of a test that passes a port of a node (of any port, where it is empty)."""
        drawn = self._drawn.nodes.get(node)
        if drawn is None:
            return Unreached(node, port, f"there is no node {node!r} in bot {self._bot.id!r}")
        if port and port not in drawn.ports:
            ports = ", ".join(drawn.ports) or "none"
            return Unreached(node, port, f"node {node!r} has no port {port!r}; it has: {ports}")
        ahead = Distances(self._drawn, node, port, self._roads)
        if not ahead.intents:
            return Unreached(node, port, "no intent, edge, goto or call leads here")
        goal = Goal(self._bot.id, node, port)
        found = search(goal, self._starts(ahead), self._known, ahead, budget)
        if found.point is None:
            return Unreached(node, port, self._why(goal, found.turns, found.came_near))
        done = Script(dict(found.point.settings), found.point.acts)
        script = shortened(done, goal, self._stage)
        title = title_of(drawn, port, self._bot.languages[0])
        text = written(script, title, goal, self._stage, self._loaded) if script else ""
        return text or Unreached(node, port, "the conversation found cannot be written as a test")

    def _starts(self, ahead: Distances) -> Iterator[tuple[float, Point]]:
        """The points to search from: beginnings, and what the bot's own tests come to; both
        also with code that fails."""
        nodes = ahead.nearest()
        codes = [id_ for id_ in nodes if self._drawn.nodes[id_].node.kind == "code"]
        failures = [
            (FAILING + FURTHER * number, Answers(0, id_, "failed"))
            for number, id_ in enumerate(codes)
        ]
        for cost, settings in circumstances(self._drawn, nodes, self._known.hints):
            yield cost, self._stage.begin(settings)
        for settings in along(self._drawn, ahead, self._known.hints):
            if settings:
                yield CHANGED, self._stage.begin(settings)
        for cost, failure in failures:
            yield cost, self._stage.begin({}, [failure])
        for cost, point in self._near(ahead):
            yield cost, point
            for more, failure in failures[:1]:
                yield cost + more, point.then(failure)[0]

    def _near(self, ahead: Distances) -> Iterator[tuple[float, Point]]:
        """The points of tests that are nearest to the goal, with what their acts cost."""
        near = sorted(
            (ACT_OF_TEST * len(point.acts) + ahead.of_state(point.moment.state), number)
            for number, point in enumerate(self._points)
        )
        for _, number in near[:POINTS_USED]:
            yield ACT_OF_TEST * len(self._points[number].acts), self._points[number]

    def _why(self, goal: Goal, turns: int, came_near: bool) -> str:
        if not came_near:
            return f"none of {turns:,} turns that were tried came to node {goal.node!r}"
        return (
            f"none of {turns:,} turns that were tried left node {goal.node!r} by {goal.port!r}; "
            "a value or an answer that is needed was not guessed: write the test by hand"
        )


def write_test(
    project: Project,
    loaded: Loaded,
    bot: str,
    node: str,
    port: str,
    *,
    effects: RealEffects | None = None,
    budget: int = BUDGET,
) -> str | Unreached:
    """The text of a test that passes a port of a bot's node, or why none was found.

    `loaded` is the project with its models. For many ports, keep one `Pathfinder`.
    """
    return Pathfinder(project, loaded, bot, effects).write(node, port, budget)
