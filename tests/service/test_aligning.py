"""A second import keeps the ids of the first, whatever words they were made of."""

import json
from pathlib import Path

import pytest

from engine.importers import Imported, import_bot
from engine.project.diff import diff
from engine.service.aligning import aligned
from engine.types.bot import Project

PROGRAMME = "corpus/rapidpro/idems-plh-ipv/plh-master-renamed_IPV.json"


@pytest.fixture(scope="module")
def first(shared: Path) -> Imported:
    return import_bot("rapidpro", shared / PROGRAMME)


def again(shared: Path, folder: Path, texts: tuple[str, str], flow: str = "") -> Imported:
    """The programme with other words in every message, and one flow under another name."""
    export = json.loads((shared / PROGRAMME).read_text())
    for one in export["flows"]:
        for node in one["nodes"]:
            for action in node["actions"]:
                if action["type"] == "send_msg":
                    action["text"] = texts[0] + action["text"] + texts[1]
    if flow:
        export["flows"][0]["name"] = flow
    path = folder / Path(PROGRAMME).name
    path.write_text(json.dumps(export))
    return import_bot("rapidpro", path)


def ids(project: Project) -> dict[str, set[str]]:
    (bot,) = project.bots.values()
    return {name: set(topic.nodes) for name, topic in bot.topics.items()}


def test_the_same_import_is_the_same(first: Imported) -> None:
    assert aligned(first, first.project) == first


def test_other_words_give_the_same_ids(shared: Path, first: Imported, tmp_path: Path) -> None:
    second = again(shared, tmp_path, ("Dear friend, ", "!"))
    assert ids(second.project) != ids(first.project)
    same = aligned(second, first.project)
    assert ids(same.project) == ids(first.project)
    kinds = {change.kind for change in diff(first.project, same.project)}
    assert kinds == {"changed"}
    nodes = {id_ for group in ids(same.project).values() for id_ in group}
    assert all(not entry.node or entry.node in nodes for entry in same.report.entries)


def test_words_that_change_places_do_not_take_the_ids_along(tmp_path: Path) -> None:
    def imported(*texts: str) -> Imported:
        steps = [
            {
                "uuid": f"n{number}",
                "actions": [{"type": "send_msg", "uuid": f"s{number}", "text": text}],
                "exits": [{"uuid": f"x{number}", "destination_uuid": f"n{number + 1}"}],
            }
            for number, text in enumerate(texts)
        ]
        steps[-1]["exits"] = [{"uuid": "last", "destination_uuid": None}]
        flow = {"uuid": "f", "name": "Main", "language": "eng", "type": "messaging"}
        export = {"version": "13", "flows": [{**flow, "spec_version": "13.1.0", "nodes": steps}]}
        (tmp_path / "flows.json").write_text(json.dumps(export))
        return import_bot("rapidpro", tmp_path / "flows.json")

    first = imported("Good morning", "How are you?")
    same = aligned(imported("How are you?", "Good morning", "Bye"), first.project)
    nodes = same.project.bots["flows"].topics["main"].nodes
    before = first.project.bots["flows"].topics["main"].nodes
    assert {id_: nodes[id_].source for id_ in before} == {
        id_: node.source for id_, node in before.items()
    }
    assert [node.params["text"] for node in nodes.values() if node.kind == "say"] == [
        {"en": "How are you?"},
        {"en": "Good morning"},
        {"en": "Bye"},
    ]
