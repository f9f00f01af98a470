"""One event folded into the state: precedence, flows, interruptions, sessions, silence."""

import pytest
from talk import SECOND_US, Talk, node, program, say

from engine.types.effect import CallService, StartTimer, StopTimer
from engine.types.event import Contact, HandedBack, Happened, Opened, Said
from engine.types.reading import Entity


def intent(edges: str, **triggers: object):
    return node("intent", edges, **triggers)


MENU = {
    "menu": node(
        "choices",
        {"hours": "open_at", "price": "costs"},
        text={"en": "What do you need?"},
        options=[
            {"id": "hours", "label": {"en": "Hours"}},
            {"id": "price", "label": {"en": "Prices"}},
        ],
    ),
    "show_menu": intent("menu", phrases={"en": ["menu"]}),
    "open_at": say("We open at 9"),
    "costs": say("It costs 5"),
}


def test_opening_a_conversation_runs_the_startup_message():
    talk = Talk(program({}))
    assert talk.open() == ["Hello"]
    assert talk.state.session == 1
    assert talk.records("session_started")


def test_a_first_message_that_is_not_understood_is_greeted_and_the_second_is_not():
    talk = Talk(program({}))
    assert talk.say("blah") == ["Hello"]
    assert talk.say("blah") == ["Sorry"]


def test_a_first_message_that_is_understood_is_answered_at_once():
    talk = Talk(program({"ask_hours": intent("hours"), "hours": say("From 9")}))
    assert talk.say("when?", ("ask_hours", 0.9)) == ["From 9"]


def test_exact_phrases_come_before_keywords_and_those_before_the_classifier():
    bot = program(
        {
            "a": intent("say_a", phrases={"en": ["Where are you?"]}),
            "b": intent("say_b"),
            "c": intent("say_c"),
            "say_a": say("A"),
            "say_b": say("B"),
            "say_c": say("C"),
        }
    )
    talk = Talk(bot)
    guesses = ("c", 0.99)
    assert talk.say("WHERE  are you?", guesses, keywords=("b",)) == ["A"]
    assert talk.say("where then", guesses, keywords=("b",)) == ["B"]
    assert talk.say("somewhere", guesses) == ["C"]
    assert [row.name for row in talk.records("intent")] == ["classifier"]
    assert talk.records("intent")[0].confidence == 0.99


def test_a_guess_below_the_threshold_is_not_understood():
    talk = Talk(program({"c": intent("say_c"), "say_c": say("C")}), session=1, t_us=1)
    talk.open()
    assert talk.say("hm", ("c", 0.4), threshold=0.6) == ["Sorry"]


def test_a_guard_keeps_an_intent_closed_while_its_condition_is_false():
    bot = program(
        {
            "vip": intent("say_vip", phrases={"en": ["discount"]}, condition="level > 2"),
            "say_vip": say("10 %"),
        },
        variables={},
    )
    talk = Talk(bot)
    talk.open()
    assert talk.say("discount") == ["Sorry"]
    talk.state = type(talk.state)(
        **{
            **{f: getattr(talk.state, f) for f in talk.state.__struct_fields__},
            "variables": {"level": 3},
        }
    )
    assert talk.say("discount") == ["10 %"]


def test_buttons_are_pressed_typed_or_numbered():
    for press in ({"choice": "menu:price", "text": "Prices"}, {"text": "prices"}, {"text": "2"}):
        talk = Talk(program(MENU))
        assert talk.say("menu") == ["What do you need?"]
        assert talk.options == ["Hours", "Prices"]
        assert talk.say(**press) == ["It costs 5"]


def test_an_old_button_still_works_when_the_conversation_is_elsewhere():
    talk = Talk(
        program(
            {
                **MENU,
                "name": intent("ask_name", phrases={"en": ["name"]}),
                "ask_name": node("ask", "thanks", question={"en": "Your name?"}, variable="name"),
                "thanks": say("Thanks, ${name}"),
            }
        )
    )
    talk.say("menu")
    talk.say("name")
    assert talk.state.at == "ask_name"
    assert talk.say("Hours", choice="menu:hours") == ["We open at 9"]
    assert talk.state.at == ""


def test_an_unknown_button_is_taken_as_text():
    talk = Talk(program(MENU))
    talk.open()
    assert talk.say("hey", choice="gone:away") == ["Sorry"]


