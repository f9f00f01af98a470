"""Bot Framework Composer: a project's folder (or a .zip of it), or a folder of test scripts."""

from engine.importers.composer.convert import PLATFORM, convert
from engine.importers.composer.read import is_project, read_exports
from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options


class Composer:
    """Reads dialogs, templates, language files, questions and settings, wherever they lie."""

    name = PLATFORM
    title = "Bot Framework Composer"

    def detect(self, source: Files) -> bool:
        return is_project(source)

    def convert(self, source: Files, options: Options) -> Imported:
        return convert(read_exports(source), options, source.name)


IMPORTER: Importer = Composer()
