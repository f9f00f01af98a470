"""Triggers of a dialog: what brings a conversation into its flows."""

import re
from collections.abc import Mapping

from engine.importers.composer.bodies import draw_body
from engine.importers.composer.cel import quoted
from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialog_actions import CANCELLED
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.found import draw_entities, found_of, rivals_of
from engine.importers.composer.phrases import distinct
from engine.importers.composer.plain import as_list, as_map, as_text
from engine.importers.composer.service_actions import waiting
from engine.importers.composer.source import kind_of
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words
from engine.importers.naming import identifier, readable
from engine.nodes.intent import Intent

Trigger = Mapping[str, object]
# Activities that are no messages, by the event that stands for each.
EVENTS = {
    "OnTypingActivity": "typing",
    "OnEndOfConversationActivity": "end_of_conversation",
    "OnHandoffActivity": "handoff",
    "OnInstallationUpdateActivity": "installation_update",
    "OnMessageReactionActivity": "message_reaction",
    "OnMessageUpdateActivity": "message_update",
    "OnMessageDeleteActivity": "message_delete",
    "OnInvokeActivity": "invoke",
    "OnCommandActivity": "command",
    "OnCommandResultActivity": "command_result",
    "OnContinueConversation": "continue_conversation",
}
# Events inside the bot that one of its dialogs watches for.
WATCHES = {
    "OnError": "error",
    "OnCancelDialog": "canceldialog",
    "OnRepromptDialog": "repromptdialog",
    "OnChooseIntent": "chooseintent",
    "OnAssignEntity": "assignentity",
    "OnChooseEntity": "chooseentity",
    "OnChooseProperty": "chooseproperty",
    "OnIntentInActivity": "intent",
}
NEVER = {
    "chooseintent": "our classifier chooses by itself; see the bot's default message",
    "repromptdialog": "no event tells here that a question is asked again",
    "assignentity": "forms that fill themselves have no counterpart; ask for each value",
    "chooseentity": "forms that fill themselves have no counterpart; ask for each value",
    "chooseproperty": "forms that fill themselves have no counterpart; ask for each value",
}
NAME_COMPARED = re.compile(
    r"turn\.activity\.name\s*==\s*['\"]([^'\"]+)['\"]|turn\.dialogevent\.name\s*==\s*['\"]([^'\"]+)",
    re.IGNORECASE,
)
# How sure of an intent a recognizer must be: a whole condition, or one of several.
SCORE = re.compile(
    r"(?:^=?\s*|&&\s*)\(?\s*(?:turn\.recognized\.(?:score|intents\.\w+\.score)|#\w+\.score)\s*>=?\s*"
    r"[\d.]+\s*\)?(?:\s*&&)?",
    re.IGNORECASE,
)
OPENED = "opened"
# Triggers that are drawn as what they are.
DRAWN = frozenset(
    {
        *EVENTS,
        *WATCHES,
        "OnDialogEvent",
        "OnCustomEvent",
        "OnIntent",
        "OnBeginDialog",
        "OnUnknownIntent",
        "OnEndOfActions",
        "OnQnAMatch",
        "OnEventActivity",
        "OnActivity",
        "OnMessageActivity",
        "OnConversationUpdateActivity",
        "OnGreetActivity",
    }
)
CUSTOM = ("OnDialogEvent", "OnCustomEvent")


def event_of(trigger: Trigger) -> str:
    """The event inside the bot that a trigger watches for, "" where it is of another kind."""
    kind = kind_of(trigger)
    if kind in CUSTOM:
        return as_text(trigger.get("event")).strip().lower()
    return WATCHES.get(kind, "")


