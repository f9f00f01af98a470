"""A world that does not help: full disks, closed folders, taken ports, stores and settings of
others, missing packages. Each in a process of its own, where the system says no for real."""

import ctypes
import resource
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import COMMAND, ROOT, process, require_refusal, serving, snapshot, tertulia

from engine.stores.sqlite import SqliteStore

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


def full_disk(bytes_left: int) -> Callable[[], None]:
    """No file may grow further than this: what a full disk does, for one process."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))

    return limit


def obey_permissions() -> None:
    """Takes away what lets root read and write whatever it likes."""
    drop_from_bounding_set = 24
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.fixture
def closed(bot: Path) -> Iterator[Path]:
    """A folder that can be read but not written, with a bot in it."""
    bot.parent.chmod(0o555)
    yield bot.parent
    bot.parent.chmod(0o755)


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "FOLDER/another"],
        ["train", "FOLDER/bakery", "--seed", "7"],
        ["export", "FOLDER/bakery", "-o", "FOLDER/x.bot"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_full_disk_leaves_everything_as_it_was(arguments: list[str], bot: Path) -> None:
    before = snapshot(bot.parent)
    words = [word.replace("FOLDER", str(bot.parent)) for word in arguments]
    refusal = process(*words, before=full_disk(300))
    require_refusal(refusal, "cannot be written", "make room")
    assert snapshot(bot.parent) == before


def test_a_store_on_a_full_disk(bundle: Path) -> None:
    store = bundle.parent / "data" / "s.sqlite"
    refusal = process("serve", bundle, "--store", store, "--port", "0", before=full_disk(2000))
    require_refusal(refusal, f"database {store}: ", "free space")


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "FOLDER/another"],
        ["export", "FOLDER/bakery", "-o", "FOLDER/x.bot"],
        ["serve", "FOLDER/bakery", "--port", "0", "--store", "FOLDER/s.sqlite"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_closed_folder_is_named(arguments: list[str], closed: Path) -> None:
    before = snapshot(closed)
    words = [word.replace("FOLDER", str(closed)) for word in arguments]
    refusal = process(*words, before=obey_permissions)
    require_refusal(refusal, str(closed), "Permission denied")
    assert snapshot(closed) == before


def test_a_file_that_may_not_be_read_is_named(bot: Path) -> None:
    flow = bot / "topics" / "welcome.flow.json"
    flow.chmod(0)
    refusal = process("inspect", bot, before=obey_permissions)
    require_refusal(refusal, "topics/welcome.flow.json", "Permission denied", "may read")


def test_two_servers_on_one_database(bundle: Path) -> None:
    store = bundle.parent / "data" / "s.sqlite"
    with serving(bundle, "--store", store, until=signal.SIGINT) as served:
        served.hello()
        before = set(store.parent.rglob("*"))
        refusal = process("serve", bundle, "--store", store, "--port", "0")
        words = [f"database {store} is in use by another server", "a database of its own"]
        require_refusal(refusal, *words)
        assert set(store.parent.rglob("*")) == before
        assert served.say("that is all")


def damage(path: Path) -> None:
    SqliteStore(path).close()
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"x" * 3000 + data[3100:])


def store_of(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    with sqlite3.connect(path) as connection:
        change(connection)
    connection.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (damage, ["malformed", "restore a backup"]),
        (lambda path: path.write_text("shopping list\n" * 100), ["not a SQLite database"]),
        (
            lambda path: store_of(path, lambda c: c.execute("CREATE TABLE songs (title)")),
            ["belongs to another program; name another file"],
        ),
        (lambda path: path.mkdir(), ["cannot be opened"]),
    ],
    ids=["corrupt", "a text", "another program's", "a folder"],
)
def test_a_store_that_is_none(
    make: Callable[[Path], object], words: list[str], bundle: Path
) -> None:
    store = bundle.parent / "s.sqlite"
    make(store)
    store.with_name("s.sqlite.lock").unlink(missing_ok=True)
    before = snapshot(bundle.parent)
    refusal = tertulia("serve", bundle, "--store", store, "--port", "0")
    require_refusal(refusal, f"database {store}: ", *words)
    left = snapshot(bundle.parent)
    lock = store.with_name("s.sqlite.lock")
    assert {path: left[path] for path in left if path != lock} == before


def test_a_store_of_a_newer_schema(bundle: Path) -> None:
    store = bundle.parent / "s.sqlite"
    SqliteStore(store).close()
    store_of(store, lambda connection: connection.execute("PRAGMA user_version = 99"))
    for arguments in (
        ["serve", bundle, "--store", store, "--port", "0"],
        ["replay", store, bundle],
    ):
        require_refusal(tertulia(*arguments), f"database {store}: ", "version 99", "upgrade")


def test_a_taken_port_makes_no_store(bundle: Path) -> None:
    store = bundle.parent / "data" / "s.sqlite"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refusal = tertulia("serve", bundle, "--store", store, "--port", port)
    require_refusal(refusal, f"127.0.0.1 port {port}", "--port")
    assert not store.parent.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 1", ["s.toml, line 1: unknown setting 'prot'", "'port'"]),
        ("port = 'many'", ["s.toml, line 1: setting 'port'"]),
        ("port =", ["s.toml: not TOML"]),
        ("host = '\xff'", ["s.toml", "UTF-8"]),
    ],
)
def test_wrong_settings_stop_the_start(text: str, words: list[str], bundle: Path) -> None:
    file = bundle.parent / "s.toml"
    file.write_bytes(text.encode("latin-1"))
    store = bundle.parent / "data" / "s.sqlite"
    require_refusal(tertulia("serve", bundle, "-c", file, "--store", store), *words)
    require_refusal(tertulia("key", "-c", file), *words)
    require_refusal(tertulia("serve", bundle, "-c", file.with_name("none.toml")), "check the path")
    assert not store.parent.exists()


def test_an_unknown_setting_of_the_environment(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERTULIA_COLOUR", "red")
    refusal = tertulia("serve", bundle)
    require_refusal(refusal, "environment: unknown setting 'colour'")


def without_sklearn(folder: Path) -> dict[str, str]:
    """An environment in which scikit-learn is not installed."""
    code = "import sys\nsys.modules['sklearn'] = None\n"
    (folder / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": str(folder)}


def test_training_without_scikit_learn(bot: Path) -> None:
    bare = bot.parent / "bare"
    bare.mkdir()
    before = snapshot(bot)
    refusal = process("train", bot, env=without_sklearn(bare))
    require_refusal(refusal, "scikit-learn", "pip install tertulia[train]")
    assert snapshot(bot) == before


def test_a_bundle_needs_no_scikit_learn(bundle: Path) -> None:
    env = without_sklearn(bundle.parent)
    talk = process("chat", bundle, env=env, given="that was all i needed thank you\n")
    assert (talk.code, talk.err) == (0, "")
    assert "Thank you for writing" in talk.out


def test_an_import_that_is_none(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "notes.txt").write_text("nothing")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not really")
    before = snapshot(tmp_path)
    folder = tmp_path / "bot"
    for platform, given, words in (
        ("dialogflow-sx", source, ["'dialogflow-sx'", "dialogflow-es"]),
        ("dialogflow-es", source, ["not an export of Dialogflow ES", "notes.txt"]),
        ("dialogflow-es", tmp_path / "none", ["there is no such file or folder"]),
        ("dialogflow-es", tmp_path / "broken.zip", ["export it again"]),
        ("auto", source, ["name the platform"]),
    ):
        require_refusal(tertulia("import", platform, given, folder), *words)
    assert snapshot(tmp_path) == before
    assert not folder.exists()


def test_ctrl_c_in_training_ends_without_a_traceback(bot: Path) -> None:
    (bot / "model" / "fingerprint.txt").unlink()
    before = snapshot(bot)
    with subprocess.Popen(
        [*COMMAND, "train", str(bot)], stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as running:
        maps = Path(f"/proc/{running.pid}/maps")
        while "scipy" not in maps.read_text():
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert (running.returncode, said.strip()) == (130, "")
    assert snapshot(bot) == before
