"""Versions give back every byte that was kept, whatever happens to the process or the disk."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from random_edits import BOTS

from engine.project.diff import diff
from engine.project.new import new_bot
from engine.project.read import open_project
from engine.project.versions import Version, Versions, restore
from engine.project.versions.database import opened
from engine.project.versions.version import DAY_US, HOUR_US, WEEK_US, thinned
from engine.project.write import write
from engine.types.bot import EntityTable, Project
from engine.types.issue import TertuliaError

NOW_US = 1_800_000_000_000_000


def project(**values: object) -> Project:
    bot = structs.replace(new_bot("bakery", "Bakery", ("en",)), **values)
    return Project(name=bot.name, bots={bot.id: bot})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bakery"
    write(project(), folder)
    return folder


def save(folder: Path, t_us: int = NOW_US, **said: str) -> Version:
    return Versions(folder).keep(None, "saved", "ana", t_us=t_us, **said)


def on_disk(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".tertulia" not in path.parts
    }


def test_versions_are_listed_and_read(folder: Path) -> None:
    versions = Versions(folder)
    assert versions.list() == ()
    assert not versions.path.parent.exists()
    first = save(folder)
    write(project(description="Bread"), folder)
    second = versions.keep(None, "published", "ben", "spring", t_us=NOW_US + 1, bundle="ab12")
    assert versions.list() == (second, first)
    assert versions.list(limit=1) == (second,)
    assert second == Version(2, NOW_US + 1, "published", "ben", "spring", "ab12")
    assert versions.project(1) == project()
    assert versions.project(2) == project(description="Bread") == open_project(folder)
    assert versions.files(2) == on_disk(folder)
    assert (folder / ".tertulia" / ".gitignore").read_text() == "*\n"


def test_a_project_is_kept_as_it_would_be_written(folder: Path) -> None:
    changed = project(description="Bread", topics={})
    kept = Versions(folder).keep(changed, "saved", t_us=NOW_US)
    assert open_project(folder) == project()
    write(changed, folder)
    assert Versions(folder).files(kept.id) == on_disk(folder)


def test_nothing_new_is_kept_where_nothing_changed(folder: Path) -> None:
    first = save(folder)
    assert save(folder, NOW_US + 5) == first
    named = save(folder, NOW_US + 6, label="before the fair")
    assert (named.id, save(folder, NOW_US + 7)) == (2, named)
    published = Versions(folder).keep(None, "published", t_us=NOW_US + 8, bundle="ab")
    assert published.id == 3
    assert Versions(folder).keep(None, "published", t_us=NOW_US + 9, bundle="ab") == published
    assert Versions(folder).keep(None, "published", t_us=NOW_US + 9, bundle="cd").id == 4


def test_spreadsheets_code_and_broken_files_come_back_byte_by_byte(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    write(open_project(BOTS / "clinic"), folder)
    for name in ("doctors", "studies"):
        data = (BOTS / "clinic" / "entities" / f"{name}.xlsx").read_bytes()
        (folder / "entities" / f"{name}.xlsx").write_bytes(data)
    (folder / "topics" / "broken.flow.json").write_bytes(b'{"nodes": \xff')
    (folder / "actions" / "odd.py").write_bytes(b"# \r\n\xe9")
    (folder / "entities" / "bad.csv").write_bytes(b"\x00")
    before = on_disk(folder)
    version = save(folder)
    versions = Versions(folder)
    assert versions.files(version.id) == before
    found, issues = versions.read(version.id)
    assert diff(found, open_project(BOTS / "clinic")) != ()
    assert "broken" not in found.bots["clinic"].topics
    places = {issue.location.file for issue in issues}
    assert places == {"topics/broken.flow.json", "actions/odd.py", "entities/bad.csv"}


def test_what_cannot_be_made_out_stays_in_a_version_of_the_values(folder: Path) -> None:
    (folder / "topics" / "broken.flow.json").write_bytes(b"{")
    kept = Versions(folder).keep(project(), "saved", t_us=NOW_US)
    assert Versions(folder).files(kept.id)["topics/broken.flow.json"] == b"{"


def test_bots_that_lie_beside_the_project_are_kept_with_it(tmp_path: Path) -> None:
    for name in ("clinic", "shop", "city"):
        write(open_project(BOTS / name), tmp_path / name)
    desk = open_project(BOTS / "front_desk")
    write(desk, tmp_path / "front_desk")
    version = save(tmp_path / "front_desk")
    assert "../clinic/bot.json" in Versions(tmp_path / "front_desk").files(version.id)
    assert diff(Versions(tmp_path / "front_desk").project(version.id), desk) == ()


def test_a_version_that_is_not_there_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(TertuliaError, match="has no version 7: none is kept"):
        Versions(folder).files(7)
    save(folder)
    for ask in (Versions(folder).files, Versions(folder).project):
        with pytest.raises(TertuliaError, match="has no version 7: the newest are 1"):
            ask(7)
    with pytest.raises(TertuliaError, match="has no version 7"):
        Versions(folder).label(7, "x")


contents = st.dictionaries(
    st.sampled_from(["topics/a.flow.json", "topics/b.flow.json", "actions/c.py", "tests/d.chat"]),
    st.binary(max_size=20) | st.just(b"x" * 500),
    max_size=3,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(contents, st.integers(0, 2 * DAY_US)), min_size=1, max_size=8))
def test_every_version_that_is_left_is_what_was_kept(
    saves: list[tuple[dict[str, bytes], int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bakery"
        kept: dict[int, dict[str, bytes]] = {}
        t_us = NOW_US
        for files, later_us in saves:
            for path in on_disk(folder) if folder.exists() else ():
                (folder / path).unlink()
            for path, data in (files | {"bot.json": b"{}"}).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
            t_us += later_us
            kept[save(folder, t_us).id] = on_disk(folder)
        versions = Versions(folder)
        left = versions.list()
        assert left[0].id == max(kept)
        for version in left:
            assert versions.files(version.id) == kept[version.id]
        with opened(versions.path) as connection:
            (held,) = connection.execute("SELECT count(*) FROM file").fetchone()
        needed = {data for version in left for data in kept[version.id].values()}
        assert held == len(needed)


def test_old_versions_are_thinned() -> None:
    """Every ten minutes for three weeks: the last day stays whole, then hours, then days."""
    step_us = HOUR_US // 6
    versions = [
        Version(n + 1, NOW_US - n_ago, "saved")
        for n, n_ago in enumerate(range(3 * WEEK_US, -1, -step_us))
    ]
    special = {
        100: Version(100, versions[99].t_us, "published"),
        102: Version(102, versions[101].t_us, "saved", label="named"),
        104: Version(104, versions[103].t_us, "restored"),
    }
    versions = [special.get(version.id, version) for version in versions]
    gone = set(thinned(versions, NOW_US))
    left = [version for version in versions if version.id not in gone]
    assert special.keys() <= {version.id for version in left}
    plain = [version for version in left if version.id not in special]
    ages = [NOW_US - version.t_us for version in plain]
    assert sum(age <= DAY_US for age in ages) == 24 * 6 + 1
    assert sum(DAY_US < age <= WEEK_US for age in ages) in {6 * 24, 6 * 24 + 1}
    assert sum(age > WEEK_US for age in ages) in {14, 15}
    hours = [
        version.t_us // HOUR_US
        for version, age in zip(plain, ages, strict=True)
        if DAY_US < age <= WEEK_US
    ]
    assert len(set(hours)) == len(hours)
    assert thinned(left, NOW_US) == ()
    assert thinned([Version(1, 0, "saved")], NOW_US) == ()


def test_thinning_frees_what_nothing_holds(folder: Path) -> None:
    for hour in range(30):
        for minute in range(2):
            (folder / "nlu.toml").write_bytes(os.urandom(20_000))
            save(folder, NOW_US + hour * HOUR_US + minute)
    versions = Versions(folder)
    assert len(versions.list(1000)) < 60
    with opened(versions.path) as connection:
        (held,) = connection.execute("SELECT count(*) FROM file").fetchone()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    assert held <= len(versions.list(1000)) + len(on_disk(folder))
    assert free == 0


def test_a_version_can_be_named_later(folder: Path) -> None:
    save(folder)
    Versions(folder).label(1, "as agreed")
    assert Versions(folder).list()[0].label == "as agreed"


def test_restoring_puts_every_byte_back_and_keeps_what_was_there(folder: Path) -> None:
    (folder / "README.md").write_text("mine")
    old, first = on_disk(folder), save(folder)
    (folder / "topics" / "welcome.flow.json").write_bytes(b"{ broken")
    (folder / "actions").mkdir()
    (folder / "actions" / "new.py").write_text("def run(): ...\n")
    spoiled = on_disk(folder)
    restored = restore(Versions(folder), first.id, "ben", t_us=NOW_US + 9)
    assert on_disk(folder) == old
    assert not (folder / "actions").exists()
    assert restored == Version(3, NOW_US + 9, "restored", "ben", "#1")
    assert {"README.md": b"mine"} | Versions(folder).files(2) == spoiled
    restore(Versions(folder), 2, t_us=NOW_US + 10)
    assert on_disk(folder) == spoiled


def test_what_is_kept_cannot_lead_out_of_the_folder(folder: Path) -> None:
    save(folder)
    with opened(Versions(folder).path) as connection:
        connection.execute("UPDATE span SET path = '../../evil.txt' WHERE path = 'bot.json'")
    before = on_disk(folder.parent.parent)
    with pytest.raises(TertuliaError, match="leads out"):
        restore(Versions(folder), 1, t_us=NOW_US)
    after = on_disk(folder.parent.parent)
    assert {path: data for path, data in after.items() if "evil" in path} == {}
    assert before.keys() == after.keys()


@pytest.mark.parametrize("damage", [b"not a database at all", None])
def test_a_damaged_database_is_set_aside_and_a_new_one_begun(
    folder: Path, damage: bytes | None
) -> None:
    for number in range(30):
        (folder / "nlu.toml").write_bytes(os.urandom(5000))
        save(folder, NOW_US + number)
    versions = Versions(folder)
    data = versions.path.read_bytes()
    torn = data[:4096] + b"\xff" * 40_000 + data[44_096:]
    versions.path.write_bytes(damage or torn)
    first = save(folder)
    assert versions.list() == (first,)
    assert versions.files(first.id) == on_disk(folder)
    (issue,) = versions.issues()
    assert issue.code == "damaged-versions"
    aside = folder / issue.location.file
    # SQLite may still count in the header of what it finds damaged.
    assert aside.read_bytes()[100:] == (damage or torn)[100:]
    with pytest.raises(TertuliaError, match=r"has no version 30: .*damaged"):
        versions.files(30)


def test_a_damaged_content_is_told_and_spoils_no_other(folder: Path) -> None:
    save(folder)
    write(project(description="Bread"), folder)
    save(folder)
    with opened(Versions(folder).path) as connection:
        connection.execute(
            "UPDATE file SET content = zeroblob(9) WHERE id = "
            "(SELECT file FROM span WHERE path = 'bot.json' AND first = 1)"
        )
    with pytest.raises(TertuliaError, match=r"version 1: what was kept of bot\.json is damaged"):
        Versions(folder).files(1)
    assert Versions(folder).files(2) == on_disk(folder)


def test_a_database_of_a_newer_engine_is_left_alone(folder: Path) -> None:
    save(folder)
    with sqlite3.connect(Versions(folder).path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(TertuliaError, match="newer Tertulia"):
        save(folder)
    assert Versions(folder).issues() == ()


def test_a_folder_that_cannot_be_written_is_named(folder: Path) -> None:
    (folder / ".tertulia").write_text("a file")
    with pytest.raises(TertuliaError, match=r"versions .*\.tertulia"):
        save(folder)


def test_a_full_disk_is_told_and_loses_nothing(folder: Path) -> None:
    first = save(folder)
    (folder / "nlu.toml").write_bytes(os.urandom(400_000))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(TertuliaError, match=r"versions .*disk"):
            save(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    versions = Versions(folder)
    assert versions.list() == (first,)
    assert versions.issues() == ()
    assert versions.project(first.id) == project()
    assert versions.files(save(folder).id) == on_disk(folder)


SAVER = """
import sys
from pathlib import Path
from engine.project.versions import Versions
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    (folder / "actions" / f"{name}.py").write_text(f"# {number}\\n" + "x = 1\\n" * 2000)
    version = Versions(folder).keep(None, "saved", name, t_us=1_800_000_000_000_000 + number)
    print(version.id, number, flush=True)
