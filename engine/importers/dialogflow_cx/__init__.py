"""Dialogflow CX (Conversational Agents): an agent exported as JSON package, or its folder."""

from engine.importers.dialogflow_cx.convert import PLATFORM, convert
from engine.importers.dialogflow_cx.read import find_root, read_agent
from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.types.issue import TertuliaError


class DialogflowCx:
    """Reads `agent.json`, `flows/`, `intents/`, `entityTypes/` and what belongs to them."""

    name = PLATFORM
    title = "Dialogflow CX"

    def detect(self, source: Files) -> bool:
        return find_root(source) is not None

    def convert(self, source: Files, options: Options) -> Imported:
        root = find_root(source)
        agent = read_agent(source.under(root)) if root is not None else None
        if agent is None or not agent.flows:
            raise TertuliaError(
                f"{source.name}: not one flow can be read, of {source.summary()}; "
                "export the agent again (Agent, Export, JSON package)"
            )
        return convert(agent, options)


IMPORTER: Importer = DialogflowCx()
