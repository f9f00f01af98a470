"""Edits and their inverses; the cases of edits.json hold the front end's twin too."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.edits import EditError, Op, apply

CASES = json.loads((Path(__file__).parent / "edits.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    ops = msgspec.convert(case["ops"], tuple[Op, ...])
    if case.get("refused"):
        with pytest.raises(EditError):
            apply(case["before"], ops)
        return
    before = json.dumps(case["before"])
    after, inverse = apply(case["before"], ops)
    assert json.dumps(after) == json.dumps(case["after"])
    assert json.dumps(apply(after, inverse)[0]) == before == json.dumps(case["before"])


plain = st.recursive(
    st.integers() | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    ),
    max_leaves=12,
)


@st.composite
def trees_with_ops(draw):
    tree = draw(st.dictionaries(st.sampled_from("abcd"), plain, max_size=4))
    now, ops = tree, []
    for _ in range(draw(st.integers(1, 6))):
        path, at = [], now
        while True:
            if isinstance(at, list):
                step = draw(st.integers(0, len(at)))
                inside = step < len(at)
            else:
                step = draw(st.sampled_from("abcd"))
                inside = step in at
            path.append(step)
            at = at[step] if inside else None
            if not isinstance(at, list | dict) or draw(st.booleans()):
                break
        insert = isinstance(step, int) and (not inside or draw(st.booleans()))
        removes = inside and not insert and draw(st.booleans())
        at_place = None if isinstance(step, int) or inside else draw(st.none() | st.integers(0, 3))
        op = Op(tuple(path)) if removes else Op(tuple(path), draw(plain), insert, at_place)
        now, _ = apply(now, [op])
        ops.append(op)
    return tree, ops


@given(trees_with_ops())
def test_inverse_is_exact(case):
    tree, ops = case
    before = json.dumps(tree)
    after, inverse = apply(tree, ops)
    assert json.dumps(apply(after, inverse)[0]) == before
    assert json.dumps(tree) == before
