"""What ends before its last node: elements and loops, visits, what was interrupted, all of it."""

from typing import Any

import pytest
from talk import Talk, node, program, say


def bot(nodes: dict[str, Any], **state: Any) -> Talk:
    return Talk(program({"go": node("intent", "begin", phrases={"en": ["go"]}), **nodes}), **state)


def loop(**edges: str) -> Any:
    return node("each", edges, items="[1, 2, 3, 4]", variable="x", index="i")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("element", ["1", "3", "4", "done"]),
        ("loop", ["1", "done"]),
        ("all", ["1"]),
        ("flow", ["1", "after 2", "3", "4", "done"]),
    ],
)
def test_a_visit_within_a_loop_ends_more_than_itself(what: str, said: list[str]) -> None:
    talk = bot(
        {
            "begin": loop(item="visit", done="done"),
            "visit": node("call", "after", target="check"),
            "after": node("branch", {"two": "told", "else": ""}, cases=[TWO]),
            "told": say("after ${x}"),
            "check": node("branch", {"two": "stop", "else": "number"}, cases=[TWO]),
            "stop": node("stop", what=what),
            "number": say("${x}"),
            "done": say("done"),
        }
    )
    assert talk.say("go") == said
    assert talk.state.stack == ()


TWO = {"id": "two", "condition": "x == 2"}


def test_the_end_of_a_visit_leaves_what_it_interrupted_and_its_loops() -> None:
    talk = bot(
        {
            "begin": node("call", "came_back", target="order"),
            "came_back": say("back"),
            "order": node("call", "not_here", target="inner"),
            "not_here": say("not here"),
            "inner": loop(item="asked", done="not_here"),
            "asked": node("ask", "not_here", question={"en": "?"}, variable="y", type="number"),
            "leave": node("intent", "stop", phrases={"en": ["leave"]}),
            "stop": node("stop", what="visit", of=["order"]),
        }
    )
    assert talk.say("go") == ["?"]
    assert [frame.why for frame in talk.state.stack] == ["call", "call", "loop"]
    assert talk.say("leave") == ["back"]


def test_a_visit_goes_on_elsewhere_in_its_place() -> None:
    talk = bot(
        {
            "begin": node("call", "came_back", target="order"),
            "came_back": say("back"),
            "order": say("order", "swap"),
            "swap": node("stop", what="visit", target="other"),
            "other": say("other"),
        }
    )
    assert talk.say("go") == ["order", "other", "back"]


@pytest.mark.parametrize(
    ("what", "said"),
    [("flow", ["help", "How many?"]), ("interrupted", ["help", "back"]), ("all", ["help"])],
)
def test_who_interrupts_says_whether_the_question_is_asked_again(
    what: str, said: list[str]
) -> None:
    ask = node("ask", "", question={"en": "How many?"}, variable="n", type="number")
    talk = bot(
        {
            "begin": node("call", "came_back", target="asked"),
            "came_back": say("back"),
            "asked": ask,
            "help": node("intent", "helped", phrases={"en": ["help"]}),
            "helped": say("help", "stop"),
            "stop": node("stop", what=what),
        }
    )
    talk.say("go")
    assert talk.say("help") == said


def test_all_is_forgotten_and_the_conversation_goes_on_elsewhere() -> None:
    talk = bot(
        {
            "begin": node("call", "not_here", target="inner"),
            "not_here": say("not here"),
            "inner": node("stop", what="all", target="menu"),
            "menu": say("menu"),
        }
    )
    assert talk.say("go") == ["menu"]


def test_what_is_not_going_on_cannot_end_and_the_flow_does() -> None:
    talk = bot({"begin": node("stop", what="loop")})
    assert talk.say("go") == []
    assert talk.state.at == ""


def test_a_long_list_is_gone_through_and_an_endless_one_is_not() -> None:
    long = node("each", {"item": "add", "done": "told"}, items="xs", variable="x")
    nodes = {
        "begin": long,
        "add": node("set", variables={"sum": "sum + x"}),
        "told": say("${sum}"),
    }
    variables = {"xs": list(range(1000)), "sum": 0}
    talk = bot(nodes, variables=variables, session=1, t_us=1_772_452_800_000_000)
    assert talk.say("go") == ["499500"]
    endless = bot(
        {**nodes, "told": node("goto", target="begin")},
        variables=variables,
        session=1,
        t_us=1_772_452_800_000_000,
    )
    assert endless.say("go") == []
    assert [row.name for row in endless.records("error")] == ["endless-loop"]
    assert endless.state.at == ""


def test_a_visit_has_variables_of_its_own() -> None:
    factorial = {
        "begin": node(
            "call", "told", target="count", inputs={"n": "5"}, outputs={"answer": "result"}
        ),
        "told": say("${answer} ${n}"),
        "count": node(
            "branch",
            {"zero": "one", "else": "smaller"},
            cases=[{"id": "zero", "condition": "n == 0"}],
        ),
        "one": node("set", variables={"result": "1"}),
        "smaller": node(
            "call", "times", target="count", inputs={"n": "n - 1"}, outputs={"result": "result"}
        ),
        "times": node("set", variables={"result": "result * n"}),
    }
    talk = bot(factorial, variables={"n": "mine"}, session=1, t_us=1_772_452_800_000_000)
    assert talk.say("go") == ["120 mine"]
