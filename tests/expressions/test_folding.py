"""Texts that people mean to be the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expressions.folding import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Buenos   DÍAS\n", "buenos dias"),
        ("Ação", "acao"),
        ("Straße", "strasse"),
        ("\uff2c\uff49\uff4d\uff41", "lima"),
        ("nin\u0303o", "nino"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
