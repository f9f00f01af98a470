"""Buttons that people can tell apart: each label, and each other name, once."""

from collections.abc import Iterable

from msgspec.structs import replace

from engine.expressions.folding import fold
from engine.importers.naming import shortened
from engine.nodes.parts import OptionParams
from engine.types.limits import LIMITS


def told_apart(options: Iterable[OptionParams]) -> list[OptionParams]:
    """The options without those that say again what another says; what is cut to the same
    label gets a number, and a name that another has is none of theirs."""
    kept: list[OptionParams] = []
    taken: dict[str, set[str]] = {}
    said: set[str] = set()
    for option in options:
        whole = fold("\n".join((*option.label.values(), *option.says.values(), option.value)))
        if whole in said or not any(text.strip() for text in option.label.values()):
            continue
        said.add(whole)
        label = {
            key: _free(text, taken.setdefault(key, set())) for key, text in option.label.items()
        }
        synonyms = {
            key: _others(names, taken.setdefault(key, set()))
            for key, names in option.synonyms.items()
        }
        kept.append(replace(option, label=label, synonyms=synonyms))
    return kept


def _free(text: str, taken: set[str]) -> str:
    number, label = 2, text
    while fold(label).strip() in taken:
        label = f"{shortened(text, LIMITS.option_chars - 3)} {number}"
        number += 1
    taken.add(fold(label).strip())
    return label


def _others(names: tuple[str, ...], taken: set[str]) -> tuple[str, ...]:
    free = [
        name
        for name in dict.fromkeys(names)
        if fold(name).strip() and fold(name).strip() not in taken
    ]
    taken.update(fold(name).strip() for name in free)
    return tuple(free)
