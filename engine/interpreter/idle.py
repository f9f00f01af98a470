"""The edges of a turn: a session that begins, a language that changes, silence that is timed."""

from engine.interpreter.run import Run
from engine.types.effect import StartTimer, StopTimer
from engine.types.event import Event, Happened, Opened, Said

IDLE = "idle"
SECOND_US = 1_000_000
# How sure the reading must be of another language before the bot changes its own.
LANGUAGE_CONFIDENCE = 0.8


def session(run: Run, event: Event) -> None:
    """Opens a session where none is open, and wakes a muted bot whose time is over."""
    if not isinstance(event, Opened | Said | Happened):
        return
    silent_us = event.t_us - run.state.t_us
    expired = silent_us > run.program.session_timeout_s * SECOND_US and run.mode != "human"
    if not run.language:
        known = run.contact.language.partition("-")[0]
        languages = run.program.languages
        run.language = known if known in languages else languages[0]
    if run.session == 0 or run.mode == "ended" or expired:
        _open(run)
    elif run.mode == "muted" and 0 < run.muted_until_us <= event.t_us:
        run.mode, run.muted_until_us = "bot", 0
    if isinstance(event, Said):
        _detect(run)


def rest(run: Run, event: Event) -> None:
    """After the turn: the next inactivity timer, if the bot is the one to break the silence."""
    inactivity = run.program.triggers.inactivity
    if not inactivity:
        return
    if isinstance(event, Opened | Said | Happened):
        run.idle_step = 0
    if run.mode != "bot" or run.idle_step >= len(inactivity):
        if run.idle_token:
            run.effects.append(StopTimer(IDLE))
            run.idle_token = 0
        return
    waited = inactivity[run.idle_step - 1][0] if run.idle_step else 0
    seconds = inactivity[run.idle_step][0] - waited
    run.idle_token = run.token()
    due_us = event.t_us + seconds * SECOND_US
    run.effects.append(StartTimer(IDLE, due_us, run.idle_token))


def _open(run: Run) -> None:
    run.session += 1
    run.fresh = True
    run.mode, run.muted_until_us = "bot", 0
    run.at, run.stack, run.memory, run.topic, run.deferred = "", (), {}, "", ()
    run.variables = dict(run.program.variables)
    run.scope.variables = run.variables
    run.record("session_started", data={"session": run.session})


def _detect(run: Run) -> None:
    detection = run.program.language_detection
    reading = run.reading
    if reading is None or detection == "off" or (detection == "first" and not run.fresh):
        return
    if reading.language_confidence >= LANGUAGE_CONFIDENCE:
        run.speak(reading.language)
