"""What random walks found, a case each: odd answers, other versions and bots, made-up buttons."""

from typing import Any

import pytest
from talk import NOON_US, SECOND_US, Talk, node, program, say

from engine import routing
from engine.interpreter import step
from engine.project.compile import compile_bot
from engine.runtime.inbox import RefusedError, admit
from engine.types.bot import Bot, Node, Routing, Topic
from engine.types.effect import Send, StartTimer, StopTimer
from engine.types.event import Answered, Happened, Opened, Said, TimerFired
from engine.types.post import Post
from engine.types.state import Frame, State


def service(edges: dict[str, str], **params: Any) -> Node:
    return node("http", edges, url="https://example.org", **params)


def phrase(text: str, edges: str) -> Node:
    return node("intent", edges, phrases={"en": [text]})


MENU = {
    "menu": node(
        "choices",
        {"small": "done", "vip": "discount"},
        text={"en": "Which?"},
        variable="size",
        options=[
            {"id": "small", "label": {"en": "Small"}},
            {"id": "vip", "label": {"en": "For friends"}, "when": "friend == true"},
            {"id": "page", "label": {"en": "See"}, "url": "https://example.org"},
        ],
    ),
    "show_menu": phrase("menu", "menu"),
    "other": phrase("other", "talk"),
    "talk": say("Something else"),
    "done": say("Chosen: ${size}"),
    "discount": say("Half the price"),
    "gate": node(
        "branch", {"yes": "discount"}, cases=[{"id": "yes", "condition": "friend == true"}]
    ),
}


def test_an_old_button_still_keeps_its_choice_in_the_variable() -> None:
    talk = Talk(program(MENU))
    talk.say("menu")
    talk.say("other", ("other", 0.9))
    assert talk.say("", choice="menu:small") == ["Chosen: small"]
    assert talk.state.variables["size"] == "small"


@pytest.mark.parametrize(
    "choice",
    ["gate:yes", "menu:vip", "menu:page", "menu:other", "discount:", "discount:next", "gate:"],
)
def test_a_made_up_choice_leads_nowhere_that_no_button_leads_to(choice: str) -> None:
    talk = Talk(program(MENU))
    talk.open()
    assert talk.say("", choice=choice) == ["Sorry"]
    assert "size" not in talk.state.variables


def test_a_number_of_over_64_bits_is_kept_as_services_of_other_languages_read_it() -> None:
    bot = program(
        {
            "startup": node("intent", "run"),
            "run": node("code", "done", action="sum", outputs={"total": "total"}),
            "done": say("done"),
        }
    )
    talk = Talk(bot)
    talk.open()
    assert talk.answer({"total": 10**30}) == ["done"]
    assert talk.state.variables == {"total": 1e30}


@pytest.mark.parametrize("total", ["x" * 100_000, 10**400])
def test_an_output_that_cannot_be_kept_is_a_failure_of_the_action(total: object) -> None:
    bot = program(
        {
            "startup": node("intent", "run"),
            "run": node("code", {"failed": "sorry"}, action="sum", outputs={"total": "total"}),
        }
    )
    talk = Talk(bot)
    talk.open()
    assert talk.answer({"total": total}) == ["Sorry"]
    assert [row.name for row in talk.records("warning")] == ["code-failed"]


def test_search_results_too_large_to_keep_are_a_failure_of_the_search() -> None:
    search = node("search", {"failed": "sorry"}, site="help", query="x", variable="found")
    talk = Talk(program({"startup": node("intent", "find"), "find": search}))
    talk.open()
    assert talk.answer([{"title": "t" * 50_000}] * 3) == ["Sorry"]


def test_an_event_with_a_number_of_over_64_bits_is_refused_at_the_door() -> None:
    post = Post("webchat", "1", "c", Happened(1, "payment", {"amount": 2**64}))
    with pytest.raises(RefusedError, match="ints"):
        admit(post)
    assert admit(Post("webchat", "1", "c", Happened(1, "payment", {"amount": 2**63})))


@pytest.mark.parametrize("until", ["1e300", "1e200 * 1e100", "253402300800"])
def test_a_moment_after_the_year_9999_is_none(until: str) -> None:
    bot = program({"startup": node("intent", "wait"), "wait": node("wait", "hello", until=until)})
    talk = Talk(bot)
    assert talk.open() == ["Hello"]
    assert [row.name for row in talk.records("warning")][-1] == "no-moment"


def test_a_wait_of_more_seconds_than_there_are_ends_with_the_calendar() -> None:
    bot = program({"startup": node("intent", "wait"), "wait": node("wait", seconds=10**20)})
    talk = Talk(bot)
    talk.open()
    (timer,) = talk.effects(StartTimer)
    assert timer.due_us == 253_402_300_799 * SECOND_US


@pytest.mark.parametrize("waited", ["old_question", "hello"])
def test_a_conversation_goes_on_when_its_node_does_not_wait_in_this_version(waited: str) -> None:
    talk = Talk(program({}), at=waited, session=1, t_us=NOON_US, memory={"key": "1.1"})
    assert talk.say("hello?") == ["Sorry"]
    assert [row.data for row in talk.records("error")] == [waited]


