"""Turns a second of the interpreter, beside two state machine libraries in the same run.

    python -m tests.benchmarks.step [--turns N]

The bot greets, asks a name, offers three choices, branches, and answers with variables. Each
engine plays the same conversations of six turns, in memory, and gives the same last answer.
`turns_per_s_encoded` decodes the state before and encodes it after each turn.
"""

import argparse
import json
import time
from collections.abc import Callable
from importlib.metadata import version

import msgspec

from engine.interpreter import step
from engine.nodes.program import Program
from engine.project.compile import compile_bot
from engine.types.bot import Bot, Node, Topic, Variable
from engine.types.effect import Send
from engine.types.event import Event, Opened, Said
from engine.types.state import State

NAMES = ("Ana", "Luis", "Marta", "João")
REPEATS = 3


def bot() -> Program:
    """Greet, ask a name, choose of three, branch, answer with variables."""
    options = [{"id": size, "label": {"en": size.title()}} for size in ("small", "medium", "large")]
    nodes = {
        "startup": Node("intent", edges={"next": "greet"}),
        "greet": Node("say", params={"text": {"en": "Hello! I am a bot."}}, edges={"next": "name"}),
        "name": Node(
            "ask",
            params={"question": {"en": "What is your name?"}, "variable": "name"},
            edges={"next": "size"},
        ),
        "size": Node(
            "choices",
            params={
                "text": {"en": "Which size, ${name}?"},
                "options": options,
                "variable": "size",
            },
            edges=dict.fromkeys(("small", "medium", "large"), "dear"),
        ),
        "dear": Node(
            "branch",
            params={"cases": [{"id": "yes", "condition": 'size == "large" && name != ""'}]},
            edges={"yes": "tell_large", "else": "tell"},
        ),
        "tell_large": Node(
            "say",
            params={"text": {"en": "A large one for ${name}, at 9."}},
            edges={"next": "sure"},
        ),
        "tell": Node(
            "say",
            params={"text": {"en": "A ${size} one for ${name}, at 5."}},
            edges={"next": "sure"},
        ),
        "sure": Node(
            "ask",
            params={
                "question": {"en": "Shall I order it?"},
                "variable": "sure",
                "type": "yes_no",
            },
            edges={"next": "size2"},
        ),
        "size2": Node(
            "choices",
            params={
                "text": {"en": "How do you pay?"},
                "options": [
                    {"id": way, "label": {"en": way.title()}} for way in ("cash", "card", "later")
                ],
                "variable": "way",
            },
            edges=dict.fromkeys(("cash", "card", "later"), "any_more"),
        ),
        "any_more": Node(
            "ask",
            params={"question": {"en": "Anything to add?"}, "variable": "remark"},
            edges={"next": "bye"},
        ),
        "bye": Node("say", params={"text": {"en": "Thank you, ${name}: ${size}, ${way}."}}),
        "not_understood": Node("intent"),
    }
    names = ("name", "size", "sure", "way", "remark")
    return compile_bot(
        Bot(
            id="order",
            topics={"order": Topic(nodes=nodes)},
            variables={name: Variable() for name in names},
        )
    )


def events(number: int) -> list[Event]:
    """The six turns of conversation `number`."""
    size = ("small", "medium", "large")[number % 3]
    return [
        Opened(1),
        Said(2, NAMES[number % len(NAMES)]),
        Said(3, size.title(), choice=f"size:{size}"),
        Said(4, "yes"),
        Said(5, "Card", choice="size2:card"),
        Said(6, "nothing"),
    ]


def last_answer(number: int) -> str:
    """What every engine must say at the end of conversation `number`."""
    size = ("small", "medium", "large")[number % 3]
    return f"Thank you, {NAMES[number % len(NAMES)]}: {size}, card."


def ours(program: Program, conversations: int, *, encoded: bool) -> list[float]:
    """Seconds of each turn, with or without the state's encoding."""
    encode = msgspec.msgpack.Encoder().encode
    decode = msgspec.msgpack.Decoder(State).decode
    clock = time.perf_counter
    seconds: list[float] = []
    scripts = [events(number) for number in range(12)]
    for number in range(conversations):
        state = State(seed=number)
        blob = encode(state)
        for event in scripts[number % 12]:
            begun = clock()
            if encoded:
                turn = step(program, decode(blob), event)
                blob = encode(turn.state)
            else:
                turn = step(program, state, event)
                state = turn.state
            seconds.append(clock() - begun)
        said = [effect for effect in turn.effects if isinstance(effect, Send)]
        assert said[-1].message.text == last_answer(number % 12), said
    return seconds


STATES = ["start", "name", "size", "sure", "way", "remark", "end"]


