"""kill -9 of `tertulia serve` under a load: `python -m tests.benchmarks.crash --through http`.

Half of the people come by the API, half by the webchat. Every start takes the other edition of
the bot, so that half of the sessions live on a bundle that is no longer served.
"""

import asyncio
import random
import signal
import time
from collections import Counter
from pathlib import Path

import msgspec

from engine.stores.sqlite import SqliteStore
from tests.benchmarks import crash_bot
from tests.benchmarks.crash import TURNS_EACH, Verdict, compare, feed
from tests.benchmarks.crash_people import People, by_api
from tests.benchmarks.crash_server import Progress, Served
from tests.benchmarks.crash_world import World

# Few enough that people come at every start, and so on both editions.
AT_ONCE = 30

# A message as the server shows it: number, author, text.
Shown = tuple[int, str, str]


class Figures(Verdict):
    """The verdict, with what the world and the process table have to say.

    `taken_twice`: posts with a receipt that were new to the server a second time.
    `answered_twice`: effects whose answer entered a conversation twice. `unpinned`:
    conversations that changed their bundle. `dead`: dead letters. `misread`: conversations
    that HTTP shows otherwise than the file. `left_behind`: processes that outlived a server.
    """

    kills: int = 0
    turns_per_s: float = 0.0
    taken_twice: int = 0
    answered_twice: int = 0
    unpinned: int = 0
    misread: int = 0
    dead: int = 0
    left_behind: int = 0
    # No faults: calls and callbacks that were made again after a kill, and who began on what.
    calls_repeated: int = 0
    posted_repeated: int = 0
    editions: dict[str, int] = msgspec.field(default_factory=dict)


# Seconds that a start takes at the most, on a loaded machine.
START_S = 30


async def crash(
    turns: int, kills: int, folder: Path, seed: int = 0, *, code: bool = True
) -> Figures:
    """Feeds a server that is killed again and again, and compares everything afterwards."""
    people_count = max(1, turns // TURNS_EACH)
    said = {f"person-{each}": crash_bot.script(each, code=code) for each in range(people_count)}
    at_once = min(AT_ONCE, 1 + people_count // 3)
    total = sum(map(len, said.values()))
    chance = random.Random(seed)
    world = World(seed)
    await world.start()
    server = Served(folder, world, chance=chance)
    marks = sorted(chance.sample(range(1, total), kills))
    done = Progress()
    people = People(server.port, server.key)
    await server.start()
    try:
        began = time.perf_counter()
        # A server that does not come up would be waited for without end.
        async with asyncio.timeout(START_S * (kills + 2) + turns), asyncio.TaskGroup() as group:
            group.create_task(server.harass(marks, done))
            group.create_task(feed(said, people.post, done.step, seed, at_once))
        seconds = time.perf_counter() - began
        await people.quiet()
        people.close()
        seen = {person: await people.read(person) for person in said}
        people.close()
        await server.end(signal.SIGTERM)
    finally:
        await server.abandon()
    await world.stop()
    figures = judge(server, world, said, people, seen)
    figures.turns_per_s = round(total / seconds)
    return figures


def judge(
    server: Served,
    world: World,
    said: dict[str, list[str]],
    people: People,
    seen: dict[str, list[Shown]],
) -> Figures:
    """Compares what the file, the server and the world have with what should have been."""
    figures = Figures(kills=server.kills, taken_twice=people.taken_twice)
    bots = {bot.bundle: bot for bot in map(crash_bot.loaded, server.bundles.values())}
    latest = next(reversed(bots.values()))
    store = SqliteStore(server.store)
    expected: dict[str, list[str]] = {}
    for person, texts in said.items():
        name = people.conversation(person)
        bot = bots.get(look_at_history(store, name, seen[person], figures), latest)
        expected[name] = crash_bot.expected(bot, texts)
        edition = bot.bots["counter"].name
        figures.editions[edition] = figures.editions.get(edition, 0) + 1
        if by_api(person):
            look_at_posted(world.posted[name], expected[name], figures)
    by_conversation = {people.conversation(person): texts for person, texts in said.items()}
    verdict = compare(store, by_conversation, expected)
    for fault in verdict.__struct_fields__:
        setattr(figures, fault, getattr(figures, fault) + getattr(verdict, fault))
    sessions = Counter(row.conversation for row in store.sessions(limit=10 * len(said)))
    figures.duplicated += sum(sessions[name] != 1 for name in by_conversation)
    counts = store.counts()
    store.close()
    figures.dead = counts.inbox_failed + counts.outbox_failed
    figures.calls_repeated = world.calls.total() - len(world.calls)
    figures.left_behind = server.left_behind()
    return figures


def look_at_history(store: SqliteStore, name: str, seen: list[Shown], figures: Figures) -> str:
    """Looks at a conversation's rows in the file; gives the bundle on which it began."""
    messages = store.messages(name, limit=10_000)
    events = store.events(name, limit=10_000)
    rows = sorted((*messages, *events), key=lambda row: row.seq)
    turns = [row.turn for row in rows]
    figures.reordered += turns != sorted(turns)
    figures.unpinned += len({row.bundle for row in rows}) != 1
    answers = [row.data for row in events if (row.kind, row.name) == ("received", "answered")]
    keys = [msgspec.json.decode(data)["key"] for data in answers]
    figures.answered_twice += len(keys) != len(set(keys))
    kept = [(row.seq, row.author, msgspec.json.decode(row.content)["text"]) for row in messages]
    figures.misread += kept != seen
    return rows[0].bundle if rows else ""


def look_at_posted(posts: list[tuple[str, str]], expected: list[str], figures: Figures) -> None:
    """Looks at what was posted to the callback: by its id, each message once and in order."""
    once = dict(posts)
    figures.missing_out += max(0, len(expected) - len(once))
    figures.reordered += list(once.values()) != expected
    figures.posted_repeated += len(posts) - len(once)
