"""The ParentText programme walked: what its flows say, and what the imported bot says.

The flows are walked from their JSON by `goflow_walk`, which shares nothing with the importer
but the parser of expressions; the bot is walked in the rehearsal. Both hear the same.
"""

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from goflow_walk import Circle, Json, Unknown, Walk

from engine.importers import import_bot
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.rehearsal import Exchange, Rehearsal
from engine.types.bot import Bot
from engine.types.event import Contact

SETUP = "PLH - Internal - Set up default contact fields"
WELCOME = "PLH - Handler - Welcome"
NEXT_TIP = "PLH - Internal - Restart campaign for WA"
LESSON = "PLH - Content - Extra - Behave - One-on-one time"
DAYS, DAY_S = 12, 86_400


class Pair:
    """One person with the bot, and the same one with the flows."""

    def __init__(self, source: Json, bot: Bot, loaded: Loaded, seed: int = 1) -> None:
        self.bot = bot
        person = Contact(id="1", phone="+1")
        self.rehearsal = Rehearsal(loaded, contact=person, channel="sms", seed=seed)
        self.walk = Walk(source, self.now())
        self.events = dict(_events(self.bot))
        self.splits = dict(_splits(self.bot))
        self.passed: set[str] = set()
        self.messages = 0

    def now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.rehearsal.clock.now_us() / 1e6, dt.UTC)

    def open(self, flow: str) -> None:
        """Opens the conversation; the flows begin with the one that this must lead to."""
        self._compare(self.rehearsal.open(), lambda: self.walk.start(flow))

    def start(self, flow: str) -> None:
        exchange = self.rehearsal.happen(self.events[flow])
        self._compare(exchange, lambda: self.walk.start(flow))

    def trigger(self, word: str, flow: str) -> None:
        """A keyword that starts a flow, the next day."""
        self.rehearsal.advance(DAY_S + 60)
        self.walk.input = word
        self._compare(self.rehearsal.say(word), lambda: self.walk.start(flow))

    def say(self, text: str) -> None:
        self._compare(self.rehearsal.say(text), lambda: self.walk.answer(text))

    def lapse(self) -> None:
        """Nobody answers for so long that the wait, or the flow, is over."""
        self._compare(self.rehearsal.advance(self.walk.lapses_in() + 1), self.walk.lapse)

    def _compare(self, exchange: Exchange, walk: Callable[[], list[str]]) -> None:
        self.walk.now = self.now()
        for row in exchange.records:
            if row.kind == "visit" and row.node in self.splits:
                uuid, ports = self.splits[row.node]
                self.walk.ways.setdefault(uuid, []).append(ports.index(row.port))
        self.passed |= {row.node for row in exchange.records if row.node}
        said = [lines for one in walk() if (lines := _lines(one))]
        heard = [lines for one in exchange.messages if (lines := _lines(one.text))]
        self.messages += len(said)
        assert heard == said


@pytest.fixture(scope="module")
def programme(shared: Path) -> tuple[Json, Bot, Loaded]:
    folder = shared / "corpus" / "rapidpro" / "idems-plh-covid-parenting"
    (path,) = folder.glob("*.json")
    project = import_bot("rapidpro", path).project
    (bot,) = project.bots.values()
    return json.loads(path.read_text(encoding="utf-8")), bot, load(project, {}, "test")


def test_whole_lessons(programme: tuple[Json, Bot, Loaded]) -> None:
    """From the welcome on, a tip a day, each way of each menu once: all that is said is said
    there too, and the first lesson is heard to its end."""
    pair = Pair(*programme)
    taken: Counter[str] = Counter()

    def to_the_end() -> None:
        while pair.walk.run is not None:
            node = pair.walk.run.node
            pair.say(_answer(pair.walk.waits or {}, taken[node]))
            taken[node] += 1

    pair.open(WELCOME)
    to_the_end()
    for _ in range(DAYS):
        pair.trigger("moretips", NEXT_TIP)
        to_the_end()
    lesson = next(flow for flow in programme[0]["flows"] if flow["name"] == LESSON)
    menus = [node for node in lesson["nodes"] if len(_ways(node.get("router", {}))) > 5]
    assert any(taken[menu["uuid"]] >= len(_ways(menu["router"])) for menu in menus)
    assert pair.messages >= 100


@pytest.mark.parametrize("part", range(3))
def test_flows_by_chance(programme: tuple[Json, Bot, Loaded], part: int) -> None:
    """Seeded conversations with any of the flows: the bot says what the flows say, word for
    word, and after silence too."""
    source = programme[0]
    names = sorted(flow["name"] for flow in source["flows"] if flow["nodes"])
    ended: Counter[str] = Counter()
    messages = 0
    for seed in range(40 * part, 40 * part + 40):
        chance = random.Random(seed)
        pair = Pair(*programme, seed)
        try:
            if seed % 4:
                pair.start(SETUP)
            pair.start(chance.choice(names))
            for _ in range(25):
                if pair.walk.run is None:
                    break
                if chance.random() < 0.08 and pair.walk.lapses_in():
                    pair.lapse()
                else:
                    pair.say(chance.choice([*_words(pair.walk.waits or {}), "hmm", "7"]))
        except Circle:
            ended["circle"] += 1
        except Unknown as unknown:
            ended[str(unknown)] += 1
        messages += pair.messages
    assert messages >= 80
    assert sum(ended.values()) <= 4, ended


def _answer(router: Json, visits: int) -> str:
    """The word of one of the ways: at each visit the next, in the end the last."""
    ways = _ways(router)
    return _parts(ways[min(visits, len(ways) - 1)]["arguments"][0])[0] if ways else "ok"


def _ways(router: Json) -> list[Json]:
    return [
        case for case in router.get("cases", ()) if any(_parts(one) for one in case["arguments"])
    ]


def _words(router: Json) -> Iterator[str]:
    for case in router["cases"]:
        for argument in case["arguments"]:
            yield from _parts(argument)


def _parts(argument: str) -> list[str]:
    return argument.replace(",", " ").split()


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _events(bot: Bot) -> Iterator[tuple[str, str]]:
    for topic in bot.topics.values():
        for node in topic.nodes.values():
            events = node.params.get("events")
            if node.kind == "intent" and isinstance(events, list) and events:
                yield node.title, str(events[0])


def _splits(bot: Bot) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """The uuid of the source node and the ports, in their order, of each way by chance."""
    for topic in bot.topics.values():
        for name, node in topic.nodes.items():
            ways = node.params.get("ways")
            if node.kind == "split" and isinstance(ways, list):
                uuid = node.source.rpartition("/")[2]
                yield name, (uuid, [str(way["id"]) for way in ways if isinstance(way, dict)])
