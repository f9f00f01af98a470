"""Tests written for ports: each passes when played, covers its port, and says nothing idle."""

import pytest

from engine.project.chat import Presses, Says, parse
from engine.runtime.conversations import play
from engine.runtime.coverage import coverage
from engine.runtime.loading import load
from engine.runtime.pathfinder import Pathfinder, Unreached, write_test
from engine.runtime.real_effects import real_effects
from engine.types.bot import Bot, CodeAction, Node, Project, Topic, Variable
from engine.types.issue import TertuliaError


def intent(phrase: str, to: str) -> Node:
    return Node("intent", params={"phrases": {"en": [phrase]}}, edges={"next": to})


def say(text: str, to: str = "") -> Node:
    return Node("say", params={"text": {"en": text}}, edges={"next": to} if to else {})


def ask(variable: str, to: str, failed: str = "", **params) -> Node:
    late = "too_late" if "timeout_s" in params else ""
    ways = (("next", to), ("failed", failed), ("timeout", late))
    edges = {port: target for port, target in ways if target}
    given = {"question": {"en": f"Which {variable}?"}, "variable": variable, **params}
    return Node("ask", params=given, edges=edges)


def branch(condition: str, to: str, other: str) -> Node:
    cases = [{"id": "yes", "condition": condition}]
    return Node("branch", params={"cases": cases}, edges={"yes": to, "else": other})


def buttons(text: str, *names: str, **edges: str) -> Node:
    options = [{"id": name, "label": {"en": name.title()}} for name in names]
    return Node("choices", params={"text": {"en": text}, "options": options}, edges=edges)


