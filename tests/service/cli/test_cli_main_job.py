"""The main job on real input: a bot of another platform imported, checked, trained, measured,
exported, looked into, tested, served, and asked in the words of a Spanish student."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import serving, snapshot, tertulia
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import ClientConnection, connect

AGENT = "corpus/dialogflow-es/ubu-chatbot-online"

# A question as a student asks it, and words of the answer that the university wrote.
QUESTIONS = {
    "hola, ¿cuándo es la fecha de entrega del TFG?": "fechas de entrega",
    "quiénes están en el tribunal?": "Presidente",
    "me gustaría saber cómo puedo elegir tutor": "profesores",
    "cuantas horas lleva hacer el trabajo": "horas",
}


@pytest.fixture(scope="module")
def ubu(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The imported bot, trained, beside its bundle `ubu.bot`."""
    folder = tmp_path_factory.mktemp("main") / "ubu"
    result = tertulia("import", "dialogflow-es", shared / AGENT, folder)
    assert result.code == 0
    assert f"Written to {folder}. Next: tertulia check {folder}" in result.out
    assert tertulia("train", folder).code == 0
    assert tertulia("export", folder, "-o", folder.parent / "ubu.bot").code == 0
    return folder


def test_check_finds_no_error(ubu: Path) -> None:
    found = tertulia("check", ubu)
    assert found.code == 0
    assert "13 topics checked: " in found.out
    assert "error" not in found.out
    assert tertulia("check", ubu, "--strict").code == 1


def test_the_export_repeats_itself(ubu: Path) -> None:
    again = ubu.parent / "again.bot"
    facts = tertulia("export", ubu, "-o", again, "--json").json
    assert again.read_bytes() == (ubu.parent / "ubu.bot").read_bytes()
    assert (facts["file"], facts["bytes"]) == (str(again), again.stat().st_size)
    seen = tertulia("inspect", ubu.parent / "ubu.bot", "--json").json
    assert seen["id"] == facts["id"]
    bot = seen["bots"]["ubu_chatbot_online"]
    assert (bot["languages"], bot["topics"], bot["intents"]) == ("es", 13, 103)


def test_evaluate_measures_by_cross_validation(ubu: Path) -> None:
    result = tertulia("evaluate", ubu, "--folds", "2", "--json")
    assert result.code == 0
    found = result.json["ubu_chatbot_online"]
    assert found["folds"] == 2
    assert found["phrases"] > 500
    assert found["accuracy"] > 0.5


def test_importing_twice_is_no_mistake(ubu: Path, shared: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(ubu, tmp_path / "ubu")
    arguments = ("import", "dialogflow-es", shared / AGENT, folder)
    before = snapshot(folder)
    again = tertulia(*arguments)
    assert again.code == 0
    assert f"{folder}: already there, unchanged" in again.out
    flow = folder / "topics" / "tutor.flow.json"
    flow.write_text(flow.read_text().replace("tutor", "mentor"))
    changed = snapshot(folder)
    # Nothing changed in the source: what was changed here stays.
    assert f"{folder}: already there, unchanged" in tertulia(*arguments).out
    kept = folder / ".tertulia"
    assert without(snapshot(folder), kept) == without(changed, kept)
    assert tertulia(*arguments, "--force").code == 0
    assert without(snapshot(folder), kept) == without(before, kept)


def without(files: dict[Path, bytes], folder: Path) -> dict[Path, bytes]:
    return {path: data for path, data in files.items() if not path.is_relative_to(folder)}


def test_a_conversation_test_of_the_imported_bot(ubu: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(ubu, tmp_path / "ubu")
    words = "> quiénes están en el tribunal?\n< Presidente:...\n> gracias\n< ...\n"
    (folder / "tests").mkdir()
    (folder / "tests" / "students.chat").write_text(f"== A student asks\n{words}")
    result = tertulia("test", folder)
    assert (result.code, result.out) == (0, "1 conversation passed\n")


def test_a_student_is_answered_over_the_webchat(ubu: Path, tmp_path: Path) -> None:
    with serving(ubu.parent / "ubu.bot", "--store", tmp_path / "s.sqlite") as served:
        assert served.announced.startswith("UBUChatbot-Online: http://127.0.0.1:")
        assert served.http.get("health/ready").json()["ready"] is True
        (greeting,) = served.hello(language="es")
        assert "Trabajo de Fin de Grado" in greeting
        for question, words in QUESTIONS.items():
            assert words in " ".join(served.say(question)), question
        refused = served.http.post(
            "webchat/messages", json={"type": "say", "id": "big", "text": "x" * 1_000_000}
        )
        assert refused.status_code == 413
        assert refused.json()["remedy"]
        with connect(served.base.replace("http", "ws") + "webchat/ws") as web:
            web.send(json.dumps({"type": "hello", "token": served.session["token"]}))
            assert next_frame(web, "welcome")["seq"] == served.seq
            web.send(json.dumps({"type": "say", "id": "w1", "text": "¿puedo elegir tutor?"}))
            while (frame := next_frame(web, "message"))["from"] != "bot" or frame[
                "seq"
            ] <= served.seq:
                pass
            assert "tutor" in frame["message"]["text"]
            web.send("x" * 1_000_000)
            with pytest.raises(ConnectionClosedError, match="1009"):
                next_frame(web, "never")
        served.seq = frame["seq"]
        assert served.say("¿y cuántas horas lleva?")


def next_frame(web: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = json.loads(web.recv(10))
        if frame["type"] == kind:
            return frame
