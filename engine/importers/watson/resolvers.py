"""What comes after a step: the next one, another action, people, a service, or the end."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text
from engine.importers.watson.conversion import TO_DO, Conversion, title_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.pieces import Agent
from engine.importers.watson.replies import Speaker
from engine.importers.watson.steps import Action, StepOf
from engine.nodes.call import Call
from engine.nodes.http import Http
from engine.nodes.set import Set
from engine.types.bot import Constant

# The action that a question leads to which was asked in vain.
FALLBACK = "fallback"


def resolve(flow: Flow, action: Action, step: StepOf, after: str) -> None:
    """What comes after a step."""
    resolver = step.resolver
    kind = text(resolver.get("type")) or "continue"
    invoked = text(mapping(resolver.get("invoke_action")).get("action"))
    wish, conversion = wish_of_step(action, step), flow.conversion
    if flow.keys and kind in {"continue", "end_action"}:
        flow.then(wish, "set", Set(), title=title_of(step.node), note="Says nothing.")
    if kind == "continue":
        flow.lead(after)
    elif kind == "end_action":
        flow.lead("end")
    elif kind == "invoke_another_action":
        _visit(flow, step, wish, invoked)
        flow.lead(after)
    elif kind == "invoke_another_action_and_end":
        flow.lead(key_of(invoked))
    elif kind == "fallback":
        flow.lead(key_of(FALLBACK))
    elif kind == "connect_to_agent":
        _hand_over(flow, step, mapping(resolver.get("response")))
        flow.lead("end")
    elif kind == "prompt_again":
        flow.lead(key_of(action.id, step.id))
    elif kind == "replay":
        _replay(flow, action, step)
    elif kind == "callout":
        _call_out(flow, step, wish, mapping(resolver.get("callout")))
        flow.lead(after)
    else:
        conversion.differs(step.node, f"what comes next, {kind!r}, is not known here")
        flow.lead(after)


def _visit(flow: Flow, step: StepOf, wish: str, action: str) -> None:
    """Visits another action, which comes back."""
    conversion = flow.conversion
    target = conversion.reserved.get(_first(conversion, action), "")
    if target:
        flow.then(f"{wish}_visit", "call", Call(target=target), title=f"Visit: {action}")
        return
    how = f"the action {action!r} is not there"
    conversion.differs(step.node, how, "draw it, and visit it here")
    flow.then(f"{wish}_to_do", "set", Set(), title=f"{TO_DO}: {action}", note=f"{how}.")


def _first(conversion: Conversion, action: str) -> str:
    """The key of the first step of an action."""
    key = key_of(action)
    return conversion.aliases.get(key, key)


def _hand_over(flow: Flow, step: StepOf, response: Mapping) -> None:
    agent = Agent(
        text(mapping(response.get("agent_available")).get("message")).strip(),
        text(mapping(response.get("agent_unavailable")).get("message")).strip(),
        text(response.get("message_to_human_agent")).strip(),
        transfers=bool(mapping(mapping(response.get("transfer_info")).get("target"))),
    )
    Speaker(flow, step.node).say((agent,))


def _replay(flow: Flow, action: Action, step: StepOf) -> None:
    """Asks again from the first of the steps that are named."""
    named = step.resolver.get("reset_variables") or step.resolver.get("clear_variables")
    listed = named if isinstance(named, list) else []
    names = [text(one) or text(mapping(one).get("variable")) for one in listed]
    variables = [flow.conversion.vocabulary.variable(f"{action.id}/{name}") for name in names]
    if variables:
        flow.then(f"{wish_of_step(action, step)}_again", "set", Set(clear=tuple(variables)))
    known = [one.id for one in action.steps if one.id in names]
    flow.lead(key_of(action.id, known[0] if known else action.steps[0].id))


def _call_out(flow: Flow, step: StepOf, wish: str, callout: Mapping) -> None:
    """An extension: a call of its service, to be filled in."""
    conversion = flow.conversion
    path, method = text(callout.get("path")), text(callout.get("method")).upper()
    constant = "extension_url"
    described = "The address of the service behind Watson's extension."
    conversion.constants.setdefault(constant, Constant(value="", description=described))
    result = text(callout.get("result_variable"))
    flow.then(
        f"{wish}_call",
        "http",
        Http(
            method="GET" if method == "GET" else "POST",
            url=f"${{{constant}}}{path.replace('${', '$${')}",
            results={conversion.vocabulary.variable(result): "response.body"} if result else {},
        ),
        title=f"{TO_DO}: {method} {path}".strip(),
        note="Watson's extension: its address and the mapping of its values are to be filled in.",
        ends=("next", "failed", "timeout"),
    )
    how = "an extension is a call whose address and values are to be filled in"
    conversion.differs(step.node, how, f"fill in the node and the constant {constant}")


def wish_of_step(action: Action, step: StepOf) -> str:
    return step.node.title or f"{action.title}_{step.id}"


def key_of(action: str, step: str = "") -> str:
    return f"step {action}/{step}" if step else f"action {action}"
