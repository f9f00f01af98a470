"""Bundles that were damaged, made up, or come from the future: never run, never half opened."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import require_refusal, snapshot, tertulia

Change = Callable[[bytes], bytes]


def a_byte(data: bytes) -> bytes:
    at = data.index(b"Good morning")
    return data[:at] + b"B" + data[at + 1 :]


def a_byte_of_the_model(data: bytes) -> bytes:
    at = data.index(b"models/") + 400
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def newer(data: bytes) -> bytes:
    manifest = json.dumps({"format": 99, "project_format": 1, "files": "unheard of"})
    return zipped({"manifest.json": manifest.encode()})


def bomb(data: bytes) -> bytes:
    return zipped({"manifest.json": b"{}", "zeros": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)


def bomb_by_its_sizes(data: bytes) -> bytes:
    """The directory of the zip says that the first file unpacks to almost 4 GB."""
    small = zipped({"manifest.json": b"{}"})
    at = small.index(b"PK\x01\x02") + 24
    return small[:at] + b"\xff\xff\xff\xf0"[::-1] + small[at + 4 :]


def way_out(data: bytes) -> bytes:
    return zipped({"../../etc/cron.d/x": b"", "manifest.json": b"{}"})


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


CHANGES: dict[str, tuple[Change, list[str]]] = {
    "a changed byte": (a_byte, ["export it again"]),
    "a changed byte of the model": (a_byte_of_the_model, ["export it again"]),
    "a newer format": (newer, ["newer Tertulia", "99", "upgrade"]),
    "a zip bomb": (bomb, ["compressed", "export it again"]),
    "a zip bomb by its sizes": (bomb_by_its_sizes, ["unpacks to more than 500,000,000 bytes"]),
    "no bundle": (lambda _: b"shopping list\n", ["no whole zip file", "export it again"]),
    "an empty file": (lambda _: b"", ["no whole zip file"]),
    "another zip": (lambda _: zipped({"a.txt": b"a"}), ["no manifest.json", "tertulia export"]),
    "a truncated bundle": (lambda data: data[: len(data) // 2], ["export it again"]),
    "a bundle without its last byte": (lambda data: data[:-1], ["export it again"]),
    "something at its end": (lambda data: data + b"x", ["export it again"]),
    "a way out of the folder": (way_out, ["leads out"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_bad_bundle_is_refused_by_every_command(name: str, bundle: Path) -> None:
    change, words = CHANGES[name]
    bundle.write_bytes(change(bundle.read_bytes()))
    before = snapshot(bundle.parent)
    store = bundle.parent / "data" / "x.sqlite"
    for arguments in (["inspect"], ["chat"], ["test"], ["serve", "--store", store]):
        refusal = tertulia(arguments[0], bundle, *arguments[1:])
        require_refusal(refusal, f"{bundle} is not a usable bundle: ", *words)
    assert snapshot(bundle.parent) == before
    assert not store.parent.exists()


def test_a_bundle_is_neither_checked_nor_trained_again(bundle: Path) -> None:
    before = snapshot(bundle.parent)
    for command in ("check", "train"):
        require_refusal(tertulia(command, bundle), f"{bundle}: ", "name a bot's folder")
    assert snapshot(bundle.parent) == before
