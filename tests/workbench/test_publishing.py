"""An open project through the gate to a running engine, and back, as the page asks."""

import base64
import queue
import threading

import pytest

from engine.project.bundle import export, open_bundle
from engine.service.api.keys import create_key
from engine.service.host import open_runtime
from engine.service.serve import Server, config_of, listen
from engine.service.settings import Settings
from engine.types.issue import TertuliaError
from tests.runtime.menu_bots import OLD_PROJECT
from tests.workbench.listening import bakery_editor, told
from workbench.edits import Edit, Op
from workbench.publishing import ENGINES

BOT = ("bots", "bakery")


@pytest.fixture
def window(tmp_path):
    with bakery_editor(tmp_path) as editor:
        yield editor


@pytest.fixture
def target(tmp_path):
    """A running engine of another bot: its address, and a key to publish to it."""
    settings = Settings(port=0, store=str(tmp_path / "store.sqlite"), stop_timeout_s=5)
    with open_runtime(export(OLD_PROJECT), settings) as runtime, listen(settings) as listener:
        addresses = queue.Queue()
        server = Server(runtime, config_of(runtime, settings), addresses.put)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        key = create_key(settings.beside_store("keys.json"), "studio", ["publish"])
        yield {"url": addresses.get(timeout=20).rstrip("/"), "key": key}
        server.should_exit = True
        thread.join(20)


def put(editor, *steps, value):
    editor.document.edit(Edit((Op((*BOT, *steps), value),), "Change"), editor.id)


def test_a_new_bot_goes_through_the_gate_and_live(window, target):
    window.answer("publishing.gate", target)
    gate = told(window, "publishing.gate")
    assert (gate["errors"], gate["failed"]) == ((), ())
    keys = [warning["key"] for warning in gate["warnings"]]
    assert window.answer("publishing.accept", {"keys": keys, "label": "Accept"}) == len(set(keys))

    window.answer("publishing.go", {**target, "moves": {}})
    done = told(window, "publishing.done")
    window.answer("publishing.bundles", target)
    listed = told(window, "publishing.bundles")
    assert listed.current == done.bundle
    kept = window.answer("versions.open", {})["versions"][0]
    assert (kept.kind, kept.bundle) == ("published", done.bundle)
    assert window.answer("publishing.open", {}) == {"engines": (target["url"],)}
    assert target["key"] not in (window.document.folder / ENGINES).read_text()

    window.answer("publishing.activate", {**target, "bundle_id": done.before})
    assert told(window, "publishing.done").bundle == done.before


def test_errors_and_failed_tests_stand_in_the_way(window):
    put(window, "tests", "more", value="== Wrong\n> hello\n< Never said\n")
    topic = window.document.tree["bots"]["bakery"]["topics"]["welcome"]
    node = next(name for name, one in topic["nodes"].items() if one.get("edges"))
    put(window, "topics", "welcome", "nodes", node, "edges", "next", value="nowhere")
    window.answer("publishing.gate", {})
    gate = told(window, "publishing.gate")
    assert node in {issue["location"]["node"] for issue in gate["errors"]}
    assert any("Wrong" in title for title in gate["failed"])
    window.answer("publishing.take", {})
    assert "could not run" in told(window, "publishing.file")["error"]


def test_the_bundle_can_be_taken_along(window):
    window.answer("publishing.take", {})
    file = told(window, "publishing.file")
    bundle = open_bundle(base64.b64decode(file["data"]))
    assert (file["name"], list(bundle.project.bots)) == ("bakery.bot", ["bakery"])
    assert bundle.models["bakery"]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ({"url": "http://127.0.0.1:1", "key": ""}, "a key is needed"),
        ({"url": "nowhere", "key": "k"}, "no address"),
        ({"url": "http://127.0.0.1:1", "key": "k"}, "cannot be reached"),
    ],
)
def test_what_cannot_be_is_said_in_words(window, target, says, monkeypatch):
    monkeypatch.delenv("TERTULIA_PUBLISH_KEY", raising=False)
    window.answer("publishing.bundles", target)
    assert says in told(window, "publishing.bundles")["error"]


def test_a_store_that_is_not_there(window):
    with pytest.raises(TertuliaError, match="no such file"):
        window.answer("replay.run", {"store": "nowhere.sqlite"})
