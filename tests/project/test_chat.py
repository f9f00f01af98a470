"""Conversations as text: what a .chat file says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.project.chat import Answers, Does, Expects, Holds, Presses, Says, Waits, parse

WHOLE = """\
# remark
== Books
@ language: es
@ set city: "Lima"
> quiero una cita
< ¿Para qué
  especialidad?
  [Clínica] [Pediatría]
> [Pediatría]
! find ok {"slot": 10}
< (image https://example.org/a.png)
= day == "x"
> (10 minutes)
> (event payment)
< (silence)
< ...
"""


def test_every_mark_is_read():
    (conversation,), issues = parse(WHOLE)
    assert issues == ()
    assert conversation.title == "Books"
    assert conversation.line == 2
    assert conversation.settings == {"language": "es", "set city": '"Lima"'}
    assert conversation.lines == (
        Says(5, "quiero una cita"),
        Expects(6, "¿Para qué\nespecialidad?", ("Clínica", "Pediatría")),
        Presses(9, "Pediatría"),
        Answers(10, "find", "ok", {"slot": 10}),
        Expects(11, what="image", detail="https://example.org/a.png"),
        Holds(12, 'day == "x"'),
        Waits(13, 600),
        Does(14, "event", "payment"),
        Expects(15, what="silence"),
        Expects(16, what="anything"),
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("== A\nhello", 2, "begins with 'hello'"),
        ("== A\n@ colour: red\n> x", 2, "'colour'"),
        ("== A\n@ time: noon\n> x", 2, "'noon'"),
        ("== A\n> x\n! node ok {", 3, "not JSON"),
        ("== A\n> x\n! node", 3, "names a node and a port"),
        ("== Empty\n== B\n> x", 1, "without lines"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, words):
    _, (issue, *_) = parse(text, "tests/a.chat")
    assert issue.location.line == line
    assert issue.location.file == "tests/a.chat"
    assert words in issue.message


@given(st.text())
def test_any_text_is_read_without_a_crash(text):
    conversations, issues = parse(text)
    assert all(conversation.lines for conversation in conversations)
    assert all(issue.remedy for issue in issues)
