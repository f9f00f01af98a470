"""The project's settings as constants, and the report of files, recognizers and templates."""

from engine.importers.composer.conversion import Conversion
from engine.importers.composer.recognizers import Understood
from engine.importers.composer.source import Export
from engine.importers.naming import identifier
from engine.importers.report import Account
from engine.types.bot import Constant, EntityTable
from engine.types.value import Value

SECRET = ("key", "secret", "password", "token", "connection")
LEARNED = "our own pipeline learns from the same phrases"


def settings_of(conversion: Conversion) -> None:
    """Settings as constants, recognizers and entities of the bot."""
    settings = {**conversion.export.settings, **_mocked(conversion)}
    for name, value in settings.items():
        constant = identifier(f"settings_{name}", "settings", 60)
        conversion.constants[constant] = Constant(value=_without_secrets(name, value))
    for file, lu in conversion.export.lu.items():
        path = conversion.export.paths.get(file, file)
        for entity, values in lu.lists.items():
            _table(conversion, entity, values)
            conversion.account.exact("entities", entity, path)
        for entity in lu.patterns:
            how = "values are found by the pattern only where a question asks for them"
            conversion.account.approximate("entities", entity, path, how)
        for entity in lu.learned:
            how = "is learned there from marks in phrases; here found by the words around them"
            conversion.account.approximate("entities", entity, path, how)
        for entity in lu.prebuilt:
            how = "found by the types of our questions"
            conversion.account.approximate("entities", entity, path, how)
    for dialog in conversion.dialogs.all:
        _report_recognizer(conversion, dialog.place, conversion.understood[dialog.name])
        conversion.account.exact("AdaptiveDialog", dialog.id, dialog.place)
    for name in conversion.dialogs.missing:
        why = "a dialog that is begun and is not in the export"
        conversion.account.unmapped("dialogs", name, conversion.piece.path, why, "import it too")


def report_memory(conversion: Conversion) -> None:
    """How long what is remembered lasts, where that differs."""
    account, place = conversion.account, conversion.piece.path
    heads = {name.partition("_")[0] for name in conversion.memory.variables}
    if "user" in heads:
        how = "lasts as long as the session, 90 days without a message, and is not on the contact"
        step = "keep what must last longer in fields of the contact"
        account.approximate("memory", "user", place, how, step)
    if "turn" in heads:
        how = "lasts on after the turn, until it is set again"
        account.approximate("memory", "turn", place, how)
    root = conversion.dialogs.root
    own = [name for name in root.variables.values() if name.lower() != "result"]
    if own and root.ends_itself and not root.triggers("OnBeginDialog"):
        how = "lasts on between messages, where the first dialog begins anew with each"
        account.approximate("memory", "dialog", place, how)


def _mocked(conversion: Conversion) -> dict[str, object]:
    """Settings that a script makes up."""
    script = conversion.piece.script
    found: dict[str, object] = {}
    mocks = script.body.get("settingMocks") if script else None
    for one in mocks if isinstance(mocks, list) else ():
        resource = conversion.export.dialogs.get(one.lower()) if isinstance(one, str) else None
        body = resource.body if resource else one
        assignments = body.get("assignments") if isinstance(body, dict) else None
        for each in assignments if isinstance(assignments, list) else ():
            if isinstance(each, dict):
                _assign(found, str(each.get("property", "")).split("."), each.get("value"))
    return found


def _assign(found: dict[str, object], path: list[str], value: object) -> None:
    for name in path[:-1]:
        inner = found.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        found = inner
    found[path[-1]] = value


def _without_secrets(name: str, value: object) -> Value:
    if any(word in name.lower() for word in SECRET) and not isinstance(value, dict):
        return None
    if isinstance(value, dict):
        return {key: _without_secrets(str(key), one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_secrets("", one) for one in value]
    return value if isinstance(value, str | int | float | bool) else None


def _table(conversion: Conversion, entity: str, values: dict[str, list[str]]) -> None:
    name = identifier(entity, "entity")
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (value, ";".join(synonyms)) for value, synonyms in values.items()
    )
    if rows and name not in conversion.tables:
        conversion.tables[name] = EntityTable(columns=("value", "synonyms"), rows=rows)


def _report_recognizer(conversion: Conversion, place: str, found: Understood) -> None:
    account = conversion.account
    for kind in found.kinds:
        if kind in {"RegexRecognizer", "MultiLanguageRecognizer", "RecognizerSet"}:
            account.exact(kind, kind, place)
        elif kind.endswith("EntityRecognizer"):
            account.approximate(kind, kind, place, "as a pattern over the message")
        else:
            account.approximate(kind, kind, place, LEARNED)
    for intent, phrases in found.phrases.items():
        account.exact("phrases", intent, place, sum(len(one) for one in phrases.values()))
    for name, why in found.odd.items():
        account.unmapped("patterns", name, place, why, "write the pattern, or phrases, by hand")


def report_project(export: Export, account: Account) -> None:
    """Files that could not be read, and templates."""
    for broken in export.broken:
        account.unmapped("files", broken.place, broken.place, broken.reason, "correct the file")
    for name, file in export.lg.items():
        path = export.paths.get(name, name)
        account.exact("templates", name, path, len(file.templates))
        for mistake in file.mistakes:
            account.unmapped("templates", mistake, path, "is no template", "correct the file")
