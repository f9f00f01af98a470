"""Rasa: a project folder (or a .zip of it) of any version, YAML or Markdown, CALM included."""

from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.rasa.convert import PLATFORM, convert
from engine.importers.rasa.read import find_kind, read_training
from engine.types.issue import TertuliaError


class Rasa:
    """Reads the domain, NLU data, stories, rules, flows and tests, wherever they lie."""

    name = PLATFORM
    title = "Rasa"

    def detect(self, source: Files) -> bool:
        return any(find_kind(path, source) for path in source)

    def convert(self, source: Files, options: Options) -> Imported:
        training = read_training(source)
        if not (training.understood or training.stories or training.responses or training.flows):
            raise TertuliaError(
                f"{source.name}: not one intent, story, response or flow can be read, of "
                f"{source.summary()}; give the project's folder, with domain.yml and data/"
            )
        return convert(training, options)


IMPORTER: Importer = Rasa()
