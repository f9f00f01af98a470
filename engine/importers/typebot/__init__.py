"""Typebot: bots of versions 3 to 6.1, one a file, several in a folder with their links."""

from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.typebot.convert import PLATFORM, convert
from engine.importers.typebot.read import looks_like_export, read_export
from engine.types.issue import TertuliaError


class TypebotFiles:
    """Reads the JSON that Typebot's editor exports, and a folder of such files."""

    name = PLATFORM
    title = "Typebot"

    def detect(self, source: Files) -> bool:
        return looks_like_export(source)

    def convert(self, source: Files, options: Options) -> Imported:
        export = read_export(source)
        if not export.bots:
            raise TertuliaError(
                f"{source.name}: not one bot can be read, of {source.summary()}; "
                "export the bot again (its menu, Export flow)"
            )
        return convert(export, options)


IMPORTER: Importer = TypebotFiles()
