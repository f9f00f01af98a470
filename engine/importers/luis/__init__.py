"""LUIS, Language Understanding of Microsoft: an app as JSON, or as .lu files."""

from engine.importers.files import Files
from engine.importers.luis.convert import PLATFORM, convert
from engine.importers.luis.read import looks_like_luis, read_app
from engine.importers.protocol import Imported, Importer, Options
from engine.types.issue import TertuliaError


class Luis:
    """Reads what an app understands; the answers are left to be written."""

    name = PLATFORM
    title = "LUIS"

    def detect(self, source: Files) -> bool:
        return looks_like_luis(source)

    def convert(self, source: Files, options: Options) -> Imported:
        app = read_app(source)
        if not app.intents:
            raise TertuliaError(
                f"{source.name}: not one intent can be read, of {source.summary()}; "
                "give the app's JSON, or its .lu files"
            )
        return convert(app, options)


IMPORTER: Importer = Luis()
