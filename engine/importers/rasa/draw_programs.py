"""The customer's programs that could be read, as nodes in place of a call of the action server."""

from engine.importers.naming import readable
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.programs import (
    Act,
    Either,
    Empties,
    Restarts,
    Says,
    Sets,
    acts_of,
)
from engine.importers.rasa.replies import draw_quick_replies, draw_response
from engine.importers.rasa.texts import literal
from engine.nodes.archive import ArchiveNode
from engine.nodes.branch import Branch, Case
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams
from engine.nodes.say import Say
from engine.nodes.set import Set

ACTIONS = "actions"


def read_acts(conversion: Conversion) -> None:
    """Which of the customer's actions do what can be drawn."""
    for name, program in conversion.training.programs.items():
        acts = acts_of(program, "run", conversion.known)
        if acts is not None:
            conversion.acts[name] = acts


def draw_program(conversion: Conversion, action: str) -> None:
    """An action as nodes that are visited wherever stories run it."""
    program = conversion.training.programs[action]
    flow = Flow(conversion, ACTIONS, program.place, [])
    draw_acts(flow, action, conversion.acts[action])
    conversion.programs[action] = flow.first
    conversion.account.exact("actions", action, program.place, node=flow.first)


def draw_acts(flow: Flow, wish: str, acts: tuple[Act, ...]) -> None:
    """What a program does, one after another."""
    for act in acts:
        if isinstance(act, Says):
            _say(flow, wish, act)
        elif isinstance(act, Sets):
            variable = flow.conversion.variables.slot(act.slot)
            setting = Set(variables={variable: act.value}) if act.value else Set(clear=(variable,))
            flow.then(f"{wish}_sets", "set", setting, title=f"Set: {readable(act.slot)}")
        elif isinstance(act, Empties):
            slots = flow.conversion.training.slots
            names = tuple(flow.conversion.variables.slot(name) for name in slots)
            flow.then(f"{wish}_empties", "set", Set(clear=names), title="Empty all slots")
        elif isinstance(act, Restarts):
            flow.then("restart", "archive", ArchiveNode(), ends=())
            return
        else:
            _branch(flow, wish, act)


def _branch(flow: Flow, wish: str, act: Either) -> None:
    case = Case(id="holds", condition=act.test)
    branch = flow.then(f"{wish}_when", "branch", Branch(cases=(case,)), title=readable(wish))
    then, otherwise = flow.fork((branch, "holds")), flow.fork((branch, "else"))
    draw_acts(then, wish, act.then)
    draw_acts(otherwise, wish, act.otherwise)
    flow.ends = [*then.ends, *otherwise.ends]


def _say(flow: Flow, wish: str, says: Says) -> None:
    conversion = flow.conversion
    response = conversion.response(says.response) if says.response else None
    if response is not None:
        conversion.drawn.add(response.name)
        draw_response(flow, response, waits=False)
    if says.image:
        media = (MediaParams(kind="image", url=literal(says.image)),)
        flow.then(f"{wish}_image", "media", MediaNode(media=media))
    if says.alternatives:
        texts = tuple(conversion.text(one) for one in says.alternatives)
        flow.then(wish, "say", Say(alternatives=texts), title=readable(wish))
    elif says.buttons:
        text = conversion.text(says.text)
        draw_quick_replies(flow, wish, text, list(says.buttons), source=flow.source)
    elif says.text:
        flow.then(wish, "say", Say(text=conversion.text(says.text)), title=readable(wish))
