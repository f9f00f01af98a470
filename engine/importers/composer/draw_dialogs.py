"""Dialogs drawn: where each begins, where it rests, and what it does with what nobody claims."""

import re

from engine.importers.composer.actions import draw_actions
from engine.importers.composer.bodies import draw_body, draw_first_of
from engine.importers.composer.cel import quoted
from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.found import draw_entities
from engine.importers.composer.plain import as_text, texts_in
from engine.importers.composer.service_actions import waiting
from engine.importers.composer.source import as_json
from engine.importers.composer.triggers import (
    designer_name,
    draw_intents,
    event_of,
    has_begin,
    is_called,
)
from engine.importers.naming import readable
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.nodes.stop import Stop
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant

OWN = re.compile(r"(?:\bdialog\.|\$)([A-Za-z_]\w*)", re.IGNORECASE)
NO_PROPERTIES = frozenset({"foreach", "eventcounter", "expectedproperties", "retries"})
NEVER = "its dialog always has something else to do, or has ended; it is left out"
HEARD = "session.messages > 0"


def draw_dialogs(conversion: Conversion) -> None:
    """All dialogs: first their names, as each leads to others, then what they do."""
    for dialog in conversion.dialogs.all:
        _name(conversion, dialog)
    for dialog in conversion.dialogs.all:
        title = designer_name(dialog.body) or readable(dialog.id)
        conversion.drawing.open_topic(dialog.name, conversion.text(title))
        # What triggers append to the dialog's own flow must be known before that is drawn.
        draw_intents(conversion, dialog)
        if dialog.is_root:
            _draw_root(conversion, dialog)
        else:
            _draw_begin(conversion, dialog)
            _draw_rest(conversion, dialog)
    _declare_missing(conversion)


def _name(conversion: Conversion, dialog: Dialog) -> None:
    names = conversion.drawing.names
    dialog.entry = STARTUP
    if has_begin(dialog) or not dialog.is_root:
        dialog.entry = names.take(f"begin_{dialog.name}", "begin", 60)
    if not dialog.ends_itself and not dialog.is_root:
        dialog.rest = names.take(f"rest_{dialog.name}", "rest", 60)
    dialog.unknown = names.take(f"unknown_{dialog.name}", "unknown", 60)
    for trigger in dialog.triggers("OnDialogEvent", "OnCustomEvent", "OnError", "OnCancelDialog"):
        event = event_of(trigger)
        if event and event not in dialog.handlers:
            dialog.handlers[event] = names.take(f"on_{event}_{dialog.name}", "on", 60)
    for name in _properties(dialog):
        variable, _ = conversion.memory.place(("dialog", name), dialog.name)
        if variable in conversion.memory.variables:
            dialog.variables.setdefault(variable, name)


def _properties(dialog: Dialog) -> list[str]:
    """The properties of the dialog's own memory that its settings name."""
    found = dict.fromkeys(
        name
        for text in texts_in({k: v for k, v in dialog.body.items() if k != "dialogs"})
        for name in OWN.findall(text)
        if name.lower() not in NO_PROPERTIES
    )
    return list(found)


def _draw_begin(conversion: Conversion, dialog: Dialog) -> None:
    """What is done when the dialog begins, and what it is done with then."""
    flow = Flow(conversion, dialog, f"{dialog.place}#{dialog.id}/begin", dialog.entry)
    begins = dialog.triggers("OnBeginDialog")
    if begins:
        draw_first_of(flow, begins)
    elif _takes_the_message(conversion, dialog):
        _draw_message(flow)
    _draw_end(flow)
    if not flow.first:
        flow.then("nothing", "set", Set(), title=readable(dialog.id))
    if dialog.rest and flow.open:
        flow.join(dialog.rest)


def _draw_end(flow: Flow) -> None:
    """What is done when there is nothing more to do: appended actions, and who watches."""
    dialog = flow.dialog
    for variable, actions in dialog.appended:
        if flow.open:
            case = Case(id="more", condition=f"{variable} == true")
            branch = flow.then("appended", "branch", Branch(cases=(case,)), ends=())
            more = flow.fork((branch, "more"))
            more.then("once", "set", Set(clear=(variable,)))
            draw_actions(more, actions)
            flow.gather(more, flow.fork((branch, "else")))
    for trigger in dialog.triggers("OnEndOfActions")[:1]:
        flow.conversion.account.exact("OnEndOfActions", dialog.id, flow.place)
        if flow.open:
            draw_body(flow, trigger)


def _declare_missing(conversion: Conversion) -> None:
    """Settings that are read and that the export has no value of."""
    for name in sorted(conversion.memory.constants - set(conversion.constants)):
        conversion.constants[name] = Constant(description="not in the export")


