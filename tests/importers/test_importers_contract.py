"""What every importer must do; a member without test data fails here."""

import json
from collections.abc import Callable
from pathlib import Path

import botpress_bot
import cx_agent
import msgspec
import pytest
import rapidpro_export
import studio_flow
import typebot_bot
from botpress_bot import BotpressBot
from composer_project import composer
from dialogflow_agent import Agent, text
from lex_export import lex
from luis_app import luis
from rasa_project import rasa
from voiceflow_project import VoiceflowProject, says
from watson_skill import watson

from engine.importers import IMPORTERS, Files, Importer, import_bot, load_importers, open_files
from engine.importers.protocol import Options
from engine.nodes import KINDS
from engine.project.check import check
from engine.project.read import read
from engine.project.write import write
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.issue import TertuliaError


def dialogflow_es(folder: Path) -> Path:
    agent = Agent(folder)
    agent.intent("hello", text("Hello!"), phrases={"en": ["good morning to you"]})
    return agent.write()


def dialogflow_cx(folder: Path) -> Path:
    return cx_agent.pizza(folder).test("order: small (1)", ("hi", ["Hello"])).folder


def twilio_studio(folder: Path) -> Path:
    hello = studio_flow.say("hello", "Hello {{trigger.message.Body}}")
    return studio_flow.write_flow(folder, studio_flow.trigger("hello"), hello)


def rapidpro(folder: Path) -> Path:
    hello = rapidpro_export.flow([rapidpro_export.node("a", [rapidpro_export.message("Hello!")])])
    about = {"uuid": hello["uuid"], "name": hello["name"]}
    said = {"events": [{"type": "msg_created", "msg": {"text": "Hello!"}}]}
    run = {"trigger": {"type": "manual", "flow": about}, "resumes": [], "outputs": [said]}
    (folder / "main run (1).json").write_text(json.dumps(run))
    return rapidpro_export.write_export(folder, hello)


def typebot(folder: Path) -> Path:
    hello = typebot_bot.typebot({"Hello": [typebot_bot.text("Hello!")]})
    return typebot_bot.write_bots(folder, hello)


def botpress(folder: Path) -> Path:
    bot = BotpressBot(folder)
    bot.flow("main", botpress_bot.node("entry", bot.say("Hello!")))
    bot.intent("order", "one pizza for me please")
    expected = [["intent", "is", "order"]]
    bot.files["nlu-tests.json"] = [
        {"id": "a", "utterance": "one pizza for me please", "conditions": expected}
    ]
    return bot.write()


def voiceflow(folder: Path) -> Path:
    project = VoiceflowProject(folder)
    project.start("hello")
    project.block("hello", says("Hello!"))
    return project.write()


OWN = """
class Own:
    name, title = "own", "Our own"

IMPORTER = Own()
"""
# By importer: writes a small sound export into a folder.
DATA: dict[str, Callable[[Path], Path]] = {
    "composer": composer,
    "botpress": botpress,
    "dialogflow-cx": dialogflow_cx,
    "dialogflow-es": dialogflow_es,
    "lex": lex,
    "luis": luis,
    "rapidpro": rapidpro,
    "rasa": rasa,
    "twilio-studio": twilio_studio,
    "typebot": typebot,
    "voiceflow": voiceflow,
    "watson": watson,
}
# Whose exports hold conversations or understanding as they are expected.
EXPECTED = {"botpress", "dialogflow-cx", "rapidpro", "rasa"}


@pytest.fixture(params=sorted(IMPORTERS))
def importer(request: pytest.FixtureRequest) -> Importer:
    return IMPORTERS[request.param]


@pytest.fixture
def source(importer: Importer, tmp_path: Path) -> Path:
    assert importer.name in DATA, f"add test data for {importer.name!r} to DATA"
    folder = tmp_path / "export"
    folder.mkdir()
    return DATA[importer.name](folder)


def test_is_known_by_its_own_name(importer: Importer) -> None:
    assert IMPORTERS[importer.name] is importer
    assert importer.title


def test_recognises_its_export_and_nothing_else(importer: Importer, source: Path) -> None:
    with open_files(source) as files:
        assert importer.detect(files)
    assert not importer.detect(Files("empty", {}))
    assert not importer.detect(Files("other", {"notes.txt": lambda: b"hello"}))


def test_gives_a_bot_without_errors_that_can_be_written_and_read(
    importer: Importer, source: Path, tmp_path: Path
) -> None:
    imported = import_bot(importer.name, source)
    assert [issue for issue in check(imported.project) if issue.severity == "error"] == []
    out = tmp_path / "out"
    write(imported.project, out)
    again, issues = read(out)
    assert [issue for issue in issues if issue.severity == "error"] == []
    (bot,) = imported.project.bots.values()
    assert again is not None
    assert again.bots[bot.id].topics == bot.topics
    assert again.bots[bot.id].tests == bot.tests
    assert bool(bot.tests) == (importer.name in EXPECTED)


def test_has_startup_and_not_understood(importer: Importer, source: Path) -> None:
    (bot,) = import_bot(importer.name, source).project.bots.values()
    names = {name for topic in bot.topics.values() for name in topic.nodes}
    assert {STARTUP, NOT_UNDERSTOOD} <= names


def test_gives_the_same_bytes_twice(importer: Importer, source: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(import_bot(importer.name, source).project, tmp_path / name)
    one, two = (folder_bytes(tmp_path / name) for name in ("one", "two"))
    assert one
    assert one == two


def test_every_node_says_where_it_comes_from(importer: Importer, source: Path) -> None:
    (bot,) = import_bot(importer.name, source).project.bots.values()
    made = {entry.node for entry in import_bot(importer.name, source).report.entries if entry.how}
    for topic in bot.topics.values():
        assert set(topic.layout) == set(topic.nodes)
        for name, node in topic.nodes.items():
            assert node.kind in KINDS
            assert node.source or any(name.startswith(one) for one in made if one), name


def test_reports_counts_as_text_and_as_json(importer: Importer, source: Path) -> None:
    report = import_bot(importer.name, source).report
    assert report.entries
    for count in report.counts():
        assert count.total == count.exact + count.approximate + count.unmapped
        assert count.kind in report.text()
    decoded = msgspec.json.decode(msgspec.json.encode(report), type=type(report))
    assert decoded == report
    for entry in report.entries:
        assert entry.place
        assert entry.outcome == "exact" or entry.how, entry


def test_takes_a_bot_id_and_a_name(importer: Importer, source: Path) -> None:
    imported = import_bot(importer.name, source, Options(bot="mine", name="My bot"))
    assert imported.project.bots["mine"].name == "My bot"


def test_refuses_what_is_not_its_export(importer: Importer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(TertuliaError, match=r"not an export of .*notes\.txt"):
        import_bot(importer.name, tmp_path)


def test_recognition_by_itself(importer: Importer, source: Path) -> None:
    assert import_bot("auto", source).report.platform == importer.name


def test_unknown_platform_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(TertuliaError, match="dialogflow-es"):
        import_bot("dialogflow", tmp_path)
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(TertuliaError, match="no platform that is known here"):
        import_bot("auto", tmp_path)


def test_packages_add_importers_through_the_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_importer.py").write_text(OWN)
    info = tmp_path / "own-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[tertulia.importers]\nown = own_importer:IMPORTER\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(load_importers()) == {*IMPORTERS, "own"}


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
