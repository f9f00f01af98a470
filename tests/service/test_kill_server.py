"""kill -9 of `tertulia serve` while people talk over HTTP; the long version is
`python -m tests.benchmarks.crash --through http`."""

import asyncio
import shutil
from pathlib import Path

import msgspec
import pytest

from engine.runtime.sandbox.choice import open_sandbox
from engine.runtime.sandbox.protocol import SandboxOptions
from engine.stores.sqlite import SqliteStore
from tests.benchmarks.crash_http import Figures, crash, look_at_history, look_at_posted

pytestmark = pytest.mark.slow

FAULTS = (
    "wrong",
    "lost",
    "duplicated",
    "reordered",
    "missing_out",
    "taken_twice",
    "answered_twice",
    "unpinned",
    "misread",
    "dead",
    "left_behind",
)


async def _runs_code() -> bool:
    sandbox = await open_sandbox(SandboxOptions())
    await sandbox.close()
    return sandbox.name != "off"


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Figures]:
    """The folder of a server that was killed, and what was found."""
    folder = tmp_path_factory.mktemp("killed")
    return folder, asyncio.run(crash(120, 3, folder, seed=1, code=asyncio.run(_runs_code())))


def test_nothing_is_lost_doubled_or_reordered_by_kill_9_of_the_server(
    killed: tuple[Path, Figures],
) -> None:
    _, figures = killed
    assert {name: getattr(figures, name) for name in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert (figures.kills, figures.turns) == (3, 120)
    assert len(figures.editions) == 2


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE messages SET bundle = 'x' WHERE direction = 'out'", "unpinned"),
        ("UPDATE messages SET turn = 99 - turn", "reordered"),
        ("UPDATE events SET data = '{\"key\": 1}' WHERE kind = 'received'", "answered_twice"),
        ("UPDATE messages SET author = 'agent' WHERE direction = 'in'", "misread"),
    ],
)
def test_the_look_at_a_history_sees_each_fault(
    killed: tuple[Path, Figures], tmp_path: Path, sql: str, fault: str
) -> None:
    file = shutil.copy(killed[0] / "store.sqlite", tmp_path / "store.sqlite")
    store = SqliteStore(file)
    rows = store.messages("person-0", limit=100)
    seen = [(row.seq, row.author, msgspec.json.decode(row.content)["text"]) for row in rows]
    sound, tampered = Figures(), Figures()
    look_at_history(store, "person-0", seen, sound)
    store._writer.execute(sql)
    look_at_history(store, "person-0", seen, tampered)
    store.close()
    assert (getattr(sound, fault), getattr(tampered, fault)) == (0, 1)


@pytest.mark.parametrize(
    ("posts", "faults"),
    [
        ([("1", "a"), ("2", "b"), ("1", "a"), ("2", "b")], (0, 0, 2)),
        ([("2", "b"), ("1", "a")], (1, 0, 0)),
        ([("1", "a")], (1, 1, 0)),
    ],
)
def test_the_look_at_callbacks_sees_each_fault(
    posts: list[tuple[str, str]], faults: tuple[int, int, int]
) -> None:
    figures = Figures()
    look_at_posted(posts, ["a", "b"], figures)
    assert (figures.reordered, figures.missing_out, figures.posted_repeated) == faults
