"""The folder and the values say the same, canonically."""

import resource
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from msgspec import structs
from random_projects import projects, tables

from engine.project.csv_text import encode_csv
from engine.project.encode import encode_topic
from engine.project.read import decode_topic, open_project, read
from engine.project.tables import read_table
from engine.project.write import write
from engine.types.bot import Bot, EntityTable, Node, Project, Topic
from engine.types.issue import ProjectError

# Shrinking projects that lie on disk takes minutes; the smaller properties below shrink well.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(
    max_examples=20,
    deadline=None,
    phases=UNSHRUNK,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(projects(), projects())
def test_what_is_written_is_read_back(project: Project, other: Project) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for wanted in (project, other):
            write(wanted, folder)
            found, issues = read(folder)
            assert [issue for issue in issues if issue.severity == "error"] == []
            if len(wanted.bots) == 1 and (folder / "bot.json").exists():
                assert found.bots == wanted.bots
            else:
                assert found == wanted
            assert write(found, folder) == ()


@settings(max_examples=25, deadline=None)
@given(projects())
def test_equal_values_are_equal_bytes(project: Project) -> None:
    for bot in project.bots.values():
        for topic in bot.topics.values():
            data = encode_topic(topic)
            again, issues = decode_topic(data)
            assert issues == ()
            assert again == topic
            assert encode_topic(again) == data
            turned = structs.replace(
                topic,
                nodes=dict(reversed(topic.nodes.items())),
                layout=dict(reversed(topic.layout.items())),
            )
            assert encode_topic(turned) == data


@settings(max_examples=100, deadline=None)
@given(tables())
def test_a_table_survives_csv(table: EntityTable) -> None:
    found, issues = read_table(encode_csv(table), "entities/t.csv")
    assert found == table
    assert [issue.code for issue in issues if issue.severity == "error"] == []


def bot(**changes: object) -> Bot:
    topic = Topic(
        title={"es": "Horarios"},
        nodes={
            "greet": Node("say", params={"text": {"es": "¿Qué tal?"}}, edges={"next": "end"}),
            "end": Node("archive"),
        },
        layout={"greet": (10.0, 20.5)},
    )
    return structs.replace(Bot(id="clinic", name="Clinic", topics={"hours": topic}), **changes)


def alone(bot: Bot) -> Project:
    return Project(name=bot.name, bots={bot.id: bot})


def test_a_topic_reads_well() -> None:
    assert encode_topic(bot().topics["hours"]).decode() == (
        "{\n"
        '  "format": 1,\n'
        '  "title": {\n'
        '    "es": "Horarios"\n'
        "  },\n"
        '  "nodes": {\n'
        '    "end": {\n'
        '      "kind": "archive"\n'
        "    },\n"
        '    "greet": {\n'
        '      "kind": "say",\n'
        '      "params": {\n'
        '        "text": {\n'
        '          "es": "¿Qué tal?"\n'
        "        }\n"
        "      },\n"
        '      "edges": {\n'
        '        "next": "end"\n'
        "      }\n"
        "    }\n"
        "  },\n"
        '  "layout": {\n'
        '    "greet": [10, 20.5]\n'
        "  }\n"
        "}\n"
    )


def test_settings_have_the_order_of_their_kind() -> None:
    option = {"id": "a", "label": {"en": "A", "es": "B"}, "when": "true"}
    params = {"text": {"en": "?", "es": "¿?"}, "options": [option], "retries": 1, "zz": 1, "aa": 2}
    turned = {
        **dict(reversed(params.items())),
        "text": {"es": "¿?", "en": "?"},
        "options": [{**dict(reversed(option.items())), "label": {"es": "B", "en": "A"}}],
    }
    one, other = (Topic(nodes={"n": Node("choices", params=p)}) for p in (params, turned))
    assert one == other
    assert encode_topic(one) == encode_topic(other)
    text = encode_topic(one).decode()
    places = [text.index(f'"{name}"') for name in ("text", "options", "id", "retries", "aa", "zz")]
    assert places == sorted(places)
    # What a node sets, it sets in the order written.
    setting = Topic(nodes={"n": Node("set", params={"variables": {"b": "1", "a": "b + 1"}})})
    again = decode_topic(encode_topic(setting))[0]
    assert again is not None
    assert list(again.nodes["n"].params["variables"]) == ["b", "a"]


def test_only_what_changed_is_touched(tmp_path: Path) -> None:
    write(alone(bot(nlu="", tests={"a": "== A\n"})), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    changed = write(alone(bot(tests={"a": "== B\n"})), tmp_path)
    assert changed == (tmp_path / "tests" / "a.chat",)
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    assert [path.name for path in after if after[path] != before[path]] == ["a.chat"]


def test_what_is_left_out_is_removed_and_what_is_foreign_stays(tmp_path: Path) -> None:
    write(alone(bot(tests={"a": "== A\n"})), tmp_path)
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "topics" / "broken.flow.json").write_text("{")
    write(alone(bot(topics={})), tmp_path)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert left == ["README.md", "bot.json", "topics/broken.flow.json"]


def test_a_full_disk_leaves_the_old_files_whole(tmp_path: Path) -> None:
    write(alone(bot()), tmp_path)
    old = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(ProjectError, match="make room"):
            write(alone(bot(description="new", actions={}, nlu="#" * 5000)), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == old


def test_a_second_bot_makes_a_project_of_a_lone_bot(tmp_path: Path) -> None:
    write(alone(bot()), tmp_path)
    both = Project(name="Both", bots={"clinic": bot(), "shop": structs.replace(bot(), id="shop")})
    write(both, tmp_path)
    assert open_project(tmp_path) == both
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bots", "project.json"]


@pytest.mark.parametrize("name", ["../out", "a/b", "", ".hidden", "a b"])
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProjectError, match="letters, digits"):
        write(alone(bot(topics={name: Topic()})), tmp_path)
    with pytest.raises(ProjectError, match="cannot be written"):
        write(alone(bot(entities={"t": EntityTable(("a",), (), file="../t.csv")})), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_values_that_json_cannot_say_are_refused(tmp_path: Path) -> None:
    for value in (float("nan"), "\ud800"):
        topic = Topic(nodes={"a": Node("say", params={"x": value})})
        with pytest.raises(ProjectError, match="clinic"):
            write(alone(bot(topics={"t": topic})), tmp_path)
