"""Conversations written as text: what is read again is what was written."""

import string

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.project.chat import (
    Answers,
    Conversation,
    Does,
    Expects,
    Holds,
    Presses,
    Says,
    Waits,
    parse,
)
from engine.project.chat_text import ANY, expectation_of, write_chat
from engine.types.message import Card, Media, Message, Option, Place

WORDS = (
    st.lists(
        st.text(string.ascii_letters + "áñ¿ç0123.,", min_size=1, max_size=6), min_size=1, max_size=4
    )
    .map(" ".join)
    .filter(lambda text: text.strip(".") == text)
)
LABELS = st.lists(WORDS, max_size=3).map(tuple)
LINES = st.one_of(
    st.builds(Says, st.just(0), WORDS),
    st.builds(Presses, st.just(0), WORDS),
    st.builds(Waits, st.just(0), st.integers(1, 1_000_000)),
    st.builds(Does, st.just(0), st.just("event"), st.sampled_from(["paid", "lost"])),
    st.just(Does(0, "opened")),
    st.builds(Holds, st.just(0), st.just("size == 3")),
    st.builds(
        Answers,
        st.just(0),
        st.sampled_from(["call", "look_up"]),
        st.sampled_from(["ok", "failed"]),
        st.one_of(st.none(), st.integers(), WORDS, st.dictionaries(WORDS, st.booleans())),
    ),
    st.builds(
        Expects,
        st.just(0),
        st.lists(WORDS, min_size=1, max_size=3).map("\n".join),
        LABELS,
    ),
    st.builds(Expects, st.just(0), buttons=LABELS, what=st.just("image"), detail=st.just("x.png")),
    st.just(Expects(0, what="anything")),
    st.just(Expects(0, what="silence")),
)
CONVERSATIONS = st.builds(
    Conversation,
    WORDS,
    st.just(0),
    st.dictionaries(st.sampled_from(["language", "channel", "bot"]), WORDS),
    st.lists(LINES, min_size=1, max_size=6).map(tuple),
)


def numberless(conversation: Conversation) -> Conversation:
    lines = tuple(replace(line, line=0) for line in conversation.lines)
    return replace(conversation, line=0, lines=lines)


@given(st.lists(CONVERSATIONS, min_size=1, max_size=3))
def test_what_was_written_is_read_again(conversations: list[Conversation]) -> None:
    read, issues = parse(write_chat(conversations))
    assert issues == ()
    assert [numberless(each) for each in read] == [numberless(each) for each in conversations]
    assert write_chat(read) == write_chat(conversations)


def test_a_conversation_reads_as_one_writes_it() -> None:
    lines = (
        Answers(0, "price", "ok", {"amount": 9}),
        Says(0, "order"),
        expectation_of(Message("Which\n\n  size?", (Option("s:a", "Small"), Option("s:b", "Big")))),
        Presses(0, "Big"),
        Waits(0, 7200),
    )
    assert write_chat([Conversation("Orders", 0, {"language": "en"}, lines)]) == (
        "== Orders\n"
        "@ language: en\n"
        '! price ok {"amount": 9}\n'
        "> order\n"
        "< Which\n"
        "  size?\n"
        "  [Small] [Big]\n"
        "> [Big]\n"
        "> (2 hours)\n"
    )


def test_a_message_that_no_line_can_say_may_be_anything() -> None:
    for text in ("(image x)", "Look\n[here] [there]", "...", "…"):
        assert expectation_of(Message(text)).text == ANY
    assert expectation_of(Message("Hi", (Option("a:b", "[x]"),))).buttons == ("...",)
    assert expectation_of(Message()).text == ANY


def test_what_is_shown_beside_text_has_its_own_line() -> None:
    card = Card("Branch", options=(Option("a:b", "Go"),))
    assert expectation_of(Message(media=(Media("image", "a.png"),))) == Expects(
        0, what="image", detail="a.png"
    )
    assert expectation_of(Message(cards=(card,))) == Expects(0, "", ("Go",), "card", "Branch")
    assert expectation_of(Message(place=Place(1, 2))) == Expects(0, what="place")
