"""A tiny pure step function: enough conversation to test the shell around it.

It counts messages, greets, offers buttons, sets timers, calls services, hands over, archives
and fails, as the text asks.
"""

from msgspec.structs import replace

from engine.runtime.loaded import Loaded
from engine.types.effect import (
    Archive,
    CallService,
    Effect,
    HandOff,
    Notify,
    Raise,
    Send,
    StartTimer,
    StopTimer,
)
from engine.types.event import Answered, Event, HandedBack, Happened, Opened, Said, TimerFired
from engine.types.message import Message, Option, Template
from engine.types.reading import Guess, Reading
from engine.types.state import Record, State
from engine.types.turn import Turn

DAY_US = 86_400_000_000


def step(state: State, event: Event) -> Turn:
    said = event.text if isinstance(event, Said) else ""
    opens = isinstance(event, Opened | Said | Happened) and (
        state.session == 0 or state.mode == "ended" or event.t_us - state.t_us > DAY_US
    )
    count = int(state.variables.get("count", 0))
    heard = list(state.variables.get("heard", []))
    contact = getattr(event, "contact", None) or state.contact
    records = [Record("session_started")] if opens else []
    effects: list[Effect] = []
    mode = "bot" if state.mode == "ended" else state.mode
    token = state.token
    if isinstance(event, Said):
        count += 1
        heard.append(said)
    records.append(Record("visit", node="start", port="next", intent="talk", confidence=0.5))
    if said == "fail":
        raise ZeroDivisionError("the bot was told to fail")
    if isinstance(event, Opened):
        effects.append(Send(Message("hello", (Option("menu:a", "A"), Option("menu:b", "B")))))
    elif said == "two":
        effects += [Send(Message(f"{count} first")), Send(Message("second"), delay_ms=500)]
    elif said == "remind":
        token += 1
        effects.append(StartTimer("wait", event.t_us + 60_000_000, token))
    elif said == "never mind":
        effects.append(StopTimer("wait"))
    elif said == "call":
        effects.append(CallService(f"{state.turn + 1}.1", "GET", "https://example.org/price"))
    elif said == "person":
        mode = "human"
        effects.append(HandOff("sales", priority=2, note="please"))
    elif said == "bye":
        mode = "ended"
        effects += [Send(Message("bye")), Archive("done")]
    elif said.startswith("notify "):
        effects.append(Notify(Template("news", "en", ("x",)), contact=said.split(" ", 1)[1]))
    elif said.startswith("segment "):
        effects.append(Notify(Template("news", "en", ("x",)), segment=said.split(" ", 1)[1]))
    elif said.startswith("raise "):
        _, name, contact_id, segment = said.split(" ")
        effects.append(Raise(name, {"of": state.contact.id}, contact_id, segment))
    elif isinstance(event, Said):
        effects.append(Send(Message(f"{count} {said or event.choice}"), node="start"))
    elif isinstance(event, TimerFired):
        effects.append(Send(Message(f"timer {event.timer} {event.token}")))
    elif isinstance(event, Answered):
        effects.append(Send(Message(f"answer {event.key} {event.port} {event.value}")))
    elif isinstance(event, HandedBack):
        mode = "bot"
    elif isinstance(event, Happened):
        effects.append(Send(Message(f"happened {event.name}")))
    return Turn(
        replace(
            state,
            bot="pure",
            language=state.language or "en",
            turn=state.turn + 1,
            session=state.session + opens,
            t_us=event.t_us,
            token=token,
            mode=mode,
            contact=contact,
            variables={"count": count, "heard": heard[-50:]},
        ),
        tuple(effects),
        tuple(records),
    )


def understand(_state: State, said: Said) -> Said:
    return replace(said, readings={"pure": Reading(intents=(Guess("talk", 0.5),))})


PURE = Loaded(bundle="pure-1", step=step, understand=understand)
