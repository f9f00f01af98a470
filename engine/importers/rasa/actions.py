"""Actions as nodes: responses, Rasa's own, and the customer's as calls of the action server."""

import json

from engine.importers.naming import readable
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.own_actions import OWN
from engine.importers.rasa.read_python import slots_set_by
from engine.importers.rasa.replies import draw_response, leads_on
from engine.importers.rasa.source import Response
from engine.importers.rasa.texts import literal, quoted
from engine.importers.rasa.variables import LOOP, REPLY, TOPIC
from engine.nodes.archive import ArchiveNode
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.http import Http
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import Constant

URL = "action_server_url"
DEFAULT_URL = "http://localhost:5055/webhook"
ACTIONS = "actions"
RESPONSES = "responses"
NEXT_STEP = (
    f"run your action server and put its address in the constant {URL}, or replace the call by "
    "a code node"
)
# Rasa's own actions that say a response, if the domain has it.
SAYING = {
    "action_default_fallback": "utter_default",
    "action_two_stage_fallback": "utter_ask_rephrase",
    "action_default_ask_affirmation": "utter_default",
    "action_default_ask_rephrase": "utter_ask_rephrase",
}
SILENT = frozenset(
    {"action_revert_fallback_events", "action_back", "action_extract_slots", "action_listen"}
)
SHARED_FROM = 2


def is_custom(conversion: Conversion, action: str) -> bool:
    """Whether an action is the customer's own program."""
    if action.startswith("utter_") or action == "action_validate_slot_mappings":
        return False
    if action.startswith("validate_") and action not in conversion.uses:
        # A form's or a slot's check, which Rasa runs by itself.
        return False
    known = action in SAYING or action in SILENT or action in OWN
    declared = action in conversion.training.actions
    return bool(action) and conversion.response(action) is None and (declared or not known)


def draw_action(flow: Flow, action: str, says: str, *, last: bool) -> None:
    """What the bot does when a story says so."""
    conversion = flow.conversion
    response = conversion.response(action)
    if says:
        flow.then("bot_says", "say", Say(text=conversion.text(literal(says))))
    elif response:
        draw_reply(flow, response, last=last)
    elif conversion.subs(action.removeprefix("utter_")):
        _call(flow, action, conversion.shared.get(action, ""))
    elif action in conversion.programs:
        _call(flow, action, conversion.programs[action])
    elif is_custom(conversion, action):
        _call(flow, action, conversion.actions[action])
    elif action == "action_restart":
        flow.then("restart", "archive", ArchiveNode(), ends=())
    elif action in SAYING:
        response = conversion.response(SAYING[action]) or conversion.response("utter_default")
        if response:
            draw_reply(flow, response, last=last)
    elif action not in SILENT:
        flow.then(
            f"{action}_to_do",
            "set",
            Set(),
            title=f"To do: {readable(action)}",
            note=f"A story runs {action!r}, which the domain does not define.",
        )
        conversion.account.unmapped(
            "responses",
            action,
            flow.source,
            "a story uses it and the domain has no words for it",
            "write what the bot should say in the node titled To do",
        )


def draw_reply(flow: Flow, response: Response, *, last: bool) -> None:
    """A response: drawn here where it is used once, else visited where all share it.

    A menu waits, so that only the last one of an answer is one; an earlier one has quick replies.
    """
    conversion = flow.conversion
    conversion.drawn.add(response.name)
    if leads_on(response):
        draw_response(flow, response, waits=last)
    elif conversion.uses[response.name] < SHARED_FROM:
        draw_response(flow, response)
    else:
        _call(flow, response.name, share_response(conversion, response))


def draw_custom(conversion: Conversion, action: str) -> None:
    """Calls the action server as Rasa does, says its words and keeps the slots it sets."""
    place = conversion.training.actions.get(action, "stories")
    conversion.constants.setdefault(
        URL,
        Constant(
            value=_address(conversion),
            description="The address of Rasa's action server, as in endpoints.yml.",
        ),
    )
    conversion.variables.keep(REPLY, "What the action server said.")
    flow = Flow(conversion, ACTIONS, f"{place}#actions:{action}", [])
    name = conversion.drawing.put(
        ACTIONS,
        conversion.actions[action],
        "http",
        Http(
            method="POST",
            url=f"${{{URL}}}",
            headers={"Content-Type": "application/json"},
            body=_body(conversion, action),
            results=_results(conversion, action),
        ),
        title=readable(action),
        note="In Rasa this is a program of the customer's; its code is not part of an export.",
        source=flow.source,
    )
    flow.ends = [(name, "next")]
    says = Case(id="says", condition=f'has({REPLY}) && {REPLY} != ""')
    flow.then(f"{action}_answered", "branch", Branch(cases=(says,)), ends=("says",))
    flow.then(f"{action}_reply", "say", Say(text=conversion.text(f"${{{REPLY}}}")))
    how = "is a call of the action server; its texts are said, its buttons and other events not"
    conversion.account.approximate("actions", action, flow.source, how, NEXT_STEP, node=name)


