"""Flows as a bot, in order: entries, widgets, what begins them, places on the canvas."""

from collections.abc import Callable

from engine.importers.naming import identifier
from engine.importers.protocol import Imported, Options
from engine.importers.report import Report
from engine.importers.twilio_studio import messages, services
from engine.importers.twilio_studio.conversion import LANGUAGE, OF_MESSAGE, Conversion, Strip
from engine.importers.twilio_studio.layout import at_their_places
from engine.importers.twilio_studio.settings import report_settings
from engine.importers.twilio_studio.source import Export, Flow, Widget
from engine.importers.twilio_studio.splits import draw_split
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, DefaultMessage, Project

PLATFORM = "twilio-studio"
TRIGGER = "trigger"
MESSAGES = ("incomingMessage", "incomingConversationMessage", "incomingCall")
REQUEST, PARENT = "incomingRequest", "incomingParent"

Draw = Callable[[Strip], None]
KINDS: dict[str, Draw] = {
    "send-message": messages.send_message,
    "send-and-wait-for-reply": messages.send_and_wait,
    "say-play": messages.say_play,
    "gather-input-on-call": messages.gather,
    "record-voicemail": messages.record,
    "set-variables": messages.set_variables,
    "split-based-on": draw_split,
    "make-http-request": services.http_request,
    "run-function": services.run_function,
    "run-subflow": services.run_subflow,
    "send-to-flex": services.hand_over,
    "enqueue-call": services.hand_over,
    "connect-call-to": services.hand_over,
    "record-call": services.without("A call is recorded; nothing of a chat has to be.", "success"),
    "make-outgoing-call-v2": services.without("Calls somebody.", "answered"),
    "send-to-auto-pilot": services.without("Autopilot answers here.", "sessionEnded"),
    "send-to-autopilot": services.without("Autopilot answers here.", "sessionEnded"),
    "connect-virtual-agent": services.without("A virtual agent answers here.", "return"),
    "connect-virtual-agent-v2": services.without("A virtual agent answers here.", "return"),
    "capture-payments": services.without("A call takes a payment.", "success"),
    "add-twiml-redirect": services.without("A program at Twilio takes the call over.", "return"),
    "fork-stream": services.without("A call's sound is sent on.", "next"),
}


