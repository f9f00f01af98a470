"""Where nodes lead: conditions as branches, and Botpress's ways of writing a destination."""

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.conditions import condition_of
from engine.importers.botpress.conversion import Conversion, Ends
from engine.importers.botpress.listening import listen
from engine.importers.botpress.source import END, FLOW, Flow, Transition
from engine.importers.naming import Names, identifier, shortened
from engine.nodes.branch import Branch, Case
from engine.nodes.goto import Goto
from engine.nodes.set import Set

ERROR, LAST_WORDS = "error", "conversation_end"
# How topics are known that no flow of the source stands for.
OWN_TOPIC = "#"


def ways_of(chain: Chain) -> tuple[Transition, ...]:
    """The flow's ways that hold everywhere, then the node's own, up to one that always holds."""
    flow, node = chain.sheet.flow, chain.node
    found: list[Transition] = []
    catching = [one for one in flow.catch_ways if one.to != node.name]
    for one in (*catching, *node.ways):
        found.append(one)
        if one.condition == "true":
            break
    return tuple(found)


def draw_ways(chain: Chain, ways: tuple[Transition, ...]) -> None:
    """A branch over the conditions, or straight on where there is none."""
    if not ways:
        draw_end(chain, chain.ends)
        return
    if ways[0].condition == "true":
        draw_destination(chain, chain.ends, ways[0].to)
        return
    draw_branch(chain, ways)


def draw_branch(chain: Chain, ways: tuple[Transition, ...], title: str = "") -> str:
    """The branch over some ways; what holds for none of them ends the flow."""
    names = Names(("else",))
    cases, ends = [], []
    for one in ways:
        if one.condition == "true":
            continue
        condition, how = condition_of(chain, one.condition)
        id_ = names.take(_label(one), "case")
        cases.append(Case(id=id_, condition=condition))
        ends.append((id_, one.to))
        shown = shortened(one.condition, 60)
        if how.startswith("not translated"):
            chain.missing("conditions", shown, how, "write it as an expression of ours")
        elif how:
            chain.differs("conditions", shown, how)
        else:
            chain.exact("conditions", shown)
    open_ = [one for one in ways if condition_of(chain, one.condition)[1].startswith("not tr")]
    branch = chain.then(
        f"{chain.node.name}_ways", "branch", Branch(cases=tuple(cases)), title=title, ends=()
    )
    if open_:
        words = "\n".join(f"{one.condition}  ->  {one.to}" for one in open_)
        chain.mark(branch, chain.node.name, f"Conditions to translate:\n{words}")
    last = ways[-1]
    rest = last.to if last.condition == "true" else ""
    for id_, to in (*ends, ("else", rest)):
        draw_destination(chain, [(branch, id_)], to)
    return branch


def _label(way: Transition) -> str:
    """A name for a case: the value that it compares with, else where it leads."""
    text = way.condition
    for sign in ("===", "=="):
        _, found, right = text.partition(sign)
        if found and "&&" not in text and "||" not in text:
            value = right.strip().strip("'\"")
            return value if len(value) > 2 or not way.to else f"{way.to} {value}"
    return way.to.removesuffix(FLOW).strip("#") or identifier(text, "case")


def draw_destination(chain: Chain, ends: Ends, to: str) -> None:
    """Ends go on where a transition leads."""
    sheet = chain.sheet
    if not to or to == END:
        draw_end(chain, ends)
    elif FLOW in to:
        name, _, node = to.partition("#")
        draw_jump(chain, ends, name.removesuffix(FLOW), node)
    elif to.startswith("#"):
        draw_return(chain, ends, to)
    elif sheet.flow.node(to) is not None:
        sheet.lead(chain, ends, to)
    else:
        _draw_missing(chain, ends, to, "there is no node of that name in its flow")


def draw_end(chain: Chain, ends: Ends) -> None:
    """The conversation's flow ends; where the bot has last words, they are said."""
    flows = chain.conversion.bot.flows
    if LAST_WORDS in flows and chain.sheet.flow.name not in {LAST_WORDS, "timeout"}:
        draw_jump(chain, ends, LAST_WORDS, "")
    elif chain.sheet.flow.name == LAST_WORDS:
        return


