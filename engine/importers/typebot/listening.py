"""Waits for a call from outside in the middle of a flow: an event of the project ends them."""

from engine.importers.dialogflow_es.tolerant import mapping, mappings, text
from engine.importers.javascript import Made, Path, Translated, expression
from engine.importers.naming import identifier
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.texts import with_names
from engine.nodes.ask import Ask
from engine.nodes.intent import Intent
from engine.nodes.set import Set

DATA = Made("event.data", "any", "has(event.data)")


def draw_webhook(chain: Chain) -> None:
    """The flow goes on when another system calls; what it tells is kept."""
    results: dict[str, str] = {}
    for one in mappings(chain.block.settings.get("responseVariableMapping")):
        ours, source = chain.by_id(one.get("variableId")), text(one.get("bodyPath")).strip()
        if not ours or not source:
            continue
        found = expression(with_names(source, chain.conversion.variables), _naming)
        if isinstance(found, Translated):
            results[ours] = found.cel
            chain.texts.notes += found.notes
        elif not found.fails:
            chain.texts.missed.append(f"{source}: {found}")
    event = f"webhook_{identifier(chain.group.title, 'call')}"
    node = listen(chain, event, results)
    _tell(chain, node, event)


def draw_page_event(chain: Chain) -> bool:
    """Whether a page within the chat is waited for; what it tells is kept."""
    waited = mapping(chain.block.settings.get("waitForEvent"))
    if waited.get("isEnabled") is not True:
        return False
    ours = chain.by_id(waited.get("saveDataInVariableId"))
    event = text(waited.get("name")).strip() or f"page_{identifier(chain.group.title, 'page')}"
    node = listen(chain, event, {ours: "event.data"} if ours else {})
    _tell(chain, node, event, "the page is shown as a link; ")
    return True


def listen(chain: Chain, event: str, results: dict[str, str]) -> str:
    """Draws a silent wait that only the event ends, and what is kept of the event's data."""
    variables, drawing = chain.conversion.variables, chain.conversion.drawing
    waiting = variables.own("waiting_for", f"Whether the event {event} is waited for.", "yes_no")
    node = chain.then("wait_for", "set", Set(variables={waiting: "true"}))
    question = Ask(question={}, variable="", type="any", interrupts="never", retries=0)
    silence = chain.then("silence", "ask", question, title=f"Wait for the event {event}")
    drawing.connect(chain.sheet.topic, silence, "next", silence)
    chain.ends = []
    intent = Intent(events=(event,), condition=f"has({waiting}) && {waiting}", tags_topic=False)
    chain.then(f"event_{event}", "intent", intent, title=event)
    values = {name: f"has(event.data) ? {cel} : null" for name, cel in results.items()}
    chain.then("told", "set", Set(variables=values, clear=(waiting,)))
    return node


def _naming(path: Path) -> Made | None:
    """What a mapping reads of the call."""
    if path == ("data",):
        return DATA
    return Made("200", "number") if path == ("statusCode",) else None


def _tell(chain: Chain, node: str, event: str, how: str = "") -> None:
    how += f"the flow goes on when the project sends the event {event!r} with what was told as data"
    chain.told(node, how, "send the event where the address of the webhook was called")
