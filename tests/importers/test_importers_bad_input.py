"""What people really have on their disks: every importer takes what is sound of it and says a
sentence about the rest. An importer's data is in `test_importers_contract.DATA`."""

import json
import random
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_importers_contract import DATA

from engine.importers import IMPORTERS, Imported, Importer, Options, import_bot, open_files
from engine.project.check import check
from engine.types.bot import Topic
from engine.types.issue import TertuliaError

NAMED = Options(bot="bot", name="Bot")
DEBRIS = {
    "__MACOSX/export/._agent.json": b"\x00\x05\x16\x07",
    "export/._export.json": b"\x00\x05\x16\x07",
    "export/.DS_Store": b"\x00\x00\x00\x01Bud1",
}
# What a broken export may hold where something else belongs.
ODD: tuple[Any, ...] = (
    None,
    True,
    -(10**20),
    1.5,
    "",
    "${",
    "@(",
    "x" * 600,
    "\u0000",
    [],
    {},
    [None, [], {}],
    {"uuid": [], "": {}},
)
MUTATIONS = 80


@pytest.fixture(params=sorted(IMPORTERS))
def importer(request: pytest.FixtureRequest) -> Importer:
    return IMPORTERS[request.param]


@pytest.fixture
def source(importer: Importer, tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    return DATA[importer.name](folder)


@pytest.fixture
def topics(importer: Importer, source: Path) -> dict[str, Topic]:
    return topics_of(import_bot(importer.name, source, NAMED))


def topics_of(imported: Imported) -> dict[str, Topic]:
    (bot,) = imported.project.bots.values()
    return bot.topics


def contents(source: Path) -> dict[str, bytes]:
    with open_files(source) as files:
        return dict(files)


def zipped(folder: Path, members: dict[str, bytes], *more: zipfile.ZipInfo) -> Path:
    """A .zip of the files, called as the folder of the export is: some take names from that."""
    path = folder / "zipped" / "export.zip"
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for info in more:
            archive.writestr(info, b"/etc/passwd")
    return path


def outcome(importer: Importer, source: Path) -> Imported | str:
    """What an import gives: a bot without errors, or a sentence."""
    try:
        imported = import_bot(importer.name, source, NAMED)
    except TertuliaError as error:
        return str(error)
    errors = [str(issue) for issue in check(imported.project) if issue.severity == "error"]
    assert errors == []
    return imported


def test_a_folder_in_a_zip_with_what_a_mac_adds(
    importer: Importer, source: Path, topics: dict[str, Topic], tmp_path: Path
) -> None:
    inner = {f"export/{path}": data for path, data in contents(source).items()}
    imported = import_bot(importer.name, zipped(tmp_path, {**inner, **DEBRIS}), NAMED)
    assert_same_flows(topics_of(imported), topics)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_unicode_encodings_give_the_same_bot(
    importer: Importer, source: Path, topics: dict[str, Topic], tmp_path: Path, encoding: str
) -> None:
    again = {path: _encoded(data, encoding) for path, data in contents(source).items()}
    imported = import_bot(importer.name, zipped(tmp_path, again), NAMED)
    assert topics_of(imported) == topics


def test_what_is_unsafe_is_left_out_and_named(
    importer: Importer, source: Path, topics: dict[str, Topic], tmp_path: Path
) -> None:
    link = zipfile.ZipInfo("link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    unsafe = {"../out.json": b"{}", "/etc/out.json": b"{}", "bomb.json": b"0" * 5_000_000}
    path = zipped(tmp_path, {**contents(source), **unsafe}, link)
    imported = import_bot(importer.name, path, NAMED)
    assert topics_of(imported) == topics
    told = {entry.place: entry for entry in imported.report.entries if entry.outcome == "unmapped"}
    for name in (*unsafe, "link.json"):
        assert told[name].how
        assert told[name].next_step
    assert not (tmp_path.parent / "out.json").exists()


def test_a_file_of_100_megabytes_is_left_out_and_named(
    importer: Importer, source: Path, topics: dict[str, Topic]
) -> None:
    folder = source if source.is_dir() else source.parent
    with (folder / "huge.json").open("wb") as file:
        file.truncate(100 * 2**20)
    imported = import_bot(importer.name, folder, NAMED)
    assert topics_of(imported) == topics
    (entry,) = (entry for entry in imported.report.entries if entry.place == "huge.json")
    assert "104857600 bytes" in entry.how
    with pytest.raises(TertuliaError, match="export it in parts"):
        import_bot(importer.name, folder / "huge.json")


def test_files_that_are_cut_short_empty_or_of_other_signs(
    importer: Importer, source: Path, topics: dict[str, Topic], tmp_path: Path
) -> None:
    whole = contents(source)
    for path, data in whole.items():
        broken = (b"", data[: len(data) // 2], data[:-2], b"\xf1\xe1 " + data, data * 2)
        for instead in broken:
            archive = zipped(tmp_path, {**whole, path: instead})
            found = outcome(importer, archive)
            if isinstance(found, str) or topics_of(found) == topics:
                continue
            told = [entry for entry in found.report.entries if entry.outcome != "exact"]
            assert told, f"{path} as {instead[:40]!r}"


def test_values_of_any_other_type(importer: Importer, source: Path, tmp_path: Path) -> None:
    whole = contents(source)
    parsed = {path: value for path, data in whole.items() if (value := _json(data)) is not None}
    if not parsed:
        pytest.skip("this platform's export in DATA holds no JSON; see the importer's own tests")
    rng = random.Random(7)
    for _ in range(MUTATIONS):
        path = rng.choice(sorted(parsed))
        value = json.loads(json.dumps(parsed[path]))
        put = rng.choice(list(_places(value)))
        put(rng.choice(ODD))
        outcome(importer, zipped(tmp_path, {**whole, path: json.dumps(value).encode()}))


def test_two_exports_in_one_folder_are_asked_about(
    importer: Importer, source: Path, topics: dict[str, Topic], tmp_path: Path
) -> None:
    other = next(name for name in sorted(DATA) if name != importer.name)
    beside = tmp_path / "beside"
    beside.mkdir()
    both = {f"one/{path}": data for path, data in contents(source).items()}
    both |= {f"two/{path}": data for path, data in contents(DATA[other](beside)).items()}
    path = zipped(tmp_path, both)
    with pytest.raises(TertuliaError) as raised:
        import_bot("auto", path)
    assert {importer.name, other} <= set(str(raised.value).replace(";", " ").split())
    assert_same_flows(topics_of(import_bot(importer.name, path, NAMED)), topics)


def test_nothing_at_all_is_a_sentence(importer: Importer, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for platform in (importer.name, "auto"):
        with pytest.raises(TertuliaError, match=r"no files"):
            import_bot(platform, empty)


def assert_same_flows(found: dict[str, Topic], expected: dict[str, Topic]) -> None:
    """The same nodes, but for the folder in which their sources lie."""
    for topics in (found, expected):
        assert topics
    assert {
        name: {id_: (n.kind, n.params, n.edges) for id_, n in topic.nodes.items()}
        for name, topic in found.items()
    } == {
        name: {id_: (n.kind, n.params, n.edges) for id_, n in topic.nodes.items()}
        for name, topic in expected.items()
    }


def _encoded(data: bytes, encoding: str) -> bytes:
    return data.decode().encode(encoding)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None


def _places(value: Any) -> Iterator[Callable[[Any], None]]:
    """Setters of everything inside a value."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in list(keys):
        yield lambda new, at=key: value.__setitem__(at, new)
        yield from _places(value[key])