def test_what_cannot_be_taken_up_again_in_this_version_is_passed_over() -> None:
    frames = (Frame("hello", "interruption"), Frame("gone", "call"))
    talk = Talk(program({}), session=1, t_us=NOON_US, stack=frames)
    assert talk.say("hello?") == ["Sorry"]
    assert talk.state.stack == ()


def test_the_timer_of_a_silence_that_the_bot_does_not_break_is_stale() -> None:
    quiet = program({})
    state = State(session=1, t_us=NOON_US, idle_token=5, token=5)
    turn = step(quiet, state, TimerFired(NOON_US, "idle", 5))
    assert not turn.state.idle_token
    assert turn.effects == (StopTimer("idle"),)


def test_a_contact_s_tags_cannot_grow_for_ever() -> None:
    nodes = {
        "not_understood": node("intent", "mark"),
        "mark": node("tag", "hello", add=["${message.text}"]),
    }
    talk = Talk(program(nodes, limits={"tags": 3, "tag_chars": 5}))
    talk.open()
    for text in ("first text", "first thing", "second", "third", "fourth"):
        talk.say(text)
    assert talk.state.tags == ("first", "secon", "third")
    assert [row.data for row in talk.records("error")] == ["fourt"]


def deferred(bot_nodes: dict[str, Node], *texts: str, **settings: Any) -> Talk:
    """A conversation in which texts were written while the startup's service was awaited."""
    talk = Talk(program({"startup": node("intent", "call"), **bot_nodes}, **settings))
    talk.open()
    for text in texts:
        assert talk.say(text) == []
    return talk


def test_what_was_said_before_the_bot_put_the_conversation_away_opens_a_session() -> None:
    talk = deferred(
        {
            "call": service({"next": "bye"}),
            "bye": node("archive"),
            "hours": phrase("hours", "open_at"),
            "open_at": say("From 9"),
            "price": phrase("price", "costs"),
            "costs": say("It costs 5"),
        },
        "hours",
        "price",
    )
    assert talk.answer({}) == ["From 9", "It costs 5"]
    assert (talk.state.session, talk.state.mode) == (2, "bot")


def test_each_message_that_was_kept_has_the_visits_of_a_turn() -> None:
    talk = deferred(
        {
            "call": service({"next": "hello"}),
            "hours": phrase("hours", "open_at"),
            "open_at": say("From 9", "till"),
            "till": say("to 5"),
        },
        *["hours"] * 4,
        limits={"visits_per_turn": 4},
    )
    assert talk.answer({}) == ["Hello", *["From 9", "to 5"] * 4]
    assert not talk.records("error")


def bot(name: str, nodes: dict[str, Node], **settings: Any) -> Bot:
    base = {
        "startup": node("intent", f"{name}_hello"),
        f"{name}_hello": say(f"I am {name}"),
        "not_understood": node("intent"),
    }
    return Bot(id=name, topics={"main": Topic(nodes={**base, **nodes})}, **settings)


def texts(turn: Any) -> list[str]:
    return [effect.message.text for effect in turn.effects if isinstance(effect, Send)]


def test_what_was_kept_goes_to_the_bot_that_the_conversation_was_handed_to() -> None:
    one = bot(
        "one",
        {
            "startup": node("intent", "call"),
            "call": service({"next": "give"}),
            "give": node("handoff", bot="two"),
            "hours": phrase("hours", "one_hours"),
            "one_hours": say("One opens at 9"),
        },
    )
    two = bot("two", {"hours": phrase("hours", "two_hours"), "two_hours": say("Two opens at 8")})
    programs = {each.id: compile_bot(each) for each in (one, two)}
    rules = Routing(first="one", change_bot=False)
    state = State()
    for event in (
        Opened(NOON_US),
        Said(NOON_US + 1, "hours"),
        Answered(NOON_US + 2, "1.1", "ok", {}),
    ):
        turn = routing.step(programs, rules, state, event)
        state = turn.state
    assert texts(turn) == ["I am two", "Two opens at 8"]
    assert (state.bot, state.deferred) == ("two", ())


def test_a_circle_of_handovers_leaves_a_conversation_that_its_last_bot_can_go_on_with() -> None:
    names = ("one", "two")
    circle = {
        name: compile_bot(
            bot(
                name,
                {
                    "startup": node("intent", "give"),
                    "give": node("handoff", bot=other),
                    "hours": phrase("hours", "open_at"),
                    "open_at": say(f"{name} opens at ${{hour}}"),
                },
                languages=(language,),
            )
        )
        for name, other, language in zip(names, reversed(names), ("en", "es"), strict=True)
    }
    state = routing.step(circle, Routing(), State(), Opened(NOON_US)).state
    assert state.language in {"", *circle[state.bot].languages}
    assert (state.at, state.stack) == ("", ())


def test_the_agents_and_the_messages_are_counted_once_across_a_handover() -> None:
    one = bot("one", {"help": phrase("help", "give"), "give": node("handoff", bot="two")})
    two = bot("two", {"two_hello": say("${agents.available} agents, ${session.messages} messages")})
    programs = {each.id: compile_bot(each) for each in (one, two)}
    rules = Routing(first="one", change_bot=False)
    state = routing.step(programs, rules, State(), Opened(NOON_US)).state
    turn = routing.step(programs, rules, state, Said(NOON_US + 1, "help", agents=3))
    assert texts(turn) == ["3 agents, 1 messages"]
