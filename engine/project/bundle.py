"""A project with its models as one file that never changes: exported, and opened with care.

A zip without compression, so that equal content is equal bytes whatever library wrote it. Its
id is the SHA-256 of the manifest, which holds the SHA-256 of every file. The zip's comment
seals the rest of its bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field, structs

from engine.project.encode import encode, plain
from engine.project.migrate import migrate_whole
from engine.types.bot import FORMAT, Bot, Node, Project, Topic
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS
from engine.types.zip_faults import ZIP_FAULTS

T = TypeVar("T")

BUNDLE_FORMAT = 1
MANIFEST = "manifest.json"
PROJECT = "project.json"
# The first moment that a zip can say.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MANIFEST_BYTES = 5_000_000
_SEAL_CHARS = 64


class Manifest(Struct, frozen=True):
    """What a bundle holds: formats, the bots, and the SHA-256 of each file by its path."""

    format: int = BUNDLE_FORMAT
    project_format: int = FORMAT
    name: str = ""
    bots: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)


class Bundle(Struct, frozen=True):
    """An opened bundle. `models` holds the files of each bot's model by name."""

    id: str
    project: Project
    models: dict[str, dict[str, bytes]]
    manifest: Manifest


def export(project: Project, models: Mapping[str, Mapping[str, bytes]] | None = None) -> bytes:
    """The bundle of a project that was checked; equal projects and models give equal bytes.

    What is not needed to serve it is left out: layout, comments, notes, tests. Constants are
    defaults, which serving may change. `models` are the trained ones, by bot and file name.
    """
    written = json.dumps(plain(bare(project)), ensure_ascii=False, separators=(",", ":"))
    files = {PROJECT: written.encode()}
    for bot, parts in (models or {}).items():
        if bot not in project.bots:
            raise TertuliaError(f"there is a model for {bot!r}, which is no bot of the project")
        files |= {f"models/{bot}/{name}": data for name, data in parts.items()}
    for path in files:
        _require_plain(path)
    manifest = Manifest(
        name=project.name,
        bots=tuple(sorted(project.bots)),
        files={path: _digest(data) for path, data in sorted(files.items())},
    )
    return _zip({MANIFEST: encode(plain(manifest)), **dict(sorted(files.items()))})


def open_bundle(source: Path | bytes) -> Bundle:
    """The bundle in a file or its bytes; raises TertuliaError unless it is whole and readable."""
    name = str(source) if isinstance(source, Path) else "the bundle"
    data = _read(source, name)
    files = _unzip(data, name)
    if MANIFEST not in files:
        raise _refusal(name, f"it has no {MANIFEST}", "export it with `tertulia export`")
    _require_format(files[MANIFEST], name)
    manifest = _decode(files[MANIFEST], Manifest, MANIFEST, name)
    _require_whole(files, manifest, name)
    if _seal(data) != data[-_SEAL_CHARS:]:
        raise _refusal(name, "some of its bytes were changed", "copy or export it again")
    raw = _decode(files.get(PROJECT, b""), dict[str, Any], PROJECT, name)
    project = _project(raw, manifest, name)
    models: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        if path.startswith("models/"):
            _, bot, part = path.split("/", 2)
            models.setdefault(bot, {})[part] = data
    return Bundle(_digest(files[MANIFEST]), project, models, manifest)


# `Any`: the project's JSON before it is decoded.
def _project(raw: dict[str, Any], manifest: Manifest, name: str) -> Project:
    try:
        return msgspec.convert(migrate_whole(raw, manifest.project_format), Project)
    except (msgspec.ValidationError, AttributeError) as error:
        reason = f"its {PROJECT} cannot be read: {error}"
        raise _refusal(name, reason, "export it again with `tertulia export`") from error


def bare(project: Project) -> Project:
    """The project without what a bundle leaves out."""
    bots = {name: _bare_bot(bot) for name, bot in project.bots.items()}
    return structs.replace(project, bots=bots, tests={}, folders={})


def _bare_bot(bot: Bot) -> Bot:
    topics = {name: _bare_topic(topic) for name, topic in bot.topics.items()}
    entities = {name: structs.replace(table, file="") for name, table in bot.entities.items()}
    return structs.replace(
        bot, topics=topics, entities=entities, tests={}, funnels={}, former_nodes={}
    )


