"""Issues reach a person in the language of the interface, and again when it changes."""

import json
import shutil
from pathlib import Path

import pytest

from engine.runtime.gate import Gate, warning_key
from engine.types.issue import Issue
from workbench.around import around, checked
from workbench.document import Document
from workbench.editor import Editor
from workbench.publishing import told as gate_told
from workbench.requests import REQUESTS

FLOW = "topics/servicios.flow.json"


@pytest.fixture
def flow(tmp_path, clinic):
    """The file of a flow with an edge that leads nowhere."""
    shutil.copytree(clinic, tmp_path / "clinic")
    path = tmp_path / "clinic" / FLOW
    drawn = json.loads(path.read_text())
    drawn["nodes"]["jobs"]["edges"] = {"next": "jbos"}
    path.write_text(json.dumps(drawn))
    return path


@pytest.fixture
def clinic():
    return Path(__file__).parents[2] / "datasets" / "bots" / "clinic"


@pytest.fixture
def window(flow):
    document = Document(flow.parents[1])
    document._checking.finish()
    editor = Editor(document, REQUESTS)
    yield editor
    editor.close()
    document.close()


def lost(issues):
    return next(one for one in issues if one.code == "edge-to-nothing")


def test_issues_are_told_in_the_language_of_the_person(window):
    opened = lost(window.answer("document.open", {"language": "es"})["issues"])
    assert opened.message == "la salida «next» lleva a «jbos», que no existe"
    assert opened.remedy.startswith("¿quiso decir «jobs»")
    assert (opened.wrong, opened.near[0]) == ("jbos", "jobs")
    assert opened.location.node == "jobs"


def test_another_language_tells_them_again(window):
    heard = []
    window.attach(lambda what, value: heard.append((what, value)))
    window.answer("document.speak", {"language": "pt"})
    ((what, news),) = heard
    assert what == "issues"
    assert lost(news["issues"]).message == "a saída “next” leva a “jbos”, que não existe"
    window.answer("document.speak", {"language": "pt"})
    assert len(heard) == 1


def test_two_windows_may_speak_different_languages(window):
    other = Editor(window.document, REQUESTS, language="es")
    assert lost(window.answer("document.open", {})["issues"]).message.startswith("port 'next'")
    assert lost(other.answer("document.open", {})["issues"]).message.startswith("la salida")
    other.close()


def test_a_flow_in_jupyterlab_is_checked_in_a_language(flow):
    text = flow.read_text()
    assert lost(checked(flow, text, "pt")["issues"]).message.startswith("a saída")
    broken = around(flow, text.replace('"kind"', '"knid"', 1), "es")["locked"]
    assert broken == "aquí no hay un campo «knid»; quítelo; ¿quiso decir «kind»?"


def test_what_is_read_only_says_why_in_the_language(flow):
    flow.write_text("{")
    document = Document(flow.parents[1])
    editor = Editor(document, REQUESTS, language="es")
    ((_, topic, why),) = editor.answer("document.open", {})["locked"]["topics"]
    assert (topic, why.partition(":")[0]) == ("servicios", "no se puede leer como JSON")
    editor.close()
    document.close()


def test_the_gate_keeps_the_keys_of_warnings():
    warning = Issue("open-port", "warning", "port 'other' leads nowhere", "connect it to a node")
    (shown,) = gate_told(Gate(warnings=(warning,)), "es")["warnings"]
    assert shown["message"] == "la salida «other» no lleva a ninguna parte"
    assert shown["key"] == warning_key(warning)
