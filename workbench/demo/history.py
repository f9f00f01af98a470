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
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.service.workspace import Models, Workspace, fingerprint, models_of, open_workspace
from engine.stores.opening import is_address, open_store
from engine.stores.protocol import Store
from engine.types.issue import TertuliaError
from workbench.demo.cast import Cast, Names, people_folder, read_cast, read_names
from workbench.demo.memory import remembering
from workbench.demo.planted import Planted, beside, planted
from workbench.demo.schedule import SECOND_US
from workbench.demo.service import Service
from workbench.demo.town import Town
from workbench.demo.visits import Period, plan

# A Monday.
START = dt.date(2026, 9, 14)
DAYS = 42
# What is still going on after the last day has this long to end.
REST_S = 24 * 3_600

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
    """Writes a history of invented people who talk to a bot, or to the bots of a project.

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
    loaded = load(workspace.project, trained, _bundle(workspace, told))
    began = time.perf_counter()
    store = open_store(str(path))
    try:
        service, sessions = _lived(store, loaded, casts, read_names(folder), told, progress)
    finally:
        store.close()
    beside(path).write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
    seconds = time.perf_counter() - began
    return Made(path, told, sessions, service.turns, service.failed, seconds)


def _lived(
    store: Store,
    loaded: Loaded,
    casts: Mapping[str, Cast],
    names: Names,
    told: Planted,
    progress: Progress | None,
) -> tuple[Service, int]:
    """The days of the history, lived into a store."""
    period = Period(dt.date.fromisoformat(told.start), told.days)
    clock = HandClock(_midnight_us(period.start, ZoneInfo("UTC")) - 86_400 * SECOND_US)
    used = {channel for cast in casts.values() for channel in cast.channels}
    channels = {name: each for name, each in load_capabilities().items() if name in used}
    service = Service(store, remembering(loaded), clock, channels)
    chance = Random(told.seed)  # noqa: S311 - chance that guards nothing
    town = Town(service, clock, loaded.bots, casts, period, channels, chance)
    for bot, cast in casts.items():
        zone = ZoneInfo(loaded.bots[bot].time_zone)
        town.expect(plan(bot, cast, names, period, zone, told.scale, Random(f"{told.seed} {bot}")))  # noqa: S311
    begin_us, end_us = clock.now_us(), _midnight_us(period.date(told.days), ZoneInfo("UTC"))
    end_us += REST_S * SECOND_US

    def tell(t_us: int) -> None:
        if progress:
            progress("conversations", (t_us - begin_us) / (end_us - begin_us))

    town.schedule.run(end_us, tell)
    service.commit()
    return service, store.counts().sessions


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


def _bundle(workspace: Workspace, told: Planted) -> str:
    """The name of the bundle in every row: that it is invented, and by what it differs."""
    prints = [fingerprint(bot, told.seed) for bot in workspace.project.bots.values()]
    digest = hashlib.sha256(msgspec.json.encode([prints, told]))
    return SYNTHETIC + digest.hexdigest()[:32]


def _midnight_us(date: dt.date, zone: ZoneInfo) -> int:
    return round(dt.datetime.combine(date, dt.time(), zone).timestamp()) * SECOND_US