ORDER = {
    "order": intent("ask_size", phrases={"en": ["order"]}),
    "ask_size": node(
        "ask",
        {"next": "done", "failed": "give_up"},
        question={"en": "How many?"},
        invalid={"en": "A number, please."},
        variable="size",
        type="number",
        retries=2,
    ),
    "done": say("Ordered ${size}"),
    "give_up": say("Let us stop here"),
    "hours": intent("open_at", phrases={"en": ["hours"]}),
    "open_at": say("We open at 9"),
}


def test_an_answer_that_fits_goes_on_and_one_that_does_not_is_asked_again():
    talk = Talk(program(ORDER))
    assert talk.say("order") == ["How many?"]
    again = talk.say("blue")
    assert again[0].startswith("A number, please.")
    assert talk.say("3") == ["Ordered 3"]


def test_retries_end_in_the_port_failed():
    talk = Talk(program(ORDER))
    talk.say("order")
    talk.say("x")
    talk.say("x")
    assert talk.say("x") == ["Let us stop here"]
    assert talk.state.at == ""


def test_an_interruption_is_answered_and_the_question_asked_again():
    talk = Talk(program(ORDER))
    talk.say("order")
    assert talk.say("hours") == ["We open at 9", "How many?"]
    assert talk.state.at == "ask_size"
    assert talk.say("4") == ["Ordered 4"]


def test_a_subflow_returns_to_its_caller():
    bot = program(
        {
            "start": intent("one", phrases={"en": ["go"]}),
            "one": node("call", "after", target="sub"),
            "sub": say("in the subflow"),
            "after": say("back again"),
        }
    )
    assert Talk(bot).say("go") == ["in the subflow", "back again"]


def test_an_endless_loop_stops_with_an_error_that_names_it():
    bot = program(
        {
            "start": intent("a", phrases={"en": ["go"]}),
            "a": node("set", "b", variables={"x": "1"}),
            "b": node("goto", target="a"),
        }
    )
    talk = Talk(bot)
    talk.say("go")
    (error,) = talk.records("error")
    assert error.name == "endless-loop"
    assert "a -> b" in str(error.data)
    assert talk.say("nothing") == ["Sorry"]


def test_endless_recursion_of_subflows_stops():
    bot = program(
        {
            "start": intent("a", phrases={"en": ["go"]}),
            "a": node("call", "", target="a"),
        }
    )
    talk = Talk(bot)
    talk.say("go")
    assert talk.records("error")
    assert talk.state.stack == ()


SERVICE = {
    "price": intent("call_price", phrases={"en": ["price"]}),
    "call_price": node(
        "http",
        {"next": "tell", "failed": "no_price"},
        url="https://example.org/price",
        results={"amount": "response.body.amount"},
    ),
    "tell": say("It is ${amount}"),
    "no_price": say("No price today"),
    "hours": intent("open_at", phrases={"en": ["hours"]}),
    "open_at": say("We open at 9"),
}


def test_a_service_is_an_effect_and_its_answer_an_event():
    talk = Talk(program(SERVICE))
    assert talk.say("price") == []
    (call,) = talk.effects(CallService)
    assert call.url == "https://example.org/price"
    assert talk.answer({"status": 200, "headers": {}, "body": {"amount": 12}}) == ["It is 12"]


def test_messages_wait_while_a_service_is_awaited_and_come_in_order():
    talk = Talk(program(SERVICE))
    talk.say("price")
    assert talk.say("hours") == []
    assert talk.say("what") == []
    assert talk.answer({"status": 500, "headers": {}, "body": ""}, port="failed") == [
        "No price today", "We open at 9", "Sorry",
    ]  # fmt: skip
    assert talk.state.deferred == ()


def test_an_answer_that_nobody_awaits_changes_nothing():
    talk = Talk(program(SERVICE))
    talk.say("price")
    key = talk.state.memory["key"]
    talk.answer({"status": 200, "headers": {}, "body": {"amount": 12}})
    before = talk.state.variables
    talk.state = talk.state
    from engine.types.event import Answered

    assert talk.event(Answered(talk.now_us, str(key), "ok", {"body": {"amount": 99}})) == []
    assert talk.state.variables == before


