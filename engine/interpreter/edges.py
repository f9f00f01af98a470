"""The edges of a turn: a session that begins, a language that changes, silence that is timed."""

from engine.expressions.phones import country_of
from engine.interpreter.run import Run
from engine.nodes.moments import after
from engine.types.effect import StartTimer, StopTimer
from engine.types.event import Happened, Opened, Said

IDLE = "idle"
# What the person does or what is done to them: it opens a session and breaks a silence.
OF_THE_PERSON = (Said, Opened, Happened)
SECOND_US = 1_000_000
# How sure the reading must be of another language before the bot changes its own.
LANGUAGE_CONFIDENCE = 0.8
# An answer of so few words is a name, an address or a value: it says nothing of the language.
ANSWER_WORDS = 5


def begin(run: Run, event: Said | Opened | Happened) -> None:
    """Opens a session where none is open, and wakes a muted bot whose time is over."""
    state = run.state
    if event.contact is not None:
        state.contact = event.contact
    silent_us = event.t_us - run.before.t_us
    expired = silent_us > run.program.session_timeout_s * SECOND_US and state.mode != "human"
    if state.session == 0 or state.mode == "ended" or expired:
        open_session(run)
    elif state.mode == "muted" and 0 < state.muted_until_us <= event.t_us:
        state.mode, state.muted_until_us = "bot", 0
    state.idle_step = 0
    if isinstance(event, Said):
        state.heard += 1
        run.read(event)
        _detect(run, event)
    elif isinstance(event, Opened):
        run.agents = state.agents = event.agents
    if not state.language:
        _choose_language(run)


def time_silence(run: Run) -> None:
    """The next inactivity timer, if the bot is the one to break the silence."""
    inactivity, state = run.program.triggers.inactivity, run.state
    # Before a first session there is nobody who could fall silent.
    if not state.session or state.mode != "bot" or state.idle_step >= len(inactivity):
        if state.idle_token:
            run.effects.append(StopTimer(IDLE))
            state.idle_token = 0
        return
    waited = inactivity[state.idle_step - 1][0] if state.idle_step else 0
    seconds = inactivity[state.idle_step][0] - waited
    state.idle_token = run.token()
    run.effects.append(StartTimer(IDLE, after(run.now_us, seconds), state.idle_token))


def open_session(run: Run) -> None:
    """A session from its beginning; what is known of the contact stays."""
    state = run.state
    state.session += 1
    run.fresh = state.unvisited = True
    state.mode, state.muted_until_us = "bot", 0
    state.at, state.topic, state.stack, state.deferred, run.memory = "", "", (), (), {}
    state.heard = 0
    state.variables = {**run.program.variables}
    run.record("session_started", name=country_of(state.contact.phone), data=state.session)


def _choose_language(run: Run) -> None:
    known = run.state.contact.language.partition("-")[0]
    languages = run.program.languages
    run.state.language = known if known in languages else languages[0]


def _detect(run: Run, said: Said) -> None:
    detection = run.program.language_detection
    reading = run.reading
    if reading is None or detection == "off" or (detection == "first" and not run.fresh):
        return
    if said.choice or (awaits_person(run) and len(said.text.split()) <= ANSWER_WORDS):
        return
    if reading.language_confidence >= LANGUAGE_CONFIDENCE:
        run.speak(reading.language)


def awaits_person(run: Run) -> bool:
    """Whether a node waits for what the person will answer."""
    waiting = run.program.nodes.get(run.state.at)
    return waiting is not None and waiting.kind.waits
