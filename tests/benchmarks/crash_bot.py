"""The bot of the crash test through the server: whatever is lost, doubled or out of order shows.

It counts and strings together all it hears, waits for an answer, calls a service, runs code and
waits for a timer. Its two editions say and compute the same, each under its own name.
"""

import functools

import msgspec

from engine.project.bundle import export, open_bundle
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.rehearsal import Asked, Rehearsal
from engine.types.bot import (
    NOT_UNDERSTOOD,
    STARTUP,
    Bot,
    CodeAction,
    Node,
    Project,
    Topic,
    Variable,
)
from engine.types.effect import CallService, RunCode
from engine.types.value import Value

EDITIONS = ("first", "second")
WAIT_S = 1
# One person in so many runs code: each server pays for its sandbox once.
CODE_EVERY = 4
SOURCE = """\
def run(trail, heard):
    return {{"backwards": "{edition} " + trail[::-1] + str(heard)}}
"""


def script(person: int, *, code: bool = True) -> list[str]:
    """What a person says, in order. Some of it is said while a service or code is at work."""
    fourth = "code" if code and person % CODE_EVERY == 0 else "plain"
    kinds = ("question", "answer", "service", "plain", fourth, "bye")
    return [f"{person} says {number} {kind}" for number, kind in enumerate(kinds)]


def total_of(body: Value) -> dict[str, Value]:
    """What the service answers: of all that it was told, so that a wrong question shows."""
    assert isinstance(body, dict)
    trail, heard = str(body["trail"]), int(str(body["heard"]))
    return {"total": heard * 1000 + len(trail)}


def bundle(edition: str, service: str) -> bytes:
    """The bundle of an edition that calls the service at an address."""
    bot = Bot(
        id="counter",
        name=f"Counter, {edition}",
        languages=("en",),
        variables={
            "heard": Variable("number", 0),
            "answers": Variable("number", 0),
            "trail": Variable("text", ""),
            "note": Variable("text"),
            "total": Variable("number"),
            "backwards": Variable("text"),
        },
        topics={"counting": Topic(nodes=_nodes(edition, service))},
        actions={"backwards": CodeAction(SOURCE.format(edition=edition))},
    )
    return export(Project(name=bot.name, bots={bot.id: bot}))


def loaded(content: bytes) -> Loaded:
    """A bundle ready to be rehearsed."""
    opened = open_bundle(content)
    return load(opened.project, opened.models, opened.id)


def expected(bot: Loaded, texts: list[str]) -> list[str]:
    """What the bot should say to a person, from a rehearsal that nothing interrupts."""
    rehearsal = Rehearsal(
        bot, answers={"call_service": _served, "run_code": functools.partial(_run, bot)}
    )
    for text in texts:
        rehearsal.say(text)
    rehearsal.advance(WAIT_S)
    return [message.text for message in rehearsal.messages]


def _served(asked: Asked) -> tuple[str, Value]:
    assert isinstance(asked, CallService)
    return "ok", {"status": 200, "headers": {}, "body": total_of(asked.body)}


def _run(bot: Loaded, asked: Asked) -> tuple[str, Value]:
    assert isinstance(asked, RunCode)
    names: dict[str, object] = {}
    exec(bot.bots["counter"].actions[asked.action].source, names)
    run = names["run"]
    assert callable(run)
    return "ok", msgspec.convert(run(**asked.inputs), dict[str, Value])


def _nodes(edition: str, service: str) -> dict[str, Node]:
    def say(text: str) -> Node:
        return Node("say", params={"text": {"en": f"{edition} ${{heard}}: {text}"}})

    def case(kind: str) -> dict[str, object]:
        return {"id": kind, "condition": f'message.text.contains("{kind}")'}

    kinds = ("question", "service", "code", "bye")
    return {
        STARTUP: Node("intent", params={"events": ["opened"]}, edges={"next": "lost"}),
        NOT_UNDERSTOOD: Node("intent", edges={"next": "lost"}),
        "lost": say("that was not in the script"),
        "hear": Node("intent", params={"patterns": [" says "]}, edges={"next": "count"}),
        "count": Node(
            "set",
            params={"variables": {"heard": "heard + 1", "trail": "trail + '/' + message.text"}},
            edges={"next": "way"},
        ),
        "way": Node(
            "branch",
            params={"cases": [case(kind) for kind in kinds]},
            edges={**{kind: kind for kind in kinds}, "else": "plain"},
        ),
        "plain": say("${trail}"),
        "question": Node(
            "ask",
            params={
                "question": {"en": f"{edition} ${{heard}}: and then?"},
                "variable": "note",
                "interrupts": "never",
                "retries": 0,
            },
            edges={"next": "note_down"},
        ),
        "note_down": Node(
            "set",
            params={"variables": {"heard": "heard + 1", "trail": "trail + '!' + note"}},
            edges={"next": "noted"},
        ),
        "noted": say("noted ${note}"),
        "service": Node(
            "http",
            params={
                "method": "POST",
                "url": service,
                "body": '{"trail": "${trail}", "heard": ${heard}}',
                "timeout_s": 30,
                "results": {"total": "response.body.total"},
            },
            edges={"next": "was_served", "failed": "lost", "timeout": "lost"},
        ),
        "was_served": _counts("served"),
        "served": say("${total}, answer ${answers}"),
        "code": Node(
            "code",
            params={
                "action": "backwards",
                "inputs": {"trail": "trail", "heard": "heard"},
                "outputs": {"backwards": "backwards"},
                "timeout_s": 30,
            },
            edges={"next": "was_run", "failed": "lost"},
        ),
        "was_run": _counts("ran"),
        "ran": say("${backwards}, answer ${answers}"),
        "bye": Node("wait", params={"seconds": WAIT_S}, edges={"next": "gone"}),
        "gone": say("good bye after ${trail}"),
    }


def _counts(then: str) -> Node:
    return Node("set", params={"variables": {"answers": "answers + 1"}}, edges={"next": then})
