"""Flows of CALM: a topic each; where one begins, what is forgotten after it, and the patterns."""

from engine.importers.naming import readable
from engine.importers.rasa.actions import share_response
from engine.importers.rasa.calm_parts import called_in, slots_in
from engine.importers.rasa.calm_steps import Steps
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.source import CalmFlow
from engine.importers.rasa.variables import VISITED
from engine.nodes.call import Call
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.nodes.stop import Stop

COMPLETED, CANCELS, HANDS_OVER = "pattern_completed", "pattern_cancel_flow", "pattern_human_handoff"
SESSION, LOST, CHATS = "pattern_session_start", "pattern_cannot_handle", "pattern_chitchat"
ELSE = "utter_can_do_something_else"
# What people say for what a language model tells apart by itself.
SAID: dict[str, dict[str, tuple[str, ...]]] = {
    CANCELS: {
        "en": ("cancel", "cancel this please", "stop, I changed my mind", "never mind then"),
        "es": ("cancelar", "cancela esto por favor", "para, he cambiado de idea", "déjalo, ya no"),
        "pt": (
            "cancelar",
            "cancele isso por favor",
            "pare, mudei de ideia",
            "deixa, não quero mais",
        ),
    },
    HANDS_OVER: {
        "en": ("human agent please", "I want to talk to a person", "connect me with a human"),
        "es": ("agente humano por favor", "quiero hablar con una persona", "páseme con alguien"),
        "pt": ("atendente por favor", "quero falar com uma pessoa", "me passe para alguém"),
    },
}
STOPPED = {
    "en": "All right, I have stopped that.",
    "es": "De acuerdo, lo dejo.",
    "pt": "Tudo bem, parei com isso.",
}
REACHED = {
    SESSION: "it greets who opens the conversation",
    LOST: "it answers what is not understood",
    COMPLETED: "it follows the flows that end",
}


def name_flows(conversion: Conversion) -> None:
    """Every flow gets its id and its topic, so that others can lead to it."""
    for flow in conversion.training.flows:
        node = conversion.drawing.names.take(flow.id, "flow")
        topic = f"flow_{node}"
        conversion.calm[flow.id] = node
        conversion.drawing.open_topic(topic, conversion.text(flow.name or readable(flow.id)))
        conversion.topic_of[f"flow {flow.id}"] = topic


def draw_flows(conversion: Conversion) -> None:
    """All flows of CALM."""
    called = {to for flow in conversion.training.flows for to in called_in(flow.steps)}
    for flow in conversion.training.flows:
        _draw_flow(conversion, flow, is_called=flow.id in called)
    if conversion.training.flows and CANCELS not in conversion.calm:
        _draw_cancelling(conversion)


def _draw_cancelling(conversion: Conversion) -> None:
    """Rasa's own way to cancel a flow, where the project has none."""
    node = conversion.drawing.names.take(CANCELS, "flow")
    topic, language = f"flow_{node}", conversion.language
    conversion.drawing.open_topic(topic, conversion.text(readable(CANCELS)))
    phrases = SAID[CANCELS].get(language) or SAID[CANCELS]["en"]
    params = Intent(label=conversion.text(readable(CANCELS)), phrases={language: phrases})
    title = readable(CANCELS)
    conversion.drawing.put(topic, node, "intent", params, title=title, source="patterns")
    flow = Flow(conversion, topic, "patterns", [(node, "next")])
    words = STOPPED.get(language, STOPPED["en"])
    flow.then("cancelled", "say", Say(text=conversion.text(words)))
    flow.then("cancel", "stop", Stop(what="all"), title="Cancel what was going on", ends=())
    how = "Rasa's own pattern, with phrases and words of ours"
    conversion.account.approximate("flows", CANCELS, "patterns", how, "word it", node=node)


