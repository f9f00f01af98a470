"""A project or bundle by its path, with its trained models: what every command begins with.

Models lie in `model/` beside the bot they were trained for, with a fingerprint of what they
were trained on and of their own bytes, so that a stale or half written one is trained again and
never used by mistake.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine import nlu
from engine.nlu.model import FORMAT
from engine.project.bundle import Bundle, export, open_bundle
from engine.project.files import BOTS_FOLDER, bot_folder
from engine.project.read import open_project
from engine.project.replace import replace_files
from engine.types.bot import Bot, Project
from engine.types.issue import ProjectError, TertuliaError

MODEL_FOLDER = "model"
FINGERPRINT = "fingerprint.txt"

Models = Mapping[str, Mapping[str, bytes]]
Progress = Callable[[str, float], None]


class Workspace(Struct, frozen=True):
    """What lies at a path: a project, and the bundle if it is one."""

    path: Path
    project: Project
    bundle: Bundle | None = None


def open_workspace(path: Path) -> Workspace:
    """The project folder or the bundle at a path.

    Raises TertuliaError where there is neither, and ProjectError where it is broken.
    """
    if not path.exists():
        raise TertuliaError(f"{path}: nothing is there; name a bot's folder or a .bot bundle")
    bundle = None if path.is_dir() else open_bundle(path)
    project = bundle.project if bundle else open_project(path)
    if not project.bots:
        example = path / BOTS_FOLDER / "NAME"
        raise TertuliaError(
            f"{path}: the project has no bot; add one with `tertulia new {example}`"
        )
    return Workspace(path, project, bundle)


def models_of(workspace: Workspace, progress: Progress | None = None) -> Models:
    """The models of all bots, trained where they are missing or stale."""
    if workspace.bundle:
        return workspace.bundle.models
    return {
        name: kept_model(workspace, name) or train_model(workspace, name, 0, progress)
        for name in workspace.project.bots
    }


def train(workspace: Workspace, seed: int, progress: Progress | None = None) -> Models:
    """Trains and keeps the models of all bots, whatever is there already."""
    if workspace.bundle:
        raise TertuliaError(f"{workspace.path}: a bundle never changes; name a bot's folder")
    bots = workspace.project.bots
    return {name: train_model(workspace, name, seed, progress) for name in bots}


def kept_model(workspace: Workspace, name: str) -> Mapping[str, bytes] | None:
    """The model that lies beside a bot of a folder, None where it is missing or stale."""
    kept = _folder(workspace, name) / MODEL_FOLDER
    try:
        stamp = (kept / FINGERPRINT).read_text()
        seed = int(stamp.split()[1])
        files = {file: path.read_bytes() for file, path in _files(kept).items()}
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return files if stamp == _stamp(workspace.project.bots[name], seed, files) else None


def train_model(
    workspace: Workspace, name: str, seed: int, progress: Progress | None = None
) -> Mapping[str, bytes]:
    """Trains and keeps the model of one bot of a folder."""
    files = nlu.train(workspace.project.bots[name], seed=seed, progress=progress).save()
    keep_model(workspace, name, seed, files)
    return files


def keep_model(workspace: Workspace, name: str, seed: int, files: Mapping[str, bytes]) -> None:
    """Lays a model that was trained on a bot of a folder beside it."""
    bot, folder = workspace.project.bots[name], _folder(workspace, name)
    kept = folder / MODEL_FOLDER
    written = {**files, FINGERPRINT: _stamp(bot, seed, files).encode()}
    replace_files({kept / file: data for file, data in written.items()}, folder)
    for file, stale in _files(kept).items():
        if file not in files:
            stale.unlink()


def bundle_of(workspace: Workspace, progress: Progress | None = None) -> bytes:
    """The bytes of the bundle at a path, or of the one that its folder makes.

    Raises ProjectError where the folder's check finds an error.
    """
    if workspace.bundle:
        return workspace.path.read_bytes()
    from engine.project.check import check

    errors = tuple(issue for issue in check(workspace.project) if issue.severity == "error")
    if errors:
        raise ProjectError(f"{workspace.path}: it could not run", errors)
    return export(workspace.project, models_of(workspace, progress))


def tests_of(workspace: Workspace) -> Iterator[tuple[Path, str, str]]:
    """Every conversation file: its path, the bot it is for, its text."""
    for name, bot in workspace.project.bots.items():
        for file, text in sorted(bot.tests.items()):
            yield _folder(workspace, name) / "tests" / f"{file}.chat", name, text
    for file, text in sorted(workspace.project.tests.items()):
        yield workspace.path / "tests" / f"{file}.chat", "", text


def one_bot(project: Project, name: str) -> Project:
    """The project as if it had only one of its bots."""
    return replace(project, bots={name: project.bots[name]})


def fingerprint(bot: Bot, seed: int) -> str:
    """A name for everything that a model is trained on."""
    parts = (FORMAT, seed, bot.languages, bot.nlu, bot.entities, nlu.examples(bot))
    keywords = [
        (node_id, node.params.get("keywords"))
        for topic in bot.topics.values()
        for node_id, node in topic.nodes.items()
        if node.kind == "intent"
    ]
    return hashlib.sha256(msgspec.msgpack.encode([parts, keywords])).hexdigest()


def _folder(workspace: Workspace, name: str) -> Path:
    if (workspace.path / "bot.json").is_file():
        return workspace.path
    return bot_folder(workspace.project, name, workspace.path)


def _files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != FINGERPRINT
    }


def _stamp(bot: Bot, seed: int, files: Mapping[str, bytes]) -> str:
    written = hashlib.sha256()
    for name, data in sorted(files.items()):
        written.update(f"{name} {len(data)}\n".encode() + data)
    return f"{fingerprint(bot, seed)} {seed} {written.hexdigest()}\n"
