"""Dialogflow CX agents of a few pages, imported and talked to; and the corpus, where it is."""

import json
import zipfile
from pathlib import Path

import pytest
from cx_agent import START, Agent, message, on, parameter, pizza, presets, route, say

from engine import nlu
from engine.importers import IMPORTERS, Files, Imported, import_bot
from engine.importers.dialogflow_cx.grammar import Unclear, parse
from engine.importers.dialogflow_cx.parameters import Parameters
from engine.importers.dialogflow_cx.translate import Translator
from engine.importers.protocol import Options
from engine.project.chat import parse as parse_chat
from engine.project.check import check
from engine.runtime.conversations import play
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Bot
from engine.types.effect import CallService
from engine.types.event import Contact
from engine.types.issue import TertuliaError

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "dialogflow-cx"


def taken(agent: Agent) -> Imported:
    imported = import_bot("dialogflow-cx", agent.folder)
    assert [issue for issue in check(imported.project) if issue.severity == "error"] == []
    return imported


def bot_of(imported: Imported) -> Bot:
    (bot,) = imported.project.bots.values()
    return bot


class Talk:
    """A conversation with an imported agent, whose service answers what it is told to."""

    def __init__(self, agent: Agent, *, learned: bool = False) -> None:
        self.imported = taken(agent)
        bot = bot_of(self.imported)
        models = {bot.id: nlu.train(bot).save()} if learned else {}
        self.rehearsal = Rehearsal(load(self.imported.project, models, "test"))

    def say(self, *said: str) -> list[str]:
        """What the bot answers to the last of them."""
        for one in said:
            exchange = self.rehearsal.say(one)
        return [each.text for each in exchange.messages]

    def heard(self, event: str) -> list[str]:
        return [each.text for each in self.rehearsal.happen(event).messages]


def outcomes(imported: Imported, kind: str) -> dict[str, str]:
    return {entry.name: entry.outcome for entry in imported.report.entries if entry.kind == kind}


def test_pages_and_flows_have_routes_of_their_own(tmp_path: Path) -> None:
    talk = Talk(pizza(tmp_path))
    assert talk.say("hello there my friend") == ["Welcome to the shop!"]
    assert talk.say("please can you help me") == ["Say: order."]
    assert talk.say("I would like to order a pizza") == ["Let us order.", "Which size?"]
    assert talk.say("how does this work here") == ["I am taking your order.", "Which size?"]


def test_a_form_asks_again_in_order_and_gives_up(tmp_path: Path) -> None:
    talk = Talk(pizza(tmp_path))
    talk.say("I would like to order a pizza")
    assert talk.say("blue") == ["Small or large, please."]
    assert talk.say("green") == ["I only have small and large."]
    assert talk.say("red") == ["I give up."]
    assert talk.say("please can you help me") == ["Say: order."]


def test_a_flow_returns_to_the_page_that_called_it(tmp_path: Path) -> None:
    talk = Talk(pizza(tmp_path))
    talk.say("I would like to order a pizza", "big")
    assert talk.say("three") == ["3 large, RIGHT?"]
    assert talk.say("what") == ["Yes or no?"]
    assert talk.say("yes that is right") == ["Ordered!"]
    assert talk.rehearsal.state.variables["ordered"] is True
    assert talk.say("nonsense") == ["Pardon?"]


def test_an_intent_fills_the_form_of_the_flow_it_leads_to(tmp_path: Path) -> None:
    talk = Talk(pizza(tmp_path), learned=True)
    assert talk.say("bring me a large one") == ["Let us order.", "How many?"]
    assert talk.say("2") == ["2 large, RIGHT?"]
    assert talk.say("no that is wrong") == ["Which size?"]


def test_events_from_outside_are_heard_where_they_have_a_handler(tmp_path: Path) -> None:
    talk = Talk(pizza(tmp_path))
    assert talk.heard("CLOSING") == ["We close."]
    talk.say("I would like to order a pizza")
    assert talk.heard("CLOSING") == []


