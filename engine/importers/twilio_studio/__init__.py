"""Twilio Studio: flows exported as JSON, one or several in a folder or .zip."""

from engine.importers.files import Files
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.twilio_studio.convert import PLATFORM, convert
from engine.importers.twilio_studio.read import is_export, read_flows
from engine.types.issue import TertuliaError


class TwilioStudio:
    """Reads every flow definition among the files."""

    name = PLATFORM
    title = "Twilio Studio"

    def detect(self, source: Files) -> bool:
        return is_export(source)

    def convert(self, source: Files, options: Options) -> Imported:
        export = read_flows(source)
        if not export.flows:
            raise TertuliaError(
                f"{source.name}: not one flow can be read, of {source.summary()}; copy the flow's "
                "JSON anew (its Trigger, Show Flow JSON)"
            )
        return convert(export, options)


IMPORTER: Importer = TwilioStudio()
