"""Flows that call flows: the call, and what follows by how the called flow ended."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text, truth
from engine.importers.rapidpro.context import CHILD_STATUS, RUN_STATUS
from engine.importers.rapidpro.conversion import Chain, Conversion
from engine.importers.rapidpro.source import Flow, Router
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.stop import Stop

STATUS = frozenset({"@child.run.status", "@child.status"})


def draw_call(chain: Chain, action: Mapping) -> None:
    """A visit to another flow; a move there where the flow does not come back."""
    conversion = chain.conversion
    flow, name = called(conversion, action)
    how = ""
    if flow is None:
        how = f"the flow {name!r} is not in the export; a stand-in is called"
        if name not in conversion.missing:
            conversion.missing[name] = conversion.drawing.names.take(name, "flow")
    target = conversion.entries[flow.uuid] if flow else conversion.missing[name]
    if truth(action.get("terminal")):
        # Nobody comes back: neither this flow nor those that called it.
        node = chain.then(f"go_{target}", "stop", Stop(what="all", target=target), ends=())
    else:
        params = Call(target=target)
        if flow and flow.expires():
            # Each visit has a status of its own; the caller learns that of the one it made.
            params = Call(
                target=target,
                inputs={RUN_STATUS: '"completed"'},
                outputs={CHILD_STATUS: RUN_STATUS},
            )
        node = chain.then(f"call_{target}", "call", params)
    chain.told("action enter_flow", name, node, [], how)


def called(conversion: Conversion, action: Mapping) -> tuple[Flow | None, str]:
    """The flow that an action enters, if the export holds it, and its name."""
    found = mapping(action.get("flow"))
    name = text(found.get("name")) or text(found.get("uuid")) or "flow"
    return conversion.export.flow(text(found.get("uuid")), text(found.get("name"))), name


def asks_how_it_ended(router: Router) -> bool:
    """Whether a router asks only how the called flow ended."""
    return router.operand.lower() in STATUS and not router.result


def draw_return(chain: Chain, router: Router, action: Mapping) -> None:
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
    flow, _ = called(chain.conversion, action)
    if expired == done or not chain.ends or not (flow and flow.expires()):
        chain.lead(chain.ends, done)
        return
    condition = f'has({CHILD_STATUS}) && {CHILD_STATUS} == "expired"'
    branch = chain.then(
        "came_back",
        "branch",
        Branch(cases=(Case(id="expired", condition=condition),)),
        ends=("else",),
    )
    chain.lead(chain.ends, done)
    chain.lead([(branch, "expired")], expired)
