"""Exports are opened without trusting them."""

import gzip
import io
import json
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from engine.importers.files import Unreadable, decode, open_files
from engine.types.issue import TertuliaError
from engine.types.limits import Limits

SMALL = Limits(file_bytes=1000, bundle_bytes=3000, bundle_files=10)


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_a_folder_and_its_zip_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "intents").mkdir(parents=True)
    (folder / "intents/b.json").write_bytes(b"{}")
    (folder / "a.json").write_bytes(b"[1]")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_bytes(b"secret")
    path = zipped(tmp_path / "e.zip", ("intents/b.json", b"{}"), ("a.json", b"[1]"))
    with open_files(folder) as one, open_files(path) as two:
        assert dict(one) == dict(two) == {"a.json": b"[1]", "intents/b.json": b"{}"}
        assert one.json("a.json") == [1]
        assert dict(one.under("intents")) == {"b.json": b"{}"}


def test_a_single_file_is_an_export_of_one(tmp_path: Path) -> None:
    (tmp_path / "bot.json").write_bytes(b"{}")
    with open_files(tmp_path / "bot.json") as files:
        assert dict(files) == {"bot.json": b"{}"}
        assert files.name == "bot"


@pytest.mark.parametrize(
    "name", ["../out.json", "/etc/out.json", "a/../../out", "C:/out", "a\\..\\b"]
)
def test_paths_that_climb_out_are_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "e.zip", (name, b"{}"), ("good.json", b"{}"))
    with open_files(path) as files:
        assert list(files) == ["good.json"]
        assert "leads out" in files.refused[0].reason


def test_links_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "link.json").symlink_to("/etc/hostname")
    link = zipfile.ZipInfo("link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path / "e.zip", (link, b"/etc/hostname"))
    for source in (folder, path):
        with open_files(source) as files:
            assert list(files) == []
            assert "is a link" in files.refused[0].reason


def test_a_bomb_and_a_large_file_are_left_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "e.zip", ("bomb.json", b"0" * 5_000_000), ("good.json", b"{}"))
    with open_files(path) as files:
        assert list(files) == ["good.json"]
        assert "unsafe" in files.refused[0].reason
    with open_files(path, SMALL) as files:
        assert "more than 1000" in files.refused[0].reason


def test_too_much_in_all_is_an_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "e.zip", *((f"{n}.json", b"12345678" * 100) for n in range(5)))
    with pytest.raises(TertuliaError, match="more than 3000"), open_files(path, SMALL):
        pass
    path = zipped(tmp_path / "f.zip", *((f"{n}.json", b"") for n in range(11)))
    with pytest.raises(TertuliaError, match="11 files, more than 10"), open_files(path, SMALL):
        pass


def test_damaged_zips_and_missing_paths_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(TertuliaError, match="cut short"), open_files(tmp_path / "cut.zip"):
        pass
    with pytest.raises(TertuliaError, match="no such file"), open_files(tmp_path / "none"):
        pass


def test_a_damaged_member_is_unreadable(tmp_path: Path) -> None:
    path = zipped(tmp_path / "e.zip", ("a.json", json.dumps(list(range(500))).encode()))
    data = bytearray(path.read_bytes())
    data[60:80] = bytes(20)
    path.write_bytes(data)
    with open_files(path) as files, pytest.raises(Unreadable, match="damaged"):
        files.json("a.json")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_encodings_are_recognised(encoding: str) -> None:
    assert decode('{"año": "ñandú"}'.encode(encoding)).lstrip("\ufeff") == '{"año": "ñandú"}'


def test_other_bytes_are_unreadable_with_their_place() -> None:
    with pytest.raises(Unreadable, match="byte 3"):
        decode(b"abc\xff\xfe")


def test_json_too_deep_or_broken_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_bytes(b"[" * 100_000)
    (tmp_path / "broken.json").write_bytes(b'{"a": ')
    with open_files(tmp_path) as files:
        for name in ("deep.json", "broken.json"):
            with pytest.raises(Unreadable, match="not valid JSON"):
                files.json(name)


def tarred(path: Path, *members: tuple[tarfile.TarInfo | str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_a_tgz_is_like_its_folder(tmp_path: Path) -> None:
    path = tarred(tmp_path / "bot.tar.gz", ("./a.json", b"[1]"), ("flows/b.json", b"{}"))
    with open_files(path) as files:
        assert dict(files) == {"a.json": b"[1]", "flows/b.json": b"{}"}
        assert files.name == "bot"
    with open_files(path.rename(tmp_path / "bot.tgz")) as files:
        assert files.name == "bot"


@pytest.mark.parametrize("name", ["../out.json", "/etc/out.json", "a/../../out", "C:/out"])
def test_paths_in_a_tgz_that_climb_out_are_refused(tmp_path: Path, name: str) -> None:
    path = tarred(tmp_path / "e.tgz", (name, b"{}"), ("good.json", b"{}"))
    with open_files(path) as files:
        assert list(files) == ["good.json"]
        assert "leads out" in files.refused[0].reason


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_links_and_devices_in_a_tgz_are_refused(tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("link.json")
    link.type, link.linkname = kind, "/etc/hostname"
    path = tarred(tmp_path / "e.tgz", (link, b""), ("good.json", b"{}"))
    with open_files(path) as files:
        assert list(files) == ["good.json"]
        assert files.refused[0].path == "link.json"


def test_a_tgz_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tarred(tmp_path / "e.tgz", ("zeros", bytes(5000)))
    with pytest.raises(TertuliaError, match="more than 3000 bytes"), open_files(path, SMALL):
        pass


def test_a_large_file_in_a_tgz_is_refused_and_the_rest_taken(tmp_path: Path) -> None:
    limits = Limits(file_bytes=1000, bundle_bytes=30_000)
    path = tarred(tmp_path / "e.tgz", ("big", bytes(1001)), ("good.json", b"{}"))
    with open_files(path, limits) as files:
        assert list(files) == ["good.json"]
        assert "1001 bytes" in files.refused[0].reason


def test_a_tgz_that_is_cut_short_or_none_is_one_sentence(tmp_path: Path) -> None:
    path = tarred(tmp_path / "e.tgz", ("good.json", bytes(range(256)) * 40))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(TertuliaError, match=r"damaged \.tgz"), open_files(path):
        pass
    (tmp_path / "text.gz").write_bytes(gzip.compress(b"only text"))
    with (
        pytest.raises(TertuliaError, match=r"holds no whole \.tar"),
        open_files(tmp_path / "text.gz"),
    ):
        pass


def test_signs_that_no_bot_may_hold_are_left_out(tmp_path: Path) -> None:
    raw = b'{"a\\u0001": ["one\\r\\ntwo\\rthree", "x\\u0080y\xc2\x99z\\b", "a\\\\b \\t"]}\r\n'
    (tmp_path / "a.json").write_bytes(raw)
    (tmp_path / "b.yml").write_bytes(b"a: 1\r\nb: \x07 2\r")
    with open_files(tmp_path) as files:
        assert files.json("a.json") == {"a": ["one\ntwo\nthree", "xyz", "a\\b \t"]}
        assert files.text("b.yml") == "a: 1\nb:  2\n"
