"""Flows drawn: each source node a chain, then what joins them."""

import json
from collections.abc import Callable

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text, truth
from engine.importers.rapidpro import contacts, messages, services
from engine.importers.rapidpro.conversion import TO_DO, Chain, Conversion, Sheet
from engine.importers.rapidpro.routers import draw_random, draw_switch, draw_timeout
from engine.importers.rapidpro.source import Flow, Router, SourceNode
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.goto import Goto
from engine.nodes.set import Set
from engine.nodes.wait import Wait

FILES = {"image", "audio", "video", "location"}
WEEK_S = 604_800
STATUS = "child_status"
Draw = Callable[[Chain, Mapping], None]
ACTIONS: dict[str, Draw] = {
    "send_msg": messages.draw_message,
    "send_interactive_msg": messages.draw_message,
    "say_msg": messages.draw_voice,
    "play_audio": messages.draw_voice,
    "set_contact_field": contacts.draw_field,
    "set_contact_name": contacts.draw_name,
    "set_contact_language": contacts.draw_language,
    "set_contact_timezone": contacts.draw_time_zone,
    "set_contact_status": contacts.draw_status,
    "set_contact_profile": contacts.draw_profile,
    "add_contact_urn": contacts.draw_urn,
    "add_contact_groups": contacts.draw_groups,
    "remove_contact_groups": contacts.draw_groups,
    "add_input_labels": contacts.draw_labels,
    "set_run_result": contacts.draw_result,
    "set_run_local": contacts.draw_local,
    "call_webhook": services.draw_webhook,
    "call_resthook": services.draw_resthook,
    "send_email": services.draw_email,
    "send_broadcast": services.draw_broadcast,
    "open_ticket": services.draw_ticket,
    "wait_for_time": services.draw_wait_for_time,
}


def draw_flow(conversion: Conversion, flow: Flow) -> None:
    """All nodes of a flow and the edges between them."""
    sheet = Sheet(conversion, flow)
    entry = conversion.entries[flow.uuid]
    known = {node.uuid: node for node in flow.nodes}
    absorbed = {node.uuid: _question_of(node, known) for node in flow.nodes}
    for node in flow.nodes:
        _draw_node(sheet, node, absorbed[node.uuid])
    start = flow.nodes[0].uuid if flow.nodes else ""
    if start:
        sheet.loose.append((entry, "next", start))
    for begin, port, target in sheet.loose:
        name = sheet.first.get(target) or _landing(sheet, known[target])
        conversion.drawing.connect(sheet.topic, begin, port, name)
    if not start:
        note = "The flow has no nodes in the export."
        source = f"{flow.file}#{flow.name}"
        name = conversion.drawing.add(
            sheet.topic,
            "empty",
            "set",
            Set(),
            title=f"{TO_DO}: empty flow",
            note=note,
            source=source,
        )
        conversion.drawing.connect(sheet.topic, entry, "next", name)


def _question_of(node: SourceNode, known: dict[str, SourceNode]) -> Router | None:
    """The wait whose question is the last message of a node: its own, or the next node's."""
    if not node.actions or not messages.can_ask(node.actions[-1]):
        return None
    if node.router:
        return node.router if _can_be_asked(node.router) else None
    after = known.get(node.only_exit())
    if after is None or after.actions or after.router is None:
        return None
    return after.router if _can_be_asked(after.router) else None


def _can_be_asked(router: Router) -> bool:
    files = any(case.kind.removeprefix("has_") in FILES for case in router.cases)
    return router.wait == "msg" and router.hint not in FILES and not files


