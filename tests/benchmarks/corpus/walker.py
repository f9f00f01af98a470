"""Seeded conversations that look for the nodes of a bot that none has come to yet.

Each conversation has a node as its goal and takes, mostly, the way that leads nearer to it:
buttons, words that conditions ask for, answers of services both ways, time that passes. What
was tried often for the same goal counts as further off. For nodes still missing in the end the
pathfinder searches; what it finds is a conversation too, what it says is why there is none.
"""

import math
import time
from collections import Counter
from random import Random

from msgspec import Struct, field

from engine.nodes.graph import Graph, graph, reachable
from engine.nodes.intent import Intent
from engine.project.chat import Act, Answers, Does, Says
from engine.project.draft import Draft, draft
from engine.runtime.acting import act
from engine.runtime.loaded import Loaded
from engine.runtime.passages import PASSAGES
from engine.runtime.pathfinder import Pathfinder, Unreached
from engine.runtime.pathfinder.circumstances import along, circumstances
from engine.runtime.pathfinder.distances import Distances, Roads
from engine.runtime.pathfinder.event_data import event_data
from engine.runtime.pathfinder.hints import hints
from engine.runtime.pathfinder.moves import Knowledge, moves
from engine.runtime.pathfinder.points import Stage
from engine.runtime.rehearsal import Rehearsal, RehearsalError
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Project
from engine.types.message import Message
from tests.benchmarks.corpus.dead_ways import dead_ways, never_holds, without
from tests.benchmarks.corpus.watch import TookTooLong, within
from tests.benchmarks.walks import GARBAGE, PORTS, VALUES

MOST_ACTS = 40
LOOKED_AHEAD = 300
# A conversation ends when it came to nothing new for so long.
FEW_ACTS = 10
HUNG_AFTER_S = 20.0
# How often a conversation begins as any does, or with what solves the conditions on the way.
PLAIN, SOLVED, OFFERED = 0.15, 0.7, 40
BY_CHANCE, GARBLED = 0.12, 0.04
TRIED_ONCE_MORE, SPREAD = 0.4, 0.3
# Turns that a search at the end may try for a node.
SEARCHED_TURNS = 1500


class Walks(Struct):
    """What the conversations with one bot came to. `cut` where its time was over before;
    `dead` are nodes that edges lead to, but only by ways that are never taken, with the way."""

    bot: str
    conversations: int = 0
    turns: int = 0
    circles: int = 0
    hung: int = 0
    cut: bool = False
    reachable: frozenset[str] = frozenset()
    reached: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    unreached: dict[str, str] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)


class Talk(Struct):
    """One conversation: its circumstances, what was done, and what the bot said to it."""

    settings: dict[str, str]
    acts: list[Act] = field(default_factory=list)
    heard: list[Message | str] = field(default_factory=list)