NODES = {
    "startup": Node("intent", edges={"next": "menu"}),
    "menu": buttons("What do you want?", "order", "rest", order="ask_size", rest="nap"),
    "not_understood": Node("intent", edges={"next": "sorry"}),
    "sorry": say("Sorry"),
    # An answer of a type, a condition on it, an effect and what its answer holds.
    "ask_size": ask("size", "is_large", "sorry", type="number", retries=2, maximum=9),
    "is_large": branch("size > 7", "call", "small"),
    "small": say("A small one"),
    "call": Node(
        "http",
        params={
            "url": "https://example.org/${size}",
            "results": {"status": "response.body.order.status"},
        },
        edges={"next": "is_shipped", "failed": "sorry", "timeout": "slow"},
    ),
    "is_shipped": branch("status == 'shipped'", "shipped", "waits"),
    "shipped": say("It is on its way"),
    "waits": say("It waits"),
    "slow": say("Too slow"),
    # Time, silence, events, people, subflows.
    "nap": Node("wait", params={"seconds": 5400}, edges={"next": "awake"}),
    "awake": say("Awake"),
    "silent": Node("intent", params={"inactivity_s": 300}, edges={"next": "hello"}),
    "hello": say("Still there?"),
    "paid": Node("intent", params={"events": ["payment"]}, edges={"next": "thanks"}),
    "thanks": say("Thanks"),
    "person": intent("a person please", "anyone"),
    "anyone": branch("agents.available > 0", "pass_on", "nobody"),
    "pass_on": Node("handoff", edges={"next": "back_again"}),
    "back_again": say("Back"),
    "nobody": say("Nobody is here"),
    "survey": intent("the survey", "ask_both"),
    "ask_both": Node("call", params={"target": "first"}, edges={"next": "done"}),
    "first": ask("name", "where", retries=0),
    "where": ask("city", "", retries=0, type="text", maximum=20),
    "done": say("All asked"),
    # What only circumstances can bring.
    "offer": intent("any offers", "evening"),
    "evening": branch("time > '21:00'", "late", "known"),
    "late": say("Come tomorrow"),
    "known": branch("contact.name == 'Bo' && coupon == 'SUMMER'", "special", "usual"),
    "special": say("A special one"),
    "usual": say("The usual one"),
    "file": intent("send a picture", "ask_note"),
    "ask_note": ask("note", "awake", "sorry", retries=1),
    "sum": intent("add them up", "add"),
    "add": Node(
        "code",
        params={"action": "add", "outputs": {"size": "total"}},
        edges={"next": "small", "failed": "sorry"},
    ),
    # Words that a branch looks for in what was said before, kept under other names.
    "colour": intent("choose a colour", "ask_colour"),
    "ask_colour": ask("said", "keep_colour", retries=0),
    "keep_colour": Node(
        "set",
        params={"variables": {"kept": '{"input": has(said) ? said : ""}'}},
        edges={"next": "is_green"},
    ),
    "is_green": branch("any_word(kept.input, 'green verde')", "green", "is_number"),
    "green": say("Green"),
    "is_number": branch("number_in(kept.input) != null", "numbered", "is_like"),
    "numbered": say("A number"),
    "is_like": branch("matches(kept.input, '(?i)light ?blue')", "blue", "small"),
    "blue": say("Blue"),
    # A message that ends a wait, told apart by what it holds.
    "photo": intent("a photo of it", "await_photo"),
    "await_photo": Node(
        "wait",
        params={"seconds": 3600, "interruptible": True},
        edges={"message": "keep_photo", "next": "awake"},
    ),
    "keep_photo": Node(
        "set", params={"variables": {"photos": "message.media"}}, edges={"next": "is_photo"}
    ),
    "is_photo": branch("size(photos) > 0", "seen", "unseen"),
    "seen": say("Nice"),
    "unseen": say("That is no photo"),
    # A pattern as the only way in, and several conditions of one contact together.
    "order_code": Node(
        "intent", params={"patterns": ["(?i)^(order|pedido) ?#[0-9]{3,5}$"]}, edges={"next": "vip"}
    ),
    "vip": branch("contains(contact.tags, 'vip')", "adult", "small"),
    "adult": branch("contact.age >= 18", "insured", "small"),
    "insured": branch("contact.plan == 'full'", "welcome", "small"),
    "welcome": say("Welcome"),
    # What comes with an event, looked into under another name.
    "booked": Node("intent", params={"events": ["booked"]}, edges={"next": "keep_data"}),
    "keep_data": Node(
        "set", params={"variables": {"booking": "event.data"}}, edges={"next": "which"}
    ),
    "which": branch('lower(booking.kind) == lower("LATE")', "is_late", "small"),
    "is_late": say("Late"),
    # What a contact has, compared with what stands in the flow.
    "lesson": intent("the lesson", "keep_skill"),
    "keep_skill": Node(
        "set",
        params={"variables": {"skill": '{"value": "Budget", "done": false}'}},
        edges={"next": "is_done"},
    ),
    "is_done": branch("phrase_in(contact.lessons, skill.value)", "again", "small"),
    "again": say("Once more"),
    # A list in what a service answers.
    "news": intent("any news", "fetch_news"),
    "fetch_news": Node(
        "http",
        params={
            "url": "https://example.org/news",
            "results": {
                "headline": "has(response.body.items) ? response.body.items.filter(i, "
                'i.kind == "news" && has(i.title))[0].title : ""'
            },
        },
        edges={"next": "is_news", "failed": "sorry"},
    ),
    "is_news": branch('headline != ""', "tell_news", "small"),
    "tell_news": say("News"),
    # Nobody answers in time.
    "quick": intent("a quick one", "ask_quick"),
    "ask_quick": ask("note", "small", timeout_s=60, retries=0),
    "too_late": say("Too late"),
    "lonely": say("Nobody comes here"),
    "never": intent("never ever", "impossible"),
    "impossible": branch("size > 3 && size < 2", "small", "sorry"),
}
VARIABLES = {
    **{name: Variable("text") for name in ("status", "name", "city", "note", "coupon")},
    "size": Variable("number"),
    **{name: Variable() for name in ("said", "kept", "photos", "headline", "skill", "booking")},
}
FIELDS = {"lessons": Variable("text"), "age": Variable("number"), "plan": Variable("text")}
BOT = Bot(
    id="shop",
    topics={"main": Topic(nodes=NODES)},
    variables=VARIABLES,
    fields=FIELDS,
    actions={"add": CodeAction("def run():\n    return {'total': 7}\n")},
)
PROJECT = Project(bots={"shop": BOT})
LOADED = load(PROJECT, {}, "draft")
FINDER = Pathfinder(PROJECT, LOADED, "shop")

PORTS = [
    (part.node, part.name)
    for part in coverage(PROJECT, {}).uncovered("port")
    if (part.node, part.name) != ("impossible", "yes")
]


