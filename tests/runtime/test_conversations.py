"""Conversation tests played against a bot: what passes, and how a difference reads."""

from msgspec.structs import replace

from engine.project.chat import parse
from engine.runtime.acting import act, begin
from engine.runtime.conversations import play
from engine.runtime.loading import load
from engine.types.bot import Bot, Node, Project, Topic, Variable


def bot() -> Bot:
    nodes = {
        "startup": Node("intent", edges={"next": "hello"}),
        "hello": Node("say", params={"text": {"en": "Hello, ${contact.name}"}}),
        "not_understood": Node("intent", edges={"next": "sorry"}),
        "sorry": Node("say", params={"text": {"en": "Sorry"}}),
        "order": Node("intent", params={"phrases": {"en": ["order"]}}, edges={"next": "size"}),
        "size": Node(
            "choices",
            params={
                "text": {"en": "Which size?"},
                "variable": "size",
                "options": [
                    {"id": "small", "label": {"en": "Small"}},
                    {"id": "large", "label": {"en": "Large"}},
                ],
            },
            edges={"small": "price", "large": "price"},
        ),
        "price": Node(
            "http",
            params={
                "url": "https://example.org/${size}",
                "results": {"amount": "response.body.amount"},
            },
            edges={"next": "tell", "failed": "sorry"},
        ),
        "tell": Node("say", params={"text": {"en": "${size}: ${amount}"}}),
        "nap": Node("intent", params={"phrases": {"en": ["nap"]}}, edges={"next": "sleep"}),
        "sleep": Node("wait", params={"seconds": 60}, edges={"next": "awake"}),
        "awake": Node("say", params={"text": {"en": "Awake"}}),
    }
    variables = {"size": Variable(), "amount": Variable()}
    return Bot(id="shop", name="Shop", topics={"main": Topic(nodes=nodes)}, variables=variables)


def outcome(text: str, of: Bot | None = None):
    (conversation,), issues = parse(text)
    assert issues == ()
    loaded = load(Project(bots={"shop": of or bot()}), {}, "draft")
    return play(conversation, loaded)


PASSING = """\
== Orders a large one
@ contact.name: Ana
> (opened)
< Hello, Ana
> order
< Which size?
  [Small] [Large]
! price ok {"status": 200, "headers": {}, "body": {"amount": 9}}
> [Large]
< large: ...
= size == "large" && amount == 9
= intent == "order"
> nap
< (silence)
> (1 minute)
< Awake
"""


def test_a_conversation_that_is_kept_to_passes():
    found = outcome(PASSING)
    assert found.differences == ()
    assert ("size", "large") in found.visited


def test_a_difference_names_the_line_what_was_expected_and_what_came():
    text = PASSING.replace("< Which size?", "< What size?")
    (difference,) = outcome(text).differences
    assert difference.line == 6
    assert "What size?" in difference.expected
    assert "Which size?" in difference.got
    assert "[Small] [Large]" in difference.got


def test_what_no_line_expects_is_a_difference():
    (difference,) = outcome("== A\n> (opened)\n> nap\n").differences[:1]
    assert difference.expected == "nothing more"
    assert difference.got.startswith("Hello")


def test_silence_where_something_was_expected_says_which_node_awaits_an_answer():
    (difference,) = outcome("== A\n> order\n< ...\n> [Small]\n< small: 5\n").differences
    assert "silence" in difference.got
    assert "! price ok" in difference.got


def test_an_expression_that_does_not_hold_shows_its_values():
    (difference,) = outcome('== A\n> order\n< ...\n= intent == "nap"\n').differences
    assert difference.got == "intent is 'order'"


def test_a_button_that_is_not_shown_ends_the_conversation_with_a_reason():
    (difference,) = outcome("== A\n> order\n< ...\n> [Huge]\n< never\n").differences
    assert "'Huge'" in difference.got


def test_variables_can_be_set_beforehand():
    text = '== A\n@ set size: "small"\n> hm\n< Sorry\n= size == "small"\n'
    assert outcome(text).differences == ()


def test_a_variable_can_be_set_on_the_way_and_tags_beforehand():
    paid = Node("intent", params={"events": ["paid"]}, edges={"next": "thanks"})
    thanks = Node("say", params={"text": {"en": "Paid, ${size}, ${contact.tags}"}})
    shop = bot()
    nodes = {**shop.topics["main"].nodes, "paid": paid, "thanks": thanks}
    shop = replace(shop, topics={"main": Topic(nodes=nodes)})
    text = """== Pays
@ tags: vip, debtor
> (opened)
< ...
> (set size "small")
> (event paid {"amount": 3})
< Paid, small, vip, debtor, main
"""
    assert outcome(text, shop).differences == ()


def test_an_event_brings_its_data():
    (conversation,), _ = parse('== Pays\n> (event paid {"amount": 3})\n')
    rehearsal = begin(conversation, load(Project(bots={"shop": bot()}), {}, "draft"), "")
    (exchange,) = act(rehearsal, conversation.lines[0])
    assert [row.data for row in exchange.records if row.kind == "event"] == [{"amount": 3}]


def test_data_that_is_no_json_says_how_to_write_it():
    (difference,) = outcome("== Pays\n> (event paid amount=3)\n").differences
    assert "is no JSON" in difference.got


def test_a_conversation_may_begin_at_a_local_time():
    greeting = Node("say", params={"text": {"en": "Good ${part_of_day}, it is ${time}"}})
    topic = bot().topics["main"]
    of = replace(
        bot(),
        time_zone="America/Lima",
        topics={"main": replace(topic, nodes={**topic.nodes, "hello": greeting})},
    )
    text = "== A\n@ time: 2026-07-01 20:15\n> (opened)\n< Good evening, it is 20:15\n"
    assert outcome(text, of).differences == ()
