"""All actions: what draws each kind, and what becomes of those that nothing draws."""

from collections.abc import Callable, Iterator, Mapping

from engine.importers.composer import dialog_actions as dialogs
from engine.importers.composer import flow_actions as flows
from engine.importers.composer import memory_actions as memory
from engine.importers.composer import service_actions as services
from engine.importers.composer.conversion import Flow
from engine.importers.composer.inputs import TYPES, draw_input
from engine.importers.composer.plain import as_list, as_map, as_text
from engine.importers.composer.replies import draw_activity
from engine.importers.composer.settings_left import left_out
from engine.importers.composer.source import kind_of
from engine.importers.composer.todo import draw_to_do
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words
from engine.nodes.branch import Branch, Case

Action = Mapping[str, object]
# Draws one action; gives how what is drawn differs, "" where it does not.
Drawer = Callable[[Flow, Words, Action], str]
STEP = "look at the node titled To do"


def _say(flow: Flow, words: Words, action: Action) -> str:
    return "; ".join(draw_activity(flow, words, action.get("activity"), "say"))


def _quiet(why: str) -> Drawer:
    def draw(_flow: Flow, _words: Words, _action: Action) -> str:
        return why

    return draw


def _begin_inline(flow: Flow, words: Words, action: Action) -> str:
    return dialogs.draw_begin(flow, words, {"dialog": action})


WATCHED = "history keeps every step by itself; nothing is drawn"
ACTIONS: dict[str, Drawer] = {
    "SendActivity": _say,
    "UpdateActivity": services.draw_update,
    "SetProperty": memory.draw_set_property,
    "SetProperties": memory.draw_set_properties,
    "InitProperty": memory.draw_init_property,
    "DeleteProperty": memory.draw_delete_property,
    "DeleteProperties": memory.draw_delete_property,
    "EditArray": memory.draw_edit_array,
    "BeginDialog": dialogs.draw_begin,
    "AdaptiveDialog": _begin_inline,
    "EndDialog": dialogs.draw_end,
    "CancelDialog": dialogs.draw_cancel,
    "CancelAllDialogs": dialogs.draw_cancel_all,
    "ReplaceDialog": dialogs.draw_replace,
    "RepeatDialog": dialogs.draw_repeat,
    "EmitEvent": dialogs.draw_emit,
    "ThrowException": dialogs.draw_throw,
    "BreakLoop": flows.draw_break,
    "ContinueLoop": flows.draw_continue,
    "GotoAction": flows.draw_goto,
    "EndTurn": services.draw_end_turn,
    "HttpRequest": services.draw_http,
    "Ask": services.draw_ask,
    "QnAMakerDialog": services.draw_questions_dialog,
    "SendHandoffActivity": services.draw_handoff,
    "GetActivityMembers": services.draw_members,
    "GetConversationMembers": services.draw_members,
    "TraceActivity": _quiet(WATCHED),
    "LogAction": _quiet(WATCHED),
    "TelemetryTrackEventAction": _quiet(WATCHED),
    "DebugBreak": _quiet("a stop for debuggers only; nothing is drawn"),
    "Test.AssertCondition": dialogs.draw_assertion,
    "AssertCondition": dialogs.draw_assertion,
    "Test.AssertNoActivity": _quiet("a check of tests only; nothing is drawn"),
}
# Those whose bodies are drawn in turn.
NESTED: dict[str, Callable[[Flow, Words, Action, flows.Draw], str]] = {
    "IfCondition": flows.draw_if,
    "SwitchCondition": flows.draw_switch,
    "Foreach": flows.draw_foreach,
    "ForeachPage": flows.draw_foreach_page,
    "EditActions": flows.draw_edit_actions,
}
# What has no counterpart, why, and what to do.
MISSING: dict[str, str] = {
    "OAuthInput": "signing in with a provider is not a part of the bot here",
    "SignOutUser": "nobody is signed in by the bot here",
    "BeginSkill": "a skill is another bot, reached over its own protocol",
    "DeleteActivity": "what was sent is not taken back here",
    "ControlForm": "a form that orders its own questions",
    "ContinueConversationLater": "the conversation goes on by an event that a system sends",
    "ContinueConversation": "the conversation goes on by an event that a system sends",
    "GetConversationReference": "conversations are known by their own ids here",
}


