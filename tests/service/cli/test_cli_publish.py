"""`tertulia publish` and `rollback` against a server in a process of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Served, require_refusal, serving, snapshot, tertulia


@pytest.fixture
def served(made: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(made / "bakery.bot", "--store", tmp_path / "store" / "a.sqlite") as one:
        yield one


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file with a key for the server's store."""
    made = tertulia(
        "key", "--name", "me", "--scope", "publish", "--store", tmp_path / "store" / "a.sqlite"
    )
    path = tmp_path / "publish.key"
    path.write_text(made.out)
    return path


def test_a_bot_is_published_talked_to_and_taken_back(served: Served, key: Path, bot: Path) -> None:
    before = served.hello(language="en")
    # Whatever time of day it is: the bot's own test greets in the morning.
    flow = next(path for path in (bot / "topics").iterdir() if before[0][:10] in path.read_text())
    flow.write_text(re.sub(r"Good (morning|afternoon|evening)", "Welcome!!!", flow.read_text()))
    tests = bot / "tests" / "greeting.chat"

    blocked = tertulia("publish", bot, served.base, "--key-file", key)
    assert (blocked.code, blocked.err) == (1, "")
    assert "differs: greeting.chat: Welcome" in blocked.out
    assert "not published: " in blocked.out
    assert "that differ" in blocked.out.splitlines()[-1]
    assert served.hello(language="en") == before

    tests.unlink()
    files = snapshot(bot)
    done = tertulia("publish", bot, served.base, "--key-file", key)
    assert (done.code, done.err) == (0, "")
    assert " is current, " in done.out.splitlines()[-1]
    assert snapshot(bot) == files
    assert served.hello(language="en")[0].startswith("Welcome!!!")

    listed = tertulia("rollback", served.base, "--list", "--key-file", key).out.splitlines()
    assert [line.split()[4:] for line in listed] == [
        ["publish", "me", "current"],
        ["start", "serve"],
    ]
    first = listed[1].split()[0]
    back = tertulia("rollback", served.base, first[:8], "--key-file", key, "--json")
    assert back.json["bundle"].startswith(first)
    assert served.hello(language="en") == before
    again = tertulia("rollback", served.base, "--key-file", key)
    assert f" is current, {first} was" in again.out
    require_refusal(
        tertulia("rollback", served.base, "zz", "--key-file", key), "no bundle begins with 'zz'"
    )


def test_sessions_that_wait_at_what_is_gone_are_named_and_moved(
    served: Served, key: Path, bot: Path
) -> None:
    served.hello(language="en")
    (place,) = [row for row in _waiting(served, key) if not row["port"] and row["sessions"] == 1]
    node = place["node"]
    for path in [*(bot / "topics").iterdir(), *(bot / "tests").iterdir()]:
        path.write_text(path.read_text().replace(f'"{node}"', f'"{node}_new"'))
    shown = tertulia("publish", bot, served.base, "--key-file", key, "--json")
    assert shown.code == 0, shown
    lost = [each for each in shown.json["gate"]["lost"] if not each["port"]]
    assert [(each["node"], each["sessions"]) for each in lost] == [(node, 1)]
    back = tertulia("rollback", served.base, "--key-file", key)
    assert back.code == 0
    moved = tertulia(
        *("publish", bot, served.base, "--key-file", key, "--move", f"{node}={node}_new")
    )
    assert moved.code == 0, moved
    assert "is gone" not in moved.out
    assert moved.out.splitlines()[-1].endswith("; 1 session moved")


def _waiting(served: Served, key: Path) -> list[dict]:
    headers = {"Authorization": f"Bearer {key.read_text().split()[0]}"}
    return served.http.get("api/v1/waiting", headers=headers).json()["waiting"]


def test_what_cannot_be_published_changes_nothing(bot: Path, tmp_path: Path) -> None:
    key = tmp_path / "k"
    key.write_text("\n")
    nowhere = "http://127.0.0.1:9"
    require_refusal(tertulia("publish", bot, nowhere, "--key-file", key), "there is no key")
    key.write_text("tk_1_2\n")
    require_refusal(tertulia("publish", bot, nowhere, "--key-file", key), "cannot be reached")
    require_refusal(
        tertulia("publish", bot, nowhere, "--key-file", key, "--move", "a"), "write --move OLD=NEW"
    )
    require_refusal(tertulia("publish", bot, "ftp://x", "--key-file", key), "write http://")
    require_refusal(tertulia("publish", bot, nowhere), "--key-file")
    require_refusal(tertulia("rollback", nowhere, "--key-file", tmp_path / "no"), "no")
