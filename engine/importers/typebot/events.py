"""What begins a Typebot: its start, commands, replies, answers that do not fit."""

from engine.importers.dialogflow_es.tolerant import text, truth
from engine.importers.typebot.conversion import Conversion
from engine.importers.typebot.sheet import Sheet
from engine.importers.typebot.source import Event
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.nodes.stop import Stop
from engine.types.bot import NOT_UNDERSTOOD, STARTUP

HELLO = {"en": "Hello!", "es": "¡Hola!", "pt": "Olá!"}


def name_events(conversion: Conversion, sheet: Sheet) -> None:
    """Takes the ids of the intents for events that every question has to know of."""
    for event in sheet.bot.events:
        kept = {"reply": conversion.replies, "invalidReply": conversion.refusals}.get(event.type)
        if kept is not None and sheet.spot(event.edge) and sheet.bot.id not in kept:
            kept[sheet.bot.id] = conversion.drawing.names.take(f"on_{event.type}", "event")


def draw_events(conversion: Conversion, sheet: Sheet, *, main: bool) -> None:
    """An intent for each event; what a message after the end does is to begin again."""
    for event in sheet.bot.events:
        if event.type == "start":
            continue
        _draw_event(conversion, sheet, event)
    if main:
        first = _draw_first_answer(conversion, sheet, sheet.entry(sheet.start))
        _draw_start(conversion, sheet, first)
        _draw_again(conversion, sheet, first)


def _draw_first_answer(conversion: Conversion, sheet: Sheet, first: str) -> str:
    """Where the bot begins: a message that starts it answers a text input that stands first, as
    in Typebot's chats; who only opens it is waited for."""
    group = sheet.groups.get(sheet.start[0]) if sheet.start else None
    if not first or group is None or sheet.start is None or sheet.bot.id in conversion.replies:
        return first
    block = group.blocks[sheet.start[1]]
    after = sheet.entry(sheet.after(group, sheet.start[1]))
    if block.type != "text input" or not after:
        return first
    drawing, topic, place = conversion.drawing, sheet.topic, f"{sheet.bot.file}#start"
    case = Case(id="by_message", condition='message.text != ""')
    title = "Has a message begun it?"
    begun = drawing.add(topic, "begun", "branch", Branch(cases=(case,)), title=title, source=place)
    conversion.places[begun] = (sheet.bot.id, "", 4)
    drawing.connect(topic, begun, "else", first)
    if ours := conversion.variables.by_id(text(block.settings.get("variableId"))):
        kept = Set(variables={ours: "message.text"})
        answer = drawing.add(topic, "first_answer", "set", kept, source=place)
        conversion.places[answer] = (sheet.bot.id, "", 5)
        drawing.connect(topic, answer, "next", after)
        after = answer
    drawing.connect(topic, begun, "by_message", after)
    return begun


def _draw_start(conversion: Conversion, sheet: Sheet, first: str) -> None:
    place = f"{sheet.bot.file}#start"
    params = Intent(events=("opened",), tags_topic=False)
    conversion.drawing.put(sheet.topic, STARTUP, "intent", params, source=place)
    conversion.places[STARTUP] = (sheet.bot.id, "", 0)
    if first:
        conversion.drawing.connect(sheet.topic, STARTUP, "next", first)
        conversion.account.exact("event start", sheet.bot.name, place, node=STARTUP)
        return
    words = {conversion.language: HELLO.get(conversion.language, HELLO["en"])}
    said = conversion.drawing.add(sheet.topic, "hello", "say", Say(text=words), source=place)
    conversion.places[said] = (sheet.bot.id, "", 1)
    conversion.drawing.connect(sheet.topic, STARTUP, "next", said)
    how = "the start leads nowhere; the bot says hello"
    conversion.account.approximate(
        "event start", sheet.bot.name, place, how, "connect it to the first group", node=STARTUP
    )


