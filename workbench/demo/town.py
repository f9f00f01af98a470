"""The demo history as it happens: people and a bot, turn by turn."""

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from engine.analytics.facts.ratings import SURVEY
from engine.stores.rows import TimerRow
from engine.types.bot import Bot
from engine.types.capability import Capability
from engine.types.event import Event, HandedBack, Happened, Opened, Said
from engine.types.post import Post
from engine.types.state import State
from engine.types.value import Value
from workbench.demo.cast import Cast, Experiment, Phrases
from workbench.demo.code import Code
from workbench.demo.office import Office, Wording
from workbench.demo.person import Act, Talk
from workbench.demo.schedule import SECOND_US, Schedule
from workbench.demo.service import Made, Service
from workbench.demo.visits import Period, Visit
from workbench.demo.wires import Wires
from workbench.demo.world import World

# When what an experiment moves people to has happened: before the bot asks whether they are there.
DOES_IT_S = (60, 240)


class Town:
    """The people of a bot, and all that they do. What happens is put into the schedule."""

    def __init__(
        self,
        bot: Bot,
        cast: Cast,
        period: Period,
        service: Service,
        schedule: Schedule,
        channels: Mapping[str, Capability],
        code: Code,
        chance: Random,
    ) -> None:
        self._bot, self._cast, self._period = bot, cast, period
        self._service, self._schedule, self._chance = service, schedule, chance
        self._zone = ZoneInfo(bot.time_zone)
        world = World(code, cast.services)
        self._wires = Wires(service, schedule, world, channels, self._react, chance)
        wording = Wording(self._tell, self._say, self._fill, self._hand_back)
        self._office = Office(cast, self._zone, schedule, wording, chance)
        self._posts = count(1)
        self._timers: dict[tuple[str, str], TimerRow] = {}
        self._talks: dict[str, Talk] = {}
        self._states: dict[str, State] = {}

    def expect(self, visits: Iterable[Visit]) -> None:
        """Visits to come."""
        for visit in visits:
            self._schedule.at(visit.t_us, partial(self._come, visit))

    def _come(self, visit: Visit) -> None:
        share = self._period.share(self._period.day_of(visit.t_us, self._zone))
        broken = tuple(step for step in self._cast.broken_steps if share >= step.since)
        talk = Talk(visit, self._cast, broken, Random(self._chance.getrandbits(64)))  # noqa: S311
        self._talks[visit.conversation] = talk
        if visit.campaign:
            told = {"source": visit.campaign.source, "campaign": visit.campaign.name}
            self._follow(visit.conversation, self._post(talk, Happened(0, "referral", {**told})))
        if talk.begins():
            self._react(visit.conversation, self._post(talk, Opened(0)))
        else:
            self._do(talk, talk.say(visit.goal.say))

    def _do(self, talk: Talk, act: Act) -> None:
        """Somebody acts after a while, unless the bot went on meanwhile."""
        conversation = talk.visit.conversation
        meant = self._states.get(conversation)

        def happen() -> None:
            state = self._states.get(conversation)
            if self._talks[conversation] is not talk:
                return
            if state is meant or (state and state.mode == "human"):
                self._react(conversation, self._post(talk, act.event))

        self._schedule.after(act.after_s, happen)

    def _post(self, talk: Talk, event: Event) -> Made:
        """An event of the person, by their channel."""
        visit = talk.visit
        event = replace(event, t_us=self._schedule.now_us, contact=talk.contact)
        if isinstance(event, Said | Opened):
            event = replace(event, agents=len(self._office.on_shift()), bot=self._bot.id)
        return self._service.accept(Post(visit.channel, self._name(), visit.conversation, event))

    def _react(self, conversation: str, made: Made) -> None:
        """What the world, the office and the person make of a turn."""
        self._follow(conversation, made)
        talk = self._talks[conversation]
        talk.hear(made.events)
        for row in made.handoffs:
            self._office.enter(talk, row)
        if any(self._tries(talk, experiment, made) for experiment in self._cast.experiments):
            return
        self._think(talk, made.state, max(0, made.due_us - self._schedule.now_us) / SECOND_US)

    def _follow(self, conversation: str, made: Made) -> None:
        """What the world makes of a turn."""
        self._states[conversation] = made.state
        self._wires.carry(made.outbox)
        for name, timer in made.timers.items():
            self._time(conversation, name, timer)

    def _think(self, talk: Talk, state: State, reading_s: float = 0.0) -> None:
        """What the person does about where the bot stands, after it has spoken."""
        if state.mode == "bot" and "key" not in state.memory and (act := talk.next(state)):
            self._do(talk, replace(act, after_s=act.after_s + reading_s))

    def _time(self, conversation: str, name: str, timer: TimerRow | None) -> None:
        if timer is None:
            self._timers.pop((conversation, name), None)
        else:
            self._timers[conversation, name] = timer
            self._schedule.at(timer.due_us, partial(self._fire, timer))

    def _fire(self, timer: TimerRow) -> None:
        key = timer.conversation, timer.timer
        if self._timers.get(key) is timer:
            del self._timers[key]
            self._react(timer.conversation, self._service.fire(timer))

    def _tries(self, talk: Talk, experiment: Experiment, made: Made) -> bool:
        """Whether a planted experiment moves whoever just passed its split: they go, and do it."""
        ways = [row.port for row in made.events if row.node == experiment.node and row.port]
        if not ways or experiment.node in talk.tried:
            return False
        talk.tried.add(experiment.node)
        if self._chance.random() >= experiment.rates.get(ways[0], 0.0):
            return False
        talk.gone = True
        amount = round(self._chance.uniform(*experiment.amounts), 2)
        event = Happened(0, experiment.event, {"amount": amount})
        self._schedule.after(self._chance.uniform(*DOES_IT_S), partial(self._happen, talk, event))
        return True

    def _happen(self, talk: Talk, event: Event) -> None:
        self._react(talk.visit.conversation, self._post(talk, event))

    def _tell(self, talk: Talk, text: str) -> None:
        """An agent writes."""
        self._wires.carry(self._service.tell(talk.visit.conversation, text))

    def _say(self, talk: Talk, words: Phrases, about_s: float) -> None:
        """The person writes to an agent."""
        act = talk.say(words)
        self._do(talk, replace(act, after_s=about_s * self._chance.uniform(0.4, 1.6)))

    def _fill(self, talk: Talk, form: Mapping[str, Value]) -> None:
        self._happen(talk, Happened(0, SURVEY, {**form}))

    def _hand_back(self, talk: Talk, agent: str) -> None:
        event = HandedBack(self._schedule.now_us, agent)
        post = Post("api", self._name(), talk.visit.conversation, event)
        self._react(talk.visit.conversation, self._service.accept(post))

    def _name(self) -> str:
        """An id by which the sender would repeat a post."""
        return f"demo-{self._bot.id}-{next(self._posts)}"
