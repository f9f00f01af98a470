"""Dialogflow ES by small agents: each feature is imported and holds in a conversation."""

from pathlib import Path
from typing import Any

import pytest
from dialogflow_agent import PLATFORM, Agent, Talk, bot_of, nodes_of, parameter, payload, text

from engine import nlu
from engine.importers import Entry, Imported, import_bot
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.issue import TertuliaError


@pytest.fixture
def agent(tmp_path: Path) -> Agent:
    """An agent that greets and apologises."""
    agent = Agent(tmp_path / "export")
    agent.intent("Welcome", text("Hi!"), events=[{"name": "WELCOME"}], phrases={"en": ["hi"]})
    return agent.intent("Fallback", text("Sorry?"), fallbackIntent=True)


def entries(imported: Imported, kind: str) -> list[Entry]:
    return [entry for entry in imported.report.entries if entry.kind == kind]


def outcomes(imported: Imported, kind: str) -> dict[str, str]:
    return {entry.name: entry.outcome for entry in entries(imported, kind)}


def test_settings_languages_and_predefined_intents(agent: Agent) -> None:
    agent.json(
        "agent.json",
        {
            "language": "es",
            "displayName": "Mi bot",
            "supportedLanguages": ["en-us", "pt-BR"],
            "defaultTimezone": "Europe/Madrid",
            "mlMinConfidence": 0.4,
            "secondaryKey": "abc123secret",
        },
    )
    imported = agent.imported()
    bot = bot_of(imported)
    assert (bot.id, bot.name) == ("mi_bot", "Mi bot")
    assert bot.languages == ("es", "en", "pt")
    assert bot.time_zone == "Europe/Madrid"
    assert outcomes(imported, "languages") == {
        "es": "exact",
        "en": "approximate",
        "en-us": "approximate",
        "pt-br": "approximate",
    }
    assert outcomes(imported, "settings") == {"mlMinConfidence": "approximate"}
    nodes = nodes_of(bot)
    assert nodes["startup"].source == "intents/Welcome.json"
    assert nodes["startup"].params["events"] == ["opened"]
    assert nodes["not_understood"].source == "intents/Fallback.json"
    assert "abc123secret" not in repr(imported)


def test_greets_and_apologises(agent: Agent) -> None:
    talk = Talk(agent.bot())
    assert talk.greeting == ["Hi!"]
    assert talk.say("gibberish") == ["Sorry?"]


def test_texts_of_languages_lie_over_each_other(agent: Agent) -> None:
    agent.json("agent.json", {"language": "en", "supportedLanguages": ["es"]})
    agent.intent(
        "offer",
        text("One", "Uno more"),
        text("Second"),
        text("Uno", lang="es"),
        text("Segundo", lang="es"),
    )
    nodes = nodes_of(agent.bot())
    assert nodes["offer_say"].params == {
        "text": {"en": "One", "es": "Uno"},
        "alternatives": [{"en": "Uno more", "es": "Uno"}],
    }
    assert nodes["offer_say"].edges == {"next": "offer_say_2"}
    assert nodes["offer_say_2"].params == {"text": {"en": "Second", "es": "Segundo"}}
    assert nodes["offer_say"].source == "intents/offer.json#messages[0]"


def test_phrases_annotations_templates_and_old_exports(agent: Agent) -> None:
    agent.entity("size", [{"value": "small", "synonyms": ["small", "little"]}])
    agent.intent(
        "buy",
        text("ok"),
        phrases={
            "en": [
                [{"text": "buy a "}, {"text": "small", "meta": "@size", "alias": "size"}],
                "Buy a SMALL",
                [{"text": "note "}, {"text": "this", "meta": "@sys.any", "alias": "any"}],
            ]
        },
        userSays=[{"isTemplate": True, "data": [{"text": "@sys.number:n of @size:size please"}]}],
    )
    imported = agent.imported()
    node = nodes_of(bot_of(imported))["buy"]
    assert node.params["phrases"] == {"en": ["buy a small", "note this", "2 of small please"]}
    counts = {count.kind: count for count in imported.report.counts()}
    assert (counts["phrases"].total, counts["phrases"].exact) == (5, 3)