def draw_intents(conversion: Conversion, dialog: Dialog) -> None:
    """An intent for each trigger that a message or an activity brings about."""
    order = {name: n for n, name in enumerate(conversion.understood[dialog.name].intents())}
    triggers = dialog.triggers("OnIntent")
    # Of patterns that both fit, the recognizer takes its first.
    for trigger in sorted(triggers, key=lambda one: order.get(as_text(one.get("intent")), 0)):
        _draw_intent(conversion, dialog, trigger)
    for kind, event in EVENTS.items():
        for trigger in dialog.triggers(kind):
            _draw_event(conversion, dialog, trigger, (event,))
    for trigger in dialog.triggers("OnEventActivity"):
        names = _names_of(as_text(trigger.get("condition")))
        _draw_event(conversion, dialog, trigger, names or ("event",))
    for trigger in dialog.triggers("OnActivity"):
        _draw_event(conversion, dialog, trigger, (as_text(trigger.get("type")) or "event",))
    for trigger in dialog.triggers("OnMessageActivity"):
        _draw_message(conversion, dialog, trigger)
    if not (dialog.is_root and has_begin(dialog)):
        for trigger in dialog.triggers("OnConversationUpdateActivity", "OnGreetActivity"):
            _draw_event(conversion, dialog, trigger, (OPENED,))
    for trigger in dialog.triggers(*CUSTOM, *WATCHES):
        _draw_watch(conversion, dialog, trigger)
    for trigger in dialog.other_triggers(DRAWN):
        _draw_other(conversion, dialog, trigger)


def has_begin(dialog: Dialog) -> bool:
    """Whether something is done when the dialog begins."""
    return bool(dialog.triggers("OnBeginDialog"))


def _draw_intent(conversion: Conversion, dialog: Dialog, trigger: Trigger) -> None:
    name = as_text(trigger.get("intent"))
    place = f"{dialog.place}#{dialog.id}/{name or 'any intent'}"
    understood = conversion.understood[dialog.name]
    patterns = tuple(dict.fromkeys(understood.patterns.get(name, ())))
    phrases = _by_language(conversion, understood.phrases.get(name, {}))
    remarks = list[str]()
    if not patterns and not phrases:
        parent = conversion.understood[conversion.dialogs.root.name]
        patterns = tuple(dict.fromkeys(parent.patterns.get(name, ())))
        phrases = _by_language(conversion, parent.phrases.get(name, {}))
        learned = understood.is_learned or parent.is_learned
        if not patterns and not phrases and learned:
            phrases = {conversion.language: (readable(name) or "anything",)}
            conversion.unlearned[name] = None
            remarks.append("what it is recognised by is not in the export; its name stands for it")
    if not patterns and not phrases:
        # No pattern there has this name: it is never understood.
        trigger = {**trigger, "condition": "=false"}
        remarks.append("nothing there recognises it, and nothing does here")
    flow = _entry(
        conversion, dialog, trigger, place, name, remarks, patterns=patterns, phrases=phrases
    )
    draw_entities(flow, trigger)
    draw_body(flow, trigger)


def _entry(
    conversion: Conversion,
    dialog: Dialog,
    trigger: Trigger,
    place: str,
    name: str,
    remarks: list[str],
    *,
    patterns: tuple[str, ...] = (),
    phrases: dict[str, tuple[str, ...]] | None = None,
    events: tuple[str, ...] = (),
    reserved: str = "",
) -> Flow:
    """The intent node of a trigger, accounted for, and the flow behind it."""
    flow = Flow(conversion, dialog, place, reserved)
    words = Words(conversion, dialog)
    condition = ""
    try:
        words.cel.heard = "event.data.text" if events else "message.text"
        condition = _condition(conversion, dialog, trigger, words)
    except Untranslatable as problem:
        remarks.append(f"its condition is not translated ({problem})")
    if not (patterns or phrases or events or condition):
        condition = "true"
    kind = kind_of(trigger)
    plain = kind.removeprefix("On").removesuffix("Activity")
    wish = identifier(name or plain, "intent")
    within = "" if dialog.is_root else dialog.entry
    if dialog.is_root and is_called(dialog):
        within = dialog.entry
    intent = Intent(
        label=conversion.text(readable(name)[:60] or readable(plain)),
        phrases=phrases or {},
        patterns=patterns,
        condition=condition,
        events=events,
        within="" if reserved else within,
        tags_topic=False,
    )
    conversion.events.update(events)
    node = flow.then(wish, "intent", intent, title=readable(name) or readable(plain))
    flow.is_intent = True
    how = "; ".join(one for one in (*remarks, *words.remarks) if one)
    if how:
        conversion.account.approximate(kind, name or kind, place, how, node=node)
    else:
        conversion.account.exact(kind, name or kind, place, node=node)
    if name:
        conversion.intents.setdefault((dialog.name, name), node)
    return flow


