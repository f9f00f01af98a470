"""Amazon Lex: exports of V1 (a JSON) and of V2 (a folder of locales), or a .zip of either."""

from engine.importers.files import Files
from engine.importers.lex.convert import PLATFORM, convert
from engine.importers.lex.read_v1 import read_v1, resources_in
from engine.importers.lex.read_v2 import LOCALE, read_v2
from engine.importers.protocol import Imported, Importer, Options
from engine.types.issue import TertuliaError


class Lex:
    """Reads intents, slots and slot types of either version."""

    name = PLATFORM
    title = "Amazon Lex"

    def detect(self, source: Files) -> bool:
        return any(LOCALE.match(path) for path in source) or bool(resources_in(source, []))

    def convert(self, source: Files, options: Options) -> Imported:
        newer = any(LOCALE.match(path) for path in source)
        export = read_v2(source) if newer else read_v1(source)
        if not export.intents:
            raise TertuliaError(
                f"{source.name}: not one intent can be read, of {source.summary()}; "
                "give the .zip or the JSON as Amazon Lex exports it"
            )
        return convert(export, options)


IMPORTER: Importer = Lex()
