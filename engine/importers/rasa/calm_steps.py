"""The steps of a flow of CALM as nodes: actions, slots, branches, and ways to other flows."""

from engine.importers.naming import Names, readable
from engine.importers.rasa.actions import draw_action
from engine.importers.rasa.calm_collect import draw_collect
from engine.importers.rasa.conditions import Untranslated, translate
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.own_actions import HANDS_OVER, OWN, draw_own
from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in
from engine.importers.rasa.source import CalmFlow
from engine.importers.rasa.texts import quoted
from engine.importers.rasa.variables import VISITED
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.goto import Goto
from engine.nodes.set import Set

END = frozenset({"", "end"})
# An action of this name and a flow's starts the flow.
STARTS_FLOW = "flow_"


class Steps:
    """The steps of one flow while they are drawn: by id, and the ways that wait for them."""

    def __init__(self, conversion: Conversion, calm: CalmFlow, topic: str) -> None:
        self.conversion = conversion
        self.calm = calm
        self.topic = topic
        self.untranslated: list[str] = []
        self._steps: dict[str, str] = {}
        self._waiting: list[tuple[str, str, str]] = []
        self._ended: list[tuple[str, str]] = []

    def draw(self, flow: Flow, steps: object) -> Flow:
        """Steps one after another; `flow` then ends where they do."""
        for step in maps_in(as_list(steps)):
            before = set(self.conversion.drawing.names_in(self.topic))
            self._step(flow, step)
            drawn = [n for n in self.conversion.drawing.names_in(self.topic) if n not in before]
            id_ = as_text(step.get("id")) or as_text(step.get("collect"))
            if id_ and not drawn:
                # A step that does nothing may still be led to.
                drawn = [flow.then(id_, "set", Set(), title=readable(id_), note="Nothing is done.")]
            if drawn and id_:
                self._steps.setdefault(id_, drawn[0])
            if "next" in step:
                self._next(flow, step["next"])
        return flow

    def finish(self, flow: Flow) -> Flow:
        """Joins what led to a step by its id; gives the ends of the whole flow."""
        for start, port, id_ in self._waiting:
            if id_ in self._steps:
                self.conversion.drawing.connect(self.topic, start, port, self._steps[id_])
            else:
                self.untranslated.append(f"there is no step {id_!r}")
                self._ended.append((start, port))
        return flow.fork(*flow.ends, *self._ended)

    def condition(self, text: str) -> str:
        """A condition as an expression; one that cannot be translated never holds."""
        try:
            return translate(text, self.conversion.variables)
        except Untranslated:
            self.untranslated.append(text)
            return "false"

    def _step(self, flow: Flow, step: dict[str, object]) -> None:
        if collect := as_text(step.get("collect")):
            draw_collect(flow, collect, step, self.condition)
        elif action := as_text(step.get("action")):
            self._run(flow, action)
        elif "set_slots" in step:
            self._set(flow, step["set_slots"])
        elif target := as_text(step.get("call")) or as_text(step.get("link")):
            self._lead_to_flow(flow, target, comes_back="call" in step)
        elif "noop" not in step and "next" not in step:
            note = str(step)[:2000]
            flow.then("to_do", "set", Set(), title="To do: a step", note=note)
            self.untranslated.append(", ".join(step))

    def _run(self, flow: Flow, action: str) -> None:
        conversion = self.conversion
        if action in conversion.training.actions:
            draw_action(flow, action, "", last=False)
        elif action in OWN:
            draw_own(flow, action)
        elif action.startswith(STARTS_FLOW) and action.removeprefix(STARTS_FLOW) in conversion.calm:
            self._lead_to_flow(flow, action.removeprefix(STARTS_FLOW), comes_back=False)
        else:
            draw_action(flow, action, "", last=False)

    def _set(self, flow: Flow, slots: object) -> None:
        values: dict[str, str] = {}
        clear: list[str] = []
        for one in maps_in(slots):
            for slot, value in one.items():
                variable = self.conversion.variables.slot(slot)
                if value is None:
                    clear.append(variable)
                else:
                    values[variable] = _written(value)
        flow.then("set_slots", "set", Set(variables=values, clear=tuple(clear)))

    def _lead_to_flow(self, flow: Flow, target: str, *, comes_back: bool) -> None:
        node = self.conversion.calm.get(target, "")
        if not node and target in HANDS_OVER:
            draw_own(flow, target)
        elif not node:
            self.untranslated.append(f"there is no flow {target!r}")
            note = f"The source goes to {target!r}, which is not in the export."
            flow.then(f"{target}_to_do", "set", Set(), title=f"To do: {target}", note=note)
        elif comes_back:
            visit = Call(target=node, inputs={VISITED: quoted("yes")})
            self.conversion.variables.keep(VISITED, "Whether a flow is visited by another.", "no")
            flow.then(f"call_{target}", "call", visit)
        else:
            flow.then(f"goto_{target}", "goto", Goto(target=node), ends=())

    def _next(self, flow: Flow, value: object) -> None:
        """Where a step leads: an id, the end, or cases with their own steps."""
        if not isinstance(value, list):
            self._lead(flow, as_text(value))
            return
        names, cases, ways = Names(("else",)), list[Case](), list[tuple[str, object]]()
        for one in maps_in(value):
            if "if" in one:
                id_ = names.take(as_text(one["if"]), "case")
                cases.append(Case(id=id_, condition=self.condition(as_text(one["if"]))))
                ways.append((id_, one.get("then")))
            elif "else" in one:
                ways.append(("else", one["else"]))
        if not cases:
            return
        branch = flow.then("when", "branch", Branch(cases=tuple(cases)), ends=())
        ends: list[tuple[str, str]] = []
        for id_, target in ways:
            way = flow.fork((branch, id_))
            if isinstance(target, list):
                ends += self.draw(way, target).ends
            else:
                self._lead(way, as_text(target))
        if "else" not in dict(ways):
            ends.append((branch, "else"))
        flow.ends = ends

    def _lead(self, flow: Flow, id_: str) -> None:
        if id_.lower() in END:
            self._ended += flow.ends
        else:
            self._waiting += [(start, port, id_) for start, port in flow.ends]
        flow.ends = []


def _written(value: object) -> str:
    if isinstance(value, bool | int | float):
        return as_text(value)
    return quoted(as_text(value) or str(as_map(value)))
