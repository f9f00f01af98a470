"""The workbench in a notebook: a project opened, looked at as tables, changed, and drawn.

    import workbench

    project = workbench.open("bots/clinic")
    project.nodes()                     # a pandas table
    canvas = workbench.FlowCanvas(project, topic="citas")
    canvas                              # the last line of a cell shows it

What is changed in the widget is changed in the project, and the other way round; both are saved
to the folder a moment later.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from engine.project.check import check
from engine.types.bot import Bot, Project
from engine.types.issue import TertuliaError
from engine.types.value import Value
from workbench import flow_graph
from workbench.document import Applied, Document, close_document, open_document
from workbench.editor import Editor
from workbench.edits import Edit, Op
from workbench.requests import REQUESTS
from workbench.tables import to_pandas
from workbench.testing import tests_of


class OpenProject:
    """A project open in this notebook; whoever else has it open here sees the same."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.editor = Editor(document, REQUESTS, name="notebook")

    def __repr__(self) -> str:
        topics = sum(len(bot.topics) for bot in self.values.bots.values())
        return (
            f"<OpenProject {self.document.folder.name}: {len(self.nodes())} nodes, {topics} topics>"
        )

    @property
    def values(self) -> Project:
        """The project as the engine's values, as it is now."""
        return self.document.project

    def bot(self, name: str = "") -> Bot:
        """A bot of the project, the first without a name."""
        bots = self.values.bots
        if name and name not in bots:
            raise TertuliaError(f"there is no bot {name!r}; the project has {', '.join(bots)}")
        return bots[name] if name else next(iter(bots.values()))

    # As tables.

    def nodes(self, bot: str = "") -> pd.DataFrame:
        """A row a node: topic, kind, title, how many ways lead on, and its place."""
        drawn = self.bot(bot)
        rows = [
            {
                "node": name,
                "topic": topic_name,
                "kind": node.kind,
                "title": node.title,
                "ways": len(node.edges),
                "x": topic.layout.get(name, (float("nan"),) * 2)[0],
                "y": topic.layout.get(name, (float("nan"),) * 2)[1],
            }
            for topic_name, topic in drawn.topics.items()
            for name, node in topic.nodes.items()
        ]
        columns = ["node", "topic", "kind", "title", "ways", "x", "y"]
        return pd.DataFrame(rows, columns=columns).set_index("node")

    def triggers(self, bot: str = "") -> pd.DataFrame:
        """A row a phrase, group of keywords or pattern, with its intent and language."""
        rows = [
            {"intent": name, "topic": topic_name, "how": how, "language": language, "text": text}
            for topic_name, topic in self.bot(bot).topics.items()
            for name, node in topic.nodes.items()
            if node.kind == "intent"
            for how, language, text in _triggers(node.params)
        ]
        return pd.DataFrame(rows, columns=["intent", "topic", "how", "language", "text"])

    def issues(self) -> pd.DataFrame:
        """A row a finding of the check: severity, place, what was found, and the remedy."""
        rows = [
            {
                "severity": issue.severity,
                "topic": issue.location.topic,
                "node": issue.location.node,
                "path": issue.location.path,
                "message": issue.message,
                "remedy": issue.remedy,
                "code": issue.code,
            }
            for issue in (*self.document.faults, *check(self.values))
        ]
        columns = ["severity", "topic", "node", "path", "message", "remedy", "code"]
        return pd.DataFrame(rows, columns=columns)

    def coverage(self, bot: str = "") -> pd.DataFrame:
        """A row a part that tests can pass - node, port, trigger, language - and those that do.

        Plays the conversation tests first, where the project has changed since they were played.
        Raises TertuliaError where they cannot be.
        """
        tests = tests_of(self.document)
        tests.finish()
        if tests.coverage is None or tests.progress.revision != self.document.revision:
            tests.run()
            tests.finish()
        if tests.coverage is None:
            raise TertuliaError(tests.progress.error or "the tests could not be played")
        table = to_pandas(part for part in tests.coverage.parts if part.bot == self.bot(bot).id)
        table["passed"] = table["tests"].map(bool)
        return table.drop(columns="bot")

    def graph(self, bot: str = "") -> nx.MultiDiGraph:
        """The flows as a networkx graph (workbench.flow_graph)."""
        return flow_graph.graph(self.values, self.bot(bot).id)

    # As something to change.

    def set(self, node: str, path: str, value: Value, bot: str = "") -> None:
        """Sets something of a node: `title`, `edges.next`, `params.text.es`.

        Raises TertuliaError where there is no such node, or it does not take the value.
        """
        drawn = self.bot(bot)
        topic = next((name for name, one in drawn.topics.items() if node in one.nodes), None)
        if topic is None:
            raise TertuliaError(f"there is no node {node!r} in bot {drawn.id!r}")
        steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
        at = ("bots", drawn.id, "topics", topic, "nodes", node, *steps)
        self.document.edit(Edit((Op(at, value),), f"Set {node}.{path}"), self.editor.id)

    def undo(self) -> bool:
        """Takes this notebook's latest change back; false where there is none."""
        return self.document.undo(self.editor.id) is not None

    def redo(self) -> bool:
        """Makes the change that was taken back again; false where there is none."""
        return self.document.redo(self.editor.id) is not None

    def save(self) -> Path:
        """Waits until everything is in the folder; raises TertuliaError where it cannot be."""
        self.document.saver.ask()
        self.document.saver.finish()
        if self.document.saver.error:
            raise TertuliaError(self.document.saver.error)
        return self.document.folder

    def close(self) -> None:
        """Writes what is not written yet; widgets of the project go silent."""
        self.editor.close()
        close_document(self.document)

    def observe(self, called: Callable[[Applied], None]) -> Callable[[], None]:
        """Calls back for every edit, whoever makes it; returns what ends it."""
        return self.document.listen(called, lambda _revision, _issues: None)


# `open` is what a notebook calls it: `workbench.open("bots/clinic")`.
def open_project(folder: str | Path) -> OpenProject:
    """The project of a folder. Raises TertuliaError where there is none."""
    path = Path(folder)
    if not path.is_dir():
        raise TertuliaError(f"{path}: there is no such folder; name a bot's or a project's")
    return OpenProject(open_document(path))


def _triggers(params: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """`Any`: params as drawn, of any shape."""
    found = [
        (how, language, text)
        for how in ("phrases", "keywords")
        for language, texts in params.get(how, {}).items()
        for text in texts
    ]
    return found + [("patterns", "", text) for text in params.get("patterns", ())]