def test_entities_become_tables(agent: Agent) -> None:
    agent.json("agent.json", {"language": "en", "supportedLanguages": ["es"]})
    agent.entity("size", [{"value": "S", "synonyms": ["S", "small; tiny"]}, {"value": "L"}])
    agent.json("entities/size_entries_es.json", [{"value": "S", "synonyms": ["chica"]}])
    agent.entity("pair", [{"value": "@size:size and more"}, {"value": "both"}], isEnum=True)
    agent.entity("plate", [{"value": "[A-Z]{3}[0-9]{3}"}, {"value": "[0-9]{6}"}], isRegexp=True)
    imported = agent.imported()
    bot = bot_of(imported)
    size = bot.entities["size"]
    assert size.columns == ("value", "synonyms", "language")
    assert size.rows == (("S", "small, tiny;chica", "en;es"), ("L", None, "en"))
    assert bot.entities["pair"].rows == (("both", None),)
    assert "plate" not in bot.entities
    assert outcomes(imported, "entities") == {
        "size": "approximate",
        "pair": "exact",
        "plate": "exact",
    }
    unmapped = [
        entry for entry in entries(imported, "entity values") if entry.outcome == "unmapped"
    ]
    assert [(entry.name, entry.count) for entry in unmapped] == [("pair", 1)]


def test_slot_filling_asks_and_fills_the_answer(agent: Agent) -> None:
    agent.entity("size", [{"value": "small", "synonyms": ["little"]}])
    agent.entity("plate", [{"value": "[A-Z]{3}"}], isRegexp=True)
    agent.intent(
        "order",
        text("A $size one for $persons, plate $plate, $who-san, costs $5 ${x}."),
        phrases={"en": ["order"]},
        response={
            "parameters": [
                parameter("size", "@size", required=True, prompts=["Which size?", "Size?"]),
                parameter(
                    "persons", "@sys.number", required=True, prompts=["For $size: how many?"]
                ),
                parameter("plate", "@plate", required=True),
                {"name": "who", "dataType": "", "value": "nobody"},
            ]
        },
    )
    talk = Talk(agent.bot())
    assert talk.say("order") == ["Which size?"]
    assert talk.say("little") == ["For small: how many?"]
    assert talk.say("four") == ["Plate?"]
    assert talk.say("abc") == ["Plate?"]
    assert talk.say("ABC") == ["A small one for 4, plate ABC, $who-san, costs $5 ${x}."]


def test_two_of_a_kind_are_taken_in_order_and_never_twice(agent: Agent) -> None:
    asked = {"required": True, "dataType": "@sys.number"}
    park = {
        "parameters": [
            {"name": "from", "value": "$from", "prompts": ["From when?"], **asked},
            {"name": "to", "value": "$to", "prompts": ["Until when?"], **asked},
        ]
    }
    phrases = {"en": ["I park here", "I park here from 1 until 2", "I park from 8 until 9"]}
    agent.intent("park", text("$from to $to."), phrases=phrases, response=park)
    span = {"parameters": [parameter("one", "@sys.number"), parameter("two", "@sys.number")]}
    agent.intent(
        "span",
        text("$one and $two."),
        phrases={"en": ["my span of years", "my span of years: 7, 9"]},
        response=span,
    )
    imported = agent.imported()
    bot = bot_of(imported)
    rehearsal = Rehearsal(load(imported.project, {bot.id: nlu.train(bot).save()}, "x"))

    def say(words: str) -> list[str]:
        return [one.text for one in rehearsal.say(words).messages]

    assert say("I park here") == ["From when?"]
    assert say("3") == ["Until when?"]
    assert say("5") == ["3 to 5."]
    assert say("I park here from 10 until 11") == ["10 to 11."]
    assert say("my span of years: 20, 30") == ["20 and 30."]
    assert outcomes(imported, "parameters") == {
        "from": "exact",
        "to": "approximate",
        "one": "exact",
        "two": "approximate",
    }