def played(text: str, effects=None):
    (conversation,), issues = parse(text)
    assert issues == ()
    outcome = play(conversation, LOADED, effects, "shop")
    assert outcome.differences == (), text
    return conversation, outcome


@pytest.mark.parametrize(("node", "port"), PORTS, ids=str)
def test_every_port_gets_a_test_that_passes_it(node: str, port: str) -> None:
    text = FINDER.write(node, port)
    assert isinstance(text, str), text
    conversation, outcome = played(text)
    found = coverage(PROJECT, {conversation.title: outcome})
    passed = {(part.node, part.name) for part in found.parts if part.kind == "port" and part.tests}
    assert (node, port) in passed


def test_it_reads_as_a_designer_would_write_it() -> None:
    assert FINDER.write("is_shipped", "yes") == (
        "== is_shipped: yes\n"
        "> (opened)\n"
        "< What do you want?\n"
        "  [Order] [Rest]\n"
        "> [Order]\n"
        "< Which size?\n"
        '! call ok {"status": 200, "headers": {}, "body": {"order": {"status": "shipped"}}}\n'
        "> 8\n"
        "< It is on its way\n"
    )


def test_a_title_has_the_words_of_node_and_button() -> None:
    titled = Bot(
        id="shop",
        topics={"main": Topic(nodes=NODES | {"menu": Node(**_fields("menu"), title="The menu")})},
        variables=VARIABLES,
        fields=FIELDS,
    )
    project = Project(bots={"shop": titled})
    text = write_test(project, load(project, {}, "draft"), "shop", "menu", "rest")
    assert str(text).startswith("== The menu: Rest\n")


def _fields(node: str) -> dict:
    drawn = NODES[node]
    return {"kind": drawn.kind, "params": drawn.params, "edges": drawn.edges}


def test_the_same_search_finds_the_same() -> None:
    again = Pathfinder(PROJECT, LOADED, "shop")
    for node, port in [("slow", "next"), ("special", "next"), ("done", "next")]:
        assert again.write(node, port) == FINDER.write(node, port)


def test_words_of_the_bots_own_tests_are_used() -> None:
    nodes = {
        "startup": Node("intent"),
        "not_understood": Node("intent"),
        "track": intent("track it", "ask_number"),
        "ask_number": ask("number", "found", "", pattern="JP-[0-9]{6}"),
        "found": buttons("Found", "good", "bad"),
    }
    tests = {"track": "== Track\n> track it\n< ...\n> JP-100001\n< Found\n  [...]\n> [Good]\n"}
    project = Project(bots={"shop": Bot(id="shop", topics={"t": Topic(nodes=nodes)}, tests=tests)})
    text = write_test(project, load(project, {}, "draft"), "shop", "found", "bad")
    (conversation,), _ = parse(str(text))
    acts = [line for line in conversation.lines if isinstance(line, Says | Presses)]
    assert [getattr(line, "text", "") or line.label for line in acts] == [
        "track it",
        "JP-100001",
        "Bad",
    ]


def test_code_runs_for_real_and_is_made_to_fail_before_it_is_asked() -> None:
    with real_effects() as effects:
        finder = Pathfinder(PROJECT, LOADED, "shop", effects)
        good, bad = finder.write("add", "next"), finder.write("add", "failed")
        assert "! add" not in str(good)
        assert str(bad).splitlines()[1:3] == ["! add failed", "> add them up"]
        played(str(good), effects)
        assert ("add", "failed") in played(str(bad), effects)[1].visited


def test_what_is_not_reached_says_why() -> None:
    def why(node: str, port: str) -> str:
        found = FINDER.write(node, port, budget=300)
        assert isinstance(found, Unreached)
        assert (found.node, found.port) == (node, port)
        return found.why

    assert why("lonely", "next") == "no intent, edge, goto or call leads here"
    assert why("nowhere", "next") == "there is no node 'nowhere' in bot 'shop'"
    assert why("small", "other") == "node 'small' has no port 'other'; it has: next"
    assert "turns that were tried left node 'impossible' by 'yes'" in why("impossible", "yes")
    with pytest.raises(TertuliaError, match="there is no bot 'shoe'; name one of shop"):
        Pathfinder(PROJECT, LOADED, "shoe")