"""


def saver(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    (folder / "actions").mkdir(exist_ok=True)
    arguments = [sys.executable, "-c", SAVER, folder, name, str(count)]
    return subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )


def test_two_processes_save_at_once(folder: Path) -> None:
    count = 25
    both = [saver(folder, name, count) for name in ("ana", "ben")]
    said = [process.communicate(timeout=120) for process in both]
    assert [err for _, err in said] == ["", ""]
    versions = Versions(folder)
    for name, (out, _) in zip(("ana", "ben"), said, strict=True):
        for line in out.splitlines():
            id_, number = map(int, line.split())
            kept = versions.files(id_)[f"actions/{name}.py"].decode()
            assert int(kept.split()[1]) >= number
    assert versions.files(versions.list(1)[0].id).keys() == on_disk(folder).keys()
    assert versions.issues() == ()


def test_a_process_that_is_killed_loses_no_version_that_it_kept(folder: Path) -> None:
    kept: dict[int, int] = {}
    for round_ in range(4):
        process = saver(folder, "ana", 1000)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3 + round_)]
        time.sleep(0.003 * round_)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=30)
        for line in "".join([*lines, rest]).splitlines():
            id_, number = map(int, line.split())
            kept.setdefault(id_, number)
    versions = Versions(folder)
    assert versions.issues() == ()
    assert len(kept) >= 10
    for id_, number in kept.items():
        assert versions.files(id_)["actions/ana.py"].startswith(f"# {number}\n".encode())


def test_a_table_of_a_spreadsheet_that_was_edited_is_kept_as_written(tmp_path: Path) -> None:
    folder = tmp_path / "bakery"
    table = EntityTable(("bread", "price"), (("rye", 3),), "breads.xlsx")
    write(project(entities={"breads": table}), folder)
    save(folder)
    dearer = structs.replace(table, rows=(("rye", 4),))
    write(project(entities={"breads": dearer}), folder)
    save(folder)
    assert Versions(folder).project(1).bots["bakery"].entities["breads"] == table
    assert Versions(folder).project(2).bots["bakery"].entities["breads"] == dearer