def test_a_parameter_may_keep_its_value_of_a_context(agent: Agent) -> None:
    agent.entity("size", [{"value": "small"}, {"value": "large"}])
    kept = {"name": "size", "dataType": "@size", "value": "#order.size"}
    agent.intent(
        "order",
        text("How many?"),
        phrases={"en": ["a small one"]},
        response={
            "affectedContexts": [{"name": "order", "lifespan": 2}],
            "parameters": [parameter("size", "@size", required=True)],
        },
    )
    agent.intent(
        "many",
        text("$many of $size."),
        contexts=["order"],
        phrases={"en": ["this many please"]},
        response={"parameters": [kept, {"name": "many", "dataType": "", "value": "two"}]},
    )
    talk = Talk(agent.bot())
    assert talk.say("a small one") == ["Size?"]
    assert talk.say("small") == ["How many?"]
    assert talk.say("this many please") == ["two of small."]


def test_parameters_with_fixed_and_default_values(agent: Agent) -> None:
    agent.intent(
        "note",
        text("$risk / $level / $said / #ctx.risk / #ctx.2 / $missing"),
        phrases={"en": ["take note"]},
        response={
            "affectedContexts": [{"name": "ctx", "lifespan": 2}],
            "parameters": [
                {"name": "risk", "dataType": "", "value": 'LOW "1"'},
                parameter("level", "@sys.number", defaultValue="3"),
                parameter("said", "@sys.any"),
            ],
        },
    )
    imported = agent.imported()
    assert Talk(bot_of(imported)).say("take note") == [
        'LOW "1" / 3 / take note / LOW "1" / #ctx.2 / $missing'
    ]
    assert outcomes(imported, "parameters") == {
        "risk": "exact",
        "level": "exact",
        "said": "approximate",
    }


def test_parameters_that_nothing_finds_are_reported(agent: Agent) -> None:
    agent.intent(
        "visit",
        text("In $city on $when"),
        phrases={
            "en": [
                [{"text": "visit "}, {"text": "Lisbon", "meta": "@sys.geo-city", "alias": "city"}]
            ]
        },
        response={
            "parameters": [
                parameter("city", "@sys.geo-city"),
                parameter("when", "@sys.duration"),
                parameter("many", "@sys.number", isList=True),
            ]
        },
    )
    imported = agent.imported()
    assert outcomes(imported, "parameters") == {
        "city": "approximate",
        "when": "unmapped",
        "many": "exact",
    }
    assert bot_of(imported).entities["geo_city"].rows == (("Lisbon", None),)


def test_names_that_expressions_use_get_another_name(agent: Agent) -> None:
    agent.intent(
        "speak",
        text("$language"),
        response={"parameters": [{"name": "language", "dataType": "", "value": "Klingon"}]},
        phrases={"en": ["speak"]},
    )
    bot = agent.bot()
    assert list(bot.variables) == ["language_value"]
    assert Talk(bot).say("speak") == ["Klingon"]


def with_contexts(agent: Agent) -> Agent:
    opened = {"affectedContexts": [{"name": "Order-followup", "lifespan": 2}]}
    agent.intent("Order", text("Sure?"), phrases={"en": ["order"]}, response=opened)
    agent.intent(
        "Order - yes",
        text("Ordered."),
        contexts=["Order-followup"],
        parentId="id-Order",
        phrases={"en": ["yes"]},
        response={"affectedContexts": [{"name": "Order-followup", "lifespan": 0}]},
    )
    agent.intent("other", text("Other."), phrases={"en": ["other"]})
    return agent.intent(
        "reset", text("Forgot."), response={"resetContexts": True}, phrases={"en": ["reset"]}
    )


def test_contexts_open_and_close_intents(agent: Agent) -> None:
    bot = with_contexts(agent).bot()
    talk = Talk(bot)
    assert talk.say("yes") == ["Sorry?"]
    talk.say("order")
    assert talk.say("yes") == ["Ordered."]
    assert talk.say("yes") == ["Sorry?"]
    talk.say("order")
    talk.say("reset")
    assert talk.say("yes") == ["Sorry?"]


