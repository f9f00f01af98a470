"""Which exports a platform's folder of the corpus holds: what one person would import at once.

- A folder is one export where its platform writes folders: Dialogflow, Rasa, Botpress, Composer.
- RapidPro exports an account's flows as one file, so each such file is an account of its own,
  with the expected runs that lie beside it (`two_questions.json` and `two_questions.test.json`).
  What is left, as bare flows (`glific-*`), is one account together.
- Typebot, Watson, Lex, LUIS, Twilio Studio and Voiceflow export one bot a file, so a folder of
  theirs with several files holds as many bots (`viewer-test-bots`).
- Composer's `*.test.dialog` are each a bot with its expected conversations; what lies beside
  them in the same folder (dialogs, templates, mocks) belongs to each. Templates without a dialog
  (`lg-examples`) are no bot.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from engine.importers import IMPORTERS, Files, open_files
from engine.importers.files import Unreadable

PLATFORMS = (
    "rapidpro",
    "typebot",
    "dialogflow-es",
    "rasa",
    "botpress",
    "composer",
    "luis",
    "watson",
    "dialogflow-cx",
    "twilio-studio",
    "voiceflow",
    "lex",
)
BOT_A_FILE = frozenset({"typebot", "luis", "watson", "twilio-studio", "voiceflow", "lex"})
SCRIPT = ".test.dialog"
ABOUT = "SOURCE.txt"


class Piece(Struct, frozen=True):
    """One export: the files below a folder, all of them or (paths from there) only some."""

    platform: str
    name: str
    folder: Path
    only: tuple[str, ...] = ()


def pieces(platform: str, corpus: Path) -> Iterator[Piece]:
    """The exports of a platform, in order."""
    for folder in sorted(each for each in (corpus / platform).glob("*/") if each.is_dir()):
        with open_files(folder) as files:
            divided = list(_divided(platform, files))
        for name, only in divided:
            whole = len(divided) == 1
            title = folder.name if whole else f"{folder.name}/{name}".rstrip("/")
            yield Piece(platform, title, folder, () if whole else only)


def _divided(platform: str, files: Files) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each export in a folder, and its files."""
    paths = [path for path in files if path != ABOUT]
    scripts = [path for path in paths if path.endswith(SCRIPT)]
    if platform in BOT_A_FILE:
        yield from ((_stem(path), (path,)) for path in paths)
    elif platform == "rapidpro":
        yield from _accounts(files, paths)
    elif scripts:
        for script in scripts:
            group = script.partition("/")[0] + "/"
            beside = (p for p in paths if p.startswith(group) and not p.endswith(SCRIPT))
            yield script.removesuffix(SCRIPT), (script, *beside)
    elif platform != "composer" or any(path.endswith(".dialog") for path in paths):
        yield "", tuple(paths)


def _accounts(files: Files, paths: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    left = dict.fromkeys(paths)
    for path in paths:
        if _is_account(files, path):
            runs = [other for other in paths if other.startswith(f"{_stem(path)}.")]
            yield _stem(path), tuple(runs)
            left = {other: None for other in left if other not in runs}
    if left and IMPORTERS["rapidpro"].detect(files.only(left)):
        yield "", tuple(left)


def _is_account(files: Files, path: str) -> bool:
    try:
        found = files.json(path) if path.endswith(".json") else None
    except Unreadable:
        return False
    return isinstance(found, dict) and bool(found.get("flows"))


def _stem(path: str) -> str:
    return path.rpartition(".")[0]
