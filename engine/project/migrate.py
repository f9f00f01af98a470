"""Files of an older format brought to the present one, a step a format."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from engine.types.bot import FORMAT
from engine.types.issue import TertuliaError

FileKind = Literal["project", "bot", "topic", "funnel"]
# `Any`: a file's JSON object, before it is decoded. A step takes format n and gives n + 1.
Raw = dict[str, Any]
Step = Callable[[FileKind, Raw], Raw]

# The step that leaves each old format, by its number.
STEPS: Mapping[int, Step] = {}


def migrate(
    kind: FileKind, raw: Raw, steps: Mapping[int, Step] = STEPS, newest: int = FORMAT
) -> Raw:
    """The object in the newest format. A file that names no format has the first one.

    Raises `TertuliaError` where the format is newer than this engine or is no format.
    """
    found = raw.get("format", 1)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise TertuliaError(f'{found!r} is not a format; write "format": {newest}')
    if found > newest:
        raise TertuliaError(
            f"made by a newer Tertulia (format {found}, this one reads up to {newest}); "
            "upgrade Tertulia"
        )
    for number in range(found, newest):
        raw = {**steps[number](kind, raw), "format": number + 1}
    return raw


def migrate_whole(
    raw: Raw, written_in: int, steps: Mapping[int, Step] = STEPS, newest: int = FORMAT
) -> Raw:
    """A project with its bots and topics in one object, all of them in format `written_in`."""

    def each(kind: FileKind, part: Raw) -> Raw:
        return migrate(kind, {**part, "format": written_in}, steps, newest)

    bots: dict[str, Raw] = {}
    for name, bot in raw.get("bots", {}).items():
        topics = {key: each("topic", topic) for key, topic in bot.get("topics", {}).items()}
        bots[name] = {**each("bot", bot), "topics": topics}
    return {**each("project", raw), "bots": bots}