def _draw_again(conversion: Conversion, sheet: Sheet, first: str) -> None:
    """A message after the end of the flow begins the bot again, as a new conversation there."""
    place = f"{sheet.bot.file}#start"
    drawing, topic = conversion.drawing, sheet.topic
    drawing.put(topic, NOT_UNDERSTOOD, "intent", Intent(tags_topic=False), source=place)
    conversion.places[NOT_UNDERSTOOD] = (sheet.bot.id, "", 2)
    first, start = first or STARTUP, NOT_UNDERSTOOD
    if kept := conversion.variables.all_names():
        params = Set(clear=tuple(kept))
        title = "Forget the last conversation"
        start = drawing.add(topic, "begin_again", "set", params, title=title, source=place)
        conversion.places[start] = (sheet.bot.id, "", 3)
        drawing.connect(topic, NOT_UNDERSTOOD, "next", start)
    drawing.connect(topic, start, "next", first)


def _draw_event(conversion: Conversion, sheet: Sheet, event: Event) -> None:
    place = f"{sheet.bot.file}#event {event.id}"
    spot = sheet.spot(event.edge)
    command = text(event.options.get("command")).strip()
    kind = f"event {event.type or 'unknown'}"
    if event.type == "command" and command:
        first = sheet.entry(spot)
        returns = truth(event.options.get("resumeAfter")) or _returns(sheet, event)
        params = Intent(events=(command,), aside=returns, tags_topic=False)
        name = conversion.drawing.add(
            sheet.topic, f"command_{command}", "intent", params, title=command, source=place
        )
        conversion.places[name] = (sheet.bot.id, f"event {event.id}", 0)
        _lead(conversion, sheet, name, first, place)
        conversion.account.exact(kind, command, place, node=name)
    elif event.type in {"reply", "invalidReply"}:
        names = conversion.replies if event.type == "reply" else conversion.refusals
        _draw_visited(conversion, sheet, event, names.get(sheet.bot.id, ""), place)
    elif event.type == "command":
        conversion.account.exact(kind, "(no command)", place)
    else:
        why = f"the event {event.type!r} is not known"
        conversion.account.unmapped(kind, event.id, place, why, "draw what begins it as an intent")


def _draw_visited(
    conversion: Conversion, sheet: Sheet, event: Event, name: str, place: str
) -> None:
    """A flow that questions visit: after each reply, or where an answer does not fit."""
    kind = f"event {event.type}"
    first = sheet.entry(sheet.spot(event.edge))
    if not name:
        conversion.account.exact(kind, "(leads nowhere)", place)
        return
    title = "After each reply" if event.type == "reply" else "After a wrong answer"
    drawing = conversion.drawing
    params = Intent(tags_topic=False)
    drawing.put(sheet.topic, name, "intent", params, title=title, source=place)
    conversion.places[name] = (sheet.bot.id, f"event {event.id}", 0)
    _lead(conversion, sheet, name, first, place)
    if event.type == "reply":
        how = "visited after an answer that fits, not before it is looked at"
        conversion.account.approximate(kind, sheet.bot.name, place, how, node=name)
    else:
        how = "visited after a wrong answer to a question; menus say their message"
        conversion.account.approximate(kind, sheet.bot.name, place, how, node=name)


def _lead(conversion: Conversion, sheet: Sheet, name: str, first: str, place: str) -> None:
    """An event goes on at its first node; one that leads nowhere just ends."""
    if not first:
        first = conversion.drawing.add(sheet.topic, "end", "stop", Stop(), source=place)
        conversion.places[first] = conversion.places[name]
    conversion.drawing.connect(sheet.topic, name, "next", first)


def _returns(sheet: Sheet, event: Event) -> bool:
    """Whether a command's flow goes back to the question that it came upon."""
    spot = sheet.spot(event.edge)
    groups = sheet.reached([spot]) if spot else set()
    blocks = [block for name in groups for block in sheet.groups[name].blocks]
    return any(block.type == "Return" for block in blocks)