def _bare_topic(topic: Topic) -> Topic:
    nodes = {id_: _bare_node(node) for id_, node in topic.nodes.items()}
    return Topic(format=topic.format, title=topic.title, nodes=nodes)


def _bare_node(node: Node) -> Node:
    return structs.replace(node, note="", source="")


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _NO_DATE)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
        archive.comment = b"0" * _SEAL_CHARS
    unsealed = out.getvalue()
    return unsealed[:-_SEAL_CHARS] + _seal(unsealed)


def _seal(data: bytes) -> bytes:
    """The SHA-256 of everything before the zip's closing comment, which holds it."""
    return _digest(data[:-_SEAL_CHARS]).encode()


def _read(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.is_dir():
            raise _refusal(name, "it is a folder", "export it with `tertulia export` first")
        if source.stat().st_size > LIMITS.bundle_bytes:
            raise _too_large(name)
        return source.read_bytes()
    except OSError as error:
        raise _refusal(name, f"it cannot be read: {error.strerror}", "check the path") from error


def _unzip(data: bytes, name: str) -> dict[str, bytes]:
    """The files of the zip; sizes are bounded before and while they are unpacked."""
    again = "copy or export it again"
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > LIMITS.bundle_files:
                raise _too_large(name)
            if sum(entry.file_size for entry in entries) > LIMITS.bundle_bytes:
                raise _too_large(name)
            for entry in entries:
                _require_sound(entry, files, name)
                with archive.open(entry) as file:
                    files[entry.filename] = file.read(entry.file_size + 1)
    except zipfile.BadZipFile as error:
        raise _refusal(name, f"it is no whole zip file: {error}", again) from error
    except ZIP_FAULTS as error:
        raise _refusal(name, f"it cannot be unpacked: {error}", again) from error
    return files


def _require_sound(entry: zipfile.ZipInfo, files: Mapping[str, bytes], name: str) -> None:
    where = f"its file {entry.filename!r}"
    again = "export it again with `tertulia export`"
    if entry.flag_bits & 0x1:
        raise _refusal(name, f"{where} is encrypted", again)
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
        raise _refusal(name, f"{where} is compressed, as a bundle's are not", again)
    if entry.filename in files:
        raise _refusal(name, f"{where} is in it twice", again)
    try:
        _require_plain(entry.filename)
    except TertuliaError as error:
        raise _refusal(name, str(error), again) from error


def _require_plain(path: str) -> None:
    steps = path.split("/")
    if "\\" in path or ":" in path or any(step in {"", ".", ".."} for step in steps):
        raise TertuliaError(f"the path {path!r} leads out of the bundle")


def _require_format(manifest: bytes, name: str) -> None:
    """Formats first: of a newer manifest nothing else need be readable."""
    raw = _decode(manifest, dict[str, object], MANIFEST, name)
    for key, newest in (("format", BUNDLE_FORMAT), ("project_format", FORMAT)):
        found = raw.get(key)
        if isinstance(found, int) and found > newest:
            raise _refusal(
                name,
                f"it was made by a newer Tertulia ({key} {found}, this one reads up to {newest})",
                "upgrade Tertulia",
            )


def _require_whole(files: Mapping[str, bytes], manifest: Manifest, name: str) -> None:
    again = "copy or export it again"
    if missing := sorted(manifest.files.keys() - files.keys()):
        raise _refusal(name, f"the file {missing[0]!r} is missing", again)
    if extra := sorted(files.keys() - manifest.files.keys() - {MANIFEST}):
        raise _refusal(name, f"the file {extra[0]!r} does not belong in it", again)
    for path, digest in manifest.files.items():
        if _digest(files[path]) != digest:
            raise _refusal(name, f"the file {path!r} was changed after the export", again)


def _decode(data: bytes, kind: type[T], path: str, name: str) -> T:
    if path == MANIFEST and len(data) > _MANIFEST_BYTES:
        raise _too_large(name)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        reason = f"its {path} cannot be read: {error}"
        raise _refusal(name, reason, "export it again with `tertulia export`") from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _too_large(name: str) -> TertuliaError:
    most = f"{LIMITS.bundle_bytes:,} bytes or {LIMITS.bundle_files:,} files"
    return _refusal(name, f"it unpacks to more than {most}", "export it again, with less in it")


def _refusal(name: str, reason: str, remedy: str) -> TertuliaError:
    return TertuliaError(f"{name} is not a usable bundle: {reason}; {remedy}")
