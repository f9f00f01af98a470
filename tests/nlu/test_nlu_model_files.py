"""Models as files: equal bytes, equal answers, and clear words for files that are not right."""

import msgspec
import pytest

from engine.nlu import Model, load, train
from engine.nlu.arrays import pack_json
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

MESSAGES = [
    "una cita",
    "cancel my visit",
    "onde fica",
    "Centro a las 10,5",
    "",
    "cita casco antiguo",
]


def test_a_loaded_model_answers_alike(model: Model) -> None:
    loaded = load(model.save())
    assert [loaded.read(text) for text in MESSAGES] == [model.read(text) for text in MESSAGES]


def test_the_same_bot_and_seed_give_the_same_bytes(bot: Bot, model: Model) -> None:
    assert train(bot).save() == model.save()
    assert load(model.save()).save() == model.save()


def test_every_missing_file_is_named(model: Model) -> None:
    files = model.save()
    for name in files:
        rest = {other: data for other, data in files.items() if other != name}
        with pytest.raises(TertuliaError, match=f"lacks its file '{name}'; train the bot again"):
            load(rest)


def test_every_changed_byte_is_found(model: Model) -> None:
    files = model.save()
    for name, data in files.items():
        for at in {0, len(data) // 2, len(data) - 1}:
            changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            with pytest.raises(
                TertuliaError, match=r"changed or is damaged|is damaged|lacks|not its own"
            ):
                load(files | {name: changed})


def test_a_model_of_a_newer_format_is_refused(model: Model) -> None:
    import hashlib

    files = model.save()
    header = msgspec.json.decode(files["model.json"]) | {"format": 99, "new": True}
    files["model.json"] = pack_json(header)
    sums = msgspec.json.decode(files["checksums.json"])
    sums["model.json"] = hashlib.sha256(files["model.json"]).hexdigest()
    files["checksums.json"] = pack_json(sums)
    with pytest.raises(TertuliaError, match="of format 99, this version of Tertulia reads 1"):
        load(files)
