"""The demo history: invented people talk to the sample bots, through the engine itself."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from engine import nlu
from engine.analytics.synthetic import SYNTHETIC
from engine.channels import load_capabilities
from engine.runtime.clock import HandClock
from engine.runtime.loading import load
from engine.runtime.real_effects import RealEffects, real_effects
from engine.service.workspace import (
    Models,
    Workspace,
    fingerprint,
    models_of,
    one_bot,
    open_workspace,
)
from engine.stores.opening import is_address, open_store
from engine.stores.protocol import Store
from engine.types.bot import Bot, Project
from engine.types.issue import TertuliaError
from workbench.demo.cast import Cast, Names, people_folder, read_cast, read_names
from workbench.demo.code import Code
from workbench.demo.memory import remembering
from workbench.demo.planted import Planted, beside, planted
from workbench.demo.schedule import SECOND_US, Schedule
from workbench.demo.service import Service
from workbench.demo.town import Town
from workbench.demo.visits import Period, plan

# A Monday.
START = dt.date(2026, 9, 14)
DAYS = 42
# What goes on after the last day has this long to end.
REST_DAYS = 2

Progress = Callable[[str, float], None]


class Made(Struct, frozen=True):
    """A demo history that was made: where, what was planted in it, and how much it is."""

    path: Path
    planted: Planted
    sessions: int
    turns: int
    failed: int
    seconds: float


def make_history(
    bots: Path | str,
    into: Path | str,
    *,
    days: int = DAYS,
    seed: int = 0,
    scale: float = 1.0,
    start: dt.date = START,
    people: Path | None = None,
    models: Models | None = None,
    progress: Progress | None = None,
) -> Made:
    """Writes a history of invented people who talk to a bot, or to the bots of a project, each
    by itself.

    `into` is a SQLite file that is not there yet; what was planted is written beside it. `scale`
    multiplies how many come. `people` is the folder with who comes to each bot, `models` what
    the bots learned; both are found where they are not given. Equal bots, people, days, seed and
    scale give equal rows. Raises TertuliaError where something is missing.
    """
    path = _free(into)
    workspace = open_workspace(Path(bots))
    folder = people or people_folder()
    casts = {name: read_cast(folder, name) for name in workspace.project.bots}
    period = Period(start, days)
    told = planted(casts, period, seed, scale)
    trained = models or _trained(workspace, progress)
    scene = _Scene(workspace.project, trained, casts, read_names(folder), told)
    began = time.perf_counter()
    store = open_store(str(path))
    try:
        with real_effects() as effects:
            services = _live(scene, store, effects, progress)
        sessions = store.counts().sessions
    finally:
        store.close()
    beside(path).write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
    return Made(
        path,
        told,
        sessions,
        sum(each.turns for each in services),
        sum(each.failed for each in services),
        time.perf_counter() - began,
    )


class _Scene(Struct, frozen=True):
    """The bots with what they learned, and their people."""

    project: Project
    models: Models
    casts: Mapping[str, Cast]
    names: Names
    told: Planted


def recent(days: int = DAYS) -> dt.date:
    """The first of so many days after which all is over by now: for those who look at the last
    days of a history."""
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days + REST_DAYS)


def _live(
    scene: _Scene, store: Store, effects: RealEffects, progress: Progress | None
) -> list[Service]:
    """Lives the days of the history into a store: each bot by itself, all at the same time."""
    told = scene.told
    period = Period(dt.date.fromisoformat(told.start), told.days)
    begin_us, end_us = (_midnight_us(period.date(day)) for day in (-1, period.days + REST_DAYS))
    clock = HandClock(begin_us)
    schedule = Schedule(clock)
    capabilities = load_capabilities()
    services = []
    for name, cast in scene.casts.items():
        bot = scene.project.bots[name]
        channels = {channel: capabilities[channel] for channel in cast.channels}
        bundle = _bundle(bot, told)
        loaded = load(one_bot(scene.project, name), {name: scene.models[name]}, bundle)
        service = Service(store, remembering(loaded), clock, channels)
        # Chance that guards nothing; a stream for each bot, whichever others are there.
        coming, living = (Random(f"{told.seed} {name} {what}") for what in ("coming", "living"))  # noqa: S311
        town = Town(bot, cast, period, service, schedule, channels, Code(bot, effects), living)
        zone = ZoneInfo(bot.time_zone)
        town.expect(plan(name, cast, scene.names, period, zone, told.scale, coming))
        services.append(service)

    def tell(t_us: int) -> None:
        if progress:
            progress("conversations", (t_us - begin_us) / (end_us - begin_us))

    schedule.run(end_us, tell)
    for service in services:
        service.commit()
    return services


def _trained(workspace: Workspace, progress: Progress | None) -> Models:
    try:
        return models_of(workspace, progress)
    except OSError:
        # Installed where nobody may write: the models are not kept.
        bots = workspace.project.bots.items()
        return {name: nlu.train(bot, progress=progress).save() for name, bot in bots}


def _free(into: Path | str) -> Path:
    if is_address(str(into)):
        raise TertuliaError(f"{into}: a demo history is made in a file; name one, as demo.db")
    path = Path(into)
    if path.exists():
        raise TertuliaError(f"{path}: a file is there already; name one that is not, or remove it")
    return path


def _bundle(bot: Bot, told: Planted) -> str:
    """The name of the bundle in every row: that it is invented, and of what."""
    made_of = msgspec.json.encode([fingerprint(bot, told.seed), told])
    return SYNTHETIC + hashlib.sha256(made_of).hexdigest()[:32]


def _midnight_us(date: dt.date) -> int:
    return round(dt.datetime.combine(date, dt.time(), dt.UTC).timestamp()) * SECOND_US
