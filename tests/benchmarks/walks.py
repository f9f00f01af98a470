"""Random conversations with real bots, through the simulator: does anything ever raise?

    python -m tests.benchmarks.walks [--conversations N] [--seed S] [FOLDER ...]

Without folders: the sample bots of `datasets/bots` and the Dialogflow ES agents of the corpus
beside the repository. Prints, as its last line, how many conversations and turns there were,
the errors, and the share of each bot's reachable nodes that some conversation came to.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from engine.importers import import_bot
from engine.nodes.graph import graph, reachable
from engine.nodes.intent import Intent
from engine.nodes.program import Program
from engine.project.compile import compile_bot
from engine.project.read import open_project
from engine.runtime.loaded import Loaded
from engine.runtime.loading import stepping, wording
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Project
from engine.types.event import Contact, Said
from engine.types.limits import LIMITS
from engine.types.message import Media, Place
from engine.types.reading import Entity, Guess, Reading
from engine.types.state import State

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "datasets" / "bots"
AGENTS = ROOT.parent / "shared" / "corpus" / "dialogflow-es"
THINGS_A_CONVERSATION = 12

# What people write that no trigger expects.
GARBAGE = (
    "",
    " ",
    "\n\t",
    "asdf qwer",
    "🙂" * 50,
    "👩‍👩‍👧‍👦 ñandú ação",
    "a\x00b\x07c\x1b[31m\u202e",
    "${name} ${1/0} {{x}} {secret:key}",
    "x" * LIMITS.message_chars,
    "9" * 400,
    "-1e308",
    "' OR 1=1 --",
    "2026-03-04",
    "mañana a las 3",
    "ana@example.org",
    "+34 612 345 678",
    "sí",
    "no",
    "1",
    "3",
    "downtown",
    "25 €",
    "https://example.org",
)
# `Any` below: what services, code and searches give, and what nobody should.
VALUES: tuple[Any, ...] = (
    None,
    "",
    "text",
    0,
    True,
    2**63,
    10**30,
    -1.5,
    [],
    {},
    [None, [], {}],
    {"status": 200, "headers": {"a": "b"}, "body": {"price": 3, "x": [1]}},
    {"status": 500, "headers": {}, "body": "Internal error"},
    {"status": 200, "headers": {}, "body": None},
    {"status": "odd", "body": {"price": 10**40}},
    {"body": "z" * 100_000},
    {"total": 7},
    {"total": {"deep": [[[{"a": 10**25}]]]}},
    {"total": "y" * 100_000},
    {"total": None},
    [{"title": "T", "passage": "P", "url": "https://example.org", "score": 1.5}],
    [{"title": 5, "passage": None}, "row", None],
    [{"title": "w" * 50_000}] * 5,
)
PORTS = ("ok", "ok", "ok", "failed", "timeout", "refused", "empty", "unheard-of")


class Walked(Struct):
    """What the conversations with one project came to."""

    name: str
    conversations: int = 0
    turns: int = 0
    reachable: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the reachable nodes that some conversation came to."""
        return len(self.reached & self.reachable) / len(self.reachable or {""})


def walk(name: str, project: Project, conversations: int, seed: int = 0) -> Walked:
    """As many conversations with a project, each from a seed of its own."""
    programs = {bot: compile_bot(drawn) for bot, drawn in project.bots.items()}
    walked = Walked(name)
    for bot, drawn in project.bots.items():
        starts = [n.id for n in programs[bot].nodes.values() if isinstance(n.params, Intent)]
        walked.reachable |= {f"{bot}.{node}" for node in reachable(graph(drawn), starts)}
    for number in range(conversations):
        conversation = Conversation(project, programs, seed + number)
        try:
            conversation.go()
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            walked.errors.append(f"{name}, seed {seed + number}: {type(error).__name__}: {error}")
        walked.conversations += 1
        walked.turns += conversation.rehearsal.state.turn
        walked.reached |= conversation.nodes
    return walked


