"""A project's folder as values: every fault is found, and the sound part is kept."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, structs

from engine.project.decode import Fault, decode, remove_control
from engine.project.encode import OWN_FILES
from engine.project.files import (
    BOT_FILE,
    BOTS_FOLDER,
    NAME,
    NLU_FILE,
    PROJECT_FILE,
    bot_folder,
    parts,
    read_bytes,
)
from engine.project.json_text import Document, decode_text, parse, written
from engine.project.json_text import Path as Steps
from engine.project.migrate import FileKind, migrate
from engine.project.tables import read_table
from engine.types.bot import Bot, CodeAction, EntityTable, Project, Topic
from engine.types.funnel import FunnelSpec
from engine.types.issue import Issue, Location, ProjectError, TertuliaError

S = TypeVar("S", bound=Struct)


def open_project(folder: Path) -> Project:
    """The project in a folder; raises ProjectError, with all issues, where one is an error."""
    project, issues = read(folder)
    errors = tuple(issue for issue in issues if issue.severity == "error")
    if errors:
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        raise ProjectError(f"{folder} cannot be opened: {count}", errors)
    return project


def read(folder: Path) -> tuple[Project, tuple[Issue, ...]]:
    """What is sound of the project in a folder, and everything that is wrong with it."""
    issues: list[Issue] = []
    if (folder / PROJECT_FILE).is_file():
        project = _project(folder, issues)
    elif (folder / BOT_FILE).is_file():
        bot = _bot(_Home(folder, folder, folder.resolve().name), issues)
        project = Project(name=bot.name, bots={bot.id: bot})
    else:
        project = Project()
        message = f"{folder} holds neither {BOT_FILE} nor {PROJECT_FILE}"
        remedy = "name the folder of a bot, or make one with `tertulia new`"
        issues.append(Issue("no-project", "error", message, remedy))
    return project, tuple(issues)


def bot_folders(folder: Path) -> tuple[Path, ...]:
    """The folders of a project's bots that do not lie in it, as far as its file can be read."""
    if not (folder / PROJECT_FILE).is_file():
        return ()
    project = _settings(_Home(folder, folder), [])
    return tuple(bot_folder(project, name, folder) for name in project.folders)


def decode_funnel(
    data: bytes, file: str = "", bot: str = ""
) -> tuple[FunnelSpec | None, tuple[Issue, ...]]:
    """The funnel in the bytes of its file, None where anything is wrong with it: its rules make
    sense together only; and its faults."""
    issues: list[Issue] = []
    funnel = _decoded(FunnelSpec, "funnel", data, Location(bot=bot, file=file), issues)
    return (None if issues else funnel), tuple(issues)


def decode_topic(
    data: bytes, file: str = "", bot: str = "", name: str = ""
) -> tuple[Topic | None, tuple[Issue, ...]]:
    """The topic in the bytes of a `.flow.json` file, None where it is broken; and its faults."""
    issues: list[Issue] = []
    topic = _decoded(Topic, "topic", data, Location(bot=bot, file=file, topic=name), issues)
    return topic, tuple(issues)


class _Home(Struct, frozen=True):
    """Where a bot lies: the project's folder, its own, and its id there (empty: the project)."""

    root: Path
    folder: Path
    bot: str = ""

    def place(self, path: Path) -> Location:
        file = os.path.relpath(path, self.root).replace(os.sep, "/")
        return Location(bot=self.bot, file=file)

    def read(self, path: Path, issues: list[Issue]) -> bytes | None:
        data, found = read_bytes(path, self.folder, self.place(path).file)
        issues.extend(self.own(found))
        return data

    def own(self, found: tuple[Issue, ...]) -> Iterator[Issue]:
        """The issues with the bot's name in their places."""
        for issue in found:
            yield structs.replace(issue, location=structs.replace(issue.location, bot=self.bot))


def _project(root: Path, issues: list[Issue]) -> Project:
    home = _Home(root, root)
    project = _settings(home, issues)
    inside = {path.parent.name for path in (root / BOTS_FOLDER).glob(f"*/{BOT_FILE}")}
    bots = {
        name: bot
        for name in sorted(inside | project.folders.keys())
        if (bot := _member(project, name, root, issues)) is not None
    }
    return structs.replace(project, bots=bots, tests=dict(_texts(home, "tests", issues)))


def _settings(home: _Home, issues: list[Issue]) -> Project:
    """What the project's own file says, without its bots."""
    path = home.root / PROJECT_FILE
    data = home.read(path, issues)
    place = home.place(path)
    own = ("bots", "tests")
    read = None if data is None else _decoded(Project, "project", data, place, issues, own)
    return read or Project()


def _member(project: Project, name: str, root: Path, issues: list[Issue]) -> Bot | None:
    """A bot of a project of several."""
    folder = bot_folder(project, name, root)
    home = _Home(root, folder, name)
    if Path(project.folders.get(name, "")).is_absolute() or not (folder / BOT_FILE).is_file():
        message = f"there is no {BOT_FILE} in {project.folders.get(name)!r}"
        remedy = "write the bot's folder relative to the project's"
        place = Location(file=PROJECT_FILE, path=f"folders.{name}")
        issues.append(Issue("no-bot", "error", message, remedy, place))
        return None
    bot = _bot(home, issues)
    if bot.id != name:
        message = f"its id is {bot.id!r}, but the project calls it {name!r}"
        place = structs.replace(home.place(folder / BOT_FILE), path="id")
        issues.append(Issue("id-differs", "error", message, "make them equal", place))
    return structs.replace(bot, id=name)


