"""What every adapter keeps to: one that has no file of cases beside this fails."""

import contextlib

import msgspec
import pytest
from adapters_data import KINDS, NOW_US, Data, calls, data_of, found, path_of, write
from hypothesis import given, settings
from hypothesis import strategies as st
from messages import messages
from msgspec.structs import fields, replace

from engine.channels import CAPABILITIES
from engine.channels.fit import fit
from engine.channels.protocol import (
    HANDLE,
    Answer,
    BadSignatureError,
    Call,
    MediaError,
    Request,
)
from engine.runtime.inbox import RefusedError, admit
from engine.types.message import Media, Message
from engine.types.post import Post

each = pytest.mark.parametrize("kind", KINDS)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=20,
)
answers = st.builds(
    Answer,
    st.sampled_from([0, 200, 204, 400, 401, 403, 404, 429, 500, 503]) | st.integers(100, 599),
    st.dictionaries(st.sampled_from(["retry-after", "content-type"]), st.text(max_size=9)),
    json.map(msgspec.json.encode) | st.binary(max_size=40),
)


@each
def test_it_has_its_cases_and_its_capability(kind: str) -> None:
    assert path_of(kind).exists(), f"write tests/channels/adapters/{kind}.json"
    data = data_of(kind)
    adapter = data.adapter(kind)
    assert (adapter.name, adapter.capability) == (kind, CAPABILITIES[kind])
    assert data.heard
    assert data.told
    assert data.outcomes
    names = {field.name: field.default for field in fields(KINDS[kind].settings)}
    assert {data.settings.get(one, names[one]) for one in KINDS[kind].secrets} == set(data.secrets)


@each
def test_a_handshake_wants_our_secret(kind: str) -> None:
    data = data_of(kind)
    adapter = data.adapter(kind)
    assert adapter.handshake(data.signed.request()) is None
    if data.handshake is None:
        return
    answer = adapter.handshake(data.handshake.good.request())
    assert answer is not None
    assert (answer.status, answer.body.decode()) == (200, data.handshake.answer)
    with pytest.raises(BadSignatureError):
        adapter.handshake(data.handshake.bad.request())


@each
def test_only_what_the_provider_signed_is_let_in(kind: str) -> None:
    data = data_of(kind)
    adapter = data.adapter(kind)
    adapter.verify(data.signed.request())
    for header in data.signed.headers:
        for value in ("", data.signed.headers[header][:-1], "sha256=ñ"):
            changed = {**data.signed.headers, header: value}
            with pytest.raises(BadSignatureError, match="; "):
                adapter.verify(replace(data.signed, headers=changed).request())
    with pytest.raises(BadSignatureError):
        adapter.verify(replace(data.signed, headers={}).request())


@each
def test_what_is_heard(kind: str, request: pytest.FixtureRequest) -> None:
    data = data_of(kind)
    adapter = data.adapter(kind)
    bodies = [msgspec.json.encode(one.body) for one in data.heard]
    for body in bodies:
        for post in adapter.parse(Request("POST", body=body), NOW_US):
            if isinstance(post, Post):
                admit(post)
    now = [
        replace(one, found=found(adapter, body))
        for one, body in zip(data.heard, bodies, strict=True)
    ]
    golden(kind, replace(data, heard=now), request)


@each
def test_how_messages_are_told(kind: str, request: pytest.FixtureRequest) -> None:
    data = data_of(kind)
    adapter = data.adapter(kind)
    now = [replace(one, calls=calls(adapter, one.message, one.person)) for one in data.told]
    golden(kind, replace(data, told=now), request)


@each
def test_what_became_of_a_message(kind: str, request: pytest.FixtureRequest) -> None:
    data = data_of(kind)
    adapter = data.adapter(kind)
    now = []
    for one in data.outcomes:
        body = one.body.encode() if isinstance(one.body, str) else msgspec.json.encode(one.body)
        sent = adapter.classify(Answer(one.status, one.headers, body), one.attempts)
        now.append(replace(one, sent=msgspec.to_builtins(sent)))
    golden(kind, replace(data, outcomes=now), request)


def golden(kind: str, now: Data, request: pytest.FixtureRequest) -> None:
    """The cases as they are kept, or kept anew."""
    kept = data_of(kind)
    if request.config.getoption("--update", default=False):
        write(kind, now)
    else:
        read = [msgspec.json.decode(msgspec.json.encode(one)) for one in (now, kept)]
        assert read[0] == read[1]


@each
@settings(max_examples=60)
@given(data=st.data())
def test_nothing_that_comes_in_breaks_it(kind: str, data: st.DataObject) -> None:
    cases = data_of(kind)
    adapter = cases.adapter(kind)
    body = data.draw(st.binary(max_size=60) | broken(cases).map(msgspec.json.encode))
    for one in adapter.parse(Request("POST", body=body), NOW_US):
        if isinstance(one, Post):
            # What a broken request holds may be refused in words, and is then left aside.
            with contextlib.suppress(RefusedError):
                admit(one)
            assert one.channel == kind
            assert one.conversation.startswith(f"{kind}:")
            assert one.event.t_us <= NOW_US


def broken(cases: Data) -> st.SearchStrategy[object]:
    """Requests as they come, with one value somewhere in them of another kind."""
    return st.sampled_from([case.body for case in cases.heard]).flatmap(
        lambda body: st.tuples(st.randoms(use_true_random=False), json).map(
            lambda drawn: _broken(body, *drawn)
        )
    )


def _broken(value: object, random: object, other: object) -> object:
    keys: list[object] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    if not keys or random.random() < 0.15:
        return other
    at = random.choice(keys)
    copy = value.copy()
    copy[at] = _broken(value[at], random, other)
    return copy


@each
@settings(max_examples=60)
@given(message=messages)
def test_any_message_can_be_told(kind: str, message: Message) -> None:
    cases = data_of(kind)
    adapter = cases.adapter(kind)
    person = cases.told[0].person
    found = calls(adapter, message, person)
    assert found == calls(adapter, message, person)
    fitted = fit(message, adapter.capability, adapter.language).messages
    # Nobody is asked for a file without a word.
    nothing = (Message(), Message(wants="file"))
    assert bool(found) == any(one.message not in nothing for one in fitted)
    for call in found:
        assert call["url"].startswith("https://")
        for secret in cases.secrets.values():
            assert secret not in msgspec.json.encode(call["body"]).decode()


@each
@given(answer=answers, attempts=st.integers(0, 20))
def test_any_answer_has_an_outcome(kind: str, answer: Answer, attempts: int) -> None:
    sent = data_of(kind).adapter(kind).classify(answer, attempts)
    assert sent.status in {"sent", "retry", "refused", "stopped"}
    assert sent.error or sent.status == "sent"
    assert 0 <= sent.after_s <= 3600
    if answer.status == 0:
        assert sent.status == "retry"


@each
@given(received=st.lists(answers, max_size=3), handle=st.text(max_size=30))
def test_a_file_is_fetched_or_there_is_a_reason(
    kind: str, received: list[Answer], handle: str
) -> None:
    adapter = data_of(kind).adapter(kind)
    media = Media("image", f"{HANDLE}{handle}")
    try:
        call = adapter.fetch(media, received)
    except MediaError:
        return
    assert call is None or isinstance(call, Call)
    assert call is None or call.url.startswith("https://")
