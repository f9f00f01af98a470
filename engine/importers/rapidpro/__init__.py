"""RapidPro, TextIt and Glific: exports of flows, of every version since 2014."""

from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.rapidpro.convert import PLATFORM, convert
from engine.importers.rapidpro.read import looks_like_export, read_export
from engine.types.issue import TertuliaError


class RapidPro:
    """Reads the JSON of an export, or a folder of them, with expected runs beside."""

    name = PLATFORM
    title = "RapidPro, TextIt and Glific"

    def detect(self, source: Files) -> bool:
        return looks_like_export(source)

    def convert(self, source: Files, options: Options) -> Imported:
        export = read_export(source)
        if not export.flows and not export.campaigns:
            raise TertuliaError(
                f"{source.name}: not one flow can be read, of {source.summary()}; "
                "export the flows again (Flows, Export)"
            )
        return convert(export, options)


IMPORTER: Importer = RapidPro()