def with_transitions(conversations: int) -> float:
    """Turns a second of `transitions`: one machine, a model a conversation."""
    from transitions import Machine

    class Order:
        def __init__(self) -> None:
            self.out: list[str] = []
            self.name = self.size = self.way = ""

        def greet(self, text: str) -> None:
            self.out += ["Hello! I am a bot.", "What is your name?"]

        def ask_size(self, text: str) -> None:
            self.name = text
            self.out.append(f"Which size, {text}?")

        def tell(self, text: str) -> None:
            self.size = text.lower()
            large = self.size == "large" and self.name != ""
            price = 9 if large else 5
            self.out += [f"A {self.size} one for {self.name}, at {price}.", "Shall I order it?"]

        def ask_way(self, text: str) -> None:
            self.out.append("How do you pay?")

        def ask_remark(self, text: str) -> None:
            self.way = text.lower()
            self.out.append("Anything to add?")

        def bye(self, text: str) -> None:
            self.out.append(f"Thank you, {self.name}: {self.size}, {self.way}.")

    machine = Machine(model=None, states=STATES, initial="start", auto_transitions=False)
    after = ("greet", "ask_size", "tell", "ask_way", "ask_remark", "bye")
    for source, dest, action in zip(STATES, STATES[1:], after, strict=False):
        machine.add_transition("hear", source, dest, after=action)
    return _peer(conversations, lambda: _machine_model(machine, Order()))


def _machine_model(machine: object, model: object) -> Callable[[str], str]:
    machine.add_model(model)  # type: ignore[attr-defined]  # the library publishes no types here

    def hear(text: str) -> str:
        model.hear(text)  # type: ignore[attr-defined]
        return model.out[-1]  # type: ignore[attr-defined]

    return hear


def with_python_statemachine(conversations: int) -> float:
    """Turns a second of `python-statemachine`: a machine object a conversation."""
    from statemachine import State as Place
    from statemachine import StateMachine

    class Order(StateMachine):
        start = Place(initial=True)
        asked_name = Place()
        asked_size = Place()
        asked_sure = Place()
        asked_way = Place()
        asked_remark = Place()
        done = Place(final=True)
        hear = (
            start.to(asked_name, on="greet")
            | asked_name.to(asked_size, on="ask_size")
            | asked_size.to(asked_sure, on="tell")
            | asked_sure.to(asked_way, on="ask_way")
            | asked_way.to(asked_remark, on="ask_remark")
            | asked_remark.to(done, on="bye")
        )

        def greet(self, text: str) -> None:
            self.out = ["Hello! I am a bot.", "What is your name?"]

        def ask_size(self, text: str) -> None:
            self.name = text
            self.out.append(f"Which size, {text}?")

        def tell(self, text: str) -> None:
            self.size = text.lower()
            price = 9 if self.size == "large" and self.name != "" else 5
            self.out += [f"A {self.size} one for {self.name}, at {price}.", "Shall I order it?"]

        def ask_way(self, text: str) -> None:
            self.out.append("How do you pay?")

        def ask_remark(self, text: str) -> None:
            self.way = text.lower()
            self.out.append("Anything to add?")

        def bye(self, text: str) -> None:
            self.out.append(f"Thank you, {self.name}: {self.size}, {self.way}.")

    def conversation() -> Callable[[str], str]:
        machine = Order()

        def hear(text: str) -> str:
            machine.hear(text=text)
            return str(machine.out[-1])

        return hear

    return _peer(conversations, conversation)


def _peer(conversations: int, begin: Callable[[], Callable[[str], str]]) -> float:
    scripts = [
        [event.text if isinstance(event, Said) else "" for event in events(number)]
        for number in range(12)
    ]
    seconds = 0.0
    for number in range(conversations):
        begun = time.perf_counter()
        hear = begin()
        for text in scripts[number % 12]:
            answer = hear(text)
        seconds += time.perf_counter() - begun
        assert answer == last_answer(number % 12), answer
    return conversations * 6 / seconds


def main() -> None:
    """Measures, and prints the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=120_000)
    turns = parser.parse_args().turns
    program = bot()
    ours(program, 500, encoded=True)
    plain: list[list[float]] = []
    encoded: list[list[float]] = []
    transitions: list[float] = []
    statemachine: list[float] = []
    for _ in range(REPEATS):
        plain.append(ours(program, turns // 6, encoded=False))
        encoded.append(ours(program, turns // 6, encoded=True))
        transitions.append(with_transitions(max(turns // 40, 60) // 6))
        statemachine.append(with_python_statemachine(max(turns // 100, 60) // 6))
    best = min(plain, key=sum)
    ranked = sorted(best)
    rate = len(best) / sum(best)
    result = {
        "turns_per_s": round(rate),
        "p50_us": round(ranked[len(ranked) // 2] * 1e6, 2),
        "p99_us": round(ranked[len(ranked) * 99 // 100] * 1e6, 2),
        "turns_per_s_encoded": round(len(encoded[0]) / min(map(sum, encoded))),
        "transitions_turns_per_s": round(max(transitions)),
        "python_statemachine_turns_per_s": round(max(statemachine)),
        "ratio_transitions": round(rate / max(transitions), 2),
        "ratio_python_statemachine": round(rate / max(statemachine), 2),
        "turns": turns,
        "versions": {name: version(name) for name in ("transitions", "python-statemachine")},
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
