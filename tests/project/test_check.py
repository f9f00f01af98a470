"""Each finding is found, where it is, and in the same order every time."""

import time
from collections.abc import Callable

import pytest
from msgspec import structs

from engine.project.check import check
from engine.project.new import new_bot
from engine.types.bot import (
    Bot,
    CodeAction,
    Constant,
    DefaultMessage,
    Mail,
    Node,
    Project,
    Routing,
    Segment,
    Site,
    Topic,
    Variable,
)
from engine.types.issue import Issue

Params = dict[str, object]


def bot(nodes: dict[str, Node] | None = None, **changes: object) -> Bot:
    """A sound bot in English, with the nodes in a flow `t`."""
    made = new_bot("b", "B", ("en",))
    topics = {**made.topics, "t": Topic(nodes=nodes)} if nodes else made.topics
    return structs.replace(made, topics=topics, **changes)


def findings(made: Bot, **others: Bot) -> tuple[Issue, ...]:
    return check(Project(bots={"b": made, **others}))


def start(to: str, **params: object) -> Node:
    phrases = {"en": ["a sentence that has more than five words"]}
    return Node("intent", params={"phrases": phrases, **params}, edges={"next": to})


def say(text: str = "Fine?", **edges: str) -> Node:
    return Node("say", params={"text": {"en": text}}, edges=edges)


def ask(edges: dict[str, str] | None = None, **params: object) -> Node:
    given = {"question": {"en": "Which?"}, "variable": "v", "retries": 0, **params}
    return Node("ask", params=given, edges=edges or {})


def flow(*nodes: Node) -> dict[str, Node]:
    """An intent that leads to n0, which leads as its edges say."""
    return {"i": start("n0"), **{f"n{index}": node for index, node in enumerate(nodes)}}


def http(**params: object) -> Node:
    given = {"url": "https://shop.example/stock", **params}
    return Node("http", params=given, edges={"failed": "close", "timeout": "close"})


def branch(condition: str, **edges: str) -> Node:
    case = {"id": "yes", "condition": condition}
    return Node("branch", params={"cases": [case]}, edges={"yes": "close", **edges})


def labelled(*labels: str) -> list[Params]:
    return [{"id": f"o{i}", "label": {"en": label}} for i, label in enumerate(labels)]


def choices(*labels: str, channel: str = "webchat") -> Bot:
    options = labelled(*labels)
    edges = {str(option["id"]): "close" for option in options}
    node = Node("choices", params={"text": {"en": "?"}, "options": options}, edges=edges)
    return bot(flow(node), channels=(channel,))


def carousel(cards: int, options: int, channel: str) -> Bot:
    drawn = [
        {
            "title": {"en": f"Card {card}"},
            "options": [
                {"id": f"c{card}_{i}", "label": {"en": f"Take {card} {i}"}} for i in range(options)
            ],
        }
        for card in range(cards)
    ]
    edges = {f"c{card}_{i}": "close" for card in range(cards) for i in range(options)}
    return bot(flow(Node("carousel", params={"cards": drawn}, edges=edges)), channels=(channel,))


def without(*gone: str) -> Bot:
    made = bot()
    topics = {
        name: structs.replace(
            topic, nodes={id_: node for id_, node in topic.nodes.items() if id_ not in gone}
        )
        for name, topic in made.topics.items()
    }
    return structs.replace(made, topics=topics)


def two(first: Params, second: Params) -> Bot:
    return bot(
        {
            "i": Node("intent", params=first, edges={"next": "close"}),
            "j": Node("intent", params=second, edges={"next": "close"}),
        }
    )


