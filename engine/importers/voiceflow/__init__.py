"""Voiceflow: a project's `.vf` or `.json` file, of format 1.x."""

from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.voiceflow.convert import PLATFORM, convert
from engine.importers.voiceflow.read import find_project, read_export
from engine.types.issue import TertuliaError


class Voiceflow:
    """Reads the diagrams, intents, entities and variables of a project."""

    name = PLATFORM
    title = "Voiceflow"

    def detect(self, source: Files) -> bool:
        return bool(find_project(source))

    def convert(self, source: Files, options: Options) -> Imported:
        export = read_export(source, find_project(source))
        if not any(one.steps or one.holders for one in export.diagrams.values()):
            raise TertuliaError(
                f"{source.name}: not one block or step can be read, of {source.summary()}; "
                "give the .vf file as Voiceflow exports it"
            )
        return convert(export, options)


IMPORTER: Importer = Voiceflow()
