"""Flows as topics: each source node a few nodes of ours, in the order in which they happen."""

from engine.importers.botpress.chain import Chain, Sheet
from engine.importers.botpress.contents import draw_content, plain_type, question_of
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.instructions import draw_instructions, find_content, parse
from engine.importers.botpress.listening import listen
from engine.importers.botpress.options import choices_of, options_of
from engine.importers.botpress.skills import draw_skill
from engine.importers.botpress.source import Content, Flow, SourceNode
from engine.importers.botpress.ways import draw_ways, ways_of
from engine.importers.dialogflow_es.tolerant import mapping, text
from engine.importers.naming import readable, shortened
from engine.nodes.set import Set

SKILL, SAYS, LISTENS = "skill-call", "say_something", "listen"


def open_topics(conversion: Conversion) -> None:
    """A topic for each flow; a skill is drawn where it is called, unless nobody calls it."""
    for flow in conversion.bot.flows.values():
        if not flow.name.startswith("skills/"):
            topic = conversion.names.take(flow.name, "flow")
            conversion.topics[flow.name] = topic
            title = readable(flow.name.rpartition("/")[2])
            conversion.drawing.open_topic(topic, conversion.plain(title))


def draw_flow(conversion: Conversion, flow: Flow) -> None:
    """All nodes of a flow."""
    sheet = Sheet(conversion, flow, conversion.topics[flow.name])
    for node in flow.nodes:
        chain = draw_node(sheet, node)
        conversion.firsts[flow.name, node.name] = chain.first


def draw_skill_flow(sheet: Sheet, flow: Flow) -> str:
    """The nodes of a skill in its caller's topic; the one that it begins with."""
    for node in flow.nodes:
        sheet.first[node.name] = draw_node(sheet, node).first
    sheet.settle()
    return sheet.first.get(flow.start, "")


def draw_node(sheet: Sheet, node: SourceNode) -> Chain:
    """A source node: what it does when entered, what it waits for, and its ways."""
    chain = sheet.chain(node)
    if node.type == SKILL:
        draw_instructions(chain, node.enter)
        draw_skill(chain, draw_skill_flow)
    else:
        _draw_standard(chain)
    _count(chain)
    return chain


def _draw_standard(chain: Chain) -> None:
    node, flow = chain.node, chain.sheet.flow
    waits = node.receive is not None or node.type == LISTENS
    question = None
    enter = node.enter
    if waits and enter and node.type != SAYS:
        question = _question(chain, enter[-1])
        enter = enter[:-1] if question is not None else enter
    draw_instructions(chain, enter)
    if node.type == SAYS:
        _draw_inline(chain)
    if waits:
        receive = (*flow.catch_receive, *(node.receive or ()))
        _wait(chain, question, receive)
    if chain.pauses:
        how = "nothing is said after it in the node, so it is left out"
        chain.differs(f"action {chain.pauses[-1]}", f"{chain.pause_ms} ms", how)
        chain.pauses, chain.pause_ms = [], None
    ways = ways_of(chain)
    if not chain.first and (not ways or ways[0].condition == "true"):
        chain.then(node.name, "set", Set())
    before = len(chain.drawn)
    draw_ways(chain, ways)
    if len(chain.drawn) > before and ways and ways[0].condition != "true":
        chain.conversion.exits[flow.name, node.name] = chain.drawn[before]


def _draw_inline(chain: Chain) -> None:
    """What a node of the kind `say_something` holds itself."""
    found = chain.node.content
    data = mapping(found.get("formData"))
    kind = text(found.get("contentType")) or "builtin_text"
    if data:
        draw_content(chain, Content(chain.node.name, kind, chain.sheet.flow.file, data))


def _question(chain: Chain, source: str) -> Content | None:
    """The element that is said last before waiting, where a question can say it."""
    step = parse(source)
    content = find_content(chain, step) if step.says else None
    if content is None or plain_type(content.type) not in {"text", "single-choice", "dropdown"}:
        return None
    languages = chain.conversion.languages
    if languages.texts(content.data, "variations"):
        return None
    return content if languages.text(content.data, "text") else None


def _wait(chain: Chain, question: Content | None, receive: tuple[str, ...]) -> None:
    """Waits for a message, perhaps asking for it, then does what is done with one."""
    if question is None:
        listen(chain)
    else:
        missed: list[str] = []
        words = question_of(chain, question.data, missed)
        options = options_of(chain.conversion, choices_of(chain.conversion, question.data), missed)
        pause_ms, chain.pause_ms = chain.pause_ms, None
        node = listen(chain, words, options)
        if pause_ms:
            chain.conversion.drawing.pause(chain.sheet.topic, node, pause_ms)
            chain.exact(f"action {chain.pauses.pop()}", f"{pause_ms} ms")
        name = shortened(next(iter(words.values())), 60)
        chain.counted(f"content {plain_type(question.type)}", name, node, missed)
    draw_instructions(chain, receive)


def _count(chain: Chain) -> None:
    """The node's own line of the report."""
    node, told = chain.node, chain.told
    kind = f"node {node.type}"
    steps = len(node.enter) + len(node.receive or ()) + len(node.ways)
    if told.open:
        how = f"{len(told.open)} of its parts are for a person: {told.open[0]}"
        if steps <= 1 and node.type == "standard":
            chain.account.unmapped(kind, node.name, chain.place, how, "see its line")
        else:
            chain.account.approximate(kind, node.name, chain.place, how, node=chain.first)
    elif told.differing:
        chain.account.approximate(kind, node.name, chain.place, told.differing[0], node=chain.first)
    else:
        chain.account.exact(kind, node.name, chain.place, node=chain.first)