@pytest.mark.parametrize(("between", "answer"), [(1, "Ordered."), (2, "Sorry?")])
def test_contexts_live_for_their_messages(agent: Agent, between: int, answer: str) -> None:
    talk = Talk(with_contexts(agent).bot())
    talk.say("order")
    for _ in range(between):
        assert talk.say("other") == ["Other."]
    assert talk.say("yes") == [answer]


def test_follow_ups_share_the_canvas_of_their_intent(agent: Agent) -> None:
    bot = with_contexts(agent).bot()
    (topic,) = [topic for topic in bot.topics.values() if "order" in topic.nodes]
    assert "order_yes" in topic.nodes
    assert topic.nodes["order_yes"].params["condition"] == (
        "session.messages <= ctx_order_followup_until"
    )


def test_fallbacks_of_contexts_come_before_the_common_one(agent: Agent) -> None:
    with_contexts(agent)
    agent.intent(
        "Order - fallback",
        text("Yes or no?"),
        fallbackIntent=True,
        contexts=["Order-followup"],
        parentId="id-Order",
    )
    talk = Talk(agent.bot())
    talk.say("order")
    assert talk.say("what?") == ["Yes or no?"]
    assert talk.say("what?") == ["Yes or no?"]
    assert talk.say("what?") == ["Sorry?"]


def test_a_phrase_that_is_anything_takes_the_next_message(agent: Agent) -> None:
    opened = {"affectedContexts": [{"name": "name", "lifespan": 1}]}
    agent.intent("ask name", text("Your name?"), phrases={"en": ["name"]}, response=opened)
    agent.intent(
        "got name",
        text("Hello $any!"),
        contexts=["name"],
        phrases={"en": [[{"text": "John", "meta": "@sys.any", "alias": "any"}]]},
        response={"parameters": [parameter("any", "@sys.any")]},
    )
    talk = Talk(agent.bot())
    assert talk.say("Ada") == ["Sorry?"]
    talk.say("name")
    assert talk.say("Ada") == ["Hello Ada!"]
    assert talk.say("Ada") == ["Sorry?"]


def test_an_intent_that_was_switched_off_stays_off(agent: Agent) -> None:
    agent.intent("old", text("Old."), priority=-1, phrases={"en": ["old"]})
    imported = agent.imported()
    assert Talk(bot_of(imported)).say("old") == ["Sorry?"]
    assert outcomes(imported, "intents")["old"] == "approximate"


def test_events(agent: Agent) -> None:
    agent.intent("paid", text("Thanks."), events=[{"name": "payment_done"}])
    assert Talk(agent.bot()).happen("payment_done") == ["Thanks."]


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return payload({"richContent": [list(elements)]})


def test_chips_lead_to_the_intent_that_would_answer(agent: Agent) -> None:
    agent.intent(
        "menu",
        rich(
            {"type": "description", "title": "What now?", "text": ["Choose."]},
            {"type": "divider"},
            {
                "type": "chips",
                "options": [
                    {"text": "Order a very large pizza now"},
                    {"text": "Pay", "link": "https://example.org/pay"},
                    {"text": "Nothing like this"},
                ],
            },
            {"type": "list", "title": "By event", "event": {"name": "go"}},
        ),
        phrases={"en": ["menu"]},
    )
    agent.intent("pizza", text("Pizza!"), phrases={"en": ["order a very large pizza now"]})
    agent.intent("gone", text("Gone."), events=[{"name": "GO"}])
    imported = agent.imported()
    talk = Talk(bot_of(imported))
    (message,) = talk.send("menu")
    assert message.text == "What now?\nChoose."
    assert [option.label for option in message.options] == [
        "Order a very large…",
        "Pay",
        "Nothing like this",
        "By event",
    ]
    assert message.options[1].url == "https://example.org/pay"
    assert [m.text for m in talk.send(choice=message.options[0].id)] == ["Pizza!"]
    talk.send("menu")
    assert [m.text for m in talk.send(choice=message.options[2].id)] == ["Sorry?"]
    talk.send("menu")
    assert talk.say("By event") == ["Gone."]
    assert outcomes(imported, "buttons") == {
        "Order a very large pizza now": "exact",
        "Nothing like this": "approximate",
        "go": "exact",
    }
    assert outcomes(imported, "button labels") == {"Order a very large pizza now": "approximate"}


