"""The bots of the benchmark: a step that costs little, and a bundle that is served."""

from engine.project.bundle import export
from engine.runtime.loaded import Loaded
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, Node, Project, Topic, Variable
from engine.types.effect import Send
from engine.types.event import Event, Said
from engine.types.message import Message
from engine.types.state import Record, State
from engine.types.turn import Turn


def step(state: State, event: Event) -> Turn:
    """A small turn: two records, a variable, an answer, and a second one every other time."""
    assert isinstance(event, Said)
    number = state.turn + 1
    after = State(
        bot="bench",
        language="en",
        turn=number,
        session=1,
        t_us=event.t_us,
        variables={"name": event.text, "count": number},
        seed=state.seed,
        channel=state.channel,
    )
    effects = [Send(Message(f"answer {number}"), "ask")]
    if number % 2:
        effects.append(Send(Message("and one more"), "say"))
    records = (Record("visit", "ask", "menu", "next"), Record("wait", "name", "menu"))
    return Turn(after, tuple(effects), records)


BENCH = Loaded("bench", step)


def bundle() -> bytes:
    """A bot that asks, answers and asks again, each message a turn."""
    say = {"en": "You said ${said}. And then?"}
    nodes = {
        STARTUP: Node("intent", edges={"next": "ask"}),
        "ask": Node(
            "ask",
            params={"question": {"en": "Say something."}, "variable": "said"},
            edges={"next": "answer"},
        ),
        "answer": Node("say", params={"text": say}, edges={"next": "ask_again"}),
        "ask_again": Node("goto", params={"target": "ask"}),
        NOT_UNDERSTOOD: Node("intent", edges={"next": "ask"}),
    }
    bot = Bot(
        id="bench",
        name="Bench",
        languages=("en",),
        variables={"said": Variable("text")},
        topics={"talk": Topic(nodes=nodes)},
    )
    return export(Project(name=bot.name, bots={bot.id: bot}))