def _draw_flow(conversion: Conversion, calm: CalmFlow, *, is_called: bool) -> None:
    topic = conversion.topic_of[f"flow {calm.id}"]
    steps = Steps(conversion, calm, topic)
    phrases = _phrases(conversion, calm)
    params = Intent(
        label=conversion.text((calm.name or readable(calm.id))[:60]),
        phrases={conversion.language: phrases} if phrases else {},
        condition=steps.condition(calm.condition) if calm.condition else "",
    )
    node = conversion.drawing.put(
        topic,
        conversion.calm[calm.id],
        "intent",
        params,
        title=calm.name or readable(calm.id),
        note=calm.description,
        source=calm.place,
    )
    flow = Flow(conversion, topic, calm.place, [(node, "next")])
    steps.draw(flow, list(calm.steps))
    if not flow.first:
        steps, flow = Steps(conversion, calm, topic), flow.fork((node, "next"))
        note = "The flow does nothing." if calm.steps else "The flow has no steps."
        flow.then(f"{node}_empty", "set", Set(), title=note, note=note)
    _end(conversion, calm, steps.finish(flow), is_called=is_called)
    _report(conversion, calm, steps, node)


def _end(conversion: Conversion, calm: CalmFlow, flow: Flow, *, is_called: bool) -> None:
    """What a flow forgets, unless it is visited by another, and what follows it."""
    if not flow.ends:
        return
    if calm.id == CANCELS:
        flow.then("cancel", "stop", Stop(what="all"), title="Cancel what was going on", ends=())
        return
    filled = [one for one in _filled(conversion, calm.id, set()) if one not in calm.keeps]
    names = tuple(conversion.variables.slot(one) for one in filled)
    if names:
        node = flow.then("forget", "set", Set(clear=names), title="Forget the flow's slots")
        if is_called:
            conversion.variables.keep(VISITED, "Whether a flow is visited by another.", "no")
            conversion.guards[node] = f'{VISITED} != "yes"'
    follows = conversion.calm.get(COMPLETED, "")
    is_pattern = calm.id.startswith("pattern_")
    if not calm.completes or is_pattern:
        return
    if follows:
        node = flow.then("completed", "call", Call(target=follows), title="Completed")
    elif words := conversion.response(ELSE):
        target = share_response(conversion, words)
        node = flow.then(f"call_{target}", "call", Call(target=target), title="What else?")
    else:
        return
    if is_called:
        conversion.guards[node] = f'{VISITED} != "yes"'


def _phrases(conversion: Conversion, calm: CalmFlow) -> tuple[str, ...]:
    """What starts a flow: its name and description, and the examples of its intents."""
    if calm.id.startswith("pattern_"):
        said = SAID.get(calm.id, {})
        return said.get(conversion.language) or said.get("en", ())
    phrases = [calm.name or readable(calm.id), calm.description]
    for intent in calm.triggers:
        known = conversion.training.understood.get(intent)
        phrases += [one.text for one in known.examples] if known else []
    return tuple(dict.fromkeys(one for one in phrases if one.strip()))


def _filled(conversion: Conversion, flow: str, seen: set[str]) -> list[str]:
    """The slots that a flow and those it calls collect or set, for themselves."""
    calm = next((one for one in conversion.training.flows if one.id == flow), None)
    if calm is None or flow in seen:
        return []
    seen.add(flow)
    found = list(slots_in(calm.steps))
    for other in called_in(calm.steps):
        found += _filled(conversion, other, seen)
    return list(dict.fromkeys(found))


def _report(conversion: Conversion, calm: CalmFlow, steps: Steps, node: str) -> None:
    how = "a language model started it and read its slots; here its phrases do: add more"
    step = "write phrases as people say them"
    if calm.id.startswith("pattern_") and calm.id not in SAID:
        how = REACHED.get(calm.id, "Rasa starts it by itself; here only what leads to it does")
        step = "" if calm.id in REACHED else "lead to it where it is due"
    if steps.untranslated:
        how += f"; not translated: {'; '.join(steps.untranslated)}"
    if calm.id in REACHED and not steps.untranslated:
        conversion.account.exact("flows", calm.id, calm.place, node=node)
    else:
        conversion.account.approximate("flows", calm.id, calm.place, how, step, node=node)
