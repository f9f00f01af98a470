"""A bot as one function, with everything that a widget can show. `python tiny_bot.py` serves it."""

import argparse
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from engine.runtime.loaded import Loaded
from engine.runtime.runtime import Runtime
from engine.types.bot import Bot
from engine.types.effect import Effect, HandOff, Send
from engine.types.event import Event, HandedBack, Happened, Opened, Said
from engine.types.message import Card, Media, Message, Option, Place
from engine.types.state import Record, State
from engine.types.turn import Turn

MENU = tuple(Option(f"menu:{label.lower()}", label) for label in ("Branches", "Files", "Person"))
PAGES = Option("page", "Our site", url="https://example.org/")
CARDS = tuple(
    Card(
        f"Branch {name}",
        f"{number} Main Street",
        "/static/icon.svg",
        (Option(f"go:{name.lower()}", f"Go to {name}"), PAGES),
    )
    for number, name in enumerate(("North", "South", "East", "West"), 1)
)
GREETING = Message("Hello, I am **Tiny**. See https://example.org/help.", options=(*MENU, PAGES))
MEDIA = (
    Media("image", "/static/icon.svg", "icon.svg", caption="Our sign"),
    Media("document", "/static/demo.css", "Guide.pdf", size=12_345),
)


def step(state: State, event: Event) -> Turn:
    """Answers by the words of a message."""
    count = int(str(state.variables.get("count", 0))) + isinstance(event, Said)
    said = event.text if isinstance(event, Said) else ""
    records, mode = [], state.mode
    effects: list[Effect] = []
    match event:
        case Opened():
            effects = [Send(GREETING)]
        case Happened():
            effects = [Send(Message(f"happened {event.name}"))]
        case HandedBack():
            mode, effects = "bot", [Send(Message("back"))]
        case Said() if state.mode != "human":
            mode, effects = answer(said, event, count)
    if said == "nonsense":
        records.append(Record("not_understood"))
    contact = getattr(event, "contact", None) or state.contact
    opened = state.session == 0
    new = replace(
        state,
        bot="tiny",
        language=contact.language or "en",
        turn=state.turn + 1,
        session=max(1, state.session),
        t_us=event.t_us,
        mode=mode,
        contact=contact,
        variables={"count": count},
    )
    return Turn(new, tuple(effects), (*([Record("session_started")] if opened else []), *records))


def answer(said: str, event: Said, count: int) -> tuple[str, list[Effect]]:
    """What a message brings."""
    if said == "fail":
        raise ZeroDivisionError("the bot was told to fail")
    if said == "slow":
        time.sleep(0.3)
    if said == "Person":
        return "human", [HandOff(), Send(Message("A person will come."))]
    if said == "pause":
        return "bot", [Send(Message("first")), Send(Message("second"), delay_ms=900)]
    shown = {
        "Branches": Message("Our branches:", cards=CARDS),
        "Files": Message("Look:", media=MEDIA, place=Place(-34.6, -58.4, "Centre")),
        "where": Message("Where are you?", wants="location"),
        "photo": Message("Send the photo.", wants="file"),
        "script": Message("<img src=x onerror=alert(1)> [x](javascript:alert(1)) **ok**"),
    }.get(said)
    if shown is None:
        got = said or event.choice or (event.place and str(event.place.latitude))
        shown = Message(f"{count}: {got or [media.name for media in event.media]}")
    return "bot", [Send(shown)]


def loaded() -> Loaded:
    """The bot as a runtime takes it."""
    about = "A bot to try the webchat with."
    bot = Bot(id="tiny", name="Tiny", description=about, languages=("en", "es", "pt"))
    return Loaded(bundle="tiny-1", step=step, bots={"tiny": bot})


def main() -> None:
    """Serves the bot until a signal."""
    from engine.service.serve import serve
    from engine.service.settings import read_settings
    from engine.service.ways import channels_of
    from engine.stores.sqlite import SqliteStore

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    settings = read_settings(port=given.port, store=str(given.store), environment={})
    store = SqliteStore(given.store)
    runtime = Runtime(store, loaded(), channels_of(settings, lambda _name: "secret"))
    try:
        serve(runtime, settings)
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
