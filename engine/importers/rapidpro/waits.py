"""Waits: the question before one, what follows an answer, and what follows none in time."""

from engine.importers.dialogflow_es.tolerant import Mapping
from engine.importers.rapidpro import messages
from engine.importers.rapidpro.context import RUN_STATUS
from engine.importers.rapidpro.conversion import Chain, Conversion, Sheet
from engine.importers.rapidpro.routers import draw_router, draw_timeout
from engine.importers.rapidpro.source import Router, SourceNode
from engine.nodes.set import Set


def question_of(node: SourceNode, known: dict[str, SourceNode]) -> Router | None:
    """The wait whose question is the last message of a node: its own, or the next node's."""
    if not node.actions or not messages.can_ask(node.actions[-1]):
        return None
    if node.router:
        return node.router if node.router.wait == "msg" else None
    after = known.get(node.only_exit())
    if after is None or after.actions or after.router is None:
        return None
    return after.router if after.router.wait == "msg" else None


def draw_asked(chain: Chain, action: Mapping, router: Router, wait: str) -> None:
    """The message as the question of a wait."""
    seconds = _timeout_s(chain.sheet, router)
    ends, late = messages.draw_question(chain, action, seconds)
    _arrive(chain.sheet, ends, f"answer:{wait}")
    _arrive(chain.sheet, late, f"late:{wait}")


def draw_wait(chain: Chain, router: Router) -> str:
    """A wait without a question of its own."""
    seconds = _timeout_s(chain.sheet, router)
    params = messages.listening(chain.sheet.flow, seconds)
    name = chain.then("wait", "ask", params, title="Wait for an answer")
    _arrive(chain.sheet, chain.ends, f"answer:{chain.node.uuid}")
    if seconds:
        _arrive(chain.sheet, [(name, "timeout")], f"late:{chain.node.uuid}")
    return name


def draw_arrival(chain: Chain, router: Router) -> None:
    """What follows the answer of a wait, and what follows when none came."""
    sheet, node = chain.sheet, chain.node
    kind = f"wait {router.wait}" + (f" ({router.hint})" if router.hint else "")
    if router.wait == "msg":
        chain.account.exact(kind, router.result or router.operand, chain.place)
    else:
        how = "there is no telephone here: an answer in writing is waited for"
        chain.account.approximate(kind, router.result or router.operand, chain.place, how)
    chain.first, chain.ends = "", []
    draw_router(chain, router)
    sheet.conversion.arrivals[sheet.topic, f"answer:{node.uuid}"] = chain.first
    if router.timeout_s:
        late = sheet.chain(node)
        late.then("no_answer", "set", Set(variables={"input_text": '""'}))
        sheet.conversion.arrivals[sheet.topic, f"late:{node.uuid}"] = late.first
        draw_timeout(late, router)
    elif expires(sheet):
        if not sheet.expired:
            late = sheet.chain(node)
            sheet.expired = late.then("expired", "set", Set(variables={RUN_STATUS: '"expired"'}))
        sheet.conversion.arrivals[sheet.topic, f"late:{node.uuid}"] = sheet.expired


def settle(conversion: Conversion) -> None:
    """Joins questions with what follows their answers."""
    for topic, start, port, key in conversion.arriving:
        name = conversion.arrivals.get((topic, key), "")
        if name:
            conversion.drawing.connect(topic, start, port, name)


def expires(sheet: Sheet) -> bool:
    """Whether it matters how long the flow waits: another one goes on when it is left."""
    return sheet.flow.expires() and sheet.flow.uuid in sheet.conversion.survey.callers


def _timeout_s(sheet: Sheet, router: Router) -> int:
    return router.timeout_s or (sheet.flow.expire_s if expires(sheet) else 0)


def _arrive(sheet: Sheet, ends: list[tuple[str, str]], key: str) -> None:
    sheet.conversion.arriving += [(sheet.topic, start, port, key) for start, port in ends]