def _takes_the_message(conversion: Conversion, dialog: Dialog) -> bool:
    """Whether somebody begins it to answer the message that is there already."""
    text = as_json([one.body for one in conversion.dialogs.all]).lower()
    inline = dialog.parent is not None and dialog.id.startswith(f"{dialog.parent.id}_")
    return (inline or '"activityprocessed":false' in text) and not has_begin(dialog)


def _draw_message(flow: Flow) -> None:
    """The message that was there before the dialog, by the dialog's own triggers."""
    conversion, dialog = flow.conversion, flow.dialog
    understood = conversion.understood[dialog.name]
    cases, triggers = list[Case](), list[dict[str, object]]()
    for trigger in dialog.triggers("OnIntent"):
        name = as_text(trigger.get("intent"))
        tests = [
            f"matches(message.text, {quoted(one)})" for one in understood.patterns.get(name, ())
        ]
        if tests:
            cases.append(Case(id=f"case_{len(cases) + 1}", condition=" || ".join(tests)))
            triggers.append(trigger)
    unknown = dialog.triggers("OnUnknownIntent")
    if not cases:
        if unknown:
            draw_first_of(flow, unknown)
        return
    branch = flow.then("message", "branch", Branch(cases=tuple(cases)), ends=())
    ways = []
    for case, trigger in zip(cases, triggers, strict=True):
        way = Flow(conversion, dialog, flow.place)
        way.ends = [(branch, case.id)]
        draw_entities(way, trigger)
        draw_body(way, trigger)
        ways.append(way)
    other = Flow(conversion, dialog, flow.place)
    other.ends = [(branch, "else")]
    if unknown:
        draw_first_of(other, unknown)
    flow.gather(*ways, other)


def _draw_rest(conversion: Conversion, dialog: Dialog) -> None:
    """Where a dialog that stays open waits for the next message."""
    unknown = dialog.triggers("OnUnknownIntent")
    if not dialog.rest:
        for _ in unknown if has_begin(dialog) else ():
            place = f"{dialog.place}#{dialog.id}/unknown"
            conversion.account.approximate("OnUnknownIntent", dialog.id, place, NEVER)
        return
    flow = Flow(conversion, dialog, f"{dialog.place}#{dialog.id}/rest", dialog.rest)
    flow.then("rest", "ask", waiting(), title=f"{readable(dialog.id)}: the next message")
    if unknown:
        draw_entities(flow, {})
        draw_first_of(flow, unknown)
    if flow.open:
        flow.join(dialog.rest)


def _draw_root(conversion: Conversion, dialog: Dialog) -> None:
    """The first dialog: `startup` and `not_understood` lead into it."""
    place = f"{dialog.place}#{dialog.id}"
    unknown = dialog.triggers("OnUnknownIntent")
    starts = Flow(conversion, dialog, place, STARTUP)
    starts.then(STARTUP, "intent", Intent(label=conversion.text("Start")), title="Start")
    other = Flow(conversion, dialog, place, NOT_UNDERSTOOD)
    label = conversion.text("Not understood")
    other.then(NOT_UNDERSTOOD, "intent", Intent(label=label), title="Not understood")
    if has_begin(dialog):
        _draw_root_begin(conversion, dialog, starts, other)
        if dialog.ends_itself:
            for _ in unknown:
                conversion.account.approximate("OnUnknownIntent", dialog.id, place, NEVER)
            return
    else:
        # Nothing is said to who has said nothing yet.
        case = Case(id="heard", condition=HEARD)
        branch = starts.then("heard", "branch", Branch(cases=(case,)), ends=())
        starts.ends = [(branch, "heard")]
    if not unknown:
        other.then("silence", "stop", Stop(), title="Nothing is said", ends=())
        for start, port in starts.ends if not has_begin(dialog) else ():
            conversion.drawing.connect(dialog.name, start, port, other.first)
        return
    flow = Flow(conversion, dialog, f"{place}/unknown", dialog.unknown)
    flow.ends = [*other.ends] if has_begin(dialog) else [*other.ends, *starts.ends]
    draw_entities(flow, {})
    draw_first_of(flow, unknown)


def _draw_root_begin(conversion: Conversion, dialog: Dialog, starts: Flow, other: Flow) -> None:
    flow = Flow(conversion, dialog, f"{dialog.place}#{dialog.id}/begin", dialog.entry)
    draw_first_of(flow, dialog.triggers("OnBeginDialog"))
    _draw_end(flow)
    if not flow.first:
        flow.then("nothing", "set", Set(), title=readable(dialog.id))
    if is_called(dialog):
        starts.then("run", "call", Call(target=dialog.entry), title=readable(dialog.id))
        other.join(starts.ends[0][0])
        return
    starts.join(dialog.entry)
    if dialog.ends_itself:
        other.join(dialog.entry)