PHRASE = {"en": ["where is the nearest shop of yours"]}
# code, severity, node (or path of the bot's settings), bot
CASES: list[tuple[str, str, str, Callable[[], Bot]]] = [
    ("unknown-kind", "error", "n0", lambda: bot(flow(Node("sya")))),
    ("unknown-field", "error", "n0", lambda: bot(flow(Node("say", params={"txt": {"en": "?"}})))),
    ("missing-field", "error", "n0", lambda: bot(flow(Node("goto")))),
    ("wrong-type", "error", "n0", lambda: bot(flow(Node("say", params={"text": "Hi"})))),
    ("wrong-value", "error", "n0", lambda: bot(flow(ask(type="colour")))),
    ("negative-time", "error", "n0", lambda: bot(flow(structs.replace(say(), pause_ms=-1)))),
    ("edge-to-nothing", "error", "n0", lambda: bot(flow(say(next="nowhere")))),
    ("unknown-port", "error", "n0", lambda: bot(flow(say(nxt="close")))),
    ("unknown-target", "error", "n0", lambda: bot(flow(Node("goto", params={"target": "x"})))),
    ("open-port", "warning", "n0", lambda: bot(flow(ask(retries=2)))),
    ("open-port", "warning", "n0", lambda: bot(flow(ask(once=True)))),
    ("no-response", "error", "i", lambda: bot({"i": structs.replace(start("x"), edges={})})),
    ("unreachable-node", "warning", "lost", lambda: bot({"lost": say()})),
    ("dead-end", "advice", "n0", lambda: bot(flow(say("We open at nine.")))),
    ("predefined-intent", "error", "", lambda: without("not_understood")),
    ("startup-without-menu", "warning", "startup", lambda: without("menu")),
    ("endless-loop", "error", "n0", lambda: bot(flow(say(next="n1"), say(next="n0")))),
    (
        "endless-loop",
        "warning",
        "n0",
        lambda: bot(flow(branch("agents.available > 3", **{"else": "n0"}))),
    ),
    ("goto-loop", "error", "n0", lambda: bot(flow(Node("goto", params={"target": "n0"})))),
    ("unknown-name", "error", "n0", lambda: bot(flow(say("Hi ${contatc.name}?")))),
    (
        "unknown-name",
        "error",
        "n0",
        lambda: bot(flow(Node("code", params={"action": "price"}, edges={"failed": "close"}))),
    ),
    (
        "unknown-name",
        "error",
        "n0",
        lambda: bot(flow(Node("handoff", params={"queue": "sales"}, edges={"next": "close"}))),
    ),
    ("unknown-name", "error", "n0", lambda: bot(flow(ask(type="entity", table="branches")))),
    ("unknown-name", "error", "n0", lambda: bot(flow(ask(field="shoe_size")))),
    ("unknown-name", "error", "mail.password", lambda: bot(mail=Mail(password="mail_password"))),
    ("bad-name", "warning", "n0", lambda: bot(flow(ask(variable="contact")))),
    ("bad-name", "error", "n0", lambda: bot(flow(ask(variable="secret")))),
    ("bad-name", "warning", "constants.today", lambda: bot(constants={"today": Constant(1)})),
    ("bad-name", "error", "variables.día", lambda: bot(variables={"día": Variable()})),
    ("expression-syntax", "error", "n0", lambda: bot(flow(branch("1 +")))),
    ("expression-syntax", "error", "n0", lambda: bot(flow(say("Hi ${1 +}?")))),
    ("wrong-types", "error", "n0", lambda: bot(flow(branch('agents.available > "3"')))),
    ("not-a-condition", "error", "n0", lambda: bot(flow(branch("agents.available + 1")))),
    ("unknown-function", "error", "n0", lambda: bot(flow(say("${uper(channel)}?")))),
    ("wrong-arguments", "error", "n0", lambda: bot(flow(say("${size()}?")))),
    ("no-such-part", "error", "n0", lambda: bot(flow(say("${channel.name}?")))),
    (
        "unknown-name",
        "error",
        "segments.vip.condition",
        lambda: bot(segments={"vip": Segment("spend > 3")}),
    ),
    ("read-before-set", "warning", "n0", lambda: bot(flow(say("Hi ${v}?", next="n1"), ask()))),
    ("unknown-language", "error", "languages[1]", lambda: bot(languages=("en", "qqx"))),
    ("unknown-time-zone", "error", "time_zone", lambda: bot(time_zone="America/Bogotá")),
    ("missing-language", "warning", "menu", lambda: bot(languages=("en", "es"))),
    (
        "missing-language",
        "warning",
        "default_message.question.es",
        lambda: bot(languages=("en", "es"), default_message=DefaultMessage(question={"en": "?"})),
    ),
    ("foreign-language", "advice", "menu", lambda: bot(languages=("es",))),
    ("unknown-channel", "error", "channels[0]", lambda: bot(channels=("watsapp",))),
    ("retired-channel", "warning", "channels[0]", lambda: bot(channels=("workplace",))),
    (
        "channel-text",
        "warning",
        "n0",
        lambda: bot(flow(say("?" * 1200)), channels=("instagram",)),
    ),
    ("channel-options", "advice", "n0", lambda: choices("A", "B", channel="sms")),
    (
        "channel-label",
        "warning",
        "n0",
        lambda: choices("A label of twenty-six characters", channel="messenger"),
    ),
    ("channel-cards", "advice", "n0", lambda: carousel(2, 1, "telegram")),
    ("channel-cards", "warning", "n0", lambda: carousel(1, 1, "whatsapp")),
    ("channel-cards", "warning", "n0", lambda: carousel(2, 3, "whatsapp")),
    (
        "channel-media",
        "advice",
        "n0",
        lambda: bot(
            flow(
                Node("media", params={"media": [{"kind": "video", "url": "https://a.example/v"}]})
            ),
            channels=("voice",),
        ),
    ),
    (
        "channel-location",
        "advice",
        "n0",
        lambda: bot(
            flow(Node("location", params={"text": {"en": "Where?"}, "retries": 0})),
            channels=("messenger",),
        ),
    ),
    (
        "channel-template",
        "warning",
        "n0",
        lambda: bot(flow(Node("notify", params={"template": "hi"})), channels=("messenger",)),
    ),
    ("duplicate-trigger", "warning", "j", lambda: two({"phrases": PHRASE}, {"phrases": PHRASE})),
    (
        "duplicate-trigger",
        "advice",
        "j",
        lambda: two({"phrases": PHRASE}, {"phrases": PHRASE, "condition": "weekday > 5"}),
    ),
    ("duplicate-trigger", "warning", "j", lambda: two({"patterns": ["a+"]}, {"patterns": ["a+"]})),
    (
        "duplicate-trigger",
        "warning",
        "j",
        lambda: two({"keywords": {"en": ["shop near"]}}, {"keywords": {"en": ["Near shop"]}}),
    ),
    (
        "contradictory-triggers",
        "warning",
        "i",
        lambda: two({"phrases": PHRASE}, {"keywords": {"en": ["nearest shop"]}}),
    ),
    ("too-few-keywords", "error", "i", lambda: two({"keywords": {"en": ["shop"]}}, {})),
    (
        "too-many-triggers",
        "error",
        "i",
        lambda: two({"phrases": {"en": [f"phrase {i}" for i in range(71)]}}, {}),
    ),
    ("no-trigger", "warning", "j", lambda: two({"phrases": PHRASE}, {})),
    (
        "no-trigger-in-language",
        "advice",
        "i",
        lambda: structs.replace(two({"phrases": PHRASE}, {}), languages=("en", "pt")),
    ),
    (
        "secret-in-clear",
        "error",
        "n0",
        lambda: bot(flow(http(headers={"Authorization": "Bearer a1b2c3d4e5f6"}))),
    ),
    (
        "secret-in-clear",
        "error",
        "n0",
        lambda: bot(flow(http(url="https://ann:opensesame@shop.example/"))),
    ),
    (
        "secret-in-clear",
        "error",
        "n0",
        lambda: bot(flow(http(url="https://shop.example/?api_key=a1b2c3d4e5"))),
    ),
    (
        "secret-in-clear",
        "error",
        "constants.crm_token",
        lambda: bot(constants={"crm_token": Constant("a1b2c3d4e5f6")}),
    ),
    (
        "personal-without-reason",
        "warning",
        "n0",
        lambda: bot(flow(ask()), variables={"v": Variable(personal=True)}),
    ),
    ("no-reason", "advice", "n0", lambda: bot(flow(ask(type="phone")))),
    ("broken-action", "error", "", lambda: bot(actions={"a": CodeAction("def run(:")})),
    ("broken-action", "error", "", lambda: bot(actions={"a": CodeAction("def go(): ...")})),
    (
        "action-inputs",
        "error",
        "n0",
        lambda: bot(
            flow(Node("code", params={"action": "a"}, edges={"failed": "close"})),
            actions={"a": CodeAction("def run(size): return {}")},
        ),
    ),
    ("broken-pipeline", "error", "", lambda: bot(nlu="[[")),
    ("bad-site", "error", "sites.s", lambda: bot(sites={"s": Site()})),
    ("bad-site", "error", "sites.s", lambda: bot(sites={"s": Site(service="https://a.example")})),
    ("unknown-limit", "error", "limits.option", lambda: bot(limits={"option": 3})),
    ("wrong-value", "error", "pause_ms", lambda: bot(pause_ms=-5)),
]


