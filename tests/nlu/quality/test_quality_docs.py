"""Every finding has its heading in the reference, and its words in three languages."""

import re
import tomllib
from pathlib import Path
from string import Formatter

from engine.nlu.quality.finding import LANGUAGES

ROOT = Path(__file__).parents[3]


def test_every_finding_is_described_and_said_in_three_languages() -> None:
    file = ROOT / "engine" / "nlu" / "data" / "findings.toml"
    texts = tomllib.loads(file.read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "reference" / "phrases.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)$", page, re.MULTILINE)
    assert sorted(headings) == sorted(texts.keys() - {"fix"})
    for parts in texts.values():
        for by_language in parts.values():
            assert tuple(by_language) == LANGUAGES
            holes = [
                {name for _, name, _, _ in Formatter().parse(text) if name}
                for text in by_language.values()
            ]
            assert holes[0] == holes[1] == holes[2]