def test_the_default_message_offers_related_intents_then_apologises():
    bot = program(
        {
            "a": node("intent", "say_a", label={"en": "Opening hours"}),
            "b": node("intent", "say_b", label={"en": "Prices"}),
            "say_a": say("A"),
            "say_b": say("B"),
        }
    )
    talk = Talk(bot)
    talk.open()
    talk.say("hm", ("b", 0.3), ("a", 0.2), related=("b", "a"))
    assert talk.options == ["Prices", "Opening hours", "None of these"]
    assert talk.records("not_understood")[0].name == "related_intents"
    assert talk.say("opening hours") == ["A"]
    talk.say("hm", ("b", 0.3), related=("b",))
    assert talk.say("None of these", choice="not_understood:") == ["Sorry"]


def test_a_menu_may_leave_what_nothing_claims_to_the_default_message():
    buy = {"id": "buy", "label": {"en": "Buy"}}
    bot = program(
        {
            "open": node("intent", "menu", events=["opened"]),
            "menu": node(
                "choices", {"buy": "bought"}, text={"en": "What?"}, options=[buy],
                unclaimed="default_message",
            ),
            "bought": say("Bought"),
            "b": node("intent", "say_b", label={"en": "Prices"}),
            "say_b": say("B"),
        }
    )  # fmt: skip
    talk = Talk(bot)
    talk.open()
    talk.say("hm", ("b", 0.3), related=("b",))
    assert talk.options == ["Prices", "None of these"]
    assert talk.state.at == "menu"
    assert talk.say("Buy") == ["Bought"]
    talk.open()
    assert talk.say("hm") == ["Sorry"]


def test_a_label_is_typed_without_its_commas_and_with_further_ones():
    options = [
        {"id": "yes", "label": {"en": "Yes, by mail"}},
        {"id": "no", "label": {"en": "No need"}},
    ]
    nodes = {
        "open": node("intent", "ask", events=["opened"]),
        "ask": node("choices", {"yes": "mail", "no": "none"}, text={"en": "?"}, options=options),
        "mail": say("Mail"),
        "none": say("None"),
    }
    talk = Talk(program(nodes))
    talk.open()
    assert talk.say("yes by mail") == ["Mail"]
    talk.open()
    assert talk.say("No, need.") == ["None"]


def test_each_step_of_the_default_message_can_be_switched_off():
    from engine.types.bot import DefaultMessage

    off = DefaultMessage(related_topic=False, related_intents=False, not_understood=False)
    talk = Talk(program({"a": node("intent", "", label={"en": "A"})}, default_message=off))
    talk.open()
    assert talk.say("hm", related=("a",)) == []


def test_silence_is_broken_step_by_step_and_only_by_the_latest_timer():
    bot = program(
        {
            "still_there": node("intent", "say_there", inactivity_s=60),
            "say_there": say("Are you still there?"),
            "goodbye": node("intent", "say_bye", inactivity_s=300),
            "say_bye": say("Goodbye"),
        }
    )
    talk = Talk(bot)
    talk.open()
    (first,) = talk.effects(StartTimer)
    assert first.due_us - talk.now_us == 60 * SECOND_US
    talk.say("hm")
    (second,) = talk.effects(StartTimer)
    assert talk.fire("idle", first.token, 60) == []
    (third,) = talk.effects(StartTimer) or [second]
    assert talk.fire("idle", third.token, 60) == ["Are you still there?"]
    (last,) = talk.effects(StartTimer)
    assert last.due_us - talk.now_us == 240 * SECOND_US
    assert talk.fire("idle", last.token, 240) == ["Goodbye"]
    assert talk.effects(StopTimer)


def test_a_human_answers_until_the_conversation_is_handed_back():
    bot = program(
        {
            "agent": intent("hand", phrases={"en": ["agent"]}),
            "hand": node("handoff", "after", queue="default", text={"en": "One moment"}),
            "after": say("I am the bot again"),
        }
    )
    talk = Talk(bot)
    assert talk.say("agent") == ["One moment"]
    assert talk.state.mode == "human"
    (handed_over,) = talk.records("handed_over")
    assert (handed_over.name, handed_over.node) == ("default", "hand")
    assert handed_over.data == {"agent": "", "priority": 0}
    assert talk.say("hello?") == []
    assert talk.event(HandedBack(talk.now_us, "ana")) == ["I am the bot again"]
    assert talk.state.mode == "bot"


