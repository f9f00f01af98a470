"""The reference has a heading for each component and names each setting."""

import re
from pathlib import Path

import msgspec

from engine.nlu.pipeline import BUILT_IN, parse

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "nlu.md").read_text(encoding="utf-8")


def test_every_component_and_setting_is_documented() -> None:
    sections = {part.split("\n", 1)[0]: part for part in PAGE.split("\n## ")[1:]}
    assert set(sections) == set(BUILT_IN)
    for name, maker in BUILT_IN.items():
        for field in msgspec.structs.fields(maker.Settings):
            assert f"`{field.name}`" in sections[name], f"{name}.{field.name} is not documented"


def test_the_example_of_the_page_is_a_pipeline() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert [step.name for step in parse(example)] == [
        "language", "keywords", "sparse", "calibration",
    ]  # fmt: skip
