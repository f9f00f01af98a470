"""The flow manager: which bot of a project a conversation is with, one floor above intents.

It is pure like the interpreter, and leans on that: where a bot does not understand a message
that another one does, its turn is dropped unseen and the other bot's is taken.
"""

from collections.abc import Mapping

from msgspec import structs

from engine.interpreter import step as step_bot
from engine.nodes.program import Program
from engine.types.bot import Routing
from engine.types.event import Event, Opened, Said
from engine.types.reading import Reading
from engine.types.state import Record, State
from engine.types.turn import Turn

# A bot may hand over to a bot that hands over; more than this is a circle.
HANDOVERS = 3
# How sure another bot must be to take a message that this one made something of, and by how
# much surer than it.
SURE = 0.8
MARGIN = 0.1


def step(programs: Mapping[str, Program], routing: Routing, state: State, event: Event) -> Turn:
    """The turn that an event makes of a conversation, by the bot that it is for."""
    if len(programs) == 1:
        (program,) = programs.values()
        return step_bot(program, state, event)
    current = state.bot if state.bot in programs else first(programs, routing, state, event)
    if state.bot and state.bot != current:
        # Its bot is not in this version of the project.
        state = _moved(state, programs[current])
    turn = step_bot(programs[current], state, event)
    if isinstance(event, Said) and routing.change_bot:
        other = expert(programs, event, besides=current)
        if other and _gives_way(turn, _score(event.readings.get(other))):
            turn = _continue(Turn(state), programs[other], event)
            current = other
    for _ in range(HANDOVERS):
        following = programs.get(turn.state.bot)
        if following is None or following.id == current:
            break
        understood = isinstance(event, Said) and _score(event.readings.get(following.id)) > 0
        opened = Opened(event.t_us, agents=getattr(event, "agents", 0))
        turn = (
            _continue(_unheard(turn), following, event)
            if understood
            else _continue(turn, following, opened)
        )
        current = following.id
    following = programs.get(turn.state.bot)
    if following is None or following.id == current:
        return turn
    return structs.replace(turn, state=_moved(turn.state, following))


def first(programs: Mapping[str, Program], routing: Routing, state: State, event: Event) -> str:
    """The bot that a new conversation is with: the one it was meant for, else the expert, else
    by language, else the first."""
    meant = getattr(event, "bot", "")
    if meant in programs:
        return str(meant)
    if routing.by_expertise and isinstance(event, Said):
        bot = expert(programs, event)
        if bot:
            return bot
    preferred = routing.first if routing.first in programs else next(iter(programs))
    language = _language(state, event)
    if routing.by_language and language and language not in programs[preferred].languages:
        return next(
            (name for name, bot in programs.items() if language in bot.languages), preferred
        )
    return preferred


def expert(programs: Mapping[str, Program], said: Said, besides: str = "") -> str:
    """The bot that understands the message best; "" where none does."""
    scores = {
        bot: _score(reading)
        for bot, reading in said.readings.items()
        if bot in programs and bot != besides
    }
    best = max(scores, key=lambda bot: scores[bot], default="")
    return best if best and scores[best] > 0 else ""


def _score(reading: Reading | None) -> float:
    if reading is None:
        return 0.0
    if reading.keywords:
        return 1.0
    if reading.intents and reading.intents[0].confidence >= reading.threshold:
        return reading.intents[0].confidence
    return 0.0


def _language(state: State, event: Event) -> str:
    contact = getattr(event, "contact", None) or state.contact
    return state.language or contact.language.partition("-")[0]


def _gives_way(turn: Turn, other_score: float) -> bool:
    """Whether another bot's claim to the message is better than what this bot made of it.

    A bot that did not understand always gives way; one that guessed, or that waits for an
    answer which this is not, only to a bot that is sure.
    """
    for row in turn.records:
        if row.kind == "not_understood" or (row.kind == "intent" and row.name == "startup"):
            return True
        if row.kind == "invalid_answer":
            return other_score >= SURE
        if row.kind == "intent" and row.name == "classifier":
            return other_score >= max(SURE, row.confidence + MARGIN)
    return False


def _unheard(turn: Turn) -> Turn:
    """The turn as if its message were still to be counted: the next bot counts it."""
    return structs.replace(turn, state=structs.replace(turn.state, heard=turn.state.heard - 1))


def _continue(turn: Turn, program: Program, event: Event) -> Turn:
    following = step_bot(program, _moved(turn.state, program), event)
    changed = Record(kind="bot", name=program.id)
    return Turn(
        following.state,
        (*turn.effects, *following.effects),
        (*turn.records, changed, *following.records),
    )


def _moved(state: State, program: Program) -> State:
    """The state as another bot takes it over: no node, button or stack of the one before."""
    return structs.replace(
        state,
        bot=program.id,
        at="",
        memory={},
        stack=(),
        offers=(),
        topic="",
        language=state.language if state.language in program.languages else "",
        variables={**program.variables, **state.variables},
    )
