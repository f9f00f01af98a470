"""The templates that a dialog can use: of its .lg file in a language, and of what that imports."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.lg import LgFile, Template
from engine.importers.composer.plain import as_map, as_text
from engine.importers.composer.recognizers import language_of
from engine.importers.composer.source import Export

if TYPE_CHECKING:
    from engine.importers.composer.conversion import Conversion

SUFFIX = ".lg"


def library_of(dialog: Dialog, export: Export, locale: str) -> dict[str, Template]:
    """Templates by the names under which the dialog's texts call them."""
    name = _generator(dialog)
    found: dict[str, Template] = {}
    if name:
        _gather(name, "", export, locale, found, set())
    return found


def locales_of(export: Export) -> list[str]:
    """The locales that the project's language files are named for."""
    found = {language_of(name, SUFFIX)[1] for name in export.lg}
    found |= {language_of(name, ".lu")[1] for name in export.lu}
    found |= {language_of(name, ".qna")[1] for name in export.qna}
    return sorted(one for one in found if one)


def missing_templates(conversion: "Conversion") -> list[str]:
    """Files of templates that a dialog or another file names, and that are not there."""
    names, export = dict[str, None](), conversion.export
    for dialog in conversion.dialogs.all:
        name = _generator(dialog)
        if name:
            _missing(name, export, names, set())
    return list(names)


def _missing(name: str, export: Export, names: dict[str, None], seen: set[str]) -> None:
    if name in seen:
        return
    seen.add(name)
    file = next((one for one in _variants(name, "", export) if one in export.lg), "")
    if not file:
        names[name] = None
        return
    for path, _ in export.lg[file].imports:
        _missing(path.lower(), export, names, seen)


def _generator(dialog: Dialog | None) -> str:
    """The file that the dialog, or the one around it, takes its templates from."""
    while dialog is not None:
        said = dialog.body.get("generator")
        if isinstance(said, str):
            return said.lower()
        one = as_map(said)
        name = as_text(one.get("resourceId")) or as_text(one.get("id"))
        if name:
            return name.lower()
        dialog = dialog.parent
    return ""


def _gather(
    name: str,
    prefix: str,
    export: Export,
    locale: str,
    found: dict[str, Template],
    seen: set[str],
) -> None:
    file = next((one for one in _variants(name, locale, export) if one in export.lg), "")
    if not file or file in seen:
        return
    seen.add(file)
    content: LgFile = export.lg[file]
    for template in content.templates.values():
        found.setdefault(f"{prefix}{template.name}", template)
    for path, alias in content.imports:
        inner = f"{prefix}{alias}." if alias else prefix
        _gather(path.lower(), inner, export, locale, found, seen)


def _variants(name: str, locale: str, export: Export) -> Iterator[str]:
    """The names that a file may have in a language, the nearest first, then in any."""
    stem, own = language_of(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}", SUFFIX)
    nearest = locale or own
    while nearest:
        yield f"{stem}.{nearest}{SUFFIX}"
        nearest = nearest.rpartition("-")[0]
    yield f"{stem}{SUFFIX}"
    if own:
        yield f"{stem}.{own}{SUFFIX}"
    yield from (one for one in export.lg if language_of(one, SUFFIX)[0] == stem)
