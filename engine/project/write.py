"""A project written canonically: only what changed is touched, and each file at once or not.

Everything new is first written beside the old files and flushed to disk; only then do the
new ones take the places of the old. A full disk is met before anything was replaced.
"""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from engine.project.csv_text import encode_csv
from engine.project.encode import encode_bot, encode_funnel, encode_project, encode_topic
from engine.project.files import (
    BOT_FILE,
    NAME,
    NLU_FILE,
    PROJECT_FILE,
    bot_folder,
    project_parts,
)
from engine.project.read import decode_funnel, decode_topic
from engine.project.replace import remove_empty, replace_files
from engine.project.tables import encode_spreadsheet, read_table
from engine.types.bot import Bot, EntityTable, Project, Topic
from engine.types.issue import ProjectError

# A topic's file, or a table's where it is a .csv.
Encode = Callable[[Topic | EntityTable], bytes]


def encode_part(part: Topic | EntityTable) -> bytes:
    """The file of a topic, or the .csv of a table."""
    return encode_topic(part) if isinstance(part, Topic) else encode_csv(part)


def write(
    project: Project,
    folder: Path,
    encode: Encode = encode_part,
    ready: Callable[[], None] = lambda: None,
) -> tuple[Path, ...]:
    """The files that were written or removed so that the folder holds the project.

    A file that `read` could not make out stays where it is, and so does everything else that
    is not part of a project. Who saves often hands in an `encode` that remembers, and a `ready`
    that is called before the first file is replaced and may raise. Raises ProjectError with the
    old files whole.
    """
    root = folder.resolve()
    changed, unwanted = _changes(project, root, encode)
    replace_files(changed, root, ready)
    for path in unwanted:
        path.unlink()
        remove_empty(path.parent, root)
    return tuple(sorted((*changed, *unwanted)))


def would_write(project: Project, folder: Path) -> tuple[Path, ...]:
    """The files that `write` would write or remove; none where the folder holds the project."""
    changed, unwanted = _changes(project, folder.resolve())
    return tuple(sorted((*changed, *unwanted)))


def files_of(project: Project, folder: Path) -> dict[Path, bytes]:
    """The bytes of each file that would be a part of the project after `write`."""
    root = folder.resolve()
    wanted = _wanted(project, root, encode_part)
    left = (path for path in _there(project, root) - wanted.keys() if not _is_sound(path))
    return wanted | {path: path.read_bytes() for path in left if path.is_file()}


def _changes(
    project: Project, root: Path, encode: Encode = encode_part
) -> tuple[dict[Path, bytes], list[Path]]:
    """What has to be written, and the files that have to go."""
    wanted = _wanted(project, root, encode)
    changed = {path: data for path, data in wanted.items() if _differs(path, data)}
    unwanted = _there(project, root) - wanted.keys()
    return changed, sorted(path for path in unwanted if _is_sound(path))


def _wanted(project: Project, root: Path, encode: Encode) -> dict[Path, bytes]:
    lone = _lone_bot(project, root)
    return dict(
        _project_files(project, root, encode) if lone is None else _bot_files(lone, root, encode)
    )


def _there(project: Project, root: Path) -> set[Path]:
    """The files of the project as it lies on disk."""
    return set(project_parts(root, [bot_folder(project, name, root) for name in project.bots]))


def _lone_bot(project: Project, folder: Path) -> Bot | None:
    """The bot, where a folder of its own says everything that the project says."""
    if len(project.bots) != 1 or (folder / PROJECT_FILE).exists():
        return None
    (name, bot), *_ = project.bots.items()
    alone = Project(name=bot.name, bots={bot.id: bot})
    return bot if project == alone and name == bot.id else None


def _project_files(project: Project, root: Path, encode: Encode) -> Iterator[tuple[Path, bytes]]:
    yield root / PROJECT_FILE, encode_project(project)
    yield from _text_files(root, "tests", ".chat", project.tests)
    for name, bot in project.bots.items():
        _require_name(name, "bot")
        yield from _bot_files(bot, bot_folder(project, name, root), encode)


def _bot_files(bot: Bot, folder: Path, encode: Encode) -> Iterator[tuple[Path, bytes]]:
    try:
        yield folder / BOT_FILE, encode_bot(bot)
        for name, topic in bot.topics.items():
            _require_name(name, "flow")
            yield folder / "topics" / f"{name}.flow.json", encode(topic)
    except (ValueError, TypeError) as error:
        raise ProjectError(
            f"bot {bot.id!r} cannot be written: {error}; correct the value"
        ) from error
    for name, table in bot.entities.items():
        _require_name(name, "entity table")
        path = folder / "entities" / (table.file or f"{name}.csv")
        yield path, _table_bytes(name, table, path, encode)
    sources = {name: action.source for name, action in bot.actions.items()}
    yield from _text_files(folder, "actions", ".py", sources)
    yield from _text_files(folder, "tests", ".chat", bot.tests)
    for name, funnel in bot.funnels.items():
        _require_name(name, "funnel")
        yield folder / "funnels" / f"{name}.json", encode_funnel(funnel)
    if bot.nlu:
        yield folder / NLU_FILE, bot.nlu.encode()


def _text_files(
    folder: Path, family: str, ending: str, texts: dict[str, str]
) -> Iterator[tuple[Path, bytes]]:
    for name, text in texts.items():
        _require_name(name, family.removesuffix("s"))
        yield folder / family / f"{name}{ending}", text.encode()


def _require_name(name: str, what: str) -> None:
    if not NAME.fullmatch(name):
        raise ProjectError(
            f"{what} {name!r} cannot be written; name it with letters, digits, _ and - only"
        )


def _table_bytes(name: str, table: EntityTable, path: Path, encode: Encode) -> bytes:
    """The file as it is where it holds the table already, else the table anew."""
    file = PurePosixPath(path.name)
    if file.stem != name or len(PurePosixPath(table.file).parts) > 1:
        raise ProjectError(
            f"entity table {name!r} cannot be written to {table.file!r}; name the file {name}.csv"
        )
    before = path.read_bytes() if path.is_file() else None
    encoded = encode(table) if file.suffix == ".csv" else None
    # The same bytes need not be read to know what they hold.
    if before is not None and (before == encoded or read_table(before, path.name)[0] == table):
        return before
    if encoded is not None:
        return encoded
    if file.suffix != ".xlsx":
        raise ProjectError(
            f"entity table {name!r} has changed, and {file.suffix} files can only be read; "
            f"save {table.file} as .xlsx in your spreadsheet program first"
        )
    try:
        return encode_spreadsheet(table, before)
    except ModuleNotFoundError as error:
        raise ProjectError(
            f"entity table {name!r} cannot be written to {table.file}: openpyxl is not installed; "
            "install tertulia[workbench]"
        ) from error


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return True
    except OSError as error:
        raise ProjectError(f"{path} cannot be replaced: {error.strerror}; move it away") from error


def _is_sound(path: Path) -> bool:
    """Whether `read` could make the file out, so that leaving it out is what was meant."""
    if path.is_symlink() or not path.is_file() or not NAME.fullmatch(path.name.split(".")[0]):
        return False
    data = path.read_bytes()
    if path.name.endswith(".flow.json"):
        return decode_topic(data)[0] is not None
    if path.parent.name == "funnels":
        return decode_funnel(data)[0] is not None
    if path.parent.name == "entities":
        return read_table(data, path.name)[0] is not None
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
