"""The texts of the report, by language."""

import tomllib
from functools import lru_cache
from pathlib import Path

from engine.nlu.stems import base
from workbench.plots.look import Look


def say(key: str, look: Look, **holes: object) -> str:
    """A text of words.toml in the language of the look, its holes filled."""
    texts = _texts()[key]
    return texts.get(base(look.language), texts["en"]).format_map(holes)


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
