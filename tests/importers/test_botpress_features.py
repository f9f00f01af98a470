"""Botpress bots of a few nodes, imported and talked to."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from botpress_bot import PLATFORM, BotpressBot, asks, bot_of, node, nodes_of, rehearse, talk

from engine import nlu
from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.runtime.conversations import play
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.issue import TertuliaError


def choice(bot: BotpressBot, name: str = "pick", **config: Any) -> dict[str, Any]:
    """The node of a choice skill between tea and coffee, with its flow."""
    bot.content(
        "builtin_single-choice",
        **{
            "text$en": "Tea or coffee?",
            "choices$en": [
                {"title": "Tea, please", "value": "tea"},
                {"title": "Coffee", "value": "coffee"},
            ],
        },
    )
    bot.contents.setdefault("builtin_text", []).append(
        {"id": "builtin_text-sorry", "formData": {"text$en": "Sorry?"}}
    )
    keywords = {"tea": ["tea", "Tea, please"], "coffee": ["coffee", "intent:wake_up"]}
    settings = {"nbMaxRetries": 1, "repeatChoicesOnInvalid": False, **config}
    skill = {
        "randomId": "r1",
        "contentId": "builtin_single-choice-c0",
        "invalidContentId": "builtin_text-sorry",
        "keywords": keywords,
        "config": settings,
    }
    counts = "Number(temp['skill-choice-invalid-count-r1']) > Number(1)"
    bot.flow(
        "skills/choice-1",
        node("entry", "say #!builtin_single-choice-c0 {}", to="parse"),
        asks("parse", to=[("temp['skill-choice-valid-r1'] === true", "#"), ("true", "invalid")]),
        node("invalid", "basic-skills/choice_invalid_answer {}", to=[(counts, "#")]),
        skillData=skill,
    )
    return node(
        name,
        type="skill-call",
        skill="choice",
        flow="skills/choice-1.flow.json",
        to=[
            ("temp['skill-choice-ret-r1'] == \"tea\"", "tea"),
            ("temp['skill-choice-ret-r1'] == \"coffee\"", "coffee"),
            ("true", "failed"),
        ],
    )


def with_choice(folder: Path, **config: Any) -> Imported:
    bot = BotpressBot(folder)
    bot.flow(
        "main",
        choice(bot, **config),
        node("tea", bot.say("Tea it is")),
        node("coffee", bot.say("Coffee it is")),
        node("failed", bot.say("Never mind")),
    )
    return bot.imported()


def test_nothing_is_said_until_the_person_does(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("entry", bot.say("Hello")))
    rehearsal = rehearse(bot.imported())
    rehearsal.open()
    assert rehearsal.messages == ()
    rehearsal.say("hi")
    rehearsal.say("hi again")
    assert [one.text for one in rehearsal.messages] == ["Hello", "Hello"]


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        (["*Coffee"], ["Coffee it is"]),
        (["2"], ["Coffee it is"]),
        (["some TEA for me"], ["Tea it is"]),
        (["juice", "tea"], ["Sorry?", "Tea it is"]),
        (["juice", "water"], ["Sorry?", "Never mind"]),
    ],
)
def test_a_choice_takes_buttons_numbers_and_words(
    tmp_path: Path, said: list[str], answers: list[str]
) -> None:
    assert talk(with_choice(tmp_path), "hi", *said) == ["Tea or coffee?", *answers]


def test_a_choice_may_show_its_buttons_again(tmp_path: Path) -> None:
    found = with_choice(tmp_path, repeatChoicesOnInvalid=True)
    assert talk(found, "hi", "juice")[1:] == ["Sorry?", "Tea or coffee?"]


def test_waiting_memory_and_conditions(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    keeps = 'builtin/setVariable {"type":"user","name":"age","value":"{{event.preview}}"}'
    bot.flow(
        "main",
        asks(
            "ask",
            bot.say("How old are you?"),
            onReceive=[keeps],
            to=[
                ("user.age >= 18 && event.preview.length < 4", "adult"),
                ("user.age === undefined", "ask"),
                ("true", "minor"),
            ],
        ),
        node("adult", bot.say("{{user.age}} is fine"), to="END"),
        node("minor", bot.say("Too young"), to="END"),
    )
    found = bot.imported()
    assert "age" in bot_of(found).fields
    assert talk(found, "hi", "20") == ["How old are you?", "20 is fine"]
    assert talk(found, "hi", "7") == ["How old are you?", "Too young"]


def test_what_is_temporary_ends_with_the_flow(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow(
        "main",
        node("entry", to=[("temp.seen", "again"), ("true", "first")]),
        node(
            "first",
            'builtin/setVariable {"type":"temp","name":"seen","value":"true"}',
            bot.say("first"),
            to="entry2",
        ),
        node("entry2", to=[("temp.seen == 'true'", "again")]),
        node("again", bot.say("again")),
    )
    assert talk(bot.imported(), "hi", "hi") == ["first", "again", "first", "again"]


def test_a_flow_returns_to_the_ways_of_who_called_it(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    sets = 'builtin/setVariable {"type":"session","name":"done","value":"yes"}'
    ways = [("session.done === 'yes'", "end"), ("true", "sub.flow.json")]
    bot.flow("main", node("one", to=ways), node("end", bot.say("Back in main")))
    bot.flow("other", node("two", to=ways), node("end", bot.say("Back in other")))
    bot.flow("sub", node("work", bot.say("Working"), sets, to="#"))
    bot.question(
        "q", ["take me to the other flow"], [], action="redirect",
        redirectFlow="other.flow.json", redirectNode="two",
    )  # fmt: skip
    found = bot.imported()
    assert talk(found, "hi") == ["Working", "Back in main"]
    assert talk(found, "take me to the other flow") == ["Working", "Back in other"]


def test_a_return_from_nowhere_waits_and_does_the_node_again(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("one", bot.say("Once more"), to="##"))
    assert talk(bot.imported(), "hi", "hm") == ["Once more", "Once more"]


def test_questions_are_answered_between_flows_only(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", asks("ask", bot.say("Your name?"), to="bye"), node("bye", bot.say("Bye")))
    bot.question("q1", ["what are your opening hours"], ["Nine to five"])
    said = talk(bot.imported(), "what are your opening hours", "hi", "what are your opening hours")
    assert said == ["Nine to five", "Your name?", "Bye"]


def test_contexts_open_and_close_questions(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.question("m", ["where do they live now"], ["In trees"], contexts=["monkeys"])
    bot.question("g", ["where do they live then"], ["In Africa"], contexts=["giraffes"])
    bot.flow(
        "main",
        node("entry", 'builtin/appendContext {"contexts":"monkeys","ttl":"1"}', bot.say("Ask me")),
    )
    found = bot.imported()
    assert talk(found, "where do they live then") == ["In Africa"]
    assert talk(found, "hi", "where do they live then") == ["Ask me", "Ask me"]
    assert talk(found, "hi", "where do they live now") == ["Ask me", "In trees"]


def test_conditions_ask_for_the_intent_of_an_awaited_message(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.intent("order-pizza", "I would like to order a pizza", "one pizza for me please")
    bot.intent("cancel", "please cancel my order now", "I want to cancel everything")
    ways = [
        ("event.nlu.intent.name === 'order-pizza'", "pizza"),
        ("event.nlu.intent.name == 'none'", "nothing"),
        ("true", "other"),
    ]
    bot.flow(
        "main",
        asks("ask", bot.say("What now?"), to=ways),
        node("pizza", bot.say("Pizza!")),
        node("nothing", bot.say("Nothing?")),
        node("other", bot.say("Something else")),
    )
    found = bot.imported()
    assert talk(found, "hi", "one pizza for me please")[1:] == ["Pizza!"]
    assert talk(found, "hi", "qwerty")[1:] == ["Nothing?"]
    assert talk(found, "hi", "please cancel my order now")[1:] == ["Something else"]


def test_a_slot_asks_until_it_knows(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.files["entities/size.json"] = {
        "id": "size",
        "name": "size",
        "type": "list",
        "occurrences": [{"name": "large", "synonyms": ["big", "huge"]}, {"name": "small"}],
    }
    bot.say("Which size?")
    bot.say("I know large and small")
    bot.flow(
        "skills/Slot-1",
        node("check-if-extracted"),
        skillData={
            "slotName": "size",
            "entities": ["size"],
            "contentElement": "builtin_text-t0",
            "notFoundElement": "builtin_text-t1",
            "retryAttempts": 1,
        },
    )
    bot.flow(
        "main",
        node(
            "Get size",
            type="skill-call",
            skill="Slot",
            flow="skills/Slot-1.flow.json",
            to=[
                ('temp.extracted == "true"', "ok"),
                ('temp.notExtracted == "true"', "failed"),
                ('temp.alreadyExtracted == "true"', "ok"),
            ],
        ),
        node("ok", bot.say("A {{session.slots.size.value}} one")),
        node("failed", bot.say("Too bad")),
    )
    found = bot.imported()
    assert talk(found, "hi", "a huge one") == ["Which size?", "A large one"]
    assert talk(found, "hi", "x", "y") == ["Which size?", "I know large and small", "Too bad"]


def test_a_service_is_called_and_its_key_is_left_behind(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow(
        "skills/CallAPI-1",
        node("entry"),
        skillData={
            "method": "post",
            "url": "https://example.org/orders?api_key=abcdef123456",
            "headers": {"Authorization": "Bearer abcdef123456789"},
            "body": '{"name": "{{session.name}}"}',
            "memory": "temp",
            "variable": "answer",
            "randomId": "x",
        },
    )
    bot.flow(
        "main",
        node(
            "call",
            type="skill-call",
            skill="CallAPI",
            flow="skills/CallAPI-1.flow.json",
            to=[("temp.valid_x", "ok"), ("!temp.valid_x", "failed")],
        ),
        node("ok", bot.say("Order {{temp.answer.body.id}}")),
        node("failed", bot.say("Not now")),
    )
    found = bot.imported()
    assert "abcdef123456" not in str(found)
    ok = ("ok", {"status": 200, "headers": {}, "body": {"id": 7}})
    assert talk(found, "hi", answers={"call_service": ok}) == ["Order 7"]
    assert talk(found, "hi", answers={"call_service": ("failed", None)}) == ["Not now"]


def test_an_action_that_only_keeps_values_is_drawn(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.files["actions/shout.js"] = """
      /** Shouts. @param {string} name */
      const shout = async name => {
        if (name) { session.loud = name.toUpperCase() + '!' } else { session.loud = 'WHO?' }
      }
      return shout(args.name)
    """
    keeps = 'builtin/setVariable {"type":"session","name":"name","value":"{{event.preview}}"}'
    bot.flow(
        "main",
        asks("ask", bot.say("Name?"), onReceive=[keeps], to="shout"),
        node("shout", 'shout {"name":"{{session.name}}"}', bot.say("{{session.loud}}")),
    )
    found = bot.imported()
    assert talk(found, "hi", "ana") == ["Name?", "ANA!"]
    assert not bot_of(found).actions


def test_other_actions_wait_to_be_written(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.files["actions/rates.js"] = (
        "const axios = require('axios')\nconst { data } = await axios.get(url)\n"
        "temp.rate = data.rate // key sk_live_abcdefghijklmnop"
    )
    bot.flow("main", node("entry", 'rates {"of":"{{session.x}}"}', bot.say("Rate {{temp.rate}}")))
    found = bot.imported()
    action = bot_of(found).actions["rates"]
    assert "axios.get" in action.source
    assert "sk_live" not in action.source
    compile(action.source, "rates", "exec")
    assert talk(found, "hi", answers={"run_code": ("failed", None)}) == ["Rate "]
    assert talk(found, "hi", answers={"run_code": ("ok", {"rate": 2})}) == ["Rate 2"]
    (entry,) = [one for one in found.report.entries if one.name == "rates"]
    assert entry.outcome == "unmapped"


def test_content_of_every_kind(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path, languages=["en", "fr"])
    image = {"image$en": "https://example.org/a.png", "title$en": "A"}
    card = {"title": "Card", "subtitle": "Sub", "image": "/api/v1/bots/x/media/b.png"}
    card |= {"actions": [
        {"action": "Say something", "title": "Say", "text": "said it"},
        {"action": "Open URL", "title": "Open", "url": "https://example.org"},
        {"action": "Postback", "title": "Post", "payload": "posted"},
    ]}  # fmt: skip
    says = [
        bot.say("Hello", **{"text$fr": "Bonjour"}),
        bot.content("builtin_image", **image),
        bot.content("builtin_video", **{"video$en": "https://example.org/v.mp4"}),
        bot.content("builtin_audio", **{"audio$en": "https://example.org/a.mp3"}),
        bot.content("builtin_file", **{"file$en": "https://example.org/f.pdf"}),
        bot.content("builtin_location", **{"latitude$en": 1.5, "longitude$en": 2, "title$en": "L"}),
        bot.content("builtin_card", **{f"{key}$en": value for key, value in card.items()}),
        bot.content("builtin_carousel", **{"items$en": [card]}),
        bot.content("dropdown", **{"message$en": "Pick", "options$en": [{"label": "One"}]}),
        bot.content("own_type", **{"text$en": "Ours"}),
        bot.content("other_type", **{"colour$en": "red"}),
    ]
    bot.flow("main", node("entry", *says))
    found = bot.imported()
    rehearsal = rehearse(found)
    rehearsal.say("hi")
    texts = [one.text for one in rehearsal.messages]
    assert {"Hello", "Pick", "Ours"} <= set(texts)
    assert sum(len(one.cards) for one in rehearsal.messages) == 2
    kinds = {one.kind for one in nodes_of(found).values()}
    assert {"media", "location", "carousel", "say"} <= kinds
    outcomes = {one.kind: one.outcome for one in found.report.entries}
    assert outcomes["content own_type"] == "approximate"
    assert outcomes["content other_type"] == "unmapped"


def test_silence_ends_the_flow_or_goes_to_its_timeout(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path, dialog={"timeoutInterval": "5m"})
    bot.flow("main", asks("ask", bot.say("Name?"), to="END"))
    rehearsal = rehearse(bot.imported())
    rehearsal.say("hi")
    rehearsal.advance(301)
    rehearsal.say("Ana")
    assert [one.text for one in rehearsal.messages] == ["Name?", "Name?"]
    bot.flow("timeout", node("late", bot.say("Still there?")))
    rehearsal = rehearse(bot.imported())
    rehearsal.say("hi")
    rehearsal.advance(301)
    assert [one.text for one in rehearsal.messages] == ["Name?", "Still there?"]


def test_what_leads_nowhere_goes_to_the_flow_for_errors(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("entry", "say #!builtin_text-gone", to="gone.flow.json"))
    bot.flow("error", node("oops", bot.say("Oops")))
    found = bot.imported()
    assert talk(found, "hi") == ["Oops"]
    unmapped = {one.kind for one in found.report.entries if one.outcome == "unmapped"}
    assert {"content", "transitions"} <= unmapped


def test_bots_of_a_workspace_are_one_project(tmp_path: Path) -> None:
    master = BotpressBot(tmp_path / "bots" / "master", id="master")
    asks_others = 'delegate_to_bots {"bots":"hr","minConfidence":"0.5"}'
    ways = [("temp.delegation && temp.delegation.length", "one"), ("true", "none")]
    master.flow(
        "main",
        node("entry", asks_others, to=ways),
        node("one", master.say("Ask {{temp.delegation.0.botId}}")),
        node("none", master.say("Nobody knows")),
    )
    master.write()
    hr = BotpressBot(tmp_path / "bots" / "hr", id="hr")
    hr.flow("main", node("entry", hr.say("HR here")))
    hr.question("pay", ["when do I get my pay check this month"], ["On Friday"])
    hr.write()
    found = import_bot(PLATFORM, tmp_path)
    assert set(found.project.bots) == {"hr", "master"}
    assert found.project.routing.first == "master"
    models = {name: nlu.train(bot).save() for name, bot in found.project.bots.items()}
    rehearsal = Rehearsal(load(found.project, models, "test"))
    rehearsal.say("hello there")
    rehearsal.say("when do I get my pay check this month")
    assert [one.text for one in rehearsal.messages] == ["Nobody knows", "On Friday"]


def test_a_tgz_is_an_export(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path / "bot")
    bot.flow("main", node("entry", bot.say("Hello")))
    bot.write()
    with tarfile.open(tmp_path / "bot_shop.tgz", "w:gz") as archive:
        archive.add(tmp_path / "bot", arcname=".")
    found = import_bot("auto", tmp_path / "bot_shop.tgz")
    assert found.report.platform == PLATFORM
    assert talk(found, "hi") == ["Hello"]


def test_the_studios_places_are_kept(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("a", bot.say("A"), to="b"), node("b", bot.say("B")))
    at = {"id-a": (0, 0), "id-b": (500, 300)}
    bot.files["flows/main.ui.json"] = {
        "nodes": [{"id": id_, "position": {"x": x, "y": y}} for id_, (x, y) in at.items()]
    }
    layout = bot_of(bot.imported()).topics["main"].layout
    assert layout["b"][0] > layout["a"][0]
    assert layout["b"][1] > layout["a"][1]


def test_tests_of_understanding_become_conversations(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("entry", bot.say("Hello")))
    bot.intent("order-pizza", "I would like to order a pizza", "one pizza for me please")
    bot.files["nlu-tests.json"] = [
        {
            "id": "a",
            "utterance": "one pizza for me please",
            "conditions": [["intent", "is", "order-pizza"]],
        },
        {"id": "b", "utterance": "qwertyuiop", "conditions": [["intent", "is", "none"]]},
        {"id": "c", "utterance": "x", "conditions": [["intent", "is", "gone"]]},
    ]
    found = bot.imported()
    imported = bot_of(found)
    loaded = load(found.project, {imported.id: nlu.train(imported).save()}, "test")
    ((path, text),) = imported.tests.items()
    conversations, issues = parse(text, path)
    assert not issues
    assert [play(one, loaded).differences for one in conversations] == [(), ()]
    assert [one.name for one in found.report.entries if one.outcome == "unmapped"] == ["x"]


def test_a_language_that_the_bot_does_not_declare_is_told(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("entry", bot.say("Hello", **{"text$fr": "Bonjour"})))
    (entry,) = [one for one in bot.imported().report.entries if one.name == "fr"]
    assert entry.outcome == "approximate"


def test_hooks_are_kept_as_text(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("entry", bot.say("Hello")))
    bot.files["hooks/before_incoming_middleware/greet.js"] = "event.setFlag('x', true)"
    found = bot.imported()
    assert talk(found, "hi") == ["Hello"]
    (action,) = bot_of(found).actions.values()
    assert "# event.setFlag('x', true)" in action.source


def test_buttons_send_their_value(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    sent = [{"title": "Yes, please", "value": "YES"}, {"title": "No", "value": "NO"}]
    menu = bot.content("builtin_single-choice", **{"text$en": "Sure?", "choices$en": sent})
    bot.flow(
        "main",
        asks("ask", menu, to=[("event.payload.payload === 'YES'", "yes"), ("true", "no")]),
        node("yes", bot.say("Good")),
        node("no", bot.say("Pity")),
    )
    found = bot.imported()
    assert talk(found, "hi", "*Yes, please") == ["Sure?", "Good"]
    assert talk(found, "hi", "*No") == ["Sure?", "Pity"]


def test_a_trigger_is_where_its_intent_leads(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.intent("order-pizza", "I would like to order a pizza", "one pizza for me please")
    meant = [{"id": "user_intent_is", "params": {"intentName": "order-pizza"}}]
    bot.flow("misunderstood", node("sorry", bot.say("Sorry?")))
    bot.flow(
        "pizza",
        node("wanted", type="trigger", conditions=meant, to="say"),
        node("say", bot.say("Pizza!")),
    )
    found = bot.imported()
    assert talk(found, "qwertyuiop", "one pizza for me please") == ["Sorry?", "Pizza!"]


def test_what_was_pressed_can_be_kept(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    keeps = 'builtin/setVariable {"type":"user","name":"drink","value":"{{event.preview}}"}'
    bot.flow(
        "main",
        choice(bot),
        node("tea", keeps, "own {}", bot.say("{{user.drink}}")),
        node("coffee"),
        node("failed"),
    )
    found = bot.imported()
    failed = {"run_code": ("failed", None)}
    assert talk(found, "hi", "*Tea, please", answers=failed)[1:] == ["Tea, please"]


def test_a_broken_file_is_named_and_the_rest_imported(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("entry", bot.say("Hello")))
    bot.files["intents/broken.json"] = "{"
    bot.files["qna/list.json"] = "7"
    found = bot.imported()
    assert talk(found, "hi") == ["Hello"]
    assert {one.place for one in found.report.entries if one.kind == "files"} == {
        "intents/broken.json",
        "qna/list.json",
    }


def test_a_circle_of_flows_ends(tmp_path: Path) -> None:
    bot = BotpressBot(tmp_path)
    bot.flow("main", node("a", bot.say("A"), to="other.flow.json"))
    bot.flow("other", node("b", to="main.flow.json"))
    found = bot.imported()
    assert talk(found, "hi", "hi") == ["A", "A"]
    assert any("for ever" in one.how for one in found.report.entries)


def test_no_node_at_all_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "bot.config.json").write_text(json.dumps({"id": "x"}))
    (tmp_path / "flows/main.flow.json").write_text("[]")
    with pytest.raises(TertuliaError, match="not one node"):
        import_bot(PLATFORM, tmp_path)
