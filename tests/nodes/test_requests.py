"""What people type never becomes more than a value in a request."""

import json
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from node_talk import Talk

from engine.nodes.machine_text import fill_address, fill_form, fill_json
from engine.nodes.secrets import mark_secrets
from engine.runtime.secrets import Secrets

TYPED = st.text(max_size=40).filter(lambda text: text.isprintable() or text.isascii())


SECRETS = Secrets(environment={"TERTULIA_SECRET_TOKEN": "s3cret"})


@given(TYPED)
def test_a_value_in_json_stays_a_text(typed: str) -> None:
    talk = Talk(variables={"x": typed, "n": 3})
    body = json.loads(fill_json('{"a": "<${x}>", "b": ${x}, "c": ${n}, "d\\"": "${n}"}', talk))
    assert body == {"a": f"<{typed}>", "b": typed, "c": 3, 'd"': "3"}


@given(TYPED)
def test_a_value_in_an_address_stays_in_its_place(typed: str) -> None:
    talk = Talk(variables={"x": typed})
    address = fill_address("https://api.example.com/a/${x}/b?q=${x}", {"r": "${x}"}, talk)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "api.example.com", "")
    assert parts.path.count("/") == 3
    pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    assert pairs == [("q", typed), ("r", typed)] or typed in {".", ".."}


@given(TYPED)
def test_a_value_in_a_form_stays_one_field(typed: str) -> None:
    form = fill_form("a=${x}&b=2", Talk(variables={"x": typed}))
    assert parse_qsl(form, keep_blank_values=True) == [("a", typed), ("b", "2")]


@given(
    st.one_of(TYPED, st.sampled_from(["{secret:TOKEN}", "{{secret:TOKEN}}", "}{secret:TOKEN"])),
    st.sampled_from(["", "{secret", ":TOKEN}", "{sec", "{secret:"]),
)
def test_a_typed_text_is_never_taken_for_a_secret(typed: str, around: str) -> None:
    talk = Talk(variables={"x": typed, "y": around})
    filled = SECRETS.fill(mark_secrets("${y}${x}${y}ret:TOKEN} {a} ${secret.TOKEN}", talk))
    assert filled.endswith(" {a} s3cret")
    assert filled.count("s3cret") == 1 + typed.count("s3cret")
    assert "\r" not in filled
    assert "\n" not in filled


def test_an_ordinary_value_stays_as_it_is() -> None:
    talk = Talk(variables={"x": 'é {"a": 1}'})
    assert mark_secrets("v=${x}; ${secret.A}${secret.B}", talk) == (
        'v=é {"a": 1}; {secret:A}{secret:B}'
    )
