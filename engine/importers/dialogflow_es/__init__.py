"""Dialogflow ES: an agent exported as a .zip, or its folder."""

from engine.importers.dialogflow_es.convert import PLATFORM, convert
from engine.importers.dialogflow_es.read import find_root, read_agent
from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.types.issue import TertuliaError


class DialogflowEs:
    """Reads `agent.json`, `intents/`, `entities/` and small talk, wherever they lie."""

    name = PLATFORM
    title = "Dialogflow ES"

    def detect(self, source: Files) -> bool:
        return find_root(source) is not None

    def convert(self, source: Files, options: Options) -> Imported:
        root = find_root(source)
        agent = read_agent(source.under(root)) if root is not None else None
        if agent is None or not agent.intents:
            raise TertuliaError(
                f"{source.name}: not one intent can be read, of {source.summary()}; "
                "export the agent again (Settings, Export and import, EXPORT AS ZIP)"
            )
        return convert(agent, options)


IMPORTER: Importer = DialogflowEs()