@pytest.mark.parametrize(
    ("code", "severity", "place", "make"), CASES, ids=[f"{i}-{c[0]}" for i, c in enumerate(CASES)]
)
def test_each_finding_is_found(
    code: str, severity: str, place: str, make: Callable[[], Bot]
) -> None:
    found = findings(make())
    hits = [issue for issue in found if issue.code == code and issue.severity == severity]
    places = {issue.location.node or issue.location.path for issue in hits}
    assert place in places, [str(issue) for issue in found]
    assert all(issue.message and issue.remedy for issue in found)


def test_a_sound_bot_has_no_findings() -> None:
    assert [str(issue) for issue in findings(bot())] == []


def test_every_fault_of_a_node_is_found() -> None:
    broken = Node("ask", params={"question": "Hi", "retries": "two", "tpye": "text"})
    codes = [
        (issue.code, issue.location.path)
        for issue in findings(bot(flow(broken)))
        if issue.location.node == "n0"
    ]
    assert ("wrong-type", "question") in codes
    assert ("wrong-type", "retries") in codes
    assert ("unknown-field", "tpye") in codes
    assert ("missing-field", "") in codes


def test_the_message_names_place_and_remedy() -> None:
    found = [
        str(issue) for issue in findings(bot(flow(ask(retries=2)))) if issue.code == "open-port"
    ]
    assert found == [
        "warning: bot 'b', flow 't', node 'n0', edges.failed: port 'failed' leads nowhere; "
        "connect it or set retries to 0 [open-port]"
    ]


