"""What somebody does next in a conversation, given what the bot shows."""

from collections import Counter
from collections.abc import Iterable
from random import Random

from msgspec import Struct

from engine.stores.rows import EventRow
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.event import Contact, Event, Said
from engine.types.message import Media
from engine.types.state import Offer, State
from workbench.demo.cast import Answer, BrokenStep, Cast, Phrases
from workbench.demo.typos import typed
from workbench.demo.visits import NAMED_CHANNELS, PHONE_CHANNELS, Visit, draw

# How many type a button's words, and how many come back when asked whether they are there.
TYPES_BUTTON, COMES_BACK = 0.15, 0.2
# After so many messages that were not understood somebody asks for a person, or goes.
PATIENCE = 2
# A conversation that goes round in circles ends for everybody.
MOST_ACTS = 40
VOICE = Media("audio", "https://media.example.org/voice.ogg", "voice", "audio/ogg", 24_000)


class Act(Struct, frozen=True):
    """What somebody does: an event, after so many seconds."""

    event: Event
    after_s: float


class Talk:
    """Somebody in a conversation, with what they came for and how it goes."""

    def __init__(
        self, visit: Visit, cast: Cast, broken: tuple[BrokenStep, ...], chance: Random
    ) -> None:
        self.visit, self.cast, self.chance = visit, cast, chance
        # Where they speak instead of writing.
        self._speaks = {
            step.node
            for step in broken
            if step.channel == visit.channel and chance.random() < step.share
        }
        self._seen: Counter[str] = Counter()
        self._said: set[str] = set()
        # Where they took the way to what they came for: there again, they have been through it.
        self._taken: set[str] = set()
        self._missed = False
        # Splits of planted experiments that they passed.
        self.tried: set[str] = set()
        self.acts = self.misses = 0
        self.reached = self.gone = False
        # How well they like it, from 0 to 1: waits and misunderstandings take from it.
        self.mood = chance.betavariate(7, 2)

    @property
    def contact(self) -> Contact:
        """The person as their channel knows them."""
        person, channel = self.visit.person, self.visit.channel
        return Contact(
            person.id,
            name=person.name if channel in NAMED_CHANNELS else "",
            phone=person.phone if channel in PHONE_CHANNELS else "",
            language=person.language,
        )

    def begins(self) -> bool:
        """Whether they open the chat before they say anything."""
        return self.chance.random() < self.cast.opens.get(self.visit.channel, 0.0)

    def hear(self, events: Iterable[EventRow]) -> None:
        """What a turn made of what they did."""
        intents = [row for row in events if row.kind == "intent"]
        missed = sum(row.intent == NOT_UNDERSTOOD for row in intents)
        # A first message that says nothing to the bot is greeted.
        self._missed = missed > 0 or any(row.name == STARTUP for row in intents)
        self.misses += missed
        self.mood -= 0.18 * missed

    def settle(self, *, solved: bool) -> None:
        """They talked to somebody, who solved it or did not."""
        self.reached |= solved
        self.mood += 0.1 if solved else -0.3

    def next(self, state: State) -> Act | None:
        """What they do where the bot stands now; None where they are gone."""
        self.acts += 1
        if state.mode != "bot" or self.acts > MOST_ACTS:
            return None
        node = state.at
        self._seen[node] += 1
        if self.gone and not (node in self.cast.survey.nodes or self._comes_back(node)):
            return None
        if node in self.cast.survey.nodes:
            return self._rate(state)
        if not self._said and not self._seen_menu(state):
            return self.say(self.visit.goal.say)
        if self.misses >= PATIENCE and self.chance.random() < 0.6:
            return self._give_up(state)
        if node in self._speaks:
            return Act(Said(0, media=(VOICE,)), 6.0)
        return self._answer(state)

    def say(self, phrases: Phrases) -> Act:
        """Some of these words, filled in and typed as people do."""
        person = self.visit.person
        own = phrases.get(person.language) or next(iter(phrases.values()))
        fresh = [text for text in own if text not in self._said] or list(own)
        text = self.chance.choice(fresh)
        self._said.add(text)
        filled = text.format(
            name=person.name,
            first=person.first,
            document=person.document,
            phone=person.phone,
            email=person.email,
            street=person.street,
            number=self.chance.randrange(1, 10),
        )
        exact = "{" in text
        return self._words(filled if exact else typed(filled, self.chance))

    def _seen_menu(self, state: State) -> bool:
        """Whether they take their way through the menu that is shown."""
        goal = self.visit.goal.answers.get(state.at)
        return (
            bool(goal and goal.press)
            and state.at in self.cast.menus
            and (self.chance.random() < 0.7)
        )

    def _answer(self, state: State) -> Act | None:
        node, goal = state.at, self.visit.goal
        own = goal.answers.get(node)
        self.reached |= node in goal.done or node in self._taken
        if self.reached or not node:
            return self._finish(state)
        if node in self.cast.menus and self._missed and self.chance.random() < 0.55:
            return self.say(goal.say)
        answer = own or self.cast.answers.get(node)
        if answer is None:
            return self._finish(state)
        if own and own.press:
            self._taken.add(node)
        if self.chance.random() < answer.leave:
            self.gone = True
            return None
        return self._take(answer, state)

    def _take(self, answer: Answer, state: State) -> Act | None:
        shown = {offer.choice: offer for offer in state.offers}
        weights = {
            f"{state.at}:{name}": weight
            for name, weight in answer.press.items()
            if f"{state.at}:{name}" in shown
        }
        if weights:
            return self._press(shown[draw(weights, self.chance)])
        if answer.say:
            return self.say(answer.say)
        return self._finish(state)

    def _press(self, offer: Offer) -> Act:
        if self.chance.random() < TYPES_BUTTON:
            return self._words(typed(offer.label.lower(), self.chance))
        after_s = 1.5 + self.chance.expovariate(1 / 4.0)
        return Act(Said(0, text=offer.label, choice=offer.choice), after_s)

    def _finish(self, state: State) -> Act | None:
        """They have what they came for, or see that they will not get it."""
        self.gone = True
        done = [offer for offer in state.offers if offer.choice.partition(":")[2] in self.cast.done]
        luck = self.chance.random()
        if done and luck < 0.5:
            return self._press(done[0])
        if luck < 0.7:
            return self.say(self.cast.bye)
        return None

    def _give_up(self, state: State) -> Act | None:
        if "person" not in self._said and self.chance.random() < 0.5:
            self._said.add("person")
            return self.say(self.cast.desk.person)
        return self._finish(state)

    def _rate(self, state: State) -> Act | None:
        survey = self.cast.survey
        self.gone = True
        if self.chance.random() < 0.25:
            return None
        mood = self.mood + (0.1 if self.reached else -0.15)
        name = survey.good if mood > 0.7 else survey.fair if mood > 0.45 else survey.bad
        if survey.skip and self.chance.random() < 0.2:
            name = survey.skip
        return self._take(Answer(press={name: 1.0}), state)

    def _comes_back(self, node: str) -> bool:
        answer = self.cast.answers.get(node)
        if answer is None or self._seen[node] > 1 or node in self.visit.goal.answers:
            return False
        return self.chance.random() < COMES_BACK

    def _words(self, text: str) -> Act:
        return Act(Said(0, text=text), 2.0 + len(text) / 6 + self.chance.expovariate(1 / 5.0))
