"""A bundle is the same bytes everywhere, and nothing but what was exported is opened."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import structs
from random_projects import projects

from engine.project.bundle import MANIFEST, PROJECT, export, open_bundle
from engine.project.new import new_bot
from engine.types.bot import Bot, EntityTable, Project
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS

MODELS = {"b": {"weights.bin": b"\x00\x01", "labels.json": b"[]"}}


def project() -> Project:
    return Project(name="B", bots={"b": new_bot("b", "B", ("en",))})


def rezipped(change: dict[str, bytes | None], **options: int) -> bytes:
    """The bundle with some files changed, added or (None) removed."""
    with zipfile.ZipFile(io.BytesIO(export(project(), MODELS))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()} | change
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(zipfile.ZipInfo(name), data, options.get("compression"))
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_what_is_exported_is_opened(wanted: Project) -> None:
    data = export(wanted)
    bundle = open_bundle(data)
    assert export(bundle.project) == data
    assert set(bundle.project.bots) == set(wanted.bots)
    for name, bot in wanted.bots.items():
        found = bundle.project.bots[name]
        assert found.constants == bot.constants
        assert list(found.entities.items()) == sorted(bot.entities.items())
        for topic_name, topic in bot.topics.items():
            for id_, node in topic.nodes.items():
                kept = structs.replace(node, note="", source="")
                assert found.topics[topic_name].nodes[id_] == kept
                assert json.dumps(kept.params) == json.dumps(
                    found.topics[topic_name].nodes[id_].params
                )


def test_a_bundle_holds_what_it_says(tmp_path: Path) -> None:
    data = export(project(), MODELS)
    path = tmp_path / "b.bot"
    path.write_bytes(data)
    bundle = open_bundle(path)
    assert bundle == open_bundle(data)
    assert bundle.models == MODELS
    assert bundle.manifest.bots == ("b",)
    with zipfile.ZipFile(path) as archive:
        assert bundle.id == hashlib.sha256(archive.read(MANIFEST)).hexdigest()
        assert b"layout" not in archive.read(PROJECT)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_process_gives_equal_bytes() -> None:
    script = (
        "import hashlib; from engine.project.bundle import export;"
        "from engine.project.new import new_bot; from engine.types.bot import Project;"
        "print(hashlib.sha256(export(Project(name='B',"
        "bots={'b': new_bot('b', 'B', ('en',))}))).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    found = subprocess.run(
        [sys.executable, "-c", script], env=env, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == hashlib.sha256(export(project())).hexdigest()


def test_every_changed_byte_is_found() -> None:
    data = export(Project(bots={"b": Bot(id="b", topics={})}), {"b": {"m": b"1234"}})
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 0x11]) + data[at + 1 :]
        with pytest.raises(TertuliaError, match=r"the bundle is not a usable bundle: .*; "):
            open_bundle(changed)


def test_every_truncation_is_found() -> None:
    data = export(Project(bots={"b": Bot(id="b")}))
    for length in range(0, len(data), 7):
        with pytest.raises(TertuliaError, match="not a usable bundle"):
            open_bundle(data[:length])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({PROJECT: None}, "'project.json' is missing"),
        ({"more.txt": b"x"}, "'more.txt' does not belong in it"),
        ({"models/b/weights.bin": b"\x02"}, "'models/b/weights.bin' was changed"),
        ({MANIFEST: None}, "it has no manifest.json"),
        ({MANIFEST: b"{"}, "its manifest.json cannot be read"),
        ({MANIFEST: b"[" * 100_000}, "its manifest.json cannot be read"),
        ({MANIFEST: b'{"format": 2, "new": 1}'}, "made by a newer Tertulia .*; upgrade"),
        ({MANIFEST: b'{"project_format": 9}'}, "made by a newer Tertulia .*; upgrade"),
        ({"../out.txt": b"x"}, r"'\.\./out\.txt' leads out"),
        ({"/etc/out": b"x"}, "leads out"),
        ({"a\\..\\b": b"x"}, "leads out"),
        ({}, "some of its bytes were changed"),
    ],
)
def test_other_content_is_refused(change: dict[str, bytes | None], message: str) -> None:
    with pytest.raises(TertuliaError, match=message):
        open_bundle(rezipped(change))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = rezipped({"zeros": bytes(5_000_000)}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    with pytest.raises(TertuliaError, match="is compressed"):
        open_bundle(bomb)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("zeros", b"0123")
        archive.filelist[0].file_size = LIMITS.bundle_bytes + 1
        archive.filelist[0].compress_size = LIMITS.bundle_bytes + 1
    with pytest.raises(TertuliaError, match="unpacks to more than"):
        open_bundle(out.getvalue())


def test_too_many_files_are_refused() -> None:
    many = {f"f{index}": b"" for index in range(LIMITS.bundle_files)}
    with pytest.raises(TertuliaError, match="10,000 files"):
        open_bundle(rezipped(many))


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(rezipped({}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(TertuliaError, match="is encrypted"):
        open_bundle(bytes(data))


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    for source in (b"", b"hello", b"PK\x03\x04"):
        with pytest.raises(TertuliaError, match="no whole zip"):
            open_bundle(source)
    with pytest.raises(TertuliaError, match="it is a folder"):
        open_bundle(tmp_path)
    with pytest.raises(TertuliaError, match="No such file"):
        open_bundle(tmp_path / "none.bot")


def test_a_model_of_no_bot_is_refused() -> None:
    with pytest.raises(TertuliaError, match="no bot of the project"):
        export(project(), {"c": {"m": b""}})


def test_tables_travel_as_values() -> None:
    table = EntityTable(("name", "price"), (("tea", 2.0), ("cake", 3)), "menu.xlsx")
    bot = structs.replace(project().bots["b"], entities={"menu": table})
    found = open_bundle(export(Project(bots={"b": bot}))).project.bots["b"].entities["menu"]
    assert found == structs.replace(table, file="")
    assert isinstance(found.rows[0][1], float)