def test_a_name_that_looks_like_another_is_suggested() -> None:
    made = bot(flow(Node("sya")))
    assert [issue.remedy for issue in findings(made) if issue.code == "unknown-kind"] == [
        "did you mean 'say'?"
    ]


def test_what_was_asked_before_may_be_read() -> None:
    nodes = {
        **flow(ask({"next": "n1"}), say("So ${v}?", next="n0")),
        "j": start("elsewhere"),
        "elsewhere": say("Is it still ${v}?"),
    }
    assert "read-before-set" not in {issue.code for issue in findings(bot(nodes))}


def test_a_loop_with_a_question_is_no_loop() -> None:
    codes = {issue.code for issue in findings(bot(flow(ask({"next": "n1"}), say(next="n0"))))}
    assert not codes & {"endless-loop", "goto-loop"}


def test_bots_that_routing_cannot_use() -> None:
    one = bot(expertise=("orders",))
    other = structs.replace(one, id="c")
    project = Project(routing=Routing(first="d"), bots={"b": one, "c": other})
    codes = {issue.code for issue in check(project)}
    assert {"bots-alike", "unknown-name"} <= codes
    assert "no-expertise" in {issue.code for issue in findings(bot(), c=other)}
    assert "no-bot" in {issue.code for issue in check(Project())}


def test_the_order_depends_on_the_project_alone() -> None:
    nodes = flow(say("Hi ${x} ${y}?", nxt="n9"), Node("sya"))
    turned = bot(dict(reversed(nodes.items())))
    turned = structs.replace(turned, topics=dict(reversed(turned.topics.items())))
    assert findings(turned) == findings(bot(nodes))


def test_a_large_bot_is_checked_as_fast_per_node_as_a_small_one() -> None:
    def seconds(count: int) -> float:
        nodes: dict[str, Node] = {}
        for index in range(count // 3):
            words = f"sentence number {index} about thing {index * 7} please"
            nodes[f"i{index}"] = start(f"a{index}", phrases={"en": [words]})
            nodes[f"a{index}"] = ask({"next": f"s{index}"}, variable=f"v{index}")
            nodes[f"s{index}"] = say(f"So ${{v{index}}}, is it?", next="menu")
        made = bot(nodes)
        # Of this process alone, and the least of three: the machine has other work.
        spent = []
        for _ in range(3):
            began = time.process_time()
            assert [issue for issue in findings(made) if issue.severity == "error"] == []
            spent.append(time.process_time() - began)
        return min(spent)

    seconds(30)
    assert seconds(3000) < 40 * seconds(300)