@pytest.mark.parametrize(
    ("phone", "country"), [("+573001234567", "CO"), ("+19", ""), ("612345678", ""), ("", "")]
)
def test_a_session_says_from_which_country_the_number_is(phone, country):
    talk = Talk(program({}))
    talk.event(Opened(talk.now_us, Contact(phone=phone)))
    (started,) = talk.records("session_started")
    assert (started.name, started.data) == (country, 1)


def test_what_is_given_on_a_scale_is_told_with_the_scale():
    question = {"question": {"en": "How was it?"}, "type": "rating", "variable": "csat"}
    talk = Talk(program({"hello": node("ask", "", **question)}))
    talk.open()
    talk.say("4")
    (rating,) = talk.records("rating")
    assert (rating.name, rating.node) == ("csat", "hello")
    assert rating.data == {"score": 4, "least": 1, "most": 5}


def test_an_archived_conversation_begins_a_new_session():
    bot = program(
        {
            "bye": intent("say_bye", phrases={"en": ["bye"]}),
            "say_bye": say("Bye", "close"),
            "close": node("archive"),
        }
    )
    talk = Talk(bot)
    talk.say("bye")
    assert talk.state.mode == "ended"
    assert talk.say("hm") == ["Hello"]
    assert talk.state.session == 2


def test_variables_last_a_session_fields_and_tags_longer():
    bot = program(
        {
            "keep": intent("put", phrases={"en": ["keep"]}),
            "put": node("set", "mark", variables={"a": "1"}, fields={"b": '"two"'}),
            "mark": node("tag", "", add=["customer"]),
        },
        session_timeout_s=60,
    )
    talk = Talk(bot)
    talk.say("keep")
    assert talk.state.variables == {"a": 1}
    talk.now_us += 61 * SECOND_US
    talk.say("hm")
    assert talk.state.session == 2
    assert talk.state.variables == {}
    assert talk.state.fields == {"b": "two"}
    assert "customer" in talk.state.tags


def test_the_language_follows_strong_evidence_only():
    bot = program({}, languages=("en", "es"))
    talk = Talk(bot)
    talk.say("hola", language="es", language_confidence=0.5)
    assert talk.state.language == "en"
    talk.say("quiero ayuda", language="es", language_confidence=0.95)
    assert talk.state.language == "es"
    talk.say("ajuda", language="pt", language_confidence=0.99)
    assert talk.state.language == "es"


def test_neither_a_button_nor_a_short_answer_changes_the_language():
    question = node("ask", question={"en": "Your name?"}, variable="name", retries=0)
    bot = program(
        {"open": node("intent", "ask_name", events=["opened"]), "ask_name": question},
        languages=("en", "es"),
    )
    talk = Talk(bot)
    talk.say("Médico", choice="nowhere:", language="es", language_confidence=0.99)
    assert talk.state.language == "en"
    talk.open()
    talk.say("María Gómez", language="es", language_confidence=0.99)
    assert (talk.state.language, talk.state.variables["name"]) == ("en", "María Gómez")
    talk.open()
    long_answer = "me llamo María Gómez, mucho gusto en conocerle"
    talk.say(long_answer, language="es", language_confidence=0.99)
    assert talk.state.language == "es"


def test_the_answer_of_a_service_knows_the_agents_of_the_last_message():
    person = {"id": "person", "label": {"en": "A person"}, "when": "agents.available > 0"}
    menu = {"id": "menu", "label": {"en": "Menu"}}
    bot = program(
        {
            "open": node("intent", "price", events=["opened"]),
            "price": node("http", {"next": "what", "failed": "what"}, url="https://example.org"),
            "what": node(
                "choices", {"person": "hello", "menu": "hello"}, text={"en": "What?"},
                options=[person, menu],
            ),
        }
    )  # fmt: skip
    talk = Talk(bot)
    talk.event(Opened(talk.now_us, agents=1))
    talk.answer({"status": 200, "headers": {}, "body": None})
    assert talk.options == ["A person", "Menu"]


def test_the_contacts_language_begins_the_conversation():
    talk = Talk(program({}, languages=("en", "es")))
    talk.event(Opened(talk.now_us, Contact(name="Ana", language="es-AR")))
    assert talk.state.language == "es"
    assert talk.state.contact.name == "Ana"


def test_events_by_name_trigger_intents():
    bot = program({"paid": node("intent", "thanks", events=["payment"]), "thanks": say("Paid")})
    talk = Talk(bot)
    assert talk.event(Happened(talk.now_us, "payment")) == ["Paid"]
    assert talk.event(Happened(talk.now_us, "comment")) == []