def _draw_node(sheet: Sheet, node: SourceNode, asked: Router | None) -> None:
    chain = sheet.chain(node)
    last = len(node.actions) - 1
    for index, action in enumerate(node.actions):
        if asked and index == last:
            uuid = node.uuid if node.router else node.only_exit()
            _draw_asked(chain, action, asked, uuid)
            sheet.first[node.uuid] = chain.first
            if node.router:
                _draw_arrival(sheet, node)
            return
        _draw_action(chain, action)
    router = node.router
    if chain.first:
        sheet.first[node.uuid] = chain.first
    if router is None:
        if not chain.first:
            name = chain.then("passed", "set", Set(variables={"router_passed": "true"}))
            chain.conversion.survey.keep("router_passed", "A node without content was passed.")
            sheet.first[node.uuid] = name
        chain.lead(chain.ends, node.only_exit())
        return
    if router.wait:
        if chain.first:
            _draw_wait(sheet, chain, node)
        _draw_arrival(sheet, node)
        return
    if router.operand.lower() in {"@child.run.status", "@child.status"} and chain.first:
        _draw_return(chain, router)
        return
    _draw_router(chain, router)
    sheet.first.setdefault(node.uuid, chain.first)


def _draw_action(chain: Chain, action: Mapping) -> None:
    kind = text(action.get("type"))
    if kind == "enter_flow":
        _draw_call(chain, action)
    elif kind in ACTIONS:
        ACTIONS[kind](chain, action)
    else:
        why = f"the action {kind!r} has no counterpart"
        chain.to_do(
            f"action {kind}",
            kind,
            json.dumps(action, ensure_ascii=False)[:2000],
            why,
            "draw what it did",
        )


def _draw_call(chain: Chain, action: Mapping) -> None:
    found, conversion = mapping(action.get("flow")), chain.conversion
    name = text(found.get("name")) or text(found.get("uuid")) or "flow"
    flow = conversion.export.flow(text(found.get("uuid")), text(found.get("name")))
    how = ""
    if flow is None:
        how = f"the flow {name!r} is not in the export; a stand-in is called"
        if name not in conversion.missing:
            conversion.missing[name] = conversion.drawing.names.take(name, "flow")
    target = conversion.entries[flow.uuid] if flow else conversion.missing[name]
    if truth(action.get("terminal")):
        node = chain.then(f"go_{target}", "goto", Goto(target=target), ends=())
    else:
        node = chain.then(f"call_{target}", "call", Call(target=target))
    chain.told("action enter_flow", name, node, [], how)


def _draw_return(chain: Chain, router: Router) -> None:
    """After a call: where the called flow was left to expire, and where it was not."""
    exits: dict[str, str] = {}
    for case in router.cases:
        category = router.category(case.category)
        word = case.arguments[0].lower() if case.arguments else ""
        exits.setdefault(word, chain.node.exits.get(category.exit, "") if category else "")
        chain.account.exact(f"test {case.kind}", word, chain.place)
    default = router.category(router.default)
    other = chain.node.exits.get(default.exit, "") if default else ""
    done, expired = exits.get("completed", other), exits.get("expired", other)
    chain.account.exact("router switch", "child status", chain.place)
    if not expired or expired == done or not chain.ends:
        chain.lead(chain.ends, done)
        return
    condition = f'has({STATUS}) && {STATUS} == "expired"'
    branch = chain.then(
        "came_back",
        "branch",
        Branch(cases=(Case(id="expired", condition=condition),)),
        ends=("else",),
    )
    chain.lead(chain.ends, done)
    chain.start_at((branch, "expired"))
    chain.then("expired", "set", Set(clear=(STATUS,)))
    chain.lead(chain.ends, expired)


def _draw_router(chain: Chain, router: Router) -> None:
    if router.kind == "random":
        draw_random(chain, router)
    elif router.kind == "switch":
        draw_switch(chain, router)
    else:
        why = f"a router of the type {router.kind!r} has no counterpart"
        chain.to_do(f"router {router.kind}", router.kind, router.operand, why, "draw what it chose")


def _draw_asked(chain: Chain, action: Mapping, router: Router, wait: str) -> None:
    ends, late = messages.draw_question(
        chain, action, _timeout_s(chain.sheet.flow, router, chain.conversion)
    )
    _arrive(chain.sheet, ends, f"answer:{wait}")
    _arrive(chain.sheet, late, f"late:{wait}")