def draw_actions(flow: Flow, actions: object) -> None:
    """Draws actions one after the other; each is accounted for."""
    for number, action in enumerate(as_list(actions)):
        body = as_map(action)
        if not kind_of(body):
            why = "it is no action" if not isinstance(action, str) else f"no action {action!r}"
            _unmapped(flow, "actions", f"{number}", why)
            continue
        if not flow.open and not _is_label(flow, body):
            flow.conversion.account.exact(kind_of(body), _name(body), flow.place)
            continue
        _draw_one(flow, body)


def _draw_one(flow: Flow, action: Action) -> None:
    flow.plan.wanted += list(_labels(action))
    disabled = action.get("disabled")
    if disabled is True or as_text(disabled).strip("= ").lower() == "true":
        how = "it is switched off there, so that nothing is drawn"
        flow.conversion.account.approximate(kind_of(action), _name(action), flow.place, how)
        return
    if isinstance(disabled, str) and disabled.strip("= ").lower() not in {"", "false"}:
        _draw_unless(flow, action, disabled)
        return
    _draw_enabled(flow, action)


def _draw_unless(flow: Flow, action: Action, disabled: str) -> None:
    """An action that a condition switches off."""
    words = Words(flow.conversion, flow.dialog)
    try:
        off = words.condition(disabled)
    except Untranslatable as problem:
        _unmapped(flow, kind_of(action), _name(action), str(problem))
        return
    branch = flow.then("enabled", "branch", Branch(cases=(Case(id="off", condition=off),)), ends=())
    way = flow.fork((branch, "else"))
    _draw_enabled(way, action)
    flow.gather(way, flow.fork((branch, "off")))


def _draw_enabled(flow: Flow, action: Action) -> None:
    kind, account = kind_of(action), flow.conversion.account
    words = Words(flow.conversion, flow.dialog)
    before = flow.conversion.drawing.names_in(flow.topic)
    try:
        how = _drawn(flow, words, action, kind)
    except dialogs.MissingDialogError as problem:
        step = f"{STEP}, or import the export with that dialog"
        account.unmapped(kind, _name(action), flow.place, str(problem), step)
        return
    except Untranslatable as problem:
        draw_to_do(flow, kind, kind, dict(action), f"not translated: {problem}")
        _unmapped(flow, kind, _name(action), str(problem))
        return
    drawn = flow.conversion.drawing.names_in(flow.topic)[len(before) :]
    remarks = "; ".join(one for one in (how, left_out(kind, action), *words.remarks) if one)
    if remarks:
        node = drawn[0] if drawn else ""
        account.approximate(kind, _name(action), flow.place, remarks, node=node)
    else:
        account.exact(kind, _name(action), flow.place, node=drawn[0] if drawn else "")


def _drawn(flow: Flow, words: Words, action: Action, kind: str) -> str:
    if kind in TYPES:
        return draw_input(flow, words, action, kind)
    if kind in NESTED:
        return NESTED[kind](flow, words, action, draw_actions)
    if kind in ACTIONS:
        return ACTIONS[kind](flow, words, action)
    if flow.conversion.export.dialogs.get(kind.lower()):
        # An action of the customer's own that a dialog of that name implements.
        return dialogs.draw_begin(flow, words, {"dialog": kind, "options": _own(action), **action})
    raise Untranslatable(MISSING.get(kind, f"there is no action {kind!r} here"))


def _own(action: Action) -> dict[str, object]:
    return {key: value for key, value in action.items() if not key.startswith("$")}


def _unmapped(flow: Flow, kind: str, name: str, why: str) -> None:
    flow.conversion.account.unmapped(kind, name, flow.place, why, STEP)


def _labels(action: Action) -> Iterator[str]:
    for name in (action.get("id"), as_map(action.get("$designer")).get("id")):
        if isinstance(name, str) and name:
            yield name


def _is_label(flow: Flow, action: Action) -> bool:
    targets = {target for _, target, _ in flow.plan.gotos}
    return any(label in targets for label in _labels(action))


def _name(action: Action) -> str:
    title = as_text(as_map(action.get("$designer")).get("name"))
    return title or next(_labels(action), "") or kind_of(action)
