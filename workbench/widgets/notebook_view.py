"""Views of the front end in a notebook, wherever anywidget runs: JupyterLab, classic, VS Code."""

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from workbench.link import Link
from workbench.notebook import OpenProject
from workbench.requests.view import SELECTION
from workbench.widgets import BUNDLE


class NotebookView(anywidget.AnyWidget):
    """The view of a name (see frontend/src/views) on a project."""

    _esm = BUNDLE
    _name = ""

    view = traitlets.Unicode().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    height = traitlets.Int(520, help="In pixels.").tag(sync=True)
    up = traitlets.Unicode().tag(sync=True)
    down = traitlets.Unicode().tag(sync=True)

    def __init__(self, project: OpenProject, height: int = 520, **settings: Any) -> None:
        super().__init__(view=self._name, settings=settings, height=height)
        self.project = project
        self._wire = Link(project.editor.answer, self._put)
        self._leave = project.editor.attach(self._wire.tell)
        self.observe(lambda change: self._wire.receive(change.new), "up")

    def close(self) -> None:
        """The view is gone for good."""
        if hasattr(self, "_leave"):
            self._leave()
        super().close()

    def _put(self, text: str) -> None:
        self.down = text


class FlowCanvas(NotebookView):
    """One topic as a canvas, with its forms. `selection` is (topic, nodes)."""

    _name = "canvas"

    selection = traitlets.Tuple(("", ()), help="The topic and its selected nodes.")

    def __init__(self, project: OpenProject, topic: str = "", bot: str = "", **more: Any) -> None:
        drawn = project.bot(bot)
        shown = topic or next(iter(drawn.topics), "")
        super().__init__(project, topic=shown, bot=drawn.id, tells=True, **more)
        project.editor.memory[SELECTION] = self._selected

    def mark(self, name: str, nodes: dict[str, dict[str, Any]]) -> None:
        """Draws marks over the flow: by topic and node {"tone", "label", "title", "ring"}."""
        overlay = {"name": name, "nodes": nodes, "edges": {}}
        others = [one for one in self.settings.get("overlays", ()) if one["name"] != name]
        # A view that is shown later begins with them.
        self.settings = {**self.settings, "overlays": [*others, overlay]}
        self._wire.tell("overlay", overlay)

    def on_select(self, called: Callable[[str, tuple[str, ...]], None]) -> None:
        """Calls back with the topic and the nodes whenever the selection changes."""
        self.observe(lambda change: called(*change.new), "selection")

    def _selected(self, topic: str, nodes: list[str]) -> None:
        self.selection = (topic, tuple(nodes))


class TriggerTable(NotebookView):
    """The intents of a bot with their phrases and keywords."""

    _name = "triggers"

    def __init__(self, project: OpenProject, bot: str = "", **more: Any) -> None:
        super().__init__(project, bot=project.bot(bot).id, **more)


class Chat(NotebookView):
    """A simulated conversation with a bot."""

    _name = "chat"

    def __init__(self, project: OpenProject, bot: str = "", **more: Any) -> None:
        super().__init__(project, bot=project.bot(bot).id, **more)


class Coverage(NotebookView):
    """What the conversation tests pass of a bot: a table of its topics, and a topic painted.

    `project.coverage()` gives the same as a pandas table.
    """

    _name = "coverage"

    def __init__(self, project: OpenProject, bot: str = "", topic: str = "", **more: Any) -> None:
        super().__init__(project, bot=project.bot(bot).id, topic=topic, **more)
