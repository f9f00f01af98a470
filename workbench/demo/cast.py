"""Who comes to a bot, and what they say there: the people of the demo history, as data.

A folder holds a file for each bot and `names.toml`; datasets/history/README.md says what each
means. Shares and weights are relative: they need not sum to one.
"""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from engine.types.issue import TertuliaError
from engine.types.value import Value

# Beside the package where it is installed, in the repository where it is not.
_FOLDERS = (
    Path(__file__).parent / "people",
    Path(__file__).parents[2] / "datasets" / "history",
)
NAMES_FILE = "names.toml"

T = TypeVar("T")

# Phrases by language.
Phrases = dict[str, tuple[str, ...]]
# What is drawn, with its weight.
Weights = dict[str, float]


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What people do where the bot waits at a node: press a button, or say something.

    `press` weighs the ids of buttons. `leave` is how many go without an answer.
    """

    press: Weights = {}
    say: Phrases = {}
    leave: float = 0.02


class Goal(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody comes for. `say` are the words for it, `answers` what they do at nodes on
    the way, before what everybody does there; at one of the nodes `done` they have it.

    `needs_return`: only who was there before comes for this. `unheard`: words that the bot does
    not understand; `meant` is the intent that they are for, empty where the bot has none.
    `since` is the share of the days after which somebody comes for this at all.
    """

    name: str
    share: float
    say: Phrases
    answers: dict[str, Answer] = {}
    done: tuple[str, ...] = ()
    needs_return: bool = False
    unheard: bool = False
    meant: str = ""
    since: float = 0.0


class Rhythm(Struct, frozen=True, forbid_unknown_fields=True):
    """How many come when: sessions of a plain day, factors of the days from Monday on, weights
    of the 24 hours, and factors of holidays by month and day."""

    sessions: float
    week: tuple[float, float, float, float, float, float, float]
    hours: tuple[float, ...]
    holidays: dict[str, float] = {}


class Agent(Struct, frozen=True, forbid_unknown_fields=True):
    """A person who answers: the queues, the days (0 is Monday) and the hours of their shift."""

    name: str
    queues: tuple[str, ...]
    days: tuple[int, ...]
    begins: int
    ends: int
    at_once: int = 2


class Desk(Struct, frozen=True, forbid_unknown_fields=True):
    """Those who answer, what they write, and what people write to ask for them (`person`), while
    they wait and while they talk.

    Medians: `attention_s` until they look at who waits (more on busy days), `handle_s` of an
    answer, `patience_s` that people wait for one. `solves` is how many go away with what they
    came for, `forms` how many fill in the form that is sent to them at the end, as an event
    `survey`.
    """

    agents: tuple[Agent, ...]
    hello: Phrases
    answer: Phrases
    close: Phrases
    gone: Phrases
    person: Phrases
    waiting: Phrases
    person_answers: Phrases
    attention_s: float = 60.0
    handle_s: float = 75.0
    patience_s: float = 600.0
    solves: float = 0.8
    forms: float = 0.55


class Survey(Struct, frozen=True, forbid_unknown_fields=True):
    """The nodes that ask for a rating, and their buttons from good to bad; `skip` gives none."""

    nodes: tuple[str, ...]
    good: str
    fair: str
    bad: str
    skip: str = ""


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """What a service outside answers at a node."""

    port: str = "ok"
    value: Value = None


class BrokenStep(Struct, frozen=True, forbid_unknown_fields=True):
    """Planted: from a day on, a share of one channel's people answer a node with voice notes only,
    which it does not understand."""

    channel: str
    node: str
    since: float
    share: float


class Campaign(Struct, frozen=True, forbid_unknown_fields=True):
    """Planted: new people from an advertisement, so many a day between two shares of the days."""

    name: str
    source: str
    since: float
    until: float
    sessions: float
    channels: Weights
    goals: Weights


class Experiment(Struct, frozen=True, forbid_unknown_fields=True):
    """Planted: after a split, `event` happens to so many of each way, within the session."""

    node: str
    event: str
    rates: dict[str, float]
    amounts: tuple[float, float] = (20.0, 160.0)


class Cast(Struct, frozen=True, forbid_unknown_fields=True):
    """The people of one bot.

    `opens` is how many open the chat and look at its menu before they say anything, by channel.
    `answers` is what everybody does at a node. `done` are buttons that end a conversation.
    `returning` is how many were there before, once there are some.
    """

    rhythm: Rhythm
    channels: Weights
    languages: Weights
    goals: tuple[Goal, ...]
    answers: dict[str, Answer]
    bye: Phrases
    done: tuple[str, ...]
    survey: Survey
    desk: Desk
    menus: tuple[str, ...]
    services: dict[str, Service] = {}
    opens: Weights = {}
    returning: float = 0.35
    broken_steps: tuple[BrokenStep, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    experiments: tuple[Experiment, ...] = ()


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of invented people by language, and how telephones begin there."""

    first: Phrases
    last: Phrases
    phones: dict[str, str]
    streets: Phrases


def people_folder() -> Path:
    """The folder of the people of the sample bots."""
    found = next((folder for folder in _FOLDERS if folder.is_dir()), None)
    if found is None:
        raise TertuliaError("the people of the demo history are not installed; install tertulia")
    return found


def read_cast(folder: Path, bot: str) -> Cast:
    """The people of a bot. Raises TertuliaError where it has none, or they cannot be read."""
    path = folder / f"{bot}.toml"
    if not path.is_file():
        files = {each.stem for each in folder.glob("*.toml")} - {Path(NAMES_FILE).stem}
        known = ", ".join(sorted(files)) or "none"
        raise TertuliaError(
            f"bot {bot!r}: nobody is there to talk to it; {folder} has people for: {known}; "
            f"write {path.name}, or take a sample bot"
        )
    return _read(path, Cast)


def read_names(folder: Path) -> Names:
    """The names that people are given."""
    return _read(folder / NAMES_FILE, Names)


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TertuliaError(f"{path}: {error}") from None
