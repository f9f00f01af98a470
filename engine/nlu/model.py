"""A trained pipeline: it reads messages, and is files of arrays and JSON."""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from engine.nlu.arrays import pack_json
from engine.nlu.pipeline import Step, components, make
from engine.nlu.protocol import Component, Draft
from engine.nlu.words import words_with_places
from engine.types.issue import TertuliaError
from engine.types.reading import Reading

FORMAT = 1
HEADER = "model.json"
CHECKSUMS = "checksums.json"

_AGAIN = "train the bot again with `tertulia train`"


class Header(Struct, frozen=True):
    """What a saved model says of itself. `versions` are those of the libraries that trained it."""

    format: int
    steps: tuple[Step, ...]
    intents: tuple[str, ...]
    languages: tuple[str, ...]
    seed: int = 0
    versions: dict[str, str] = {}


class Model:
    """Reads messages. Safe to share between threads: a reading leaves nothing behind but caches."""

    def __init__(self, header: Header, parts: Sequence[tuple[str, Component]]) -> None:
        self.header = header
        self._parts = list(parts)

    def read(self, text: str, language: str = "", now_us: int = 0) -> Reading:
        """What the message says, where `language` is expected (empty: any of the bot's).

        Dates are found where `now_us`, microseconds since 1970, tells when it was said. Of a long
        message the first 4,000 characters are read.
        """
        return self.draft(text, language, now_us).reading()

    def draft(self, text: str, language: str = "", now_us: int = 0) -> Draft:
        """All that the components found: beyond the reading, the confidence of every intent."""
        draft = Draft(text, words_with_places(text), language, now_us)
        for _, component in self._parts:
            component.read(draft)
        return draft

    def component(self, name: str) -> Component | None:
        """The fitted component of that name, None where the pipeline has none."""
        return next((part for mine, part in self._parts if mine == name), None)

    def save(self) -> dict[str, bytes]:
        """The model as files by name: the same bot, seed and versions give the same bytes."""
        files = {HEADER: pack_json(self.header)}
        for name, component in self._parts:
            files |= {f"{name}/{file}": data for file, data in component.save().items()}
        files[CHECKSUMS] = pack_json({name: _sum(data) for name, data in files.items()})
        return files


def load(files: Mapping[str, bytes]) -> Model:
    """The model of the files that `save` gave. Raises TertuliaError where one is missing or
    changed, or a newer version of Tertulia wrote them."""
    _check_sums(files)
    header = _header(files)
    parts = make(header.steps)
    for name, component in parts:
        prefix = f"{name}/"
        component.load(
            {
                file.removeprefix(prefix): data
                for file, data in files.items()
                if file.startswith(prefix)
            }
        )
    return Model(header, parts)


def _check_sums(files: Mapping[str, bytes]) -> None:
    for needed in (CHECKSUMS, HEADER):
        if needed not in files:
            raise TertuliaError(f"the model lacks its file {needed!r}; {_AGAIN}")
    try:
        sums = msgspec.json.decode(files[CHECKSUMS], type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise TertuliaError(f"the model's file {CHECKSUMS!r} is damaged; {_AGAIN}") from None
    for name, expected in sums.items():
        if name not in files:
            raise TertuliaError(f"the model lacks its file {name!r}; {_AGAIN}")
        if _sum(files[name]) != expected:
            raise TertuliaError(f"the model's file {name!r} was changed or is damaged; {_AGAIN}")
    strange = sorted(files.keys() - sums.keys() - {CHECKSUMS})
    if strange:
        raise TertuliaError(f"the model has a file that is not its own, {strange[0]!r}; {_AGAIN}")


def _header(files: Mapping[str, bytes]) -> Header:
    written = msgspec.json.decode(files[HEADER], type=dict[str, object]).get("format")
    if written != FORMAT:
        raise TertuliaError(
            f"the model is of format {written}, this version of Tertulia reads {FORMAT};"
            f" update Tertulia, or {_AGAIN}"
        )
    header = msgspec.json.decode(files[HEADER], type=Header)
    missing = sorted({step.name for step in header.steps} - components().keys())
    if missing:
        raise TertuliaError(
            f"the model needs the component {missing[0]!r}, which is not installed; install its"
            f" package, or take it out of nlu.toml and {_AGAIN}"
        )
    return header


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
