"""What the tests pass of a bot: counted part by part, with the titles of those that pass it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.project.chat import parse
from engine.runtime.conversations import play
from engine.runtime.coverage import KINDS, NO_TRIGGER, NO_WAY, coverage
from engine.runtime.loading import load
from engine.types.bot import Bot, DefaultMessage, Node, Project, Routing, Topic


def bot(name: str = "shop", **changes) -> Bot:
    nodes = {
        "startup": Node("intent", edges={"next": "hello"}),
        "hello": Node(
            "choices",
            params={
                "text": {"en": "Hello", "es": "Hola"},
                "options": [
                    {"id": "buy", "label": {"en": "Buy", "es": "Comprar"}},
                    {"id": "leave", "label": {"en": "Leave", "es": "Salir"}},
                ],
            },
            edges={"buy": "bought"},
        ),
        "bought": Node("say", params={"text": {"en": "Bought", "es": "Comprado"}}),
        "not_understood": Node("intent"),
    }
    help_nodes = {
        "help": Node(
            "intent",
            params={
                "phrases": {"en": ["help"], "es": ["ayuda"]},
                "patterns": ["^sos$"],
                "events": ["alarm"],
                "inactivity_s": 60,
                "condition": "true",
            },
            edges={"next": "bought"},
        ),
        "forgotten": Node("intent", edges={"next": "island"}),
        "island": Node("say", params={"text": {"en": "Alone"}}),
        "shore": Node("say", params={"text": {"en": "Alone too"}}),
    }
    made = Bot(
        id=name,
        languages=("en", "es"),
        topics={"help": Topic(nodes=help_nodes), "main": Topic(nodes=nodes)},
    )
    return replace(made, **changes)


def outcomes(text: str, project: Project):
    found, issues = parse(text)
    assert issues == ()
    loaded = load(project, {}, "draft")
    return {each.title: play(each, loaded) for each in found}


def covered(text: str, *bots: Bot):
    project = Project(bots={each.id: each for each in bots or (bot(),)})
    return coverage(project, outcomes(text, project))


BUYS = """\
== Buys
> (opened)
< Hello
  [...]
> [Buy]
< Bought
== Asks in Spanish
@ language: es
> sos
< Comprado
> ayuda
< Comprado
"""


def test_each_part_knows_the_tests_that_pass_it():
    found = covered(BUYS)
    passed = {(part.kind, part.node, part.name): part.tests for part in found.parts if part.tests}
    assert passed == {
        ("node", "startup", ""): ("Buys",),
        ("port", "startup", "next"): ("Buys",),
        ("node", "hello", ""): ("Buys",),
        ("port", "hello", "buy"): ("Buys",),
        ("language", "hello", "en"): ("Buys",),
        ("node", "bought", ""): ("Buys", "Asks in Spanish"),
        ("port", "bought", "next"): ("Buys", "Asks in Spanish"),
        ("language", "bought", "en"): ("Buys",),
        ("language", "bought", "es"): ("Asks in Spanish",),
        ("node", "help", ""): ("Asks in Spanish",),
        ("port", "help", "next"): ("Asks in Spanish",),
        ("trigger", "help", "phrases"): ("Asks in Spanish",),
        ("trigger", "help", "patterns"): ("Asks in Spanish",),
    }
    assert found.tests("shop")["bought"] == ("Buys", "Asks in Spanish")


def test_counts_by_topic_and_whole():
    found = covered(BUYS)
    assert found.topics() == (("shop", "help"), ("shop", "main"))
    trigger = found.tally("trigger", "shop", "help")
    assert (trigger.passed, trigger.total, trigger.percent) == (2, 4, 50)
    port = found.tally("port")
    assert (port.passed, port.total) == (4, 6)
    assert port.percent == 66
    assert found.tally("trigger", topic="main").percent == 100
    assert [(part.node, part.name) for part in found.uncovered("port")] == [
        ("hello", "leave"),
        ("not_understood", "next"),
    ]
    # The condition beside other triggers is none itself.
    assert [part.name for part in found.uncovered("trigger")] == ["events", "inactivity_s"]


def test_events_and_silence_are_triggers():
    found = covered("== Waits\n> (event alarm)\n< Bought\n> (2 minutes)\n< Bought\n")
    assert [part.name for part in found.uncovered("trigger")] == ["phrases", "patterns"]


def test_what_cannot_be_reached_is_listed_apart_with_the_reason():
    found = covered(BUYS)
    assert {part.node: part.unreachable for part in found.unreachable()} == {
        "forgotten": NO_TRIGGER,
        "island": NO_WAY,
        "shore": NO_WAY,
    }
    assert not {"forgotten", "island", "shore"} & {
        part.node for kind in KINDS for part in found.uncovered(kind)
    }
    silent = bot(default_message=DefaultMessage(not_understood=False))
    assert "not_understood" in {part.node for part in covered(BUYS, silent).unreachable()}


def test_a_test_that_differs_shows_nothing():
    found = covered("== Buys\n> (opened)\n< Goodbye\n  [...]\n> [Buy]\n< Bought\n")
    assert not any(part.tests for part in found.parts)


def test_each_bot_of_a_project_counts_for_itself():
    first, second = bot("first"), bot("second", languages=("es",))
    text = "== Spanish\n@ language: es\n> (opened)\n< Hola\n  [...]\n> [Comprar]\n< Comprado\n"
    project = Project(routing=Routing("first"), bots={"first": first, "second": second})
    direct = coverage(project, outcomes(text + "== Named\n@ bot: second\n> sos\n< ...\n", project))
    assert direct.tests("first")["startup"] == ("Spanish",)
    assert direct.tests("second")["help"] == ("Named",)
    assert direct.tally("node", "second").passed == 2


def test_a_bot_that_hands_over_at_once_is_told_from_the_one_that_goes_on():
    desk = Bot(
        id="desk",
        topics={
            "main": Topic(
                nodes={
                    "startup": Node("intent", edges={"next": "pass_on"}),
                    "pass_on": Node("handoff", params={"bot": "shop"}),
                    "not_understood": Node("intent"),
                }
            )
        },
    )
    found = covered("== Passed on\n> (opened)\n< Hello\n  [...]\n", desk, bot())
    assert found.tests("desk") == {
        "startup": ("Passed on",),
        "pass_on": ("Passed on",),
        "not_understood": (),
    }
    assert found.tests("shop")["hello"] == ("Passed on",)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(["[Buy]", "[Leave]", "sos", "ayuda", "nothing"]), min_size=1))
def test_more_tests_never_pass_less(said):
    texts = [f"== {each}\n> (opened)\n< ...\n> {each}\n< ...\n" for each in sorted(said)]
    fewer, all_of_them = covered(texts[0]), covered("".join(texts))
    for kind in KINDS:
        assert fewer.tally(kind).passed <= all_of_them.tally(kind).passed
        assert fewer.tally(kind).total == all_of_them.tally(kind).total
