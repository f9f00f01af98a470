"""Two people on one flow's file in JupyterLab, with jupyter-collaboration: nothing is lost."""

import importlib.util
import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from lab import ROOT, Lab, open_file

from engine.project.encode import encode_topic
from engine.project.read import decode_topic

FLOW = "clinic/topics/resultados.flow.json"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_server_ydoc") is None,
    reason="jupyter-collaboration is not installed here",
)


def fill(files: Path) -> None:
    shutil.copytree(ROOT / "datasets" / "bots" / "clinic", files / "clinic")


@pytest.fixture(scope="module")
def lab(serve_lab: Any) -> Lab:
    return serve_lab(fill, together=True)


@pytest.fixture
def two(lab: Lab, lab_page: Any) -> tuple[Any, Any]:
    pages = (lab_page(), lab_page())
    for page in pages:
        open_file(page, lab, FLOW)
        page.locator("[data-node]").nth(2).wait_for()
    return pages


def begin_title(page: Any, node: str, title: str) -> None:
    page.locator(f"[data-node={node}] .tw-node-head").click()
    page.keyboard.press("F2")
    page.locator(".tw-inline").fill(title)


def nodes_in_sight(page: Any) -> list[str]:
    return [one.get_attribute("data-node") for one in page.locator("[data-node]").all()]


def saved(lab: Lab, wanted: Any, wait_s: float = 30) -> Any:
    """The topic of the file, once the server has saved what is wanted of it."""
    end = time.monotonic() + wait_s
    while True:
        topic, _ = decode_topic((lab.files / FLOW).read_bytes())
        if topic is not None and wanted(topic):
            return topic
        assert time.monotonic() < end, "what was done has not come to the file"
        time.sleep(0.3)


def test_both_write_in_nodes_of_their_own_at_the_same_time(two, lab):
    ann, bob = two
    mine, yours = nodes_in_sight(ann)[:2]
    begin_title(ann, mine, "By Ann")
    begin_title(bob, yours, "By Bob")
    ann.keyboard.press("Enter")
    bob.keyboard.press("Enter")
    for page in two:
        page.locator(f"[data-node={mine}]", has_text="By Ann").wait_for()
        page.locator(f"[data-node={yours}]", has_text="By Bob").wait_for()
    topic = saved(lab, lambda topic: topic.nodes[yours].title == "By Bob")
    assert topic.nodes[mine].title == "By Ann"
    assert (lab.files / FLOW).read_bytes() == encode_topic(topic)


def test_both_add_a_node_at_the_same_time(two, lab):
    before = set(json.loads((lab.files / FLOW).read_text())["nodes"])
    for page, kind in zip(two, ("Say", "Wait"), strict=True):
        # By the page's own hand, so that neither waits for the other.
        page.get_by_role("region", name="Nodes").get_by_role("button", name=kind).evaluate(
            "button => void setTimeout(() => button.click(), 300)"
        )
    topic = saved(lab, lambda topic: len(set(topic.nodes) - before) == 2)
    added = {topic.nodes[name].kind for name in set(topic.nodes) - before}
    assert added == {"say", "wait"}
    assert (lab.files / FLOW).read_bytes() == encode_topic(topic)


def test_both_write_in_the_same_node_and_the_file_stays_whole(two, lab):
    ann, bob = two
    node = nodes_in_sight(ann)[0]
    begin_title(ann, node, "Ann was here")
    begin_title(bob, node, "Bob was here")
    ann.keyboard.press("Enter")
    bob.keyboard.press("Enter")
    topic = saved(lab, lambda topic: topic.nodes[node].title in {"Ann was here", "Bob was here"})
    for page in two:
        page.locator(f"[data-node={node}]", has_text=topic.nodes[node].title).wait_for()
        assert page.get_by_text("Read-only").count() == 0
    time.sleep(2)
    text = (lab.files / FLOW).read_bytes()
    again, _ = decode_topic(text)
    assert text == encode_topic(again)
