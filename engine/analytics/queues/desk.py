"""Queues and agents at one moment, and what happens at the next."""

from collections import deque
from heapq import heappop, heappush

from engine.analytics.queues.staffing import Group

# At one moment conversations end first, then shifts end and begin, then somebody comes.
ENDS, SHIFTS = 0, 1
NEVER = float("inf")


class Agent:
    """Somebody who answers; `taken` is how many conversations they have."""

    __slots__ = ("free_since", "group", "number", "taken")

    def __init__(self, group: int, number: int) -> None:
        self.group, self.number = group, number
        self.taken, self.free_since = 0, -NEVER


class Desk:
    """All times in seconds since one moment. `began_s` is when each arrival was answered."""

    def __init__(
        self,
        groups: tuple[Group, ...],
        queues: int,
        answers: list[list[int]],
        handling_s: list[float],
        gives_up_s: list[float],
    ) -> None:
        self.limits = [group.at_once for group in groups]
        self.answers = answers
        self.asked = [[g for g, some in enumerate(answers) if q in some] for q in range(queues)]
        self.agents = [
            [Agent(group, number) for number in range(each.agents)]
            for group, each in enumerate(groups)
        ]
        self.present = [False] * len(groups)
        self.waiting: list[deque[int]] = [deque() for _ in range(queues)]
        self.handling_s, self.gives_up_s = handling_s, gives_up_s
        self.began_s = [NEVER] * len(handling_s)
        # (when, what, order, who): the order keeps equal moments apart.
        self.events: list[tuple[float, int, int, Agent | tuple[int, bool]]] = []

    def shift(self, t: float, group: int, present: bool) -> None:
        """Plans that a group comes or goes."""
        heappush(self.events, (t, SHIFTS, len(self.events), (group, present)))

    def go_on(self, until: float) -> None:
        """Lets happen what happens until a moment, this included."""
        while self.events and self.events[0][0] <= until:
            t, _what, _order, who = heappop(self.events)
            if isinstance(who, Agent):
                who.taken -= 1
                who.free_since = t
                self._serve(t, who.group)
            else:
                group, present = who
                self.present[group] = present
                self._serve(t, group)

    def arrive(self, arrival: int, queue: int, t: float) -> None:
        """Somebody asks for people."""
        able = [agent for group in self.asked[queue] if (agent := self._free(group))]
        if able:
            self._begin(arrival, t, min(able, key=_turn))
        else:
            self.waiting[queue].append(arrival)

    def _serve(self, t: float, group: int) -> None:
        """Gives the group what waits, as long as there is somebody to take it."""
        while (agent := self._free(group)) and (queue := self._longest(t, group)) is not None:
            self._begin(self.waiting[queue].popleft(), t, agent)

    def _free(self, group: int) -> Agent | None:
        if not self.present[group]:
            return None
        limit = self.limits[group]
        able = [agent for agent in self.agents[group] if agent.taken < limit]
        return min(able, key=_turn, default=None)

    def _longest(self, t: float, group: int) -> int | None:
        """The queue of the group whose first has waited longest, without those who gave up."""
        first: tuple[int, int] | None = None
        for queue in self.answers[group]:
            waiting = self.waiting[queue]
            while waiting and self.gives_up_s[waiting[0]] < t:
                waiting.popleft()
            if waiting and (first is None or waiting[0] < first[0]):
                first = waiting[0], queue
        return first[1] if first else None

    def _begin(self, arrival: int, t: float, agent: Agent) -> None:
        self.began_s[arrival] = t
        agent.taken += 1
        heappush(self.events, (t + self.handling_s[arrival], ENDS, arrival, agent))


def _turn(agent: Agent) -> tuple[int, float, int, int]:
    return agent.taken, agent.free_since, agent.group, agent.number
