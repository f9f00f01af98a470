"""Steps that wait: for any answer, for a choice among buttons or intents, for entities."""

from msgspec.structs import replace

from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mapping, mappings, text
from engine.importers.voiceflow.conversion import Chain, Ends
from engine.importers.voiceflow.names import LAST
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD
from engine.types.value import Text

LOCAL = "NODE"
MOST_TRIES = 5
TAKEN = ("other", "timeout", "next", "failed", "else")
# Voiceflow's own entities, and the type of their answer here.
SYSTEM: dict[str, AnswerType] = {
    "VF.NUMBER": "number",
    "VF.PHONENUMBER": "phone",
    "VF.EMAIL": "email",
    "VF.DATETIME": "date",
    "VF.DATE": "date",
    "VF.CURRENCY": "amount",
    "AMAZON.NUMBER": "number",
    "AMAZON.DATE": "date",
    "AMAZON.TIME": "time",
    "AMAZON.PhoneNumber": "phone",
}


def draw_capture(chain: Chain) -> None:
    """Waits for an answer, and keeps it whole or what it names."""
    data, conversion = chain.step.data, chain.conversion
    capture = mapping(data.get("capture"))
    slots = mappings(mapping(capture.get("intent")).get("slots"))
    items = mappings(data.get("items") or capture.get("items"))
    variable = first_text(capture, "variable") or first_text(data, "variable", "slot")
    if text(capture.get("type")) == "intent" or (slots and not variable):
        _capture_entities(chain, slots)
        return
    variable = variable or first_text(items[0] if items else {}, "variableID", "entityID")
    chain.then("listen", "ask", listening(chain))
    if variable and conversion.scope.name(variable) != LAST:
        name = conversion.scope.variable(variable)
        said = Set(variables={name: conversion.scope.variable(LAST)})
        node = chain.ends[0][0]
        chain.then(f"keep_{name}", "set", said)
        lead_silence(chain, node)
    else:
        lead_silence(chain, chain.ends[0][0])
    chain.exact(conversion.scope.name(variable))
    chain.go_on()


def listening(chain: Chain, words: Text | None = None) -> Ask:
    """A question that takes whatever is said; intents of all come before it, unless it is local."""
    return Ask(
        question=words or {},
        variable=chain.conversion.scope.variable(LAST),
        type="any",
        retries=0,
        interrupts="first" if global_intents(chain) else "never",
        interrupted_by=global_intents(chain),
        resume="drop",
        timeout_s=timeout_of(chain),
        reminders=_reminders(chain),
    )


def global_intents(chain: Chain, besides: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The intents that a step lets interrupt it: those that come in somewhere."""
    if text(chain.step.data.get("intentScope")) == LOCAL:
        return ()
    conversion = chain.conversion
    known = [conversion.intents.get(one, "") for one in conversion.intent_steps]
    return tuple(one for one in known if one not in {"", NOT_UNDERSTOOD, *besides})


def timeout_of(chain: Chain) -> int:
    reply = mapping(chain.step.data.get("noReply"))
    seconds = reply.get("timeout")
    if not reply:
        return 0
    return int(seconds) if isinstance(seconds, int | float) and 0 < seconds < 86_400 else 10


def _reminders(chain: Chain) -> tuple[Text, ...]:
    words = reprompts(chain, "noReply")
    return tuple(words[:MOST_TRIES])


def reprompts(chain: Chain, name: str) -> list[Text]:
    """The words that are said again, of silence or of what does not fit."""
    found = mapping(chain.step.data.get(name))
    several = found.get("reprompts")
    listed = several if isinstance(several, list) else []
    made = [chain.conversion.words(mapping(one).get("content") or one) for one in listed]
    return [one for one in made if one]


def lead_silence(chain: Chain, node: str) -> None:
    """Where silence leads, if it leads anywhere."""
    if timeout_of(chain):
        ports = chain.step.ports
        target = ports.get("no-reply") or ports.get("noReply") or ""
        chain.lead([(node, "timeout")], target)


def _capture_entities(chain: Chain, slots: list[Mapping]) -> None:
    """A question for each entity; those that the message named are passed by."""
    conversion = chain.conversion
    failed: Ends = []
    missed = reprompts(chain, "noMatch")
    for at, slot in enumerate(slots):
        id_ = text(slot.get("id"))
        prompts = mapping(slot.get("dialog")).get("prompt")
        listed = prompts if isinstance(prompts, list) else []
        words = next((conversion.words(mapping(one).get("content") or one) for one in listed), {})
        ask = entity_question(chain, id_, words)
        if at == 0:
            # It waits in silence for what follows; only a miss is met with words.
            again = tuple(missed[:MOST_TRIES]) or ((words,) if words else ())
            ask = replace(ask, question={}, attempts=again, from_message=False)
        node = chain.then(f"ask_{ask.variable}", "ask", ask)
        failed.append((node, "failed"))
        lead_silence(chain, node)
    if not slots:
        chain.then("listen", "ask", listening(chain))
    chain.lead(failed, chain.step.ports.get("else", ""))
    chain.differs("each entity is asked for by itself, where the message does not name it")
    chain.go_on()


def entity_question(chain: Chain, id_: str, words: Text) -> Ask:
    """The question for an entity."""
    conversion = chain.conversion
    entity = conversion.export.entities.get(id_)
    table = conversion.tables.get(id_, "")
    type_ = SYSTEM.get(entity.type if entity else "", "text")
    return Ask(
        question=words,
        variable=conversion.scope.variable(id_),
        type="entity" if table else type_,
        table=table,
        retries=2,
        from_message=bool(table) or type_ != "text",
        interrupts="invalid",
        timeout_s=timeout_of(chain),
    )
