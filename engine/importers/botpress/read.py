"""An export of Botpress v12 from its files: one bot, or the bots of a workspace."""

import re
from collections.abc import Iterator

from engine.importers.botpress.read_flow import read_flow, read_places
from engine.importers.botpress.read_understanding import read_entity, read_intent, read_question
from engine.importers.botpress.source import (
    FLOW,
    Content,
    Expected,
    Export,
    Problem,
    Script,
    SourceBot,
)
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts
from engine.importers.files import Files, Unreadable

CONFIG = "bot.config.json"
# Where the module for tests of understanding keeps them.
TESTS = "nlu-tests.json"
DURATION = re.compile(r"\s*([\d.]+)\s*([a-z]*)", re.IGNORECASE)
UNITS_S = {"": 0.001, "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
# Settings of a bot that say something which has no place here.
SETTINGS = ("converse", "cloud", "messaging", "skillSendEmail", "security")


def find_bots(files: Files) -> list[str]:
    """The folders that hold a bot: by its settings, or by its main flow where those lack."""
    found = [_folder(path) for path in files if path.rpartition("/")[2] == CONFIG]
    found += [
        folder
        for path in files
        if path.endswith("flows/main.flow.json")
        and (folder := path.removesuffix("flows/main.flow.json").rstrip("/")) not in found
    ]
    return [one for one in found if any(path.endswith(FLOW) for path in files.under(one))]


def read_export(files: Files) -> Export:
    """Every bot of the files; what is broken is noted and the rest read."""
    export = Export(files.name)
    for one in files.refused:
        export.problems.append(Problem("files", one.path, one.path, one.reason))
    shared = _scripts(export.problems, files, "global/actions") | _scripts(
        export.problems, files, "data/global/actions"
    )
    for folder in find_bots(files):
        name = folder.rpartition("/")[2] or files.name
        bot = _read_bot(SourceBot(name, folder), files)
        bot.actions = shared | bot.actions
        export.bots.append(bot)
    return export


def _read_bot(bot: SourceBot, files: Files) -> SourceBot:
    inside = files.under(bot.folder)
    _read_settings(bot, mapping(_json(bot.problems, inside, CONFIG)) if CONFIG in inside else {})
    for path, found in _values(bot, inside, "flows"):
        if path.endswith(FLOW):
            ui = path.removesuffix(FLOW) + ".ui.json"
            places = read_places(_json(bot.problems, inside, ui)) if ui in inside else {}
            flow = read_flow(mapping(found), path, places, bot.problems)
            bot.flows[flow.name] = flow
    for path, found in _values(bot, inside, "content-elements"):
        kind = path.rpartition("/")[2].removesuffix(".json")
        for one in mappings(found):
            content = Content(text(one.get("id")), kind, path, mapping(one.get("formData")))
            if not content.id:
                problem = Problem("content", kind, path, "an element without an id was left out")
                bot.problems.append(problem)
            bot.contents[content.id] = content
    for path, found in _values(bot, inside, "intents"):
        intent = read_intent(mapping(found), path)
        bot.intents[intent.name] = intent
    for path, found in _values(bot, inside, "entities"):
        entity = read_entity(mapping(found), path)
        bot.entities[entity.name] = entity
    for path, found in _values(bot, inside, "qna"):
        question = read_question(mapping(found), path)
        bot.questions[question.id] = question
    if TESTS in inside:
        bot.expected = list(_expected(_json(bot.problems, inside, TESTS)))
    bot.actions = _scripts(bot.problems, inside, "actions")
    bot.hooks = list(_scripts(bot.problems, inside, "hooks").values())
    bot.hooks += _scripts(bot.problems, inside, "libraries").values()
    return bot


def _expected(found: object) -> Iterator[Expected]:
    """The tests that say which intent a message has; those of slots alone say nothing here."""
    for at, one in enumerate(mappings(found), start=1):
        conditions = one.get("conditions")
        for condition in conditions if isinstance(conditions, list) else []:
            if isinstance(condition, list) and condition[:2] == ["intent", "is"]:
                said = " ".join(text(one.get("utterance")).split())
                intent = text(condition[2]) if len(condition) > 2 else ""
                if said and intent:
                    yield Expected(said, intent, f"{TESTS}#{text(one.get('id')) or at}")


def _read_settings(bot: SourceBot, settings: Mapping) -> None:
    bot.id = text(settings.get("id")) or bot.id
    bot.name = text(settings.get("name"))
    bot.description = text(settings.get("description"))
    bot.languages = texts(settings.get("languages"))
    bot.language = text(settings.get("defaultLanguage")) or next(iter(bot.languages), "en")
    dialog = mapping(settings.get("dialog"))
    bot.timeout_s = _seconds(text(dialog.get("timeoutInterval")), bot.timeout_s)
    bot.session_timeout_s = _seconds(
        text(dialog.get("sessionTimeoutInterval")), bot.session_timeout_s
    )
    bot.settings = [name for name in SETTINGS if settings.get(name)]


def _seconds(written: str, otherwise: int) -> int:
    found = DURATION.fullmatch(written)
    if found is None:
        return otherwise
    unit = found[2].lower()
    unit = unit if unit in UNITS_S else unit[:1]
    try:
        seconds = float(found[1]) * UNITS_S.get(unit, 1)
    except ValueError:
        return otherwise
    return min(max(int(seconds), 1), 30 * 86_400)


def _values(bot: SourceBot, files: Files, folder: str) -> Iterator[tuple[str, object]]:
    for path in files:
        if path.startswith(f"{folder}/") and path.endswith(".json") and ".ui." not in path:
            found = _json(bot.problems, files, path)
            if isinstance(found, dict | list):
                yield path, found
            elif found is not None:
                bot.problems.append(Problem("files", path, path, "holds neither object nor list"))


def _json(problems: list[Problem], files: Files, path: str) -> object:
    try:
        return files.json(path)
    except Unreadable as trouble:
        problems.append(Problem("files", path.rpartition("/")[2], path, str(trouble)))
        return None


def _scripts(problems: list[Problem], files: Files, folder: str) -> dict[str, Script]:
    """The scripts of a folder by their path in it, without `.js`."""
    found = {}
    for path in files:
        if path.startswith(f"{folder}/") and path.endswith((".js", ".ts")):
            name = path[len(folder) + 1 :].rpartition(".")[0]
            try:
                found[name] = Script(name, path, files.text(path))
            except Unreadable as trouble:
                problems.append(Problem("files", name, path, str(trouble)))
    return found


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
