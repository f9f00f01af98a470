"""Actions that reach people other than the one in the conversation, and pauses."""

import json

from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    mapping,
    mappings,
    text,
    texts,
    truth,
    whole,
)
from engine.importers.naming import identifier, shortened
from engine.importers.rapidpro.calls import called
from engine.importers.rapidpro.context import STARTER
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.results import keep_result
from engine.importers.rapidpro.values import quoted
from engine.nodes.handoff import Handoff
from engine.nodes.notify import NotifyNode
from engine.nodes.set import Set
from engine.nodes.signal import Signal
from engine.nodes.wait import Wait

PEOPLE = "people are named by the ids that they have there"


def draw_ticket(chain: Chain, action: Mapping) -> None:
    """A ticket for the people of a queue; the flow goes on at once."""
    missed: list[str] = []
    topic = text(mapping(action.get("topic")).get("name"))
    queue = identifier(topic, "queue") if topic else "default"
    queue = "default" if queue == "general" else queue
    if queue not in chain.conversion.queues:
        chain.conversion.queues.append(queue)
    note = chain.template(text(action.get("note")) or text(action.get("body")), missed)
    label, local = text(action.get("result_name")), text(action.get("output_local"))
    opened = chain.conversion.survey.local(chain.sheet.flow, local or "_new_ticket")
    chain.then("ticket_opened", "set", Set(variables={opened: quoted("opened")}))
    if label:
        keep_result(chain, label, quoted("opened"), "Success")
    params = Handoff(queue=queue, note=note, bot_goes_on=True)
    node = chain.then("ticket", "handoff", params)
    chain.told("action open_ticket", topic or "ticket", node, missed)


def draw_broadcast(chain: Chain, action: Mapping) -> None:
    """A message for groups and for single people, filled here."""
    missed: list[str] = []
    words = chain.text(text(action.get("uuid")), "text", text(action.get("text")), missed)
    shown = shortened(text(action.get("text")), 40)
    groups, people = groups_of(action), people_of(chain, action, missed)
    if not any(words.values()) and (groups or people):
        kept = json.dumps(action, ensure_ascii=False)[:2000]
        why = "it has no words, and files alone cannot be sent to others"
        chain.to_do("action send_broadcast", "send_broadcast", kept, why, "write the words")
        return
    nodes = [
        chain.then("broadcast", "notify", NotifyNode(text=words, segment=segment_of(name)))
        for name in groups
    ]
    nodes += [
        chain.then("broadcast", "notify", NotifyNode(text=words, contact=one)) for one in people
    ]
    if not nodes:
        # Nobody is written to there either.
        chain.account.exact("action send_broadcast", shown, chain.place)
        return
    differs = [PEOPLE] if people else []
    if texts(action.get("attachments")) or action.get("quick_replies"):
        differs.append("its files and quick replies are left out")
    chain.told("action send_broadcast", shown, nodes[-1], missed, "; ".join(differs))


def draw_start(chain: Chain, action: Mapping) -> None:
    """A flow that is started for other people, who learn by whom."""
    missed: list[str] = []
    flow, name = called(chain.conversion, action)
    groups, people = groups_of(action), people_of(chain, action, missed)
    if flow is None:
        why = f"the flow {name!r} that is started for others is not in the export"
        kept = json.dumps(action, ensure_ascii=False)[:2000]
        chain.to_do("action start_session", name, kept, why, "import the flow too")
        return
    event = f"flow_{chain.conversion.survey.flow_ids[flow.uuid]}"
    data = {STARTER: _who_starts(chain)}
    nodes = [
        chain.then(
            f"start_{flow.name}", "signal", Signal(event=event, data=data, segment=segment_of(one))
        )
        for one in groups
    ]
    nodes += [
        chain.then(f"start_{flow.name}", "signal", Signal(event=event, data=data, contact=one))
        for one in people
    ]
    differs = [PEOPLE] if people else []
    if text(action.get("contact_query")):
        differs.append(f"who fits the query {text(action.get('contact_query'))!r} is not looked up")
    if truth(action.get("create_contact")):
        differs.append("nobody new is made a contact")
    if any(mapping(action.get("exclusions")).values()):
        differs.append("nobody is left out: guard the flow with a condition")
    if not nodes and not differs:
        chain.account.exact("action start_session", name, chain.place)
        return
    node = nodes[-1] if nodes else chain.then("start_nobody", "set", Set(), title=f"Start {name}")
    chain.told("action start_session", name, node, missed, "; ".join(differs))


def _who_starts(chain: Chain) -> str:
    """What the started flow reads as its parent: the contact, the flow and its results."""
    survey, flow = chain.conversion.survey, chain.sheet.flow
    results = chain.sheet.context.results_or_none(("value", "category"))
    fields = ", ".join(
        f"{quoted(key)}: (has(contact.{name}) ? contact.{name} : null)"
        for key, name in survey.fields_read_afar()
    )
    person = f'{{"name": (has(contact.name) ? contact.name : ""), "fields": {{{fields}}}}}'
    return f'{{"contact": {person}, "flow": {{"name": {quoted(flow.name)}}}, "results": {results}}}'


def draw_optin(chain: Chain, action: Mapping) -> None:
    """A request for leave to write; RapidPro itself does nothing there any more."""
    name = text(mapping(action.get("optin")).get("name")) or "opt-in"
    node = chain.then("optin", "set", Set(), title=f"Opt-in: {name}")
    how = "nothing is asked, as in the present RapidPro; ask for leave with a question of your own"
    chain.told("action request_optin", name, node, [], how)


def draw_pause(chain: Chain, action: Mapping) -> None:
    """Glific's pause."""
    seconds = max(whole(action.get("delay"), 0), 1)
    node = chain.then("pause", "wait", Wait(seconds=seconds))
    kind = text(action.get("type"))
    how = "" if kind == "wait_for_time" else "the time is waited, not the result"
    chain.told(f"action {kind}", f"{seconds} s", node, [], how)


def groups_of(action: Mapping) -> list[str]:
    """The names of the groups that an action is for."""
    return [name for one in mappings(action.get("groups")) if (name := text(one.get("name")))]


def people_of(chain: Chain, action: Mapping, missed: list[str]) -> list[str]:
    """The ids of the people that an action is for, as templates."""
    people = [
        text(one.get("uuid")) or text(one.get("id")) for one in mappings(action.get("contacts"))
    ]
    people += [chain.template(one, missed).partition(":")[2] for one in texts(action.get("urns"))]
    people += [chain.template(one, missed) for one in texts(action.get("legacy_vars"))]
    return [one for one in people if one]


def segment_of(group: str) -> str:
    """The segment of a group."""
    return identifier(group, "group", 60)