def test_links_alone_become_cards_and_do_not_wait(agent: Agent) -> None:
    agent.intent(
        "rules",
        rich(
            {"type": "description", "text": ["Read the rules:"]},
            {
                "type": "button",
                "text": "The rules of the whole house",
                "link": " https://example.org ",
            },
            {
                "type": "info",
                "title": "Info",
                "subtitle": "More",
                "actionLink": "https://example.org/i",
            },
            {"type": "image", "rawUrl": "https://example.org/a.png", "accessibilityText": "A"},
            {"type": "accordion", "title": "T", "subtitle": "S", "text": "U"},
        ),
        phrases={"en": ["rules"]},
    )
    talk = Talk(agent.bot())
    said, cards, image, accordion = talk.send("rules")
    assert said.text == "Read the rules:"
    assert [card.title for card in cards.cards] == ["The rules of the whole house", "Info"]
    assert cards.cards[0].options[0].url == "https://example.org"
    assert image.media[0].url == "https://example.org/a.png"
    assert accordion.text == "T\nS\nU"
    assert talk.say("gibberish") == ["Sorry?"]


def test_more_than_ten_buttons_turn_the_page(agent: Agent) -> None:
    options = [{"text": f"Choice {number}"} for number in range(15)]
    agent.intent("many", rich({"type": "chips", "options": options}), phrases={"en": ["many"]})
    talk = Talk(agent.bot())
    (first,) = talk.send("many")
    assert [option.label for option in first.options][-2:] == ["Choice 8", "More…"]
    (second,) = talk.send(choice=first.options[-1].id)
    assert second.options[0].label == "Choice 9"
    assert len(second.options) == 6


def test_messages_of_the_old_kinds(agent: Agent) -> None:
    agent.intent(
        "all",
        {"type": 1, "title": "Card", "subtitle": "Sub", "imageUrl": "https://e.org/c.png",
         "buttons": [{"text": "Web", "postback": "https://e.org"}]},
        {"type": "3", "imageUrl": "https://e.org/i.png"},
        {"type": 2, "title": "Quick?", "replies": ["hi", "No way"]},
        {"type": 0, "speech": ""},
        {"type": 77, "secret": "sauce"},
        phrases={"en": ["all"]},
    )  # fmt: skip
    imported = agent.imported()
    cards, image, quick = Talk(bot_of(imported)).send("all")
    assert (cards.cards[0].title, cards.cards[0].image) == ("Card", "https://e.org/c.png")
    assert image.media[0].url == "https://e.org/i.png"
    assert (quick.text, [option.label for option in quick.options]) == ("Quick?", ["hi", "No way"])
    todo = [node for node in nodes_of(bot_of(imported)).values() if "sauce" in node.note]
    assert [node.kind for node in todo] == ["set"]
    counts = {count.kind: count for count in imported.report.counts()}
    assert (counts["messages"].exact, counts["messages"].unmapped) == (6, 1)


