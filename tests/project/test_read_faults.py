"""Faulty files: each fault is found with its place, and the sound part is kept."""

import os
from pathlib import Path

import pytest

from engine.project.new import new
from engine.project.read import open_project, read
from engine.types.issue import Issue, ProjectError
from engine.types.limits import LIMITS

TOPIC = "topics/hours.flow.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new(tmp_path / "clinic", "Clinic", ("en",))
    return tmp_path / "clinic"


def put(folder: Path, file: str, content: str | bytes) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def faults(folder: Path) -> list[Issue]:
    return list(read(folder)[1])


@pytest.mark.parametrize(
    ("content", "code", "line", "path", "words"),
    [
        ('{\n  "title": {"en" "x"}\n}', "broken-json", 2, "", "line 2, column 18"),
        ('{\n  "title": {"en": "x",}\n}', "broken-json", 2, "", "line 2"),
        ("", "broken-json", 1, "", "line 1, column 1"),
        ('{"nodes": NaN}', "broken-json", 0, "", "NaN is not a number"),
        ("[" * 5000, "broken-json", 0, "", "nested too deeply"),
        ('{"title":' + '{"a":' * 150 + "1" + "}" * 151, "broken-json", 0, "", "more than 100"),
        (b'{\n"title": {"en": "\xff"}}', "invalid-utf8", 2, "", "0xff"),
        ("[1]", "wrong-type", 0, "", "an object"),
        ('{"title": {"en": "a\\u0007b"}}', "control-character", 1, "title.en", "U+0007"),
        ('{"title": {"en": "\\ud800"}}', "control-character", 1, "title.en", "U+D800"),
        ('{\n"title": {},\n"title": {"en": "x"}}', "duplicate-key", 3, "title", "twice"),
        ('{\n"nodes": {\n"a": {"kind": 3}}}', "wrong-type", 3, "kind", "the number 3 where a text"),
        ('{"nodes": {"a": {}}}', "missing-field", 1, "", "'kind' is missing"),
        ('{"nodes": {"a": {"kind": "say",\n"edge": 1}}}', "unknown-field", 2, "edge", "'edge'"),
        ('{"layout": {\n"a": [1, "x"]}}', "wrong-type", 2, "layout.a[1]", "the text 'x'"),
        ('{"format": 99}', "newer-format", 1, "format", "a newer Tertulia"),
        ('{"format": "one"}', "bad-format", 1, "format", "'one' is not a format"),
    ],
)
def test_a_faulty_topic(
    folder: Path, content: str | bytes, code: str, line: int, path: str, words: str
) -> None:
    put(folder, TOPIC, content)
    found = [issue for issue in faults(folder) if issue.code == code]
    assert found, faults(folder)
    assert found[0].location.file == TOPIC
    assert found[0].location.topic == "hours"
    assert found[0].location.line == line
    assert found[0].location.path == path
    assert words in found[0].message
    assert found[0].remedy
    assert found[0].severity == "error"


def test_all_faults_are_found_and_the_sound_part_is_kept(folder: Path) -> None:
    put(folder, TOPIC, '{"titel": 1, "description": "ok", "nodes": {"a": {"kind": "say"}, "b": 7}}')
    put(folder, "topics/other.flow.json", "{")
    bot_file = folder / "bot.json"
    bot_file.write_text(bot_file.read_text().replace('"format": 1', '"format": 1, "pause_ms": "x"'))
    project, issues = read(folder)
    codes = [(issue.code, issue.location.file) for issue in issues]
    assert codes == [
        ("wrong-type", "bot.json"),
        ("unknown-field", TOPIC),
        ("wrong-type", TOPIC),
        ("broken-json", "topics/other.flow.json"),
    ]
    bot = project.bots["clinic"]
    assert bot.name == "Clinic"
    assert bot.topics["hours"].description == "ok"
    assert list(bot.topics["hours"].nodes) == ["a"]
    assert "other" not in bot.topics


def test_an_id_in_two_flows(folder: Path) -> None:
    put(folder, "topics/z.flow.json", '{"nodes": {"menu": {"kind": "say"}, "z": {"kind": "say"}}}')
    project, issues = read(folder)
    assert [(issue.code, issue.location.node) for issue in issues] == [("duplicate-node", "menu")]
    assert "'welcome'" in issues[0].message
    assert list(project.bots["clinic"].topics["z"].nodes) == ["z"]


def test_links_out_of_the_folder_are_not_followed(folder: Path) -> None:
    outside = put(folder.parent, "outside.py", "def run(): return {}")
    (folder / "actions").mkdir()
    (folder / "actions" / "price.py").symlink_to(outside)
    (folder / "actions" / "loop.py").symlink_to("loop.py")
    issues = faults(folder)
    assert [(issue.code, issue.location.file) for issue in issues] == [
        ("unreadable-file", "actions/loop.py"),
        ("outside-folder", "actions/price.py"),
    ]
    assert read(folder)[0].bots["clinic"].actions["price"].source == ""


def test_files_that_are_none(folder: Path) -> None:
    (folder / "tests" / "a.chat").mkdir(parents=True)
    os.mkfifo(folder / "tests" / "b.chat")
    assert [issue.code for issue in faults(folder)] == ["unreadable-file", "unreadable-file"]


def test_a_file_too_large(folder: Path) -> None:
    with (folder / TOPIC).open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    assert [issue.code for issue in faults(folder)] == ["too-large"]


def test_names_that_cannot_be_names(folder: Path) -> None:
    put(folder, "topics/two words.flow.json", "{}")
    put(folder, "entities/menu.csv", "dish\ncake\n")
    put(folder, "entities/Menu.csv", "dish\ncake\n")
    assert [issue.code for issue in faults(folder)] == ["bad-name", "duplicate-name"]


def test_control_characters_in_texts_are_taken_out(folder: Path) -> None:
    put(folder, "tests/a.chat", "== A\n> hi\x00\n")
    project, issues = read(folder)
    assert [issue.code for issue in issues] == ["control-character"]
    assert project.bots["clinic"].tests["a"] == "== A\n> hi\n"


def test_opening_says_everything_at_once(folder: Path) -> None:
    put(folder, TOPIC, "{")
    put(folder, "entities/menu.csv", "dish,dish\ncake,cake\n")
    with pytest.raises(ProjectError) as caught:
        open_project(folder)
    assert len(caught.value.issues) == 2
    assert "2 errors" in str(caught.value)
    assert "bad-columns" in str(caught.value)


def test_a_folder_without_a_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"neither bot\.json nor project\.json"):
        open_project(tmp_path)
    with pytest.raises(ProjectError, match="neither"):
        open_project(tmp_path / "none")


def test_bots_of_a_project(folder: Path, tmp_path: Path) -> None:
    put(tmp_path, "city/project.json", '{"format": 1, "folders": {"clinic": "../clinic"}}')
    assert list(open_project(tmp_path / "city").bots) == ["clinic"]
    put(tmp_path, "city/project.json", '{"format": 1, "folders": {"shop": "../clinic", "x": "y"}}')
    issues = faults(tmp_path / "city")
    assert [(issue.code, issue.location.bot) for issue in issues] == [
        ("id-differs", "shop"),
        ("no-bot", ""),
    ]
    put(tmp_path, "city/project.json", "{")
    assert [issue.code for issue in faults(tmp_path / "city")] == ["broken-json"]
