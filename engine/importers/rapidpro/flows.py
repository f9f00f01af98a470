"""Flows drawn: each source node a chain, then what joins them."""

from engine.importers.dialogflow_es.tolerant import text
from engine.importers.rapidpro.actions import draw_action
from engine.importers.rapidpro.calls import asks_how_it_ended, draw_return
from engine.importers.rapidpro.context import PARAMS, STARTER
from engine.importers.rapidpro.conversion import TO_DO, Chain, Conversion, Sheet
from engine.importers.rapidpro.routers import PASSED, draw_router
from engine.importers.rapidpro.source import Flow, Router, SourceNode
from engine.importers.rapidpro.uses import counted
from engine.importers.rapidpro.waits import (
    draw_arrival,
    draw_asked,
    draw_wait,
    expires,
    question_of,
)
from engine.nodes.set import Set


def draw_flow(conversion: Conversion, flow: Flow) -> None:
    """All nodes of a flow and the edges between them."""
    sheet = Sheet(conversion, flow)
    entry = conversion.entries[flow.uuid]
    known = {node.uuid: node for node in flow.nodes}
    for node in flow.nodes:
        _draw_node(sheet, node, question_of(node, known))
    if not flow.nodes:
        _draw_empty(sheet, entry)
        return
    sheet.loose.append((_draw_told(sheet, entry), "next", flow.nodes[0].uuid))
    for begin, port, target in sheet.loose:
        name = sheet.first.get(target) or _landing(sheet, known[target])
        conversion.drawing.connect(sheet.topic, begin, port, name)
    _tell_expiry(sheet)


def _draw_told(sheet: Sheet, entry: str) -> str:
    """What came with the event that started the flow is kept, where the flow reads it, and what
    it counts begins anew; the node after which the flow begins."""
    given = {
        STARTER: "has(event.data.started_by) ? event.data.started_by",
        PARAMS: "has(event.data) && size(event.data) > 0 ? event.data",
    }
    kept = {
        name: f"{given[name]} : (has({name}) ? {name} : null)"
        for name in sorted(sheet.context.told & given.keys())
    }
    survey, drawing = sheet.conversion.survey, sheet.conversion.drawing
    anew = tuple(survey.result(sheet.flow, key) for key in counted(sheet.flow))
    if not kept and not anew:
        return entry
    name = drawing.add(sheet.topic, f"{entry}_begins", "set", Set(variables=kept, clear=anew))
    drawing.connect(sheet.topic, entry, "next", name)
    return name


def _draw_node(sheet: Sheet, node: SourceNode, asked: Router | None) -> None:
    chain = sheet.chain(node)
    before = node.actions[:-1] if asked else node.actions
    for action in before:
        draw_action(chain, action)
    if asked:
        wait = node.uuid if node.router else node.only_exit()
        draw_asked(chain, node.actions[-1], asked, wait)
    if chain.first:
        sheet.first[node.uuid] = chain.first
    router = node.router
    if router is None:
        if not asked:
            _go_on(chain)
    elif router.wait:
        if not asked and chain.first:
            draw_wait(chain, router)
        draw_arrival(sheet.chain(node), router)
    elif (
        node.actions
        and asks_how_it_ended(router)
        and text(node.actions[-1].get("type")) == "enter_flow"
    ):
        draw_return(chain, router, node.actions[-1])
    else:
        draw_router(chain, router)
        sheet.first.setdefault(node.uuid, chain.first)


def _go_on(chain: Chain) -> None:
    """A node without a router leads to its only exit; one without content is kept as passed."""
    if not chain.first:
        name = chain.then("passed", "set", Set(variables={PASSED: "true"}))
        chain.conversion.survey.keep(PASSED, "A node without content was passed.")
        chain.sheet.first[chain.node.uuid] = name
    chain.lead(chain.ends, chain.node.only_exit())


def _landing(sheet: Sheet, node: SourceNode) -> str:
    """The first node of a source node that was only drawn in parts: a wait, an answer."""
    chain = sheet.chain(node)
    if node.router and node.router.wait:
        name = draw_wait(chain, node.router)
    else:
        name = chain.then("passed", "set", Set())
    sheet.first[node.uuid] = name
    return name


def _draw_empty(sheet: Sheet, entry: str) -> None:
    flow, drawing = sheet.flow, sheet.conversion.drawing
    name = drawing.add(
        sheet.topic,
        "empty",
        "set",
        Set(),
        title=f"{TO_DO}: empty flow",
        note="The flow has no nodes in the export.",
        source=f"{flow.file}#{flow.name}",
    )
    drawing.connect(sheet.topic, entry, "next", name)


def _tell_expiry(sheet: Sheet) -> None:
    """Counts how long the flow waits, where it waits at all."""
    flow, account = sheet.flow, sheet.conversion.account
    place = f"{flow.file}#{flow.name}/expire_after_minutes"
    if not flow.expires():
        return
    if expires(sheet):
        account.exact("expirations", flow.name, place)
    else:
        how = "its questions stay open until the session ends: no other flow goes on after it"
        account.approximate("expirations", flow.name, place, how)