def test_messages_for_platforms(agent: Agent) -> None:
    agent.intent(
        "both",
        text("For all."),
        text("For Slack.", platform="slack"),
        {"type": 14, "platform": "telephony", "lang": "en", "ssml": "<speak>For all.</speak>"},
        phrases={"en": ["both"]},
    )
    agent.intent(
        "google only",
        {"type": "simple_response", "platform": "google", "lang": "en", "textToSpeech": "Spoken",
         "displayText": "Shown"},
        {"type": "suggestion_chips", "platform": "google", "lang": "en",
         "suggestions": [{"title": "hi"}]},
        {"type": "link_out_chip", "platform": "google", "lang": "en", "destinationName": "Web",
         "url": "https://e.org"},
        {"type": "browse_carousel_card", "platform": "google", "lang": "en", "items": [
            {"title": "One", "description": "D", "openUrlAction": {"url": "https://e.org/1"}}]},
        {"type": "table_card", "platform": "google", "lang": "en", "title": "Prices",
         "columnProperties": [{"header": "A"}], "rows": [{"cells": [{"text": "1"}]}]},
        {"type": "media_content", "platform": "google", "lang": "en",
         "mediaObjects": [{"name": "Song", "contentUrl": "https://e.org/s.mp3"}]},
        phrases={"en": ["google"]},
    )  # fmt: skip
    imported = agent.imported()
    talk = Talk(bot_of(imported))
    assert talk.say("both") == ["For all."]
    assert "For Slack." in nodes_of(bot_of(imported))["both_say"].note
    said, cards, table, media, chips = talk.send("google")
    assert said.text == "Shown"
    assert [card.title for card in cards.cards] == ["Web", "One"]
    assert table.text == "Prices\nA\n1"
    assert media.media[0].kind == "audio"
    assert [option.label for option in chips.options] == ["hi"]
    assert {entry.outcome for entry in entries(imported, "messages")} == {"exact", "approximate"}


@pytest.mark.parametrize(
    ("content", "labels", "words"),
    [
        (
            {"telegram": {"text": "T?", "reply_markup": {"inline_keyboard": [
                [{"text": "hi", "callback_data": "hi"}], [{"text": "Web", "url": "https://e.org"}]]}}},
            ["hi", "Web"],
            "T?",
        ),
        (
            {"telegram": {"text": "K?", "reply_markup": {"keyboard": [["hi", "no"]]}}},
            ["hi", "no"],
            "K?",
        ),
        (
            {"facebook": {"text": "F?", "quick_replies": [{"title": "hi", "payload": "hi"}]}},
            ["hi"],
            "F?",
        ),
        (
            {"facebook": {"attachment": {"type": "template", "payload": {
                "template_type": "button", "text": "B?",
                "buttons": [{"type": "postback", "title": "hi", "payload": "hi"}]}}}},
            ["hi"],
            "B?",
        ),
        (
            {"slack": {"text": "S?", "attachments": [
                {"actions": [{"text": "hi", "value": "hi"}]}]}},
            ["hi"],
            "S?",
        ),
        (
            {"slack": {"blocks": [{"type": "section", "text": {"text": "Bl?"}},
                {"type": "actions", "elements": [{"text": {"text": "hi"}, "value": "hi"}]}]}},
            ["hi"],
            "Bl?",
        ),
        (
            {"message": "M?", "platform": "kommunicate", "metadata": {"payload": [
                {"title": "hi", "message": "hi"}]}},
            ["hi"],
            "M?",
        ),
        ({"text": "P?", "buttons": ["hi", {"label": "no"}]}, ["hi", "no"], "P?"),
        (
            {"google": {"richResponse": {"items": [{"simpleResponse": {"textToSpeech": "G?"}}],
                "suggestions": [{"title": "hi"}]}}},
            ["hi"],
            "G?",
        ),
    ],
)  # fmt: skip
def test_payloads_of_messengers(agent: Agent, content: Any, labels: list[str], words: str) -> None:
    agent.intent("x", payload(content), phrases={"en": ["x"]})
    imported = agent.imported()
    (message,) = Talk(bot_of(imported)).send("x")
    assert message.text == words
    assert [option.label for option in message.options] == labels
    assert [entry.outcome for entry in entries(imported, "messages")] == ["exact"] * 3


