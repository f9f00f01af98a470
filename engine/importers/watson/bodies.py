"""A dialog node drawn: what it calls and remembers, what it says, and what comes next."""

from engine.importers.watson.conversion import Conversion, title_of, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.frames import draw_frame
from engine.importers.watson.known import Known
from engine.importers.watson.levels import (
    AMONG,
    BODY,
    CHILDREN,
    END,
    FROM,
    ROOT,
    draw_level,
    is_total,
)
from engine.importers.watson.order import Entry
from engine.importers.watson.pieces import pieces_of
from engine.importers.watson.remembering import draw_context
from engine.importers.watson.replies import Speaker
from engine.importers.watson.services import draw_actions
from engine.importers.watson.source import DialogNode, Step
from engine.importers.watson.waiting import draw_waiting
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set

HERE = frozenset({"", "get_user_input"})


def draw_body(conversion: Conversion, topic: str, node: DialogNode) -> None:
    """The whole of a dialog node, under the key of its body."""
    flow = Flow(conversion, topic, node.place, key=f"{BODY}{node.id}")
    if node.type == "frame":
        draw_frame(flow, node)
    draw_actions(flow, node)
    responses = conversion.tree.parts(node.id, "response_condition")
    if node.rest:
        names = ", ".join(node.rest)
        conversion.differs(node, f"what it holds under {names} is not read")
    if responses:
        _draw_context_and_output(flow, node, waits=False)
        _draw_responses(flow, node, responses)
    else:
        _draw_context_and_output(flow, node, waits=_waits(conversion, node, node.step))
        _go_on(flow, node, node.step)


def _draw_context_and_output(flow: Flow, node: DialogNode, *, waits: bool) -> None:
    draw_context(flow, node)
    Speaker(flow, node).say(pieces_of(node.output), waits=waits)


def _draw_responses(flow: Flow, node: DialogNode, responses: tuple[DialogNode, ...]) -> None:
    """The first of several responses whose condition holds."""
    conversion = flow.conversion
    cases, ways, last = list[Case](), list[tuple[str, DialogNode]](), None
    for at, response in enumerate(responses):
        expr = conversion.condition(response, response.conditions)
        condition = conversion.test(response, expr)
        if condition == "true":
            last = response
            break
        id_ = f"answer_{at + 1}"
        cases.append(Case(id=id_, condition=condition))
        ways.append((id_, response))
    if not cases:
        if last is not None:
            _draw_response(flow, node, last)
        else:
            _go_on(flow, node, node.step)
        return
    branch = flow.then(
        f"{wish_of(node)}_which",
        "branch",
        Branch(cases=tuple(cases)),
        title=title_of(node),
        ends=(),
    )
    for id_, response in ways:
        _draw_response(flow.fork((branch, id_)), node, response)
    rest = flow.fork((branch, "else"))
    if last is None:
        _go_on(rest, node, node.step, said=False)
    else:
        _draw_response(rest, node, last)


def _draw_response(flow: Flow, node: DialogNode, response: DialogNode) -> None:
    """One of several responses; its own next step comes before that of the node."""
    flow.source = response.place
    step = response.step if response.step.behavior not in HERE else node.step
    draw_context(flow, response)
    waits = _waits(flow.conversion, node, step)
    Speaker(flow, response).say(pieces_of(response.output), waits=waits)
    flow.source = node.place
    _go_on(flow, node, step)


def _waits(conversion: Conversion, node: DialogNode, step: Step) -> bool:
    """Whether the bot waits for the person after the node has spoken."""
    if step.behavior == "jump_to":
        return step.selector in {"user_input", "client"} and step.target in conversion.tree.nodes
    return step.behavior in HERE and bool(conversion.tree.level(node.id))


def _go_on(flow: Flow, node: DialogNode, step: Step, *, said: bool = True) -> None:
    """What comes next. Where the node waited, a message is there by now."""
    conversion = flow.conversion
    if step.behavior == "jump_to":
        _jump(flow, node, step, said=said)
    elif step.behavior == "skip_user_input":
        if conversion.tree.level(node.id):
            flow.lead(f"{CHILDREN}{node.id}")
        else:
            _end(flow, node)
    elif conversion.tree.level(node.id):
        if not said:
            Speaker(flow, node).say((), waits=True)
        draw_waiting(flow, node)
    else:
        if step.behavior not in HERE:
            conversion.differs(node, f"what comes next, {step.behavior!r}, is not known here")
        _end(flow, node)


def _end(flow: Flow, node: DialogNode) -> None:
    """The flow ends; a node without words or values is drawn as one that does nothing."""
    if flow.keys:
        flow.then(wish_of(node), "set", Set(), title=title_of(node), note="Says nothing.")
    flow.lead(END)


def _jump(flow: Flow, node: DialogNode, step: Step, *, said: bool) -> None:
    conversion = flow.conversion
    if step.target not in conversion.tree.nodes:
        how = f"it jumps to {step.target!r}, which is not there: the flow ends"
        conversion.account.unmapped(
            "jumps", step.target, node.place, how, "connect it to where it should go on"
        )
        conversion.differs(node, how)
        _end(flow, node)
        return
    conversion.account.exact("jumps", step.target, node.place)
    if step.selector == "body":
        flow.lead(f"{BODY}{step.target}")
        return
    if step.selector in {"user_input", "client"} and not said:
        Speaker(flow, node).say((), waits=True)
    # A message that came to a node of the root would come to it again from there.
    again = step.selector != "user_input" and conversion.tree.is_root(node)
    flow.lead(f"{AMONG if again else FROM}{step.target}")


def draw_choice_below(conversion: Conversion, topic: str, node: DialogNode) -> None:
    """The choice among the children for the message that is there."""
    flow = Flow(conversion, topic, node.place, key=f"{CHILDREN}{node.id}")
    level = conversion.tree.level(node.id)
    if not is_total(conversion, level):
        how = "where no child is meant the flow ends; Watson looks further"
        conversion.differs(node, how)
    _draw_choice(flow, node, level, END)


def draw_choice_from(conversion: Conversion, topic: str, node: DialogNode, otherwise: str) -> None:
    """The choice among a node and those after it on its level."""
    kind = FROM if otherwise == ROOT else AMONG
    flow = Flow(conversion, topic, node.place, key=f"{kind}{node.id}")
    _draw_choice(flow, node, conversion.tree.siblings_from(node), otherwise)


def _draw_choice(flow: Flow, node: DialogNode, level: tuple[Entry, ...], otherwise: str) -> None:
    title = f"After {title_of(node)}" if title_of(node) else ""
    draw_level(flow, f"{wish_of(node)}_next", level, Known(), otherwise, title)
