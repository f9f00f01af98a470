"""What the bot answers to a message that it did not understand: three steps, each optional.

First the intents of a related topic, then related intents, as buttons; then the intent
"message when not understood".
"""

from engine.expressions.folding import fold
from engine.interpreter.run import Run
from engine.interpreter.triggers import Claim, guarded
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.message import Message, Option

QUESTION = {
    "es": "No estoy seguro de haber entendido. ¿Te refieres a alguno de estos temas?",
    "en": "I am not sure I understood. Do you mean one of these?",
    "pt": "Não tenho certeza de ter entendido. Você quer dizer um destes assuntos?",
}
NONE_OF_THESE = {"es": "Ninguno de estos", "en": "None of these", "pt": "Nenhum destes"}


def answer(run: Run) -> Claim | None:
    """Offers what may be meant; else the intent to enter; None when the bot stays silent."""
    settings = run.program.default_message
    reading = run.reading
    steps = (
        ("related_topic", settings.related_topic, _of_topic(run, reading.topic) if reading else ()),
        ("related_intents", settings.related_intents, reading.related if reading else ()),
    )
    for name, switched_on, intents in steps:
        offered = [intent for intent in intents if _can_offer(run, intent)]
        if switched_on and offered:
            run.record("not_understood", name=name, data=list(offered))
            _offer(run, offered[: run.limits.suggestions])
            return None
    run.record("not_understood", name="not_understood" if settings.not_understood else "silent")
    if not settings.not_understood or NOT_UNDERSTOOD not in run.program.nodes:
        return None
    return Claim(NOT_UNDERSTOOD, "default", confidence=0.0)


def _of_topic(run: Run, topic: str) -> tuple[str, ...]:
    if not topic or run.reading is None:
        return ()
    nodes = run.program.nodes
    ranked = [guess.intent for guess in run.reading.intents if guess.intent in nodes]
    rest = [intent for intent in run.program.labels if intent not in ranked]
    return tuple(intent for intent in (*ranked, *rest) if nodes[intent].topic == topic)


def _can_offer(run: Run, intent: str) -> bool:
    return (
        intent in run.program.labels
        and intent not in {STARTUP, NOT_UNDERSTOOD}
        and guarded(run, intent)
    )


def _offer(run: Run, intents: list[str]) -> None:
    settings = run.program.default_message
    labels = {intent: run.text(run.program.labels[intent]) for intent in intents}
    # Two intents may share a label in one language: people choose by label, so once is enough.
    shown = {fold(label): (intent, label) for intent, label in reversed(labels.items())}
    options = [Option(f"{intent}:", label) for intent, label in reversed(shown.values())]
    if settings.not_understood and NOT_UNDERSTOOD in run.program.nodes:
        none = run.text(settings.none_of_these or NONE_OF_THESE)
        options.append(Option(f"{NOT_UNDERSTOOD}:", none))
    question = run.text(settings.question or QUESTION)
    run.effects.append(run.send(Message(text=question, options=tuple(options))))