def test_cards_of_a_messenger_and_an_unknown_payload(agent: Agent) -> None:
    elements = [
        {"title": f"C{n}", "image_url": "https://e.org/i.png",
         "buttons": [{"title": "hi", "payload": "hi"}]}
        for n in range(12)
    ]  # fmt: skip
    content = {"facebook": {"attachment": {"type": "template", "payload": {"elements": elements}}}}
    agent.intent("cards", payload(content), phrases={"en": ["cards"]})
    agent.intent("odd", payload({"wheel": {"spin": 3}}), phrases={"en": ["odd"]})
    imported = agent.imported()
    talk = Talk(bot_of(imported))
    assert sum(len(message.cards) for message in talk.send("cards")) == 12
    assert talk.say("C3") == ["Hi!"]
    note = next(n.note for n in nodes_of(bot_of(imported)).values() if "wheel" in n.note)
    assert note.startswith("Not imported")
    assert "unmapped" in {entry.outcome for entry in entries(imported, "messages")}


def webhook_agent(agent: Agent) -> Agent:
    webhook = {
        "url": "https://user:pw@e.org/hook?key=k3y",
        "username": "ada",
        "password": "p4ss",
        "headers": {"X-Token": "t0ken", "": ""},
    }
    agent.json("agent.json", {"language": "en", "webhook": webhook})
    return agent.intent(
        "stock",
        text("We do not know."),
        webhookUsed=True,
        phrases={"en": ["stock"]},
        response={
            "action": "stock.get",
            "parameters": [parameter("n", "@sys.number", required=True, prompts=["How many?"])],
        },
    )


def test_a_webhook_is_called_as_dialogflow_calls_it(agent: Agent) -> None:
    imported = webhook_agent(agent).imported()
    bot = bot_of(imported)
    talk = Talk(bot)
    talk.say("stock")
    assert talk.say("3") == []
    call = talk.calls[0]
    assert (call.method, call.url) == ("POST", "https://e.org/hook")
    assert isinstance(call.body, dict)
    query = call.body["queryResult"]
    assert query == {
        "queryText": "3",
        "action": "stock.get",
        "parameters": {"n": 3},
        "intent": {"displayName": "stock"},
        "languageCode": "en",
    }
    body = {"fulfillmentText": "Seven."}
    assert talk.answer({"status": 200, "headers": {}, "body": body}) == ["Seven."]
    assert bot.secrets == ("webhook_x_token", "webhook_authorization")
    assert set(call.headers) == {"Content-Type", "X-Token", "Authorization"}
    for secret in ("t0ken", "p4ss", "k3y", "user:pw"):
        assert secret not in repr(imported)


@pytest.mark.parametrize(
    ("port", "value"),
    [
        ("ok", {"status": 200, "headers": {}, "body": {}}),
        ("timeout", None),
        ("failed", {"status": 500}),
    ],
)
def test_without_an_answer_of_the_webhook_the_texts_are_said(
    agent: Agent, port: str, value: Any
) -> None:
    talk = Talk(webhook_agent(agent).bot())
    talk.say("stock")
    talk.say("3")
    assert talk.answer(value, port) == ["We do not know."]


def test_the_end_of_a_conversation(agent: Agent) -> None:
    agent.intent("bye", text("Bye."), endInteraction=True, phrases={"en": ["bye"]})
    talk = Talk(agent.bot())
    assert talk.say("bye") == ["Bye."]
    assert talk.state.mode == "ended"


def test_small_talk_gets_phrases(agent: Agent) -> None:
    answers = [
        {"action": "smalltalk.agent.age", "customAnswers": ["Two."]},
        {"action": "smalltalk.agent.unheard_of", "customAnswers": ["Hm."]},
        {"action": "smalltalk.agent.boss", "customAnswers": []},
    ]
    agent.json("customSmalltalkResponses_en.json", answers)
    imported = agent.imported()
    assert Talk(bot_of(imported)).say("how old are you") == ["Two."]
    assert outcomes(imported, "small talk") == {
        "smalltalk.agent.age": "approximate",
        "smalltalk.agent.unheard_of": "unmapped",
    }


