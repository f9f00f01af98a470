"""Localisation: a bot's texts as rows, out to translators and in again.

Imports give edits as data, and write nothing.
"""

from engine.project.localisation.imported import Edit, Imported, with_texts
from engine.project.localisation.po import export_po, import_po
from engine.project.localisation.rows import Done, Row, fingerprint, progress, source, texts
from engine.project.localisation.xlsx import export_xlsx, import_xlsx

__all__ = [
    "Done",
    "Edit",
    "Imported",
    "Row",
    "export_po",
    "export_xlsx",
    "fingerprint",
    "import_po",
    "import_xlsx",
    "progress",
    "source",
    "texts",
    "with_texts",
]
