"""Botpress v12: a bot's folder or its .tgz, or a workspace with several bots."""

from engine.importers.botpress.convert import PLATFORM, convert
from engine.importers.botpress.read import find_bots, read_export
from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.types.issue import TertuliaError


class Botpress:
    """Reads flows, content, intents, entities, questions and actions."""

    name = PLATFORM
    title = "Botpress v12"

    def detect(self, source: Files) -> bool:
        return bool(find_bots(source))

    def convert(self, source: Files, options: Options) -> Imported:
        export = read_export(source)
        if not any(flow.nodes for bot in export.bots for flow in bot.flows.values()):
            raise TertuliaError(
                f"{source.name}: not one node of a flow can be read, of {source.summary()}; "
                "give the bot's folder with bot.config.json and flows/, or its .tgz"
            )
        return convert(export, options)


IMPORTER: Importer = Botpress()