class Conversation:
    """One conversation with a project, by chance."""

    def __init__(self, project: Project, programs: dict[str, Program], seed: int) -> None:
        self.random = Random(seed)
        self.programs = programs
        self.nodes: set[str] = set()
        self.pressed: list[str] = []
        contact = Contact("7", "Ana Ruiz", "+51999888777", "ana@example.org", "pt-BR")
        loaded = Loaded(
            "walk",
            stepping(programs, project),
            self._understand,
            project.bots,
            in_words=wording(programs),
        )
        scripted = dict.fromkeys(("call_service", "run_code", "send_mail"), self._answer)
        self.rehearsal = Rehearsal(
            loaded,
            answers=scripted if self.random.random() < 0.5 else {},
            contact=self.random.choice((None, contact)),
            channel=self.random.choice(("webchat", "whatsapp", "voice")),
            seed=seed,
            agents=self.random.randint(0, 2),
        )

    def go(self) -> None:
        """Everything that happens in it."""
        if self.random.random() < 0.5:
            self._note(self.rehearsal.open())
        for _ in range(THINGS_A_CONVERSATION):
            thing = self.random.choices(
                (self._say, self._press, self._answer_waiting, self._pass_time, self._other),
                weights=(6, 9, 3, 1, 1),
            )[0]
            thing()

    def _say(self) -> None:
        media = (Media("image", "https://example.org/a.png"),) if self._perhaps(0.05) else ()
        place = Place(-12.0, -77.0, "Lima") if self._perhaps(0.05) else None
        said = self.random.choice((self.random.choice(GARBAGE), *self._words()))
        self._note(self.rehearsal.say(said, media=media, place=place))

    def _press(self) -> None:
        shown = [option.id for option in self.rehearsal.options if not option.url]
        self.pressed += shown
        if not self.pressed:
            self._say()
        elif shown and self._perhaps(0.8):
            self._note(self.rehearsal.press(self.random.choice(shown)))
        else:
            now_us = self.rehearsal.clock.now_us()
            choice = self.random.choice((*self.pressed, "nothing:here", ":"))
            self._note(self.rehearsal.happens(Said(now_us, choice=choice)))

    def _answer_waiting(self) -> None:
        waiting = sorted(self.rehearsal.waiting)
        if not waiting:
            self._say()
            return
        port, value = self._answer(None)
        self._note(self.rehearsal.answer(self.random.choice(waiting), port, value))

    def _pass_time(self) -> None:
        self._note(self.rehearsal.advance(self.random.choice((1, 40, 4000, 100_000))))

    def _other(self) -> None:
        events = [name for one in self.programs.values() for name in one.triggers.events]
        if self._perhaps(0.5):
            self._note(self.rehearsal.hand_back("Marta"))
        else:
            name = self.random.choice((*events, "payment"))
            self._note(self.rehearsal.happen(name, {"amount": 2**63}))

    def _understand(self, _state: State, said: Said) -> Said:
        """Any reading at all: what a bot is told must not matter to its soundness."""
        readings = {
            bot: random_reading(self.random, one) for bot, one in sorted(self.programs.items())
        }
        return replace(said, readings=readings) if self._perhaps(0.7) else said

    def _answer(self, _effect: object) -> tuple[str, Any]:
        return self.random.choice(PORTS), self.random.choice(VALUES)

    def _words(self) -> list[str]:
        program = self.random.choice([one for _, one in sorted(self.programs.items())])
        phrases = list(program.triggers.exact) or ["hello"]
        return self.random.choices(phrases, k=3)

    def _perhaps(self, share: float) -> bool:
        return self.random.random() < share

    def _note(self, exchange: Any) -> None:  # Any: an Exchange, which tests type nowhere
        bot = self.rehearsal.state.bot
        self.nodes |= {f"{bot}.{row.node}" for row in exchange.records if row.node}


def random_reading(random: Random, program: Program) -> Reading:
    """Anything that a model could say of a message, sure or unsure, of intents that are there
    or not any more."""
    intents = [id_ for id_, node in program.nodes.items() if isinstance(node.params, Intent)]
    some = random.sample([*intents, "gone"], k=min(3, len(intents)))
    topics = sorted({node.topic for node in program.nodes.values()})
    confidences = sorted((random.random() for _ in some), reverse=True)
    entity = Entity(random.choice(("size", "number", "branches")), 3, 0, 1)
    return Reading(
        intents=tuple(map(Guess, some, confidences)) if random.random() < 0.7 else (),
        threshold=random.choice((0.3, 0.6, 0.9)),
        keywords=tuple(random.sample(some, 1)) if random.random() < 0.1 else (),
        topic=random.choice((*topics, "", "gone")),
        related=tuple(some) if random.random() < 0.3 else (),
        entities=(entity,) if random.random() < 0.3 else (),
        language=random.choice(("es", "en", "pt", "de", "")),
        language_confidence=random.random(),
    )


def sample_bots() -> Iterator[tuple[str, Project]]:
    """The repository's own projects."""
    for folder in sorted(SAMPLES.glob("*/")):
        if (folder / "bot.json").exists() or (folder / "project.json").exists():
            yield folder.name, open_project(folder)


def imported_agents(folder: Path = AGENTS) -> Iterator[tuple[str, Project]]:
    """The real agents of the corpus, as projects."""
    for agent in sorted(folder.glob("*/")):
        yield agent.name, import_bot("dialogflow-es", agent).project


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_AS_IT_STANDS)
    parser.add_argument("--conversations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("folders", nargs="*", type=Path)
    options = parser.parse_args()
    projects = (
        [(folder.name, open_project(folder)) for folder in options.folders]
        if options.folders
        else [*sample_bots(), *imported_agents()]
    )
    began = time.perf_counter()
    all_walked = [walk(*one, options.conversations, options.seed) for one in projects]
    for walked in all_walked:
        print(
            f"{walked.name:24} {walked.turns:8,} turns, {walked.share:6.1%} of "
            f"{len(walked.reachable)} nodes, {len(walked.errors)} errors",
            file=sys.stderr,
        )
        for error in walked.errors[:5]:
            print(f"  {error}", file=sys.stderr)
    print(
        json.dumps(
            {
                "bots": len(all_walked),
                "conversations": sum(one.conversations for one in all_walked),
                "turns": sum(one.turns for one in all_walked),
                "errors": sum(len(one.errors) for one in all_walked),
                "reached": {one.name: round(one.share, 3) for one in all_walked},
                "seconds": round(time.perf_counter() - began, 1),
            }
        )
    )


_AS_IT_STANDS = argparse.RawDescriptionHelpFormatter

if __name__ == "__main__":
    main()