def is_called(dialog: Dialog) -> bool:
    """Whether the first dialog is visited like any other, as it ends by itself and its
    triggers are open only meanwhile."""
    return has_begin(dialog) and dialog.ends_itself and bool(dialog.triggers("OnIntent"))


def _condition(conversion: Conversion, dialog: Dialog, trigger: Trigger, words: Words) -> str:
    """The trigger's own condition, and that the entities are there which it wants."""
    parts = []
    written = trigger.get("condition")
    if isinstance(written, str) and SCORE.search(written):
        words.remarks["how sure the recognizer was is left to our own threshold"] = None
        written = SCORE.sub("", written).strip().removeprefix("=").strip()
    if written not in (None, ""):
        parts.append(words.condition(written))
    rivals = rivals_of(conversion, dialog, as_text(trigger.get("intent")))
    parts += [f"!matches(message.text, {quoted(rival)})" for rival in rivals]
    for entity in as_list(trigger.get("entities")):
        name = as_text(entity).lstrip("@").removeprefix("turn.recognized.entities.")
        parts.append(f"{found_of(conversion, dialog, name)} != null")
    return " && ".join(parts)


def _draw_event(
    conversion: Conversion, dialog: Dialog, trigger: Trigger, events: tuple[str, ...]
) -> None:
    place = f"{dialog.place}#{dialog.id}/{kind_of(trigger)}"
    stripped = dict(trigger)
    if _names_of(as_text(trigger.get("condition"))):
        stripped.pop("condition")
    flow = _entry(conversion, dialog, stripped, place, "", [], events=events)
    draw_body(flow, trigger)


def _draw_other(conversion: Conversion, dialog: Dialog, trigger: Trigger) -> None:
    """A trigger that only another channel or program knows: an intent of an event of its name."""
    kind = kind_of(trigger)
    place = f"{dialog.place}#{dialog.id}/{kind or 'trigger'}"
    event = identifier(kind.removeprefix("On"), "event")
    remarks = [f"nothing here tells of it; send the event {event!r} where it happens"]
    flow = _entry(conversion, dialog, trigger, place, "", remarks, events=(event,))
    draw_body(flow, trigger)


def _draw_message(conversion: Conversion, dialog: Dialog, trigger: Trigger) -> None:
    place = f"{dialog.place}#{dialog.id}/{kind_of(trigger)}"
    flow = _entry(conversion, dialog, trigger, place, "", [])
    draw_body(flow, trigger)


def _draw_watch(conversion: Conversion, dialog: Dialog, trigger: Trigger) -> None:
    event = event_of(trigger)
    place = f"{dialog.place}#{dialog.id}/{event or kind_of(trigger)}"
    remarks = [NEVER[event]] if event in NEVER else []
    reserved = dialog.handlers.get(event, "")
    if any(node == reserved for node in conversion.drawing.names_in(dialog.name)):
        remarks.append("a second trigger of the same event, which nothing leads to")
        reserved = ""
    written = as_text(trigger.get("event")).strip() or event or "event"
    flow = _entry(
        conversion, dialog, trigger, place, "", remarks, events=(written,), reserved=reserved
    )
    if event == CANCELLED:
        # There, what follows a cancel waits for the next message.
        flow.then("next_message", "ask", waiting())
    draw_body(flow, trigger)


def _names_of(condition: str) -> tuple[str, ...]:
    return tuple(one or other for one, other in NAME_COMPARED.findall(condition))


def _by_language(
    conversion: Conversion, phrases: Mapping[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for locale, texts in phrases.items():
        language = locale.partition("-")[0] or conversion.language
        found[language] = distinct((*found.get(language, ()), *texts))
    return {language: texts for language, texts in found.items() if texts}


def designer_name(body: Mapping[str, object]) -> str:
    """What the designer of the source called a thing."""
    return as_text(as_map(body.get("$designer")).get("name"))