def draw_retrieval(conversion: Conversion, intent: str) -> None:
    """`utter_faq`: one answer for each intent below `faq`, by the last one understood."""
    action, subs = f"utter_{intent}", conversion.subs(intent)
    conversion.variables.keep(
        TOPIC, "The intent below faq, chitchat and their like, as in faq/hours."
    )
    cases, found = [], []
    for at, sub in enumerate(subs):
        response = conversion.training.responses.get(f"utter_{sub}")
        if response:
            cases.append(Case(id=f"a{at + 1}", condition=f"{TOPIC} == {quoted(sub)}"))
            found.append((f"a{at + 1}", response))
    flow = Flow(conversion, RESPONSES, f"responses#{action}", [])
    if not cases:
        flow.then(action, "set", Set(), title=f"To do: {action}", note="There are no answers.")
    else:
        branch = flow.then(action, "branch", Branch(cases=tuple(cases)), title=readable(action))
        for port, response in found:
            conversion.drawn.add(response.name)
            draw_response(flow.fork((branch, port)), response)
    conversion.shared[action] = flow.first


def mark_loop(flow: Flow, form: str) -> None:
    """Remembers which form is active; none without a name."""
    if flow.conversion.loops_count:
        flow.conversion.variables.keep(LOOP, "The form that is active, as in Rasa.")
        title = f"Form: {readable(form)}" if form else "No form any more"
        flow.then("active_loop", "set", Set(variables={LOOP: quoted(form)}), title=title)


def _call(flow: Flow, action: str, target: str) -> None:
    if target:
        title = readable(action.removeprefix("utter_"))
        flow.then(f"call_{target}", "call", Call(target=target), title=title)


def share_response(conversion: Conversion, response: Response) -> str:
    """The node that a response begins with, drawn once for all who visit it."""
    if response.name not in conversion.shared:
        flow = Flow(conversion, RESPONSES, response.place, [])
        draw_response(flow, response)
        conversion.shared[response.name] = flow.first
    return conversion.shared[response.name]


def _address(conversion: Conversion) -> str:
    """The action server's address without user, password and query."""
    written = conversion.training.action_url or DEFAULT_URL
    scheme, mark, rest = written.partition("#")[0].partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"
    # An address made of settings of the environment is for a person to fill in.
    return DEFAULT_URL if "$" in address or not mark else address


def _body(conversion: Conversion, action: str) -> str:
    slots = {name: conversion.variables.slot(name) for name in sorted(conversion.training.slots)}
    marks = {name: f"slot {at}" for at, name in enumerate(slots)}
    body = {
        "next_action": action,
        "sender_id": "${contact.id}",
        "tracker": {
            "sender_id": "${contact.id}",
            "slots": marks,
            "latest_message": {
                "text": "${message.text}",
                "intent": {"name": "${message.intent}"},
                "entities": [],
            },
            "latest_input_channel": "${channel}",
        },
    }
    written = json.dumps(body, ensure_ascii=False, indent=2)
    for name, mark in marks.items():
        written = written.replace(json.dumps(mark), f"${{{slots[name]}}}")
    return written


def _results(conversion: Conversion, action: str) -> dict[str, str]:
    results = {
        REPLY: "has(response.body.responses) ? join(response.body.responses.filter(r, has(r.text))"
        '.map(r, r.text), "\\n") : ""'
    }
    program = conversion.training.programs.get(action)
    written = slots_set_by(program) if program else ()
    declared = [slot for slot in written if slot in conversion.training.slots]
    for slot in dict.fromkeys((*conversion.sets.get(action, {}), *declared)):
        variable = conversion.variables.slot(slot)
        events = f'response.body.events.filter(e, e.event == "slot" && e.name == {quoted(slot)})'
        results[variable] = (
            f"has(response.body.events) && size({events}) > 0 ? {events}[size({events}) - 1].value "
            f": {variable}"
        )
    return results