def _draw_wait(sheet: Sheet, chain: Chain, node: SourceNode) -> str:
    """A wait without a question of its own."""
    router = node.router
    assert router is not None
    seconds = _timeout_s(sheet.flow, router, sheet.conversion) or sheet.flow.expire_s or WEEK_S
    name = chain.then(
        "wait",
        "wait",
        Wait(seconds=seconds, interruptible=True),
        title="Wait for an answer",
        ends=("message",),
    )
    chain.then(
        "answer",
        "set",
        Set(variables={"input_text": "message.text", "input_files": "message.media"}),
    )
    _arrive(sheet, chain.ends, f"answer:{node.uuid}")
    if router.timeout_s or _expires(sheet.flow, sheet.conversion):
        _arrive(sheet, [(name, "next")], f"late:{node.uuid}")
    return name


def _landing(sheet: Sheet, node: SourceNode) -> str:
    """The first node of a source node that was only drawn in parts: a wait, an answer."""
    chain = sheet.chain(node)
    name = (
        _draw_wait(sheet, chain, node)
        if node.router and node.router.wait
        else chain.then("passed", "set", Set(clear=()))
    )
    sheet.first[node.uuid] = name
    return name


def _draw_arrival(sheet: Sheet, node: SourceNode) -> None:
    """What follows the answer of a wait, and what follows when none came."""
    router = node.router
    assert router is not None
    kind = f"wait {router.wait}" + (f" ({router.hint})" if router.hint else "")
    chain = sheet.chain(node)
    if router.wait == "msg":
        chain.account.exact(kind, router.result or router.operand, chain.place)
    else:
        how = "there is no telephone here: an answer in writing is waited for"
        chain.account.approximate(kind, router.result or router.operand, chain.place, how)
    chain.first = ""
    _draw_router(chain, router)
    sheet.conversion.arrivals[sheet.topic, f"answer:{node.uuid}"] = chain.first
    if router.timeout_s:
        late = sheet.chain(node)
        late.then("no_answer", "set", Set(variables={"input_text": '""'}))
        sheet.conversion.arrivals[sheet.topic, f"late:{node.uuid}"] = late.first
        draw_timeout(late, router)
    elif _expires(sheet.flow, sheet.conversion):
        if not sheet.expired:
            late = sheet.chain(node)
            sheet.expired = late.then("expired", "set", Set(variables={STATUS: '"expired"'}))
        sheet.conversion.arrivals[sheet.topic, f"late:{node.uuid}"] = sheet.expired


def _arrive(sheet: Sheet, ends: list[tuple[str, str]], key: str) -> None:
    sheet.conversion.arriving += [(sheet.topic, start, port, key) for start, port in ends]


def settle(conversion: Conversion) -> None:
    """Joins questions with what follows their answers."""
    for topic, start, port, key in conversion.arriving:
        name = conversion.arrivals.get((topic, key), "")
        if name:
            conversion.drawing.connect(topic, start, port, name)


def _timeout_s(flow: Flow, router: Router, conversion: Conversion) -> int:
    return router.timeout_s or (flow.expire_s if _expires(flow, conversion) else 0)


def _expires(flow: Flow, conversion: Conversion) -> bool:
    return flow.expire_s > 0 and flow.uuid in conversion.expiring


def expiring(conversion: Conversion) -> set[str]:
    """The flows whose callers go another way when nobody answers in them."""
    found: set[str] = set()
    for flow in conversion.export.flows:
        for node in flow.nodes:
            router = node.router
            if router is None or not router.operand.lower().startswith("@child"):
                continue
            exits = {one.name.lower(): node.exits.get(one.exit, "") for one in router.categories}
            if exits.get("expired") and exits["expired"] != exits.get(
                "complete", exits.get("completed")
            ):
                for action in node.actions:
                    called = mapping(action.get("flow"))
                    target = conversion.export.flow(
                        text(called.get("uuid")), text(called.get("name"))
                    )
                    if target and text(action.get("type")) == "enter_flow":
                        found.add(target.uuid)
    return found
