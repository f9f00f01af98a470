"""Buttons that count as words: pressed or typed, at once or later, wherever the conversation is."""

from typing import Any

from msgspec import structs
from talk import Talk, node, program, say

from engine.interpreter import in_words
from engine.types.event import Said

HELP = {"id": "help", "label": {"en": "Help"}, "says": {"en": "I need help, ${name}"}}
MORE = {"id": "more", "label": {"en": "Tell me more"}}


def bot(**nodes: Any) -> Talk:
    replies = {"options": [HELP, MORE, {"id": "page", "label": {"en": "P"}, "url": "https://a.b"}]}
    return Talk(
        program(
            {
                "greeting": node("intent", "hi", phrases={"en": ["hi"]}),
                "hi": say("Hi!", nodes.pop("after", ""), **replies),
                "helping": node("intent", "helped", phrases={"en": ["I need help, Ana"]}),
                "helped": say("Helping."),
                "more": node("intent", "told", phrases={"en": ["tell me more"]}),
                "told": say("More."),
                **nodes,
            }
        ),
        variables={"name": "Ana"},
        session=1,
        t_us=1_772_452_800_000_000,
    )


def test_a_press_counts_as_writing_what_the_button_says() -> None:
    talk = bot()
    assert talk.say("hi") == ["Hi!"]
    assert talk.options == ["Help", "Tell me more", "P"]
    assert talk.say("Help", choice="hi:help") == ["Helping."]
    assert talk.say("Tell me more", choice="hi:more") == ["More."]


def test_typing_the_label_counts_as_a_press_until_the_bot_says_the_next_thing() -> None:
    talk = bot()
    talk.say("hi")
    assert talk.say("help") == ["Helping."]
    assert talk.say("help") == ["Sorry"]


def test_a_question_that_waits_takes_the_words_as_its_answer() -> None:
    ask = node("ask", "thanks", question={"en": "What?"}, variable="what")
    talk = bot(after="ask", ask=ask, thanks=say("${what}."))
    assert talk.say("hi") == ["Hi!", "What?"]
    assert talk.say("Help", choice="hi:help") == ["I need help, Ana."]


def test_a_ready_answer_of_a_question_is_read_like_any_other() -> None:
    sure = {"id": "sure", "label": {"en": "Sure!"}, "says": {"en": "yes"}}
    ask = node("ask", "thanks", question={"en": "?"}, variable="x", type="yes_no", options=[sure])
    talk = bot(after="ask", ask=ask, thanks=say("${x}"))
    talk.say("hi")
    assert talk.say("Sure!", choice="ask:sure") == ["yes"]
    talk.say("hi")
    assert talk.say("sure!") == ["yes"]


def test_a_button_that_is_made_up_or_opens_a_page_says_nothing() -> None:
    talk = bot()
    talk.say("hi")
    assert talk.say("hello?", choice="hi:none") == ["Sorry"]
    assert talk.say("hello?", choice="hi:page") == ["Sorry"]
    assert talk.say("hello?", choice="gone:x") == ["Sorry"]


def test_while_people_answer_a_message_stays_as_it_came() -> None:
    talk = bot()
    talk.say("hi")
    state = structs.replace(talk.state, mode="human")
    said = Said(talk.now_us, "Help", choice="hi:help")
    assert in_words(talk.program, state, said) is said
    assert in_words(talk.program, talk.state, said).text == "I need help, Ana"
