"""Actions that reach people other than the one in the conversation, and pauses."""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, whole
from engine.importers.naming import identifier, shortened
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.results import keep_result
from engine.importers.rapidpro.values import quoted
from engine.nodes.handoff import Handoff
from engine.nodes.notify import NotifyNode
from engine.nodes.set import Set
from engine.nodes.wait import Wait


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
    """A message for groups and for single people."""
    missed: list[str] = []
    words = text(action.get("text"))
    template = identifier(shortened(words, 30), "broadcast")
    note = f"The text of the template:\n{words}"
    node = ""
    for name in groups_of(action):
        params = NotifyNode(template=template, segment=segment_of(name))
        node = chain.then("broadcast", "notify", params, note=note)
    for one in people_of(chain, action, missed):
        params = NotifyNode(template=template, contact=one)
        node = chain.then("broadcast", "notify", params, note=note)
    if not node:
        chain.account.exact("action send_broadcast", shortened(words, 40), chain.place)
        return
    how = f"people are written to with an approved template: make one named {template!r}"
    chain.told("action send_broadcast", shortened(words, 40), node, missed, how)


def draw_start(chain: Chain, action: Mapping) -> None:
    """A flow that is started for other people."""
    flow = text(mapping(action.get("flow")).get("name"))
    kept = json.dumps(action, ensure_ascii=False)[:2000]
    why = f"the flow {flow!r} is started for other people"
    chain.to_do("action start_session", flow or "flow", kept, why, "start it from outside")


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