def _bot(home: _Home, issues: list[Issue]) -> Bot:
    path = home.folder / BOT_FILE
    data = home.read(path, issues)
    read = None if data is None else _decoded(Bot, "bot", data, home.place(path), issues, OWN_FILES)
    bot = read or Bot()
    nlu = home.folder / NLU_FILE
    return structs.replace(
        bot,
        id=bot.id or home.bot,
        topics=dict(_topics(home, issues)),
        entities=dict(_tables(home, issues)),
        actions={name: CodeAction(text) for name, text in _texts(home, "actions", issues)},
        nlu=_text(home, nlu, issues) if nlu.exists() else "",
        tests=dict(_texts(home, "tests", issues)),
        funnels=dict(_funnels(home, issues)),
    )


def _topics(home: _Home, issues: list[Issue]) -> Iterator[tuple[str, Topic]]:
    homes: dict[str, str] = {}
    for name, path in _named(home, "topics", issues):
        data = home.read(path, issues)
        place = structs.replace(home.place(path), topic=name)
        topic = None if data is None else _decoded(Topic, "topic", data, place, issues)
        if topic is None:
            continue
        for node in sorted(topic.nodes.keys() & homes.keys()):
            message = f"the id is taken by a node of the flow {homes[node]!r}"
            at = structs.replace(place, node=node)
            issues.append(Issue("duplicate-node", "error", message, "rename one of the two", at))
        kept = {id_: node for id_, node in topic.nodes.items() if id_ not in homes}
        homes.update(dict.fromkeys(kept, name))
        yield name, structs.replace(topic, nodes=kept)


def _tables(home: _Home, issues: list[Issue]) -> Iterator[tuple[str, EntityTable]]:
    for name, path in _named(home, "entities", issues):
        data = home.read(path, issues)
        if data is None:
            continue
        table, found = read_table(data, home.place(path).file)
        issues.extend(home.own(found))
        if table is not None:
            yield name, table


def _funnels(home: _Home, issues: list[Issue]) -> Iterator[tuple[str, FunnelSpec]]:
    for name, path in _named(home, "funnels", issues):
        data = home.read(path, issues)
        if data is None:
            continue
        funnel, found = decode_funnel(data, home.place(path).file, home.bot)
        issues.extend(found)
        if funnel is not None:
            yield name, funnel


def _texts(home: _Home, family: str, issues: list[Issue]) -> Iterator[tuple[str, str]]:
    for name, path in _named(home, family, issues):
        yield name, _text(home, path, issues)


def _text(home: _Home, path: Path, issues: list[Issue]) -> str:
    data = home.read(path, issues)
    if data is None:
        return ""
    place = home.place(path)
    text, found = decode_text(data, place.file)
    issues.extend(home.own(found))
    cleaned, faults = remove_control(text or "")
    issues.extend(_issue(fault, place) for fault in faults)
    return str(cleaned)


def _named(home: _Home, family: str, issues: list[Issue]) -> Iterator[tuple[str, Path]]:
    """The files of a family whose names can be names, each name once."""
    seen: dict[str, str] = {}
    for name, path in parts(home.folder, family):
        if not NAME.fullmatch(name):
            message = f"{name!r} cannot be a name"
            remedy = "name the file with letters, digits, _ and - only"
            issues.append(Issue("bad-name", "error", message, remedy, home.place(path)))
        elif name.casefold() in seen:
            message = f"it has the same name as {seen[name.casefold()]}"
            issues.append(
                Issue("duplicate-name", "error", message, "rename one of them", home.place(path))
            )
        else:
            seen[name.casefold()] = path.name
            yield name, path


def _decoded(
    kind: type[S],
    file_kind: FileKind,
    data: bytes,
    place: Location,
    issues: list[Issue],
    skip: tuple[str, ...] = (),
) -> S | None:
    document, found = parse(data, place.file)
    topic = place.topic
    issues.extend(
        structs.replace(issue, location=structs.replace(issue.location, bot=place.bot, topic=topic))
        for issue in found
    )
    if document is None:
        return None
    # `Any`: the document is of any shape until it is decoded.
    raw: Any = document.value
    if not isinstance(raw, dict):
        message = "found something else where an object { } belongs"
        issues.append(Issue("wrong-type", "error", message, "write an object", place))
        return None
    try:
        raw = migrate(file_kind, raw)
    except TertuliaError as error:
        message, _, remedy = str(error).partition("; ")
        place = structs.replace(place, path="format", line=document.line(("format",)))
        code = "newer-format" if "newer" in message else "bad-format"
        issues.append(Issue(code, "error", message, remedy, place))
        return None
    if file_kind == "funnel":
        # Of its file, not of what is counted.
        raw.pop("format", None)
    raw, control = remove_control(raw)
    value, faults = decode(kind, raw, skip)
    issues.extend(_issue(f, _at(place, f.path, document)) for f in (*control, *faults))
    return value


def _at(place: Location, path: Steps, document: Document) -> Location:
    line = document.line(path)
    node, rest = "", path
    if place.topic and len(path) > 1 and path[0] == "nodes":
        node, rest = str(path[1]), path[2:]
        rest = rest[1:] if rest[:1] == ("params",) and len(rest) > 1 else rest
    return structs.replace(place, node=node, path=written(rest), line=line)


def _issue(fault: Fault, place: Location) -> Issue:
    return Issue(fault.code, "error", fault.message, fault.remedy, place)