def test_what_is_missing_is_made_and_said(tmp_path: Path) -> None:
    agent = Agent(tmp_path / "export").intent("a", text("A."), phrases={"en": ["a"]})
    agent.json("agent.json", {"language": "es", "defaultTimezone": "Mars/Olympus"})
    imported = agent.imported()
    assert Talk(bot_of(imported)).greeting == ["¡Hola! ¿En qué puedo ayudarte?"]
    assert outcomes(imported, "predefined intents") == {
        "startup": "approximate",
        "not_understood": "approximate",
    }
    assert bot_of(imported).time_zone == "UTC"
    assert outcomes(imported, "settings") == {"defaultTimezone": "approximate"}


def test_broken_files_are_reported_and_the_rest_is_imported(agent: Agent) -> None:
    agent.intent("good", text("Good."), phrases={"en": ["good"]})
    agent.files["intents/bad.json"] = b'{"name": "bad", '
    agent.files["intents/list.json"] = b"[1]"
    agent.files["intents/good_usersays_es.json"] = b"\xff\xfe\x00"
    agent.files["intents/gone_usersays_en.json"] = b'[{"data": [{"text": "a"}]}]'
    agent.files["entities/e.json"] = b"{"
    agent.files["intents/utf16.json"] = '{"name": "ñ", "responses": []}'.encode("utf-16")
    imported = agent.imported()
    assert Talk(bot_of(imported)).say("good") == ["Good."]
    assert "n" in nodes_of(bot_of(imported))
    broken = {entry.place for entry in imported.report.entries if entry.outcome == "unmapped"}
    assert broken == {
        "intents/bad.json",
        "intents/list.json",
        "intents/good_usersays_es.json",
        "intents/gone_usersays_en.json",
        "entities/e.json",
    }
    assert "intents/bad.json" in imported.report.text()


def test_a_broken_agent_file_costs_only_the_settings(agent: Agent) -> None:
    agent.files["agent.json"] = b"{"
    assert outcomes(agent.imported(), "settings") == {"agent.json": "approximate"}


def test_what_the_agent_had_beside_its_intents_is_said(agent: Agent) -> None:
    agent.json("agent.json", {"language": "en", "enabledKnowledgeBaseNames": ["faq"]})
    agent.json("knowledge/faq.json", {})
    agent.intent("hi", text("Hi"), phrases={"en": ["hello there"]})
    imported = agent.imported()
    assert outcomes(imported, "settings")["enabledKnowledgeBaseNames"] == "unmapped"
    assert outcomes(imported, "files") == {"knowledge/faq.json": "unmapped"}


def test_an_export_in_a_zip_below_a_folder(agent: Agent, tmp_path: Path) -> None:
    agent.files = {f"My agent/{path}": data for path, data in agent.files.items()}
    path = agent.zip(tmp_path / "agent.zip")
    assert "startup" in nodes_of(bot_of(import_bot(PLATFORM, path)))


def test_values_of_wrong_types_do_no_harm(agent: Agent) -> None:
    agent.json(
        "intents/odd.json",
        {
            "name": "odd",
            "contexts": [3, {"name": "c"}, None],
            "events": "none",
            "priority": "high",
            "responses": [{"messages": [None, 3, {"type": None, "speech": 7},
                                        {"type": 4, "payload": [1]}],
                           "parameters": {"name": "p", "dataType": 3, "prompts": [1]},
                           "affectedContexts": [{"name": 5, "lifespan": "2.0"}]}],
        },
    )  # fmt: skip
    agent.json("intents/odd_usersays_en.json", [{"data": None}, 3, {"data": [{"text": "odd one"}]}])
    assert "odd" in nodes_of(agent.bot())


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    agent = Agent(tmp_path / "export")
    agent.files["intents/a.json"] = b"{"
    with pytest.raises(TertuliaError, match="not one intent can be read"):
        import_bot(PLATFORM, agent.write())


def test_an_intent_that_says_nothing_is_marked(agent: Agent) -> None:
    agent.intent("quiet", phrases={"en": ["quiet"]}, response={"action": "lights.off"})
    imported = agent.imported()
    assert Talk(bot_of(imported)).say("quiet") == []
    assert "lights.off" in nodes_of(bot_of(imported))["quiet_to_do"].note
    assert outcomes(imported, "intents")["quiet"] == "approximate"