def test_an_event_that_nobody_listens_to_takes_no_greeting_away():
    talk = Talk(program({}))
    assert talk.event(Happened(talk.now_us, "referral")) == []
    assert talk.say("hi") == ["Hello"]
    assert talk.say("hi") == ["Sorry"]


def test_what_an_event_began_is_not_greeted():
    talk = Talk(program({"ad": node("intent", "offer", events=["ad"]), "offer": say("50 % off")}))
    assert talk.event(Happened(talk.now_us, "ad")) == ["50 % off"]
    assert talk.say("hi") == ["Sorry"]


def test_understanding_tags_the_contact_with_the_topic():
    talk = Talk(program(ORDER))
    talk.say("hours")
    assert talk.state.tags == ("main",)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_seed_tells_the_same_story(seed):
    bot = program(
        {
            "tell": intent("joke", phrases={"en": ["joke"]}),
            "joke": node("say", text={"en": "a"}, alternatives=[{"en": "b"}, {"en": "c"}]),
        }
    )
    one, two = Talk(bot, seed=seed), Talk(bot, seed=seed)
    told = [one.say("joke") for _ in range(10)]
    assert told == [two.say("joke") for _ in range(10)]
    assert len({text for (text,) in told}) > 1


def test_said_is_never_changed_by_a_step():
    bot = program(MENU)
    said = Said(1, "menu")
    talk = Talk(bot)
    before = talk.state
    first = talk.event(said)
    talk.state = before
    assert talk.event(said) == first


def test_an_intent_made_for_the_situation_comes_before_a_general_one():
    bot = program(
        {
            "yes": intent("say_general", phrases={"en": ["yes"]}),
            "yes_order": intent("say_order", phrases={"en": ["yes"]}, condition="ordering == true"),
            "say_general": say("Yes what?"),
            "say_order": say("Ordered"),
            "order": intent("begin", phrases={"en": ["order"]}),
            "begin": node("set", variables={"ordering": "true"}),
        }
    )
    talk = Talk(bot)
    assert talk.say("yes") == ["Yes what?"]
    talk.say("order")
    assert talk.say("yes") == ["Ordered"]


def test_an_intent_within_a_visit_is_open_only_while_it_goes_on():
    bot = program(
        {
            "help": intent("say_help", phrases={"en": ["help"]}),
            "help_order": intent("say_order", phrases={"en": ["help"]}, within="ask_size"),
            "cancel": intent("stop_order", phrases={"en": ["cancel"]}, within="ask_size"),
            "say_help": say("I sell pizza."),
            "say_order": say("Small or big."),
            "stop_order": node("stop", what="visit"),
            "order": intent("visit", phrases={"en": ["order"]}),
            "visit": node("call", {"next": "bye"}, target="ask_size"),
            "ask_size": node(
                "ask",
                {"next": "thanks"},
                question={"en": "Which size?"},
                variable="size",
                retries=0,
                interrupts="always",
            ),
            "thanks": say("Noted."),
            "bye": say("Bye."),
        }
    )
    talk = Talk(bot)
    assert talk.say("cancel") == ["Hello"]
    assert talk.say("help") == ["I sell pizza."]
    assert talk.say("order") == ["Which size?"]
    assert talk.say("help") == ["Small or big.", "Which size?"]
    assert talk.say("cancel") == ["Bye."]
    assert talk.say("help") == ["I sell pizza."]


def test_closed_intents_leave_their_certainty_to_the_open_ones():
    bot = program(
        {
            "a": intent("say_a"),
            "b": intent("say_b", condition="never == true", phrases={"en": ["x"]}),
            "say_a": say("A"),
            "say_b": say("B"),
        }
    )
    talk = Talk(bot)
    talk.open()
    assert talk.say("hm", ("b", 0.5), ("a", 0.4), threshold=0.6) == ["A"]
    assert talk.records("intent")[0].confidence == pytest.approx(0.8)


def test_expressions_can_count_the_messages_of_a_session():
    talk = Talk(program({"sorry": say("Sorry, message ${session.messages}")}))
    talk.open()
    talk.say("a")
    assert talk.say("b") == ["Sorry, message 2"]


LOOP = {
    "start": intent("loop", phrases={"en": ["go"]}),
    "loop": node(
        "each",
        {"item": "tell", "done": "end_of_list"},
        items='["tea", "coffee"]',
        variable="product",
        index="number",
    ),
    "tell": say("${number}: ${product}"),
    "end_of_list": say("That is all"),
}