def test_who_opens_the_conversation_is_greeted(tmp_path: Path) -> None:
    talk = Talk(pizza(tmp_path))
    opened = talk.rehearsal.open()
    assert [each.text for each in opened.messages] == ["Welcome to the shop!"]
    assert Talk(pizza(tmp_path)).say("gibberish") == ["Pardon?"]


def test_conditions_are_looked_at_in_order_and_go_on_without_a_target(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.intent("go", "please go on with it")
    agent.flow(START, route("go", page="Sums", does=presets(n=2, name="Ana")))
    agent.page(
        "Sums",
        route(condition="$session.params.n > 5", does=say("much")),
        route(condition="$session.params.n >= 2 AND $session.params.name = Ana", does=say("two")),
        route(condition="NOT ($session.params.gone != null)", does=say("not gone")),
        route(condition="$session.params.n = 2", page="End", does=say("on")),
        route(condition="true", does=say("never said")),
    )
    agent.page("End", entry=say("There: $sys.func.ADD($session.params.n, 1)."))
    assert Talk(agent).say("please go on with it") == ["two", "not gone", "on", "There: 3."]


def test_conditional_answers_and_alternatives(tmp_path: Path) -> None:
    case = {
        "cases": [
            {
                "condition": "$session.params.vip = true",
                "caseContent": [{"message": message("Sir!")}],
            },
            {"caseContent": [{"message": message("Hi.")}]},
        ]
    }
    agent = Agent(tmp_path)
    agent.intent("hi", "hello hello hello there")
    agent.intent("vip", "I am important you know")
    agent.flow(
        START,
        route("hi", does={"conditionalCases": [case]}),
        route("vip", does=presets(vip=True)),
    )
    talk = Talk(agent)
    assert talk.say("hello hello hello there") == ["Hi."]
    assert talk.say("I am important you know", "hello hello hello there") == ["Sir!"]


def test_presets_take_values_apart_and_together(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.intent("set", "please set it all now")
    agent.flow(
        START,
        route(
            "set",
            page="Tell",
            does=presets(
                list=["a", "b"],
                who={"first": "Ana", "last-name": "Ruiz"},
                words="Dear $session.params.title!",
                nested='$sys.func.IF("$session.params.x != null", yes, no)',
                odd="$sys.func.RAND()",
            ),
        ),
    )
    agent.page(
        "Tell",
        entry=say(
            "$session.params.list[1] $session.params.who.first "
            '$session.params.who."last-name" $session.params.words $session.params.nested'
        ),
    )
    talk = Talk(agent)
    assert talk.say("please set it all now") == ["b Ana Ruiz Dear ! no"]
    assert outcomes(talk.imported, "presets")["odd"] == "unmapped"
    notes = [n.note for t in bot_of(talk.imported).topics.values() for n in t.nodes.values()]
    assert any("$sys.func.RAND()" in note for note in notes)


def test_a_flow_has_parameters_of_its_own(tmp_path: Path) -> None:
    more = '$sys.func.ADD($sys.func.IF("$flow.turn = null", 0, $flow.turn), 1)'
    count = {"setParameterActions": [{"parameter": "$flow.turn", "value": more}]}
    agent = (
        Agent(tmp_path)
        .flow(START, route("go", page="count"), route("other", flow="Other"))
        .page("count", route(condition="true", page="said"), entry=count)
        .page("said", route("go", page="count"), entry=say("Turn $flow.turn."))
        .flow("Other", route(condition="$flow.turn = null", page="none"))
        .page("none", flow="Other", entry=say("None here."))
        .intent("go", "go on with it", "once more please")
        .intent("other", "the other thing", "something else now")
    )
    talk = Talk(agent)
    assert talk.say("go on with it") == ["Turn 1."]
    assert talk.say("once more please") == ["Turn 2."]
    assert talk.say("the other thing") == ["None here."]
    assert {"flow_turn", "flow_turn_other"} <= set(bot_of(talk.imported).variables)
    assert outcomes(talk.imported, "presets") == {"$flow.turn": "approximate"}


def test_an_entity_that_is_another_one_is_asked_for_as_that(tmp_path: Path) -> None:
    asked = parameter("day", "@when", say("Which day?"), on("sys.no-match-default", say("Day?")))
    values = ["@sys.date:date", "@sys.date-time:date-time"]
    agent = (
        Agent(tmp_path)
        .flow(START, route("book", page="form"))
        .page(
            "form",
            route(condition="$session.params.day.date != null", page="done"),
            form=[asked],
        )
        .page("done", entry=say("On $session.params.day.date, $session.params.day."))
        .intent("book", "book a table for me", "I want a table")
        .json("entityTypes/when/when.json", {"displayName": "when", "kind": "KIND_LIST"})
        .json(
            "entityTypes/when/entities/en.json",
            {"entities": [{"value": one, "synonyms": [one]} for one in values]},
        )
    )
    talk = Talk(agent)
    assert talk.say("book a table for me") == ["Which day?"]
    assert talk.say("blue") == ["Day?"]
    assert talk.say("2026-12-01") == ["On 2026-12-01, 2026-12-01."]


def test_symbols_lead_where_they_say(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    for name in ("go", "again", "back", "home", "bye"):
        agent.intent(name, f"now please {name} with me")
    agent.flow(
        START,
        route("go", page="One"),
        route("again", page="Current Page"),
        route("back", page="PREVIOUS_PAGE"),
        route("home", page="Start Page", does=say("home")),
        route("bye", page="End Session", does=say("bye")),
    )
    agent.page("One", route("go", page="Two"), entry=say("one"))
    agent.page("Two", entry=say("two"))
    talk = Talk(agent)
    assert talk.say("now please go with me") == ["one"]
    assert talk.say("now please go with me") == ["two"]
    assert talk.say("now please again with me") == ["two"]
    assert talk.say("now please go with me") == ["one"]
    assert talk.say("now please home with me") == ["home"]
    assert talk.say("now please bye with me") == ["bye"]
    assert talk.rehearsal.state.mode == "ended"


def test_a_cancelled_flow_is_handled_by_the_page_that_called_it(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.intent("go", "take me there right now")
    agent.intent("stop", "please stop this right now")
    agent.flow(
        START, route("go", flow="Other"), handlers=[on("flow-cancelled", say("You came back."))]
    )
    agent.flow("Other", route("stop", page="END_FLOW_WITH_CANCELLATION"))
    assert Talk(agent).say("take me there right now", "please stop this right now") == [
        "You came back."
    ]


def test_route_groups_of_flows_and_of_the_agent(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.intent("help", "please help me with this")
    agent.intent("human", "I want to talk to somebody")
    agent.intent("go", "take me there right now")
    agent.flow(START, route("go", page="Deep"), transitionRouteGroups=["Everywhere"])
    agent.page("Deep", entry=say("deep"), transitionRouteGroups=["Local"])
    agent.json(
        f"flows/{START}/transitionRouteGroups/Local.json",
        {"displayName": "Local", "transitionRoutes": [route("help", does=say("local help"))]},
    )
    human = {"messages": [{"liveAgentHandoff": {"metadata": {"team": "sales"}}}]}
    agent.json(
        "agentTransitionRouteGroups/Everywhere.json",
        {"displayName": "Everywhere", "transitionRoutes": [route("human", does=human)]},
    )
    talk = Talk(agent)
    assert talk.say("please help me with this") == []
    assert talk.say("take me there right now", "please help me with this") == ["local help"]
    talk.say("I want to talk to somebody")
    assert talk.rehearsal.state.mode == "human"


def test_services_get_the_request_and_give_parameters_and_texts(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.webhook("shop", requestHeaders={"X-Key": "top-secret"}, username="me", password="pw")
    agent.intent("price", "what does the thing cost")
    agent.flow(
        START,
        route(
            "price",
            does={**say("Let me see."), "webhook": "shop", "tag": "price"},
            page="Answer",
        ),
    )
    agent.page("Answer", entry=say("It costs $session.params.price."))
    talk = Talk(agent)
    talk.rehearsal.say("what does the thing cost")
    (asked,) = talk.rehearsal.waiting.values()
    assert isinstance(asked, CallService)
    body = asked.body
    assert isinstance(body, dict)
    assert body["fulfillmentInfo"] == {"tag": "price"}
    assert isinstance(body["pageInfo"], dict)
    assert body["pageInfo"]["displayName"] == "Start Page"
    answer = {
        "sessionInfo": {"parameters": {"price": 12}},
        "fulfillmentResponse": {"messages": [{"text": {"text": ["Found it."]}}]},
    }
    given = {"status": 200, "headers": {}, "body": answer}
    exchange = talk.rehearsal.answer(asked.key, "ok", given)
    assert [each.text for each in exchange.messages] == ["Found it.", "It costs 12."]
    assert "top-secret" not in str(bot_of(talk.imported))
    assert bot_of(talk.imported).secrets == ("shop_x_key", "shop_authorization")


def test_a_service_may_lead_to_another_page(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.webhook("shop")
    agent.intent("price", "what does the thing cost")
    agent.flow(START, route("price", does={"webhook": "shop"}, page="Usual"))
    agent.page("Usual", entry=say("Usual."))
    agent.page("Special", entry=say("Special."), uid="uid-1")
    talk = Talk(agent)
    talk.rehearsal.say("what does the thing cost")
    (asked,) = talk.rehearsal.waiting.values()
    body = {"targetPage": "projects/p/locations/l/agents/a/flows/f/pages/uid-1"}
    exchange = talk.rehearsal.answer(asked.key, "ok", {"status": 200, "headers": {}, "body": body})
    assert [each.text for each in exchange.messages] == ["Special."]


def test_a_service_that_fails_is_handled_where_nothing_leads_on(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.webhook("shop")
    agent.intent("price", "what does the thing cost")
    agent.flow(
        START,
        route("price", does={"webhook": "shop"}),
        handlers=[
            on("webhook.error.timeout", say("Too slow.")),
            on("webhook.error", say("Broken.")),
        ],
    )
    for port, value, expected in (
        ("timeout", None, "Too slow."),
        ("failed", {"status": 503, "headers": {}, "body": {}}, "Broken."),
    ):
        talk = Talk(agent)
        talk.rehearsal.say("what does the thing cost")
        (asked,) = talk.rehearsal.waiting.values()
        exchange = talk.rehearsal.answer(asked.key, port, value)
        assert [each.text for each in exchange.messages] == [expected]


def test_flexible_services_send_their_own_body(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.webhook(
        "crm",
        webhookType="FLEXIBLE",
        httpMethod="PUT",
        requestBody='{"name": "$session.params.name"}',
        parameterMapping={"code": "$.result.code", "odd": "$..x"},
    )
    agent.intent("save", "please save my name now")
    agent.flow(START, route("save", page="Saved", does={**presets(name="Ana"), "webhook": "crm"}))
    agent.page("Saved", entry=say("Code $session.params.code"))
    talk = Talk(agent)
    talk.rehearsal.say("please save my name now")
    (asked,) = talk.rehearsal.waiting.values()
    assert isinstance(asked, CallService)
    assert (asked.method, asked.body) == ("PUT", {"name": "Ana"})
    given = {"status": 200, "headers": {}, "body": {"result": {"code": "A1"}}}
    exchange = talk.rehearsal.answer(asked.key, "ok", given)
    assert [each.text for each in exchange.messages] == ["Code A1"]
    assert outcomes(talk.imported, "webhook parameters") == {"code": "exact", "odd": "unmapped"}


def test_quick_replies_speech_and_unknown_messages(tmp_path: Path) -> None:
    chips = {"richContent": [[{"type": "chips", "options": [{"text": "Menu please now"}]}]]}
    agent = Agent(tmp_path)
    agent.intent("hi", "hello hello hello there")
    agent.intent("menu", "Menu please now")
    agent.flow(
        START,
        route(
            "hi",
            does={
                "messages": [
                    message("<speak>Hi <break time='1s'/> you</speak>"),
                    {"payload": chips, "languageCode": "en"},
                ]
            },
        ),
        route("menu", does=say("Pizza.")),
    )
    talk = Talk(agent)
    assert talk.say("hello hello hello there") == ["Hi you"]
    exchange = talk.rehearsal.press("Menu please now")
    assert [each.text for each in exchange.messages] == ["Pizza."]


def test_a_question_with_quick_replies_takes_a_press_as_its_answer(tmp_path: Path) -> None:
    chips = {"richContent": [[{"type": "chips", "options": [{"text": "small"}, {"text": "big"}]}]]}
    agent = Agent(tmp_path)
    agent.intent("go", "take my details right now")
    agent.entity("size", {"small": ["small"], "large": ["big"]})
    agent.flow(START, route("go", page="Form"))
    asks = {"messages": [message("Which size?"), {"payload": chips, "languageCode": "en"}]}
    agent.page(
        "Form",
        route(condition='$page.params.status = "FINAL"', page="Done"),
        form=[parameter("size", "@size", asks, on("sys.no-match-default", say("Sorry?")))],
    )
    agent.page("Done", entry=say("It is $session.params.size."))
    talk = Talk(agent)
    talk.rehearsal.say("take my details right now")
    assert [one.label for one in talk.rehearsal.options] == ["small", "big"]
    exchange = talk.rehearsal.press("big")
    assert [each.text for each in exchange.messages] == ["It is large."]


def test_an_agent_speaks_the_language_of_the_person(tmp_path: Path) -> None:
    agent = Agent(tmp_path, supportedLanguageCodes=["es", "pt-br"])
    agent.intent("hi", "hello hello hello there")
    both = {
        "messages": [message("Hello"), message("Hola", lang="es"), message("Olá", lang="pt-br")]
    }
    agent.flow(START, route("hi", does=both))
    imported = taken(agent)
    assert bot_of(imported).languages == ("en", "es", "pt")
    rehearsal = Rehearsal(load(imported.project, {}, "test"), contact=Contact(language="es"))
    exchange = rehearsal.say("hello hello hello there")
    assert [each.text for each in exchange.messages] == ["Hola"]


def test_lists_defaults_and_whole_messages_in_a_form(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.intent("go", "take my details right now")
    agent.entity("day", {"monday": ["monday"], "friday": ["friday"]})
    agent.flow(START, route("go", page="Form"))
    agent.page(
        "Form",
        route(condition="$page.params.status = FINAL", page="Done"),
        form=[
            parameter("level", "@sys.number", say("Level?"), defaultValue=3),
            parameter("days", "@day", say("Days?"), isList=True),
            parameter("note", "@sys.any", say("Note?"), redact=True),
        ],
    )
    agent.page("Done", entry=say("$session.params.level $session.params.days $session.params.note"))
    talk = Talk(agent, learned=True)
    assert talk.say("take my details right now") == ["Days?"]
    assert talk.say("monday and friday") == ["Note?"]
    assert talk.say("ring twice") == ["3 monday, friday ring twice"]
    assert bot_of(talk.imported).variables["note"].personal


def test_test_cases_become_conversations_that_hold(tmp_path: Path) -> None:
    agent = pizza(tmp_path)
    agent.test(
        "Small order",
        ("hello there my friend", ["Welcome to the shop!"]),
        ("I would like to order a pizza", ["Let us order.", "Which size?"]),
        ("little", ["How many?"]),
        ("1", ["1 small, RIGHT?"]),
        ("yes please do it", ["Ordered!"]),
    )
    agent.test("Wrong", ("hello there my friend", ["Something else"]))
    imported = taken(agent)
    bot = bot_of(imported)
    loaded = load(imported.project, {}, "test")
    results = {}
    for name, text in bot.tests.items():
        conversations, issues = parse_chat(text)
        assert not issues
        for conversation in conversations:
            results[name] = play(conversation, loaded, bot=bot.id).differences
    assert results["small_order"] == ()
    assert results["wrong"] != ()


def test_a_test_case_may_begin_on_a_page(tmp_path: Path) -> None:
    agent = pizza(tmp_path)
    turn = {
        "userInput": {
            "input": {"text": {"text": "yes please do it"}},
            "injectedParameters": {"n": 1},
        },
        "virtualAgentOutput": {
            "textResponses": [{"text": ["Ordered!"]}],
            "currentPage": {"displayName": "Start Page"},
        },
    }
    agent.json(
        "testCases/confirm.json",
        {
            "displayName": "Confirm",
            "testConfig": {"flow": "Ordering", "page": "Confirm"},
            "testCaseConversationTurns": [turn],
        },
    )
    imported = taken(agent)
    bot = bot_of(imported)
    (conversation,), issues = parse_chat(bot.tests["confirm"])
    assert not issues
    outcome = play(conversation, load(imported.project, {}, "test"), bot=bot.id)
    # The session ends: no page called the flow.
    assert outcome.differences == ()


def test_what_has_no_counterpart_is_kept_and_said(tmp_path: Path) -> None:
    agent = Agent(tmp_path)
    agent.intent("go", "take me there right now")
    agent.flow(
        START,
        route("go", page="Nowhere"),
        route("lost", does=say("lost")),
        route(condition="$sys.func.RAND() < 0.5", does=say("by chance")),
        handlers=[{**on("HI"), "targetPlaybook": "Sales"}],
    )
    steps = [{"text": "greet", "steps": [{"text": "be kind"}]}]
    playbook = {"displayName": "Sales", "goal": "sell", "instruction": {"steps": steps}}
    agent.json("playbooks/Sales/Sales.json", {**playbook, "apiKey": "hidden"})
    agent.json("tools/find.json", {"displayName": "find"})
    agent.json("entityTypes/a/excludedPhrases/en.json", {"excludedPhrases": []})
    agent.json("something/new.json", {})
    imported = taken(agent)
    assert outcomes(imported, "playbooks") == {"Sales": "unmapped"}
    assert outcomes(imported, "tools") == {"find": "unmapped"}
    (remark,) = bot_of(imported).topics["routing"].comments
    assert remark.text == "playbooks: Sales\n\nsell\ngreet\nbe kind"
    assert outcomes(imported, "excluded phrases") == {"en": "unmapped"}
    assert outcomes(imported, "files") == {"new": "unmapped"}
    assert outcomes(imported, "targets") == {"Nowhere": "unmapped", "Sales": "unmapped"}
    assert outcomes(imported, "intents")["lost"] == "unmapped"
    assert outcomes(imported, "conditions") == {"$sys.func.RAND() < 0.5": "unmapped"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$session.params.user-age >= 21", "user_age >= 21"),
        ("$session.params.a = null OR $session.params.b != undefined", "(!has(a) || has(b))"),
        ('$session.params.city : "^New.*"', 'matches(city, "^New.*")'),
        ('$session.params.text : "part"', 'contains(text, "part")'),
        ('$session.params.a != "x"', '(!has(a) || a != "x")'),
        ("$sys.func.GET_FIELD($session.params, phone-number) != null", "has(phone_number)"),
        ("$sys.func.CONTAIN($session.params.l, 2)", "contains(l, 2) == true"),
        ("$request.user-utterance = hello", 'message.text == "hello"'),
        ("($session.params.a = New York)", 'a == "New York"'),
        ("true", "true"),
    ],
)
def test_conditions_in_our_words(source: str, expected: str) -> None:
    assert Translator(Parameters()).condition(source).cel == expected


@pytest.mark.parametrize("source", ["$session.params.a = ", "(a", "$foo.bar", "a b = c )", "[1, 2"])
def test_what_is_no_condition_is_said(source: str) -> None:
    with pytest.raises(Unclear):
        parse(source)
    assert Translator(Parameters()).condition(source).how


def test_an_export_without_a_flow_is_refused(tmp_path: Path) -> None:
    Agent(tmp_path).json("flows/Main/Main.json", [])
    with pytest.raises(TertuliaError, match="not one flow can be read"):
        import_bot("dialogflow-cx", tmp_path)


def test_an_export_in_a_zip_below_a_folder(tmp_path: Path) -> None:
    agent = pizza(tmp_path / "agent")
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(agent.folder.rglob("*.json")):
            archive.write(path, f"exported_agent/{path.relative_to(agent.folder).as_posix()}")
    assert import_bot("auto", packed).report.whole() == taken(agent).report.whole()


def test_broken_parts_are_left_out(tmp_path: Path) -> None:
    agent = pizza(tmp_path)
    (tmp_path / "intents/yes/yes.json").write_text("{")
    agent.json(f"flows/{START}/pages/Odd.json", {"form": 3, "transitionRoutes": {"intent": [1]}})
    agent.json("webhooks/odd.json", [1])
    imported = taken(agent)
    assert outcomes(imported, "intents")["yes.json"] == "unmapped"
    assert outcomes(imported, "webhooks") == {"odd.json": "unmapped"}
    assert Talk(agent).say("please can you help me") == ["Say: order."]


def test_every_value_may_be_anything(tmp_path: Path) -> None:
    """Each value of a sound export is replaced by others: a sentence, never a crash."""
    pizza(tmp_path).webhook("shop").test("t", ("hi", ["Hello"]))
    sound = {
        path.relative_to(tmp_path).as_posix(): json.loads(path.read_text())
        for path in sorted(tmp_path.rglob("*.json"))
    }
    importer = IMPORTERS["dialogflow-cx"]
    for path, whole in sound.items():
        for changed in _changed(whole):
            files = {**sound, path: changed}
            readers = {
                name: (lambda value=value: json.dumps(value).encode())
                for name, value in files.items()
            }
            export = Files("odd", readers)
            if not importer.detect(export):
                continue
            try:
                importer.convert(export, Options())
            except TertuliaError:
                continue


def _changed(value: object, depth: int = 0) -> list[object]:
    """The value with one of its parts replaced, for each part."""
    found: list[object] = [None, 7, "x", [value], {"a": value}] if depth else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [{**value, key: one} for one in _changed(inner, depth + 1)]
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            found += [[*value[:at], one, *value[at + 1 :]] for one in _changed(inner, depth + 1)]
    return found


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the repository")
def test_the_corpus_agent_is_mapped_and_greets() -> None:
    imported = import_bot("dialogflow-cx", CORPUS / "s-query-operadora")
    assert [issue for issue in check(imported.project) if issue.severity == "error"] == []
    assert imported.report.whole().mapped_percent >= 97
    rehearsal = Rehearsal(load(imported.project, {}, "test"))
    rehearsal.say("hola")
    assert not [one for one in rehearsal.records if one.kind == "error"]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the repository")
def test_an_appointment_of_the_corpus_is_cancelled() -> None:
    imported = import_bot("dialogflow-cx", CORPUS / "s-query-operadora")
    bot = bot_of(imported)
    # What the agent's own service would have set.
    parameters = {
        "tipoAgente": "gestion_cita",
        "modulos": {"gestion_cita": True, "operadora": False},
        "parametrosModulos": {"buzon": {"pedirConsultaMedicamentos": False}},
    }
    answer = {"sessionInfo": {"parameters": parameters}}
    given = ("ok", {"status": 200, "headers": {}, "body": answer})
    loaded = load(imported.project, {bot.id: nlu.train(bot).save()}, "test")
    rehearsal = Rehearsal(loaded, answers={"service_s_query": given})
    for said in ("Idrus", "quiero cancelar una cita con el dermatologo", "sí", "mañana"):
        rehearsal.say(said)
    assert rehearsal.state.variables["page_title"] == "Obtener Hora"
    asked = rehearsal.say("a las 10").messages[-1].text
    assert "la cita que quiere cancelar es el 2026-01-02 a las 10:00" in asked
    rehearsal.say("sí")
    assert rehearsal.state.variables["current_flow"] == "general_identificar"
