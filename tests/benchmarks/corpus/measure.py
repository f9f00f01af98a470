"""One export measured: imported, checked, walked, its expected conversations played."""

import sys
import time
import traceback
from collections.abc import Iterator

from msgspec import Struct, field

from engine import nlu
from engine.importers import Imported, import_files, open_files
from engine.importers.report import Count
from engine.project.chat import Conversation, parse
from engine.project.check import check
from engine.runtime.conversations import Outcome, play
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.real_effects import real_effects
from engine.types.bot import Project
from engine.types.issue import TertuliaError
from tests.benchmarks.corpus.pieces import Piece
from tests.benchmarks.corpus.walker import Walker, Walks
from tests.benchmarks.corpus.watch import TookTooLong, within

IMPORT_S, PLAY_S = 120.0, 30.0


class Sizes(Struct, frozen=True):
    """How much is walked: conversations a bot, seconds a bot, and the first seed."""

    conversations: int = 100
    seconds: float = 60.0
    seed: int = 0


class Measured(Struct):
    """What came of one export. `refused` is the sentence of an importer that found nothing in
    it; `crashed` the traceback of one that failed."""

    piece: Piece
    refused: str = ""
    crashed: str = ""
    import_s: float = 0.0
    check_s: float = 0.0
    counts: tuple[Count, ...] = ()
    bots: int = 0
    drawn: int = 0
    check_errors: list[str] = field(default_factory=list)
    expected_runs: int = 0
    runs_equal: int = 0
    differences: list[str] = field(default_factory=list)
    walks: list[Walks] = field(default_factory=list)


def measure(piece: Piece, sizes: Sizes) -> Measured:
    """Everything about one export; whatever fails on the way is part of the answer."""
    measured = Measured(piece)
    try:
        with within(IMPORT_S):
            imported = _import(piece, measured)
            _check(imported.project, measured)
    except TertuliaError as error:
        measured.refused = str(error)
        return measured
    except (Exception, TookTooLong):  # noqa: BLE001 - a crash is what is looked for
        measured.crashed = traceback.format_exc()
        return measured
    try:
        _talk(imported.project, measured, sizes)
    except Exception:  # noqa: BLE001 - a crash is what is looked for
        measured.crashed = traceback.format_exc()
    return measured


def _import(piece: Piece, measured: Measured) -> Imported:
    began = time.perf_counter()
    with open_files(piece.folder) as files:
        imported = import_files(piece.platform, files.only(piece.only) if piece.only else files)
    measured.import_s = time.perf_counter() - began
    measured.counts = imported.report.counts()
    measured.bots = len(imported.project.bots)
    measured.drawn = sum(
        len(topic.nodes) for bot in imported.project.bots.values() for topic in bot.topics.values()
    )
    return imported


def _check(project: Project, measured: Measured) -> None:
    began = time.perf_counter()
    issues = check(project)
    measured.check_s = time.perf_counter() - began
    measured.check_errors = [str(one) for one in issues if one.severity == "error"]


def _talk(project: Project, measured: Measured, sizes: Sizes) -> None:
    models = {name: nlu.train(bot).save() for name, bot in project.bots.items()}
    whole = load(project, models, "corpus")
    for bot, conversation in _expected(project, measured):
        loaded = whole if not bot else load(_alone(project, bot), {bot: models[bot]}, "corpus")
        measured.expected_runs += 1
        _compare(conversation, loaded, bot, measured)
    for bot in project.bots:
        alone = _alone(project, bot)
        loaded = load(alone, {bot: models[bot]}, "corpus")
        walker = Walker(alone, loaded, bot, sizes.seed)
        measured.walks.append(walker.walk(sizes.conversations, sizes.seconds))


def _expected(project: Project, measured: Measured) -> Iterator[tuple[str, Conversation]]:
    """The conversations that the importer wrote, each with the bot that it is with."""
    tests = [(name, bot.tests) for name, bot in project.bots.items()]
    for bot, files in [*tests, ("", project.tests)]:
        for path, text in files.items():
            conversations, issues = parse(text, path)
            measured.check_errors += [str(issue) for issue in issues]
            yield from ((bot, conversation) for conversation in conversations)


def _compare(
    conversation: Conversation, loaded: Loaded, bot: str, measured: Measured
) -> Outcome | None:
    try:
        with within(PLAY_S), real_effects() as effects:
            outcome = play(conversation, loaded, effects, bot)
    except TookTooLong as late:
        measured.differences.append(f"{conversation.title}: {late}")
        return None
    if outcome.differences:
        first = outcome.differences[0]
        words = f"line {first.line}: expected {first.expected!r}, got {first.got!r}"
        measured.differences.append(f"{conversation.title}: {words}")
    else:
        measured.runs_equal += 1
    return outcome


def _alone(project: Project, bot: str) -> Project:
    return Project(name=project.name, bots={bot: project.bots[bot]})


def tell(measured: Measured, most: int = 10) -> None:
    """What there is to say of an export, on stderr."""
    piece = measured.piece
    head = f"{piece.platform} {piece.name}:"
    if measured.crashed or measured.refused:
        what = f"CRASHED\n{measured.crashed}" if measured.crashed else measured.refused
        print(f"{head} {what}", file=sys.stderr, flush=True)
        return
    walks = measured.walks
    reached = sum(len(one.reached & one.reachable) for one in walks)
    reachable = sum(len(one.reachable) for one in walks)
    print(
        f"{head} {measured.drawn} nodes in {measured.import_s:.2f} s, "
        f"{len(measured.check_errors)} check errors, "
        f"runs {measured.runs_equal}/{measured.expected_runs}, "
        f"walked {reached}/{reachable}, {sum(len(one.errors) for one in walks)} internal errors",
        file=sys.stderr,
        flush=True,
    )
    for name, lines in (
        ("check", measured.check_errors),
        ("run", measured.differences),
        ("error", [error for one in walks for error in one.errors]),
        ("unreached", [f"{node}: {why}" for one in walks for node, why in one.unreached.items()]),
        ("dead", [f"{node}: {why}" for one in walks for node, why in one.dead.items()]),
    ):
        for line in lines[:most]:
            print(f"  {name}: {line}", file=sys.stderr)
        if len(lines) > most:
            print(f"  {name}: ... and {len(lines) - most} more", file=sys.stderr, flush=True)