class Walker:
    """Conversations with one bot of a project."""

    def __init__(self, project: Project, loaded: Loaded, bot: str, seed: int = 0) -> None:
        self.project, self.loaded, self.seed = project, loaded, seed
        self.drawn = draft(project.bots[bot], project)
        values = hints(self.drawn)
        data = event_data(self.drawn, values)
        self.known = Knowledge(self.drawn, values, counts_turns=False, data=data)
        self.stage = Stage(loaded, bot, None)
        starts = [id_ for id_ in self.drawn.nodes if _begins(self.drawn, id_)]
        ways = graph(project.bots[bot])
        never = dead_ways(self.drawn)
        alive = reachable(without(ways, self.drawn, never), starts)
        self._depth = _depths(ways, starts)
        self.walks = Walks(bot, reachable=frozenset(alive))
        for (node, port), why in never.items():
            for lost in reachable(ways, (self.drawn.nodes[node].node.edges.get(port, ""),)) - alive:
                self.walks.dead.setdefault(lost, f"node {node!r}, port {port!r}: {why}")
        self._roads = Roads(self.drawn)
        self._distances: dict[str, Distances] = {}
        self._tried: Counter[tuple[str, str, Act]] = Counter()
        self._aimed: Counter[str] = Counter()

    def walk(self, conversations: int, seconds: float) -> Walks:
        """As many conversations as fit into the time, then a search for what is missing."""
        end = time.monotonic() + seconds
        for number in range(conversations):
            if time.monotonic() > end:
                self.walks.cut = True
                break
            self._one(Random(f"{self.seed}/{self.walks.bot}/{number}"))
        self._search(end)
        return self.walks

    def _one(self, random: Random) -> None:
        self.walks.conversations += 1
        try:
            with within(HUNG_AFTER_S):
                self.talk(random)
        except TookTooLong as late:
            self.walks.hung += 1
            self.walks.errors.append(f"hung: {late}")
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            self.walks.errors.append(f"{type(error).__name__}: {error}")

    def talk(self, random: Random) -> Talk:
        """One conversation, as it went."""
        missing = sorted(self.walks.reachable - self.walks.reached)
        goal = self._aim(random, missing)
        begun = self._settings(random, goal) | {"seed": str(random.randrange(10**6))}
        rehearsal = self.stage.begin(begun).rehearsal
        talk = Talk(begun)
        idle = 0
        for _ in range(MOST_ACTS):
            known = len(self.walks.reached)
            done = self._choose(random, rehearsal, goal)
            talk.acts.append(done)
            try:
                exchanges = act(rehearsal, done)
            except RehearsalError as error:
                self.walks.circles += "circle" in str(error)
                talk.heard.append(str(error))
                continue
            for exchange in exchanges:
                talk.heard += exchange.messages
                self._note(exchange.records)
            idle = 0 if len(self.walks.reached) > known else idle + 1
            if idle > FEW_ACTS:
                break
            if goal in self.walks.reached and missing:
                missing = sorted(self.walks.reachable - self.walks.reached)
                goal = self._next_to(rehearsal.state.at) or self._aim(random, missing)
        self.walks.turns += rehearsal.state.turn
        return talk

    def _aim(self, random: Random, missing: list[str]) -> str:
        """A node that is missing: of those at which few conversations aimed one far from where
        conversations begin, since the way to it passes others."""
        among = missing or sorted(self.walks.reachable)
        if not among:
            return ""
        goal = min(
            among, key=lambda node: (self._aimed[node], -self._depth.get(node, 0), random.random())
        )
        self._aimed[goal] += 1
        return goal

    def _next_to(self, node: str) -> str:
        """The missing node that is nearest ahead of one, "" where none is near."""
        seen, ahead = {node}, [node]
        while ahead and len(seen) < LOOKED_AHEAD:
            at = ahead.pop(0)
            for to in self.drawn.ways.get(at, ()):
                if to in self.walks.reachable and to not in self.walks.reached:
                    return to
                if to not in seen:
                    seen.add(to)
                    ahead.append(to)
        return ""

    def _settings(self, random: Random, goal: str) -> dict[str, str]:
        """Circumstances in which the conditions on the way may hold; often none at all."""
        chance = random.random()
        if not goal or chance < PLAIN:
            return {}
        if chance < PLAIN + SOLVED:
            ways = list(along(self.drawn, self._ahead(goal), self.known.hints))
            # The nearest way first, since it takes the least for granted.
            return random.choice([{}, *ways[:1] * 3, *ways])
        ahead = self._ahead(goal).nearest()
        offered = list(circumstances(self.drawn, ahead, self.known.hints))[:OFFERED]
        chosen: dict[str, str] = {}
        for _, settings in random.choices(offered, k=random.randint(1, 3)):
            chosen |= settings
        return chosen

    def _choose(self, random: Random, rehearsal: Rehearsal, goal: str) -> Act:
        if random.random() < GARBLED:
            return self._garble(random, rehearsal)
        at = rehearsal.state.at
        offered = [(one.act, one.ahead) for one in moves(rehearsal, self.known, self._ahead(goal))]
        if not offered:
            return Does(0, "opened")
        if random.random() < BY_CHANCE:
            return random.choice(offered)[0]

        def cost(offer: tuple[Act, float]) -> float:
            done, ahead = offer
            ahead = min(ahead, 20.0) if not math.isnan(ahead) else 20.0
            tried = self._tried[goal, at, _key(done)]
            return ahead + TRIED_ONCE_MORE * math.sqrt(tried) + SPREAD * random.random()

        chosen = min(offered, key=cost)[0]
        self._tried[goal, at, _key(chosen)] += 1
        return chosen

    def _garble(self, random: Random, rehearsal: Rehearsal) -> Act:
        """What no bot expects: signs that mean nothing, answers of services that are not right."""
        if rehearsal.waiting and rehearsal.state.at:
            return Answers(0, rehearsal.state.at, random.choice(PORTS), random.choice(VALUES))
        return Says(0, random.choice(GARBAGE))

    def _note(self, records: tuple[object, ...]) -> None:
        for row in records:
            node, kind = getattr(row, "node", ""), getattr(row, "kind", "")
            if node and kind in PASSAGES:
                self.walks.reached.add(node)
            self.walks.circles += getattr(row, "name", "") == "endless-loop"

    def _ahead(self, goal: str) -> Distances:
        if goal not in self._distances:
            self._distances[goal] = Distances(self.drawn, goal, roads=self._roads)
        return self._distances[goal]

    def _search(self, end: float) -> None:
        missing = sorted(self.walks.reachable - self.walks.reached)
        finder: Pathfinder | None = None
        for node in missing:
            if node in self.walks.reached:
                continue
            if time.monotonic() > end:
                self.walks.cut = True
                self.walks.unreached[node] = "not searched for: the time was over"
                continue
            finder = finder or Pathfinder(self.project, self.loaded, self.walks.bot)
            self._found(finder, node)

    def _found(self, finder: Pathfinder, node: str) -> None:
        try:
            with within(HUNG_AFTER_S):
                found = finder.write(node, "", SEARCHED_TURNS)
        except TookTooLong as late:
            self.walks.unreached[node] = f"the search was {late}"
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            self.walks.errors.append(f"search for {node}: {type(error).__name__}: {error}")
        else:
            if isinstance(found, Unreached):
                self.walks.unreached[node] = found.why
            else:
                self.walks.conversations += 1
                self.walks.reached.add(node)


def _begins(drawn: Draft, node: str) -> bool:
    """Whether a conversation may come to a node by itself: an intent that something triggers."""
    params = drawn.nodes[node].params
    if not isinstance(params, Intent):
        return False
    if node == NOT_UNDERSTOOD:
        return drawn.bot.default_message.not_understood
    said = (*params.phrases.values(), *params.keywords.values(), params.patterns, params.events)
    if params.condition and never_holds(params.condition, drawn):
        return False
    return node == STARTUP or any(said) or bool(params.condition or params.inactivity_s)


def _depths(ways: Graph, starts: list[str]) -> dict[str, int]:
    """How many nodes away from a start each node is."""
    found = dict.fromkeys(starts, 0)
    ahead = list(starts)
    while ahead:
        at = ahead.pop(0)
        for to in ways[at]:
            if to not in found:
                found[to] = found[at] + 1
                ahead.append(to)
    return found


def _key(done: Act) -> Act:
    """An act as what was tried: an answer's value may be unhashable."""
    return Says(0, repr(done)) if isinstance(done, Answers) else done
