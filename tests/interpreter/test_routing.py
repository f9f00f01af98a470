"""The flow manager: which bot of a project answers."""

from msgspec import structs
from talk import NOON_US, node, program, say

from engine import routing
from engine.types.bot import Routing
from engine.types.effect import Send
from engine.types.event import Contact, Opened, Said
from engine.types.reading import Guess, Reading
from engine.types.state import State


def bot(name: str, subject: str, languages: tuple[str, ...] = ("en",)):
    nodes = {
        "hello": say(f"Hello from {name}"),
        "sorry": say(f"{name} is sorry"),
        subject: node("intent", "tell"),
        "tell": say(f"{name} on {subject}"),
        "to_sales": node("intent", "hand", phrases={"en": ["to sales"]}),
        "hand": node("handoff", bot="sales", text={"en": "I pass you on"}),
    }
    return program(nodes, languages=languages)


def renamed(name: str, *args, **kwargs):
    return structs.replace(bot(name, *args, **kwargs), id=name, name=name)


ANY = Routing()
PROGRAMS = {
    "support": renamed("support", "repairs", languages=("en", "es")),
    "sales": renamed("sales", "prices"),
    "cidade": renamed("cidade", "obras", languages=("pt",)),
}


def said(text: str, t: int = 1, sure: dict[str, float] | None = None, **intents: str) -> Said:
    readings = {
        name: Reading(intents=(Guess(intents[name], (sure or {}).get(name, 0.9)),))
        if name in intents
        else Reading()
        for name in PROGRAMS
    }
    return Said(NOON_US + t * 1_000_000, text, readings=readings)


def step(state: State, event, rules: Routing = ANY):
    return routing.step(PROGRAMS, rules, state, event)


def texts(turn) -> list[str]:
    return [effect.message.text for effect in turn.effects if isinstance(effect, Send)]


def test_the_first_bot_greets_unless_the_language_is_another_bots():
    assert texts(step(State(), Opened(NOON_US))) == ["Hello from support"]
    portuguese = Opened(NOON_US, Contact(language="pt-BR"))
    assert texts(step(State(), portuguese)) == ["Hello from cidade"]
    named = step(State(), Opened(NOON_US), Routing(first="sales"))
    assert texts(named) == ["Hello from sales"]


def test_a_first_message_goes_to_the_expert():
    turn = step(State(), said("how much?", sales="prices"))
    assert turn.state.bot == "sales"
    assert texts(turn) == ["sales on prices"]


def test_a_bot_that_does_not_understand_gives_way_to_one_that_does():
    state = step(State(), Opened(NOON_US)).state
    turn = step(state, said("how much?", sales="prices"))
    assert turn.state.bot == "sales"
    assert texts(turn) == ["sales on prices"]
    assert [row.name for row in turn.records if row.kind == "bot"] == ["sales"]
    assert not [row for row in turn.records if row.kind == "not_understood"]


def test_a_bot_that_understands_keeps_the_conversation():
    state = step(State(), Opened(NOON_US)).state
    turn = step(state, said("repairs", support="repairs", sales="prices"))
    assert turn.state.bot == "support"


def test_where_nobody_understands_the_current_bot_says_so():
    state = step(State(), Opened(NOON_US)).state
    assert texts(step(state, said("blah"))) == ["support is sorry"]


def test_changing_bots_can_be_switched_off():
    state = step(State(), Opened(NOON_US)).state
    turn = step(state, said("how much?", sales="prices"), Routing(change_bot=False))
    assert texts(turn) == ["support is sorry"]


def test_a_bot_hands_over_to_another_which_greets():
    state = step(State(), Opened(NOON_US)).state
    turn = step(state, said("to sales"))
    assert texts(turn) == ["I pass you on", "Hello from sales"]
    assert turn.state.bot == "sales"
    assert turn.state.session == 1


def test_a_circle_of_handovers_ends():
    def passing(name: str, other: str):
        nodes = {
            "hello": node("handoff", bot=other),
            "go": node("intent", "hello", phrases={"en": ["go"]}),
        }
        return structs.replace(program(nodes), id=name)

    circle = {"a": passing("a", "b"), "b": passing("b", "a")}
    turn = routing.step(circle, Routing(), State(), Opened(NOON_US))
    assert turn.state.bot in circle


def test_a_guess_gives_way_to_a_bot_that_is_sure():
    state = step(State(), Opened(NOON_US)).state
    both = {"support": "repairs", "sales": "prices"}
    unsure = step(state, said("hm", sure={"support": 0.55, "sales": 0.95}, **both))
    assert unsure.state.bot == "sales"
    close = step(state, said("hm", sure={"support": 0.9, "sales": 0.95}, **both))
    assert close.state.bot == "support"


def test_a_question_gives_way_only_to_a_bot_that_is_sure():
    asking = {
        "hello": node(
            "ask",
            question={"en": "Which number?"},
            variable="number",
            type="number",
        )
    }
    programs = {**PROGRAMS, "support": structs.replace(program(asking), id="support")}
    state = routing.step(programs, ANY, State(), Opened(NOON_US)).state
    unsure = routing.step(programs, ANY, state, said("hm", sure={"sales": 0.6}, sales="prices"))
    assert unsure.state.bot == "support"
    assert texts(unsure) == ["Which number?"]
    sure = routing.step(programs, ANY, state, said("how much", sales="prices"))
    assert sure.state.bot == "sales"
