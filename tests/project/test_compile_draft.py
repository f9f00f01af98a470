"""A bot that is half drawn: what is sound of it runs, the rest says why not."""

import pytest
from msgspec.structs import replace

from engine.interpreter import step
from engine.project.compile_draft import CANNOT_RUN, DraftCompiler, compile_draft
from engine.types.bot import Bot, CodeAction, Node, Topic
from engine.types.effect import Send
from engine.types.event import Opened, Said
from engine.types.state import State


def bot_with(**nodes):
    startup = Node("intent", edges={"next": "hello"})
    hello = Node("say", params={"text": {"en": "Hello"}}, edges={"next": "next_one"})
    topic = Topic(nodes={"startup": startup, "hello": hello, **nodes})
    return Bot(id="bot", topics={"main": topic})


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (Node("no_such_kind"), "kind 'no_such_kind' is unknown"),
        (Node("goto", params={"target": "nowhere"}), "it leads to 'nowhere'"),
        (Node("goto"), "missing required field `target`"),
        (Node("say", params={"text": "no languages"}), "Expected `object`"),
        (Node("say", when="1 +", params={"text": {"en": "x"}}), ""),
        (Node("intent", params={"condition": "1 +"}), ""),
        (Node("intent", params={"patterns": ["("]}), "cannot be read"),
        (Node("code", params={"action": "gone"}), "there is no action 'gone'"),
        (
            Node("ask", params={"question": {"en": "Which?"}, "variable": "x", "table": "gone"}),
            "there is no entity table 'gone'",
        ),
    ],
)
def test_what_cannot_run_says_why_when_a_conversation_comes_to_it(node, why):
    turn = step(compile_draft(bot_with(next_one=node)), State(), Opened(0))
    assert [each.message.text for each in turn.effects if isinstance(each, Send)] == ["Hello"]
    (warning,) = [row for row in turn.records if row.kind == "warning"]
    assert (warning.node, warning.topic, warning.name) == ("next_one", "main", CANNOT_RUN)
    assert why in str(warning.data)


def test_an_edge_to_nowhere_ends_the_flow():
    turn = step(compile_draft(bot_with()), State(), Opened(0))
    assert turn.records[-1].port == "next"
    assert turn.state.at == ""


def test_broken_nodes_elsewhere_leave_the_rest_as_it_is():
    nodes = {
        "next_one": Node("say", params={"text": {"en": "Bye"}}),
        "other": Node("intent", params={"phrases": {"en": ["other"]}, "patterns": ["("]}),
    }
    program = compile_draft(bot_with(**nodes))
    turn = step(program, State(), Said(0, "anything"))
    assert [each.message.text for each in turn.effects] == ["Hello", "Bye"]
    assert not [row for row in turn.records if row.kind == "warning"]


def test_limits_that_are_not_known_are_left_out():
    bot = Bot(id="bot", limits={"no_such_limit": 3, "options": 4})
    assert compile_draft(bot).limits.options == 4


def test_nodes_that_did_not_change_are_not_made_anew():
    compiler, one = DraftCompiler(), bot_with(next_one=Node("code", params={"action": "late"}))
    before = compiler.compile(one)
    topic = one.topics["main"]
    hello = Node("say", params={"text": {"en": "Hi"}}, edges={"next": "next_one"})
    changed = replace(one, topics={"main": replace(topic, nodes={**topic.nodes, "hello": hello})})
    after = compiler.compile(changed)
    assert after.nodes["startup"] is before.nodes["startup"]
    assert after.nodes["hello"] is not before.nodes["hello"]
    whole = replace(changed, actions={"late": CodeAction("def run(): return {}")})
    assert compiler.compile(whole).nodes["next_one"].kind.name == "code"
    assert compiler.compile(whole) == compile_draft(whole)
