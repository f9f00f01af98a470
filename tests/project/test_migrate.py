"""Older formats are brought to the present one step by step."""

import pytest

from engine.project.migrate import STEPS, FileKind, Raw, migrate, migrate_whole
from engine.types.bot import FORMAT
from engine.types.issue import TertuliaError


def name_nodes(kind: FileKind, raw: Raw) -> Raw:
    """1 -> 2: the list `blocks` of a topic becomes the object `nodes`."""
    if kind != "topic":
        return raw
    rest = {key: value for key, value in raw.items() if key != "blocks"}
    return {**rest, "nodes": {block["id"]: block for block in raw.get("blocks", [])}}


def rename_zone(kind: FileKind, raw: Raw) -> Raw:
    """2 -> 3: a bot's `tz` is named `time_zone`."""
    return {"time_zone" if key == "tz" else key: value for key, value in raw.items()}


SYNTHETIC = {1: name_nodes, 2: rename_zone}


def test_steps_run_in_order_from_the_format_found() -> None:
    topic = {"blocks": [{"id": "a"}], "tz": "UTC"}
    wanted = {"format": 3, "nodes": {"a": {"id": "a"}}, "time_zone": "UTC"}
    assert migrate("topic", topic, SYNTHETIC, 3) == wanted
    assert migrate("topic", {"format": 2, "tz": "UTC"}, SYNTHETIC, 3) == {
        "format": 3,
        "time_zone": "UTC",
    }
    assert migrate("topic", {"format": 3, "tz": "UTC"}, SYNTHETIC, 3) == {"format": 3, "tz": "UTC"}


def test_a_whole_project_is_in_the_format_that_it_was_written_in() -> None:
    raw = {"bots": {"b": {"tz": "UTC", "topics": {"t": {"blocks": [{"id": "a"}]}}}}}
    found = migrate_whole(raw, 1, SYNTHETIC, 3)
    assert found["bots"]["b"]["time_zone"] == "UTC"
    assert found["bots"]["b"]["topics"]["t"] == {"format": 3, "nodes": {"a": {"id": "a"}}}
    assert migrate_whole(raw, 3, SYNTHETIC, 3)["bots"]["b"]["tz"] == "UTC"


@pytest.mark.parametrize(
    ("found", "words"), [(4, "newer"), (0, "no|is not"), (True, "is not"), ("1", "is not")]
)
def test_other_formats_are_refused(found: object, words: str) -> None:
    with pytest.raises(TertuliaError, match=words):
        migrate("bot", {"format": found}, SYNTHETIC, 3)


def test_every_older_format_has_its_step() -> None:
    assert set(STEPS) == set(range(1, FORMAT))
