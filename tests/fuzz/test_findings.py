"""What fuzzing ever found stays repaired, and every target takes its seeds and bytes by chance."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.findings import kept
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize(("name", "path"), list(kept()), ids=lambda one: getattr(one, "name", one))
def test_a_finding_stays_repaired(name: str, path: Path) -> None:
    TARGETS[name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_what_is_near_them(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=30, deadline=None)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        seed = data.draw(st.sampled_from(target.seeds))
        start = data.draw(st.integers(0, len(seed)))
        end = data.draw(st.integers(start, min(len(seed), start + 8)))
        target.run(seed[:start] + data.draw(st.binary(max_size=8)) + seed[end:])

    for seed in target.seeds:
        target.run(seed)
    run()