def draw_jump(chain: Chain, ends: Ends, name: str, node: str) -> None:
    """On at another flow; one that can return is told where it was called."""
    target = find_flow(chain, name)
    source = target.node(node or target.start) if target else None
    if target is None or source is None:
        where = f"{name}{FLOW}" + (f"#{node}" if node else "")
        _draw_missing(chain, ends, where, "there is no such flow or node in the export")
        return
    chain = chain.fork(*ends)
    caller = chain.sheet.caller or chain.node
    if returns(target) and chain.sheet.home.startswith(OWN_TOPIC):
        chain.conversion.entered.add(target.name)
        chain.then("no_caller", "set", Set(clear=(caller_variable(chain, target),)))
    elif returns(target):
        key = (chain.sheet.home, caller.name)
        called = chain.conversion.callers.setdefault(target.name, {})
        id_ = called.setdefault(key, identifier("_".join(key), "caller"))
        variable = caller_variable(chain, target)
        chain.then(f"{caller.name}_calls", "set", Set(variables={variable: f'"{id_}"'}))
    chain.jump(chain.ends, target.name, source.name)


def find_flow(chain: Chain, name: str) -> Flow | None:
    """A flow by its name, which counts without its capitals."""
    flows = chain.conversion.bot.flows
    return flows.get(name) or next(
        (one for key, one in flows.items() if key.lower() == name.lower()), None
    )


def caller_variable(chain: Chain, flow: Flow) -> str:
    """The variable that tells who called a flow."""
    about = f"Where the flow {flow.name!r} returns to."
    return chain.conversion.memory.own(f"{flow.name}_called_by", about)


def returns(flow: Flow) -> bool:
    """Whether some way of a flow goes back to who called it."""
    return any(
        one.to.startswith("#") for node in flow.nodes for one in (*node.ways, *flow.catch_ways)
    )


def draw_return(chain: Chain, ends: Ends, to: str) -> None:
    """Back to the caller: its ways, or with `##` all of it, or another node of its flow."""
    if chain.sheet.back is not None:
        chain.sheet.back(ends, to)
        return
    chain.conversion.returning.append((chain.fork(*ends), to))


def draw_returns(conversion: Conversion) -> None:
    """Draws the ways back once the callers of all flows are known."""
    for chain, to in conversion.returning:
        flow = chain.sheet.flow
        callers = conversion.callers.get(flow.name, {})
        if not callers:
            _wait_here(chain)
        elif len(callers) == 1 and flow.name not in conversion.entered:
            _go_back(chain, next(iter(callers)), to)
        else:
            variable = caller_variable(chain, flow)
            cases = tuple(
                Case(id=id_, condition=f'{variable} == "{id_}"') for id_ in callers.values()
            )
            branch = chain.then(f"{flow.name}_returns", "branch", Branch(cases=cases), ends=())
            for key, id_ in callers.items():
                _go_back(chain.fork((branch, id_)), key, to)
            _wait_here(chain.fork((branch, "else")))


def _wait_here(chain: Chain) -> None:
    """There is nowhere to return to: as there, the next message finds the node again."""
    listen(chain)
    chain.jump(chain.ends, chain.sheet.flow.name, chain.node.name)


def _go_back(chain: Chain, caller: tuple[str, str], to: str) -> None:
    flow_name, node_name = caller
    node_name = to.lstrip("#") or node_name
    if chain.conversion.bot.flows[flow_name].node(node_name) is None:
        _draw_missing(chain, chain.ends, to, "the caller's flow has no node of that name")
    else:
        chain.jump(chain.ends, flow_name, node_name, at_ways=not to.startswith("##"))


def settle_jumps(conversion: Conversion) -> None:
    """Joins what leads to a source node with what that became, through a `goto` elsewhere."""
    drawing, gotos = conversion.drawing, dict[tuple[str, str], str]()
    for jump in conversion.jumps:
        key = (jump.flow, jump.node)
        known = conversion.exits if jump.at_ways else conversion.firsts
        target = known.get(key, "")
        if not target:
            # Only the ways of a node that has but one way out: it would go round for ever.
            continue
        if conversion.topics[jump.flow] != jump.topic:
            there = (jump.topic, target)
            if there not in gotos:
                gotos[there] = drawing.add(
                    jump.topic,
                    f"goto_{target}",
                    "goto",
                    Goto(target=target),
                    title=f"{jump.flow}: {jump.node}",
                    source=jump.place,
                )
                conversion.places[gotos[there]] = conversion.places.get(jump.start, ("", ""))
            target = gotos[there]
        drawing.connect(jump.topic, jump.start, jump.port, target)


def _draw_missing(chain: Chain, ends: Ends, to: str, why: str) -> None:
    """A way to nowhere: Botpress goes on at its flow for errors."""
    chain.missing("transitions", to, why, "import the flow too, or lead the way elsewhere")
    error = chain.conversion.bot.flows.get(ERROR)
    if error is not None and error.start and chain.sheet.flow.name != ERROR:
        draw_jump(chain, ends, ERROR, "")
