import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.stores.codec import event_text, read_event, read_state, state_bytes
from engine.types.event import Contact, Said
from engine.types.reading import Guess, Reading
from engine.types.state import STATE_VERSION, Frame, Offer, State

numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(variables=st.dictionaries(st.text(), values), memory=st.dictionaries(st.text(), values))
def test_a_state_comes_back_as_it_was(variables: dict, memory: dict) -> None:
    state = State(
        variables=variables,
        memory=memory,
        stack=(Frame("n", "call", memory),),
        offers=(Offer("a", "A"),),
        contact=Contact(name="Ana"),
        deferred=(Said(1, "ñ", readings={"b": Reading((Guess("x", 0.5),))}),),
    )
    assert read_state(state_bytes(state)) == state


def test_a_state_of_an_older_engine_gains_defaults() -> None:
    older = msgspec.msgpack.encode([1, "clinic", "ask"])
    assert read_state(older) == State(bot="clinic", at="ask")


def test_a_state_of_a_newer_engine_is_refused() -> None:
    newer = msgspec.msgpack.encode([STATE_VERSION + 1])
    with pytest.raises(msgspec.ValidationError, match=f"version {STATE_VERSION + 1}; this engine"):
        read_state(newer)


@given(text=st.text(st.characters(codec="utf-8")), choice=st.text(st.characters(codec="utf-8")))
def test_an_event_comes_back_as_it_was(text: str, choice: str) -> None:
    said = Said(5, text, choice)
    assert read_event(event_text(said)) == said
