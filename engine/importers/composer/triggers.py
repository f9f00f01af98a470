"""Triggers of a dialog: what brings a conversation into its flows."""

import re
from collections.abc import Iterable, Mapping
from functools import reduce

from engine.expressions.folding import fold
from engine.importers.composer.actions import draw_actions
from engine.importers.composer.cel import quoted
from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialog_actions import CANCELLED
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.memory_actions import BEFORE
from engine.importers.composer.overlap import earlier_rivals
from engine.importers.composer.plain import as_list, as_map, as_text
from engine.importers.composer.service_actions import waiting
from engine.importers.composer.source import kind_of
from engine.importers.composer.todo import draw_to_do
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words
from engine.importers.naming import identifier, readable
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.nodes.stop import Stop

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


def draw_body(flow: Flow, trigger: Trigger) -> None:
    """The actions of a trigger, their jumps led to where they go."""
    draw_actions(flow, trigger.get("actions"))
    if flow.plan.speaks and flow.open:
        flow.plan.speaks = False
        flow.then("language_back", "set", Set(language=BEFORE))
    for ends, target, place in flow.plan.gotos:
        node = flow.plan.labels.get(target)
        if node:
            for start, port in ends:
                flow.conversion.drawing.connect(flow.topic, start, port, node)
            continue
        lost = flow.fork(*ends)
        why = f"no action {target!r} is in the trigger"
        draw_to_do(lost, "goto", "GotoAction", {"actionId": target}, why)
        flow.conversion.account.unmapped("GotoAction", target, place, why, "lead it on by hand")
    flow.plan.gotos = []
    if flow.ends and flow.ends[0][0] == flow.first and flow.is_intent:
        flow.then("end", "stop", Stop(), title="Nothing more", ends=())


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
    rivals = _rivals(conversion, dialog, as_text(trigger.get("intent")))
    parts += [f"!matches(message.text, {quoted(rival)})" for rival in rivals]
    for entity in as_list(trigger.get("entities")):
        name = as_text(entity).lstrip("@").removeprefix("turn.recognized.entities.")
        parts.append(f"{_found(conversion, dialog, name)} != null")
    return " && ".join(parts)


def _rivals(conversion: Conversion, dialog: Dialog, intent: str) -> list[str]:
    """Patterns of other intents, before this one's, that may fit the same message."""
    patterns = conversion.understood[dialog.name].patterns
    if intent not in patterns:
        return []
    before = list(patterns)[: list(patterns).index(intent)]
    own = tuple(patterns[intent])
    earlier = [one for name in before for one in patterns[name] if one not in own]
    return earlier_rivals(own, earlier)


def _found(conversion: Conversion, dialog: Dialog, name: str) -> str:
    """The expression that finds an entity in the last message."""
    patterns = _patterns(conversion, dialog, name, "")
    if not patterns:
        return f"at(entities, {quoted(identifier(name, 'entity'))})"
    return reduce(_or_else, reversed([_match(*one) for one in patterns]), "null")


def _match(pattern: str, group: str) -> str:
    handed = f", {quoted(group)}" if group else ""
    return f"first_match(message.text, {quoted(pattern)}{handed})"


def _all(pattern: str, group: str) -> str:
    """The expression that finds all values of an entity in the last message."""
    found = f"all_matches(message.text, {quoted(pattern)})"
    if not group:
        return found
    return f"{found}.map(i, first_match(i, {quoted(pattern)}, {quoted(group)}))"


def _or_else(other: str, found: str) -> str:
    return f'({found} != "" ? {found} : {other})'


def _patterns(
    conversion: Conversion, dialog: Dialog, name: str, intent: str
) -> list[tuple[str, str]] | None:
    """What finds an entity in a message of an intent: its own patterns, and those that look
    for the entity alone; of this dialog, or of the first one. None where none knows it."""
    for one in (dialog, conversion.dialogs.root):
        understood = conversion.understood[one.name]
        own = [*understood.patterns.get(intent, []), *understood.marked.get(intent, [])]
        for known, patterns in understood.entities.items():
            if known.lower() == name.lower():
                wanted = [each for each in patterns if not (intent and each[1]) or each[0] in own]
                return list(dict.fromkeys(wanted))
    return None


def draw_entities(flow: Flow, trigger: Trigger) -> None:
    """What was understood and found in the message is kept, where something reads it."""
    conversion, memory = flow.conversion, flow.conversion.memory
    values, gone = dict[str, str](), list[str]()
    if conversion.reads("recognized.intent"):
        name = as_text(trigger.get("intent")) or "None"
        values[memory.declare("recognized_intent")] = quoted(name)
    for name, variable in memory.entities.items():
        patterns = _patterns(conversion, flow.dialog, name, as_text(trigger.get("intent")))
        if patterns is None:
            continue
        memory.declare(variable)
        if patterns:
            values[variable] = reduce(
                _or_else, reversed([_match(*one) for one in patterns]), "null"
            )
        else:
            gone.append(variable)
        if patterns and conversion.reads(f"entities.{name}"):
            memory.lists.add(f"{variable}_all")
            values[memory.declare(f"{variable}_all")] = _all(*patterns[0])
    if values or gone:
        wish = identifier(as_text(trigger.get("intent")), "entities")
        found = Set(variables=values, clear=tuple(gone))
        flow.then(f"found_{wish}", "set", found, title="Found in the message")


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


def distinct(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases without those that differ in capitals and accents only."""
    return tuple({fold(one).strip(): one for one in reversed([*phrases])}.values())[::-1]


def draw_first_of(flow: Flow, triggers: list[dict[str, object]]) -> None:
    """The first trigger whose condition holds, of several for the same."""
    words = Words(flow.conversion, flow.dialog)
    conditional, rest = list[tuple[str, dict[str, object]]](), list[dict[str, object]]()
    for trigger in triggers:
        written = trigger.get("condition")
        try:
            when = words.condition(written) if written not in (None, "") else ""
        except Untranslatable as problem:
            why = f"its condition is not translated ({problem})"
            flow.conversion.account.unmapped(
                kind_of(trigger), kind_of(trigger), flow.place, why, "write the condition by hand"
            )
            continue
        if when or not rest:
            flow.conversion.account.exact(kind_of(trigger), kind_of(trigger), flow.place)
        if when:
            conditional.append((when, trigger))
        else:
            rest.append(trigger)
    for never in rest[1:]:
        how = "another trigger without condition comes first, there and here; it is left out"
        flow.conversion.account.approximate(kind_of(never), kind_of(never), flow.place, how)
    if not conditional:
        if rest:
            draw_body(flow, rest[0])
        return
    cases = tuple(
        Case(id=f"case_{n}", condition=when) for n, (when, _) in enumerate(conditional, 1)
    )
    branch = flow.then("which", "branch", Branch(cases=cases), ends=())
    ways = []
    for case, (_, trigger) in zip(cases, conditional, strict=True):
        way = Flow(flow.conversion, flow.dialog, flow.place)
        way.ends = [(branch, case.id)]
        draw_body(way, trigger)
        ways.append(way)
    other = Flow(flow.conversion, flow.dialog, flow.place)
    other.ends = [(branch, "else")]
    if rest:
        draw_body(other, rest[0])
    flow.gather(*ways, other)


def designer_name(body: Mapping[str, object]) -> str:
    """What the designer of the source called a thing."""
    return as_text(as_map(body.get("$designer")).get("name"))