def test_a_list_is_gone_through_element_by_element():
    talk = Talk(program(LOOP))
    assert talk.say("go") == ["0: tea", "1: coffee", "That is all"]
    assert talk.state.stack == ()


def test_a_question_inside_a_loop_is_asked_for_each_element():
    ask = node(
        "ask", "more", question={"en": "How many ${product}?"}, variable="count", type="number"
    )
    more = node("set", variables={"total": "(has(total) ? total : 0) + count"})
    asking = {**LOOP, "tell": ask, "more": more, "end_of_list": say("${total} in all")}
    talk = Talk(program(asking))
    assert talk.say("go") == ["How many tea?"]
    assert talk.say("2") == ["How many coffee?"]
    assert talk.say("3") == ["5 in all"]


def test_a_question_waits_no_longer_than_its_timeout():
    bot = program(
        {
            "start": intent("ask", phrases={"en": ["go"]}),
            "ask": node(
                "ask",
                {"next": "thanks", "timeout": "too_late"},
                question={"en": "Well?"},
                variable="answer",
                timeout_s=60,
            ),
            "thanks": say("Thanks"),
            "too_late": say("Too late"),
        }
    )
    talk = Talk(bot)
    talk.say("go")
    (timer,) = talk.effects(StartTimer)
    assert talk.fire(timer.timer, timer.token, 60) == ["Too late"]
    talk.say("go")
    assert talk.say("yes") == ["Thanks"]
    assert talk.fire(timer.timer, timer.token + 1, 60) == []


def test_a_question_stays_open_when_the_bot_breaks_the_silence():
    idle = {
        **ORDER,
        "there": node("intent", "ask_there", inactivity_s=60),
        "ask_there": say("Are you there?"),
    }
    talk = Talk(program(idle))
    talk.say("order")
    (timer,) = talk.effects(StartTimer)
    assert talk.fire("idle", timer.token, 60) == ["Are you there?"]
    assert talk.say("4") == ["Ordered 4"]


def test_a_number_chooses_among_the_buttons_that_were_shown_last():
    options = [{"id": "one", "label": {"en": "One"}}]
    bot = program(
        {
            "menu": node(
                "choices",
                {"one": "say_one"},
                text={"en": "Well?"},
                options=options,
                unclaimed="default_message",
            ),
            "show": intent("menu", phrases={"en": ["menu"]}),
            "say_one": say("One"),
            "a": node("intent", "say_a", label={"en": "Hours"}),
            "say_a": say("A"),
        }
    )
    talk = Talk(bot)
    talk.say("menu")
    talk.say("hm", ("a", 0.3), related=("a",))
    assert talk.options == ["Hours", "None of these"]
    assert talk.say("1") == ["A"]


def test_what_is_unknown_of_a_contact_is_not_there():
    greeting = say('${has(contact.first_name) ? contact.first_name : "friend"}')
    assert Talk(program({"hello": greeting})).open() == ["friend"]


def test_what_a_message_means_is_told_where_a_node_waits_for_it():
    bot = program(
        {
            "go": intent("what", phrases={"en": ["go on"]}),
            "what": node(
                "ask", "which", question={"en": "Well?"}, variable="answer", interrupts="never"
            ),
            "which": say("${message.intent} ${message.confidence}"),
            "yes": intent("never", phrases={"en": ["of course"]}),
            "never": say("Not here"),
        }
    )
    for text, guesses, expected in (
        ("Of course", (), "yes 1"),
        ("I think so", (("yes", 0.75),), "yes 0.75"),
        ("perhaps", (("yes", 0.3),), " 0"),
    ):
        talk = Talk(bot)
        talk.say("go on")
        assert talk.say(text, *guesses) == [expected]


def test_all_mentions_of_a_message_are_told_with_their_words():
    bot = program(
        {
            "order": intent("both", phrases={"en": ["order"]}),
            "both": say("${join(mentions.size.map(m, m.text), '+')} ${mentions.size[1].value}"),
        }
    )
    found = (Entity("size", "large", 2, 5), Entity("size", "small", 11, 17, 0.8))
    talk = Talk(bot)
    assert talk.say("a big or a little one", ("order", 0.9), entities=found) == ["big+little small"]