def convert(export: Export, options: Options) -> Imported:
    """The project and the report of flows that were read."""
    conversion = Conversion(export)
    called = _called(export)
    mains = [flow for flow in export.flows if flow.path not in called] or list(export.flows[:1])
    for flow in export.flows:
        conversion.drawing.open_topic(conversion.topics[flow.path], {LANGUAGE: flow.name})
        wish = f"flow_{conversion.topics[flow.path]}"
        conversion.entries[flow.path] = conversion.drawing.names.take(wish)
    for flow in export.flows:
        _draw_flow(conversion, flow, is_main=flow is mains[0], is_called=flow.path in called)
    for broken in export.broken:
        conversion.account.unmapped(
            "files", broken.path, broken.path, broken.reason, "mend it, then import once more"
        )
    bot = _bot(conversion, mains[0], options)
    report = Report(PLATFORM, export.name, bot.id, tuple(conversion.account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _called(export: Export) -> set[str]:
    """The paths of the flows that others run."""
    widgets = [one for flow in export.flows for one in flow.widgets if one.kind == "run-subflow"]
    found = (services.subflow(export, one) for one in widgets)
    return {flow.path for flow in found if flow is not None}


def _draw_flow(conversion: Conversion, flow: Flow, *, is_main: bool, is_called: bool) -> None:
    for widget in flow.widgets:
        strip = Strip(conversion, flow, widget)
        report_settings(conversion, widget)
        if widget.kind == TRIGGER:
            _draw_trigger(strip, is_main=is_main)
            if is_called:
                _draw_entry(conversion, flow, widget, widget.next(PARENT))
        elif draw := KINDS.get(widget.kind):
            draw(strip)
        else:
            strip.to_do(f"A widget of the type {widget.kind!r} is not known.")
            strip.lead(next((one.next for one in widget.transitions if one.next), ""))
    if not any(widget.kind == TRIGGER for widget in flow.widgets):
        _draw_bare_entry(conversion, flow, is_main=is_main, is_called=is_called)
    if is_main or is_called:
        conversion.account.exact("flows", flow.name, flow.path)
    else:
        how = "another flow of the bot takes the messages; this one is begun by its event"
        conversion.account.approximate("flows", flow.name, flow.path, how, "import it by itself")


def _draw_trigger(strip: Strip, *, is_main: bool) -> None:
    """What begins a flow: a message, a request from outside, or another flow."""
    widget, conversion = strip.widget, strip.conversion
    message = widget.next(*MESSAGES)
    request, place = widget.next(REQUEST), widget.place
    kept = {conversion.trigger(name): _plain(cel) for name, cel in OF_MESSAGE.items()}
    strip.then("set", Set(variables=kept), title=widget.name)
    strip.lead(message)
    if is_main:
        _draw_start(strip, message)
    _draw_request(strip, request or message)
    conversion.account.exact("widgets", f"{widget.kind} {widget.name}", place, node=strip.name)


def _draw_entry(conversion: Conversion, flow: Flow, trigger: Widget, inner: str) -> None:
    """Where other flows enter this one."""
    topic, entry = conversion.topics[flow.path], conversion.entries[flow.path]
    params = Intent(tags_topic=False)
    drawing = conversion.drawing
    drawing.put(topic, entry, "intent", params, title=flow.name, source=trigger.place)
    conversion.near.setdefault(topic, []).append((entry, trigger))
    first = conversion.heads[flow.path, trigger.name]
    drawing.connect(topic, entry, "next", conversion.heads.get((flow.path, inner), first))


def _plain(cel: str) -> str:
    """What may be unknown, without a warning."""
    return f"as_text({cel})" if "phone" in cel or "name" in cel else cel


def _draw_start(strip: Strip, message: str) -> None:
    """Any message begins the flow where none is under way; opening a chat does not."""
    conversion, topic, place = strip.conversion, strip.topic, strip.widget.place
    drawing = conversion.drawing
    drawing.put(topic, STARTUP, "intent", Intent(events=("opened",)), title="Start", source=place)
    wrote = Case(id="wrote", condition='message.text != "" || size(message.media) > 0')
    branch = drawing.names.take("opened_or_wrote")
    drawing.put(topic, branch, "branch", Branch(cases=(wrote,)), title="Wrote?", source=place)
    drawing.connect(topic, STARTUP, "next", branch)
    drawing.connect(topic, branch, "wrote", strip.name)
    drawing.put(topic, NOT_UNDERSTOOD, "intent", Intent(), title="Any message", source=place)
    drawing.connect(topic, NOT_UNDERSTOOD, "next", strip.name)
    for name in (STARTUP, branch, NOT_UNDERSTOOD):
        conversion.near.setdefault(topic, []).append((name, strip.widget))
    if not message:
        drawing.remark(topic, strip.name, "No message begins this flow; requests from outside do.")


def _draw_request(strip: Strip, target: str) -> None:
    """The event by which the company's systems begin the flow."""
    conversion, topic, place = strip.conversion, strip.topic, strip.widget.place
    event = f"{conversion.topics[strip.flow.path]}_request"
    drawing = conversion.drawing
    name = drawing.names.take(f"on_{event}")
    params = Intent(events=(event,), tags_topic=False)
    drawing.put(topic, name, "intent", params, title="REST API", source=place)
    keep = drawing.names.take(f"{name}_data")
    drawing.put(
        topic,
        keep,
        "set",
        Set(variables={conversion.data: "event.data"}),
        title="Data",
        source=place,
    )
    drawing.connect(topic, name, "next", keep)
    head = conversion.heads.get((strip.flow.path, target), "")
    drawing.connect(topic, keep, "next", head or strip.name)
    for one in (name, keep):
        conversion.near.setdefault(topic, []).append((one, strip.widget))


def _draw_bare_entry(conversion: Conversion, flow: Flow, *, is_main: bool, is_called: bool) -> None:
    """A flow whose trigger is missing begins at its first widget."""
    first = Widget(name="(trigger)", kind=TRIGGER, place=f"{flow.path}#states")
    conversion.heads[flow.path, first.name] = conversion.drawing.names.take("trigger")
    strip = Strip(conversion, flow, first)
    strip.then("set", Set(), title="Trigger")
    strip.lead(flow.initial)
    if is_main:
        _draw_start(strip, flow.initial)
    _draw_request(strip, flow.initial)
    if is_called:
        _draw_entry(conversion, flow, first, "")
    conversion.account.approximate(
        "widgets", "trigger", flow.path, "the flow has no trigger: any message begins it"
    )


def _bot(conversion: Conversion, main: Flow, options: Options) -> Bot:
    topics = at_their_places(conversion.drawing.finish(), conversion.near)
    return Bot(
        id=options.bot or identifier(main.name, "bot"),
        name=options.name or main.name,
        description=main.description,
        languages=(LANGUAGE,),
        language_detection="off",
        # An execution of Studio lasts 30 days at most.
        session_timeout_s=30 * 86_400,
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=dict(sorted(conversion.variables.items())),
        constants=conversion.constants,
        secrets=tuple(conversion.secrets),
        topics=topics,
    )
