"""One file of a project as a project of its own, so that it can be compared and merged."""

from pathlib import PurePosixPath

from msgspec import structs

from engine.project.csv_text import encode_csv
from engine.project.encode import encode_bot, encode_funnel, encode_project, encode_topic
from engine.project.files import BOT_FILE, FOLDERS, NLU_FILE, PROJECT_FILE
from engine.project.tables import encode_spreadsheet
from engine.project.versions.content import read_files
from engine.types.bot import Bot, Project
from engine.types.issue import Issue, TertuliaError

# A file alone does not say which languages its bot speaks.
_ALONE = Bot(id="bot", languages=("es", "en", "pt"))


def project_of(data: bytes, path: str) -> tuple[Project, tuple[Issue, ...]]:
    """What is sound of the file, as a project that holds nothing else, and what is wrong with
    it. No bytes are no file. `path` says by its end what the file is."""
    family, _ = _family(path)
    place = f"{family}/{PurePosixPath(path).name}" if family in FOLDERS else family
    start = {} if family == PROJECT_FILE else {BOT_FILE: encode_bot(_ALONE)}
    project, issues = read_files(start | ({place: data} if data.strip() else {}), _ALONE.id)
    if family == PROJECT_FILE:
        # The bots that the file names are not with it.
        found = tuple(issue for issue in issues if issue.code not in {"no-bot", "no-project"})
        return structs.replace(project, bots={}), found
    (bot,) = project.bots.values()
    return Project(bots={"": bot}), issues


def is_file_of_project(path: str) -> bool:
    """Whether the path ends like that of a file of a project."""
    return _found(path) is not None


def file_of(project: Project, path: str, before: bytes) -> bytes:
    """The bytes of the file that such a project holds; `before` are those of a spreadsheet
    whose formats are kept."""
    family, name = _family(path)
    bot = project.bots.get("", _ALONE)
    match family:
        case "project.json":
            return encode_project(project)
        case "bot.json":
            return encode_bot(bot)
        case "nlu.toml":
            return bot.nlu.encode()
        case "topics":
            return encode_topic(bot.topics[name])
        case "actions":
            return bot.actions[name].source.encode()
        case "tests":
            return bot.tests[name].encode()
        case "funnels":
            return encode_funnel(bot.funnels[name])
    if path.endswith(".csv"):
        return encode_csv(bot.entities[name])
    if path.endswith(".xlsx"):
        return encode_spreadsheet(bot.entities[name], before)
    raise TertuliaError(f"{path} can only be read; save it as .xlsx in your spreadsheet program")


def _family(path: str) -> tuple[str, str]:
    """The folder or the name of such a file, and its own name without the ending."""
    found = _found(path)
    if found is None:
        raise TertuliaError(
            f"{path} is no file of a project by its name; say with --name which one it is, such "
            "as topics/orders.flow.json"
        )
    return found


def _found(path: str) -> tuple[str, str] | None:
    file = PurePosixPath(path).name
    if file in {PROJECT_FILE, BOT_FILE, NLU_FILE}:
        return file, file
    pairs = ((family, ending) for family, endings in FOLDERS.items() for ending in endings)
    # Any other .json is somebody else's.
    is_funnel = PurePosixPath(path).parent.name == "funnels"
    return next(
        (
            (family, file.removesuffix(end))
            for family, end in pairs
            if file.endswith(end) and (family != "funnels" or is_funnel)
        ),
        None,
    )
