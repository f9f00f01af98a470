"""The list of components that reads a bot's messages, as `nlu.toml` writes it."""

import tomllib
from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from engine.nlu.components.calibration import Calibration
from engine.nlu.components.embedding import Embedding
from engine.nlu.components.ensemble import Ensemble
from engine.nlu.components.entities import Entities
from engine.nlu.components.keywords import Keywords
from engine.nlu.components.language import Language
from engine.nlu.components.scope import Scope
from engine.nlu.components.sparse import Sparse
from engine.nlu.components.suggestions import Suggestions
from engine.nlu.protocol import Component, Settings
from engine.types.issue import TertuliaError

FILE = "nlu.toml"
# Components that others install add themselves under this group of entry points.
ENTRY_POINTS = "tertulia.components"


class Maker(Protocol):
    """A component's class: its `Settings` and what they make."""

    Settings: type[Any]

    def __call__(self, settings: Any) -> Component: ...


BUILT_IN: dict[str, Maker] = {
    "language": Language,
    "keywords": Keywords,
    "entities": Entities,
    "sparse": Sparse,
    "embedding": Embedding,
    "ensemble": Ensemble,
    "scope": Scope,
    "calibration": Calibration,
    "suggestions": Suggestions,
}


class Step(Struct, frozen=True):
    """A component by name with its settings as written."""

    name: str
    settings: dict[str, Any] = {}


# These need an extra, or one more classifier to be of use.
_ON_DEMAND = frozenset({"embedding", "ensemble", "scope"})
_CLASSIFIERS = ("sparse", "embedding")

DEFAULT = tuple(Step(name) for name in BUILT_IN if name not in _ON_DEMAND)


def components() -> dict[str, Maker]:
    """Every component by name: built in, then installed."""
    installed = {point.name: point.load() for point in entry_points(group=ENTRY_POINTS)}
    return installed | BUILT_IN


def parse(text: str) -> tuple[Step, ...]:
    """The steps that the text of `nlu.toml` lists; the default pipeline where it lists none."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TertuliaError(f"{FILE}: not valid TOML: {error}; correct that line") from None
    unknown = sorted(written.keys() - {"component"})
    if unknown:
        raise TertuliaError(
            f"{FILE}: unknown key {unknown[0]!r}; the file lists [[component]] tables and no more"
        )
    listed = written.get("component", [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise TertuliaError(
            f"{FILE}: 'component' is no list; write [[component]] with two brackets"
        )
    steps = tuple(_step(item, place) for place, item in enumerate(listed, 1)) or DEFAULT
    _check_order(steps)
    return steps


def make(steps: tuple[Step, ...]) -> list[tuple[str, Component]]:
    """The components with their names, made from their settings."""
    known = components()
    return [(step.name, known[step.name](_settings(step, known[step.name]))) for step in steps]


def _step(item: Mapping[str, Any], place: int) -> Step:
    settings = dict(item)
    name = settings.pop("name", None)
    known = components()
    if not isinstance(name, str):
        raise TertuliaError(
            f'{FILE}: component {place} has no name; add name = "..." with one of'
            f" {', '.join(known)}"
        )
    if name not in known:
        raise TertuliaError(
            f"{FILE}: component {place}: unknown component {name!r}; use one of"
            f" {', '.join(known)}, or install the package that has it"
        )
    step = Step(name, settings)
    _settings(step, known[name])
    return step


def _settings(step: Step, maker: Maker) -> Settings:
    fields = [field.name for field in msgspec.structs.fields(maker.Settings)]
    unknown = sorted(step.settings.keys() - set(fields))
    if unknown:
        raise TertuliaError(
            f"{FILE}: component {step.name!r}: unknown setting {unknown[0]!r}; it knows"
            f" {', '.join(fields)}"
        )
    try:
        settings: Settings = msgspec.convert(step.settings, maker.Settings)
    except msgspec.ValidationError as error:
        raise TertuliaError(
            f"{FILE}: component {step.name!r}: {error}; see the settings of {step.name} in"
            " docs/reference/nlu.md"
        ) from None
    return settings


def _check_order(steps: tuple[Step, ...]) -> None:
    names = [step.name for step in steps]
    for name in names:
        if names.count(name) > 1:
            raise TertuliaError(f"{FILE}: component {name!r} is listed twice; keep one of them")
    classifiers = [name for name in names if name in _CLASSIFIERS]
    last = classifiers[-1] if classifiers else _CLASSIFIERS[0]
    needed = [(last, "calibration"), ("calibration", "suggestions")]
    if "scope" in names:
        needed += [(last, "scope"), ("scope", "calibration")]
    if len(classifiers) > 1:
        needed = [(last, "ensemble"), ("ensemble", "calibration"), *needed[1:]]
    for earlier, later in needed:
        if later in names and earlier not in names[: names.index(later)]:
            raise TertuliaError(
                f"{FILE}: component {later!r} needs {earlier!r} before it; list {earlier!r} first"
            )
    for later in ("ensemble", "calibration") if len(classifiers) > 1 else ("calibration",):
        if classifiers and later not in names:
            raise TertuliaError(
                f"{FILE}: {last!r} scores reach no reading without {later!r}; list it after"
            )
