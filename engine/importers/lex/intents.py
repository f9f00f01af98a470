"""An intent drawn: its phrases, slots, confirmation, program, and what is said at the end."""

import re

from engine.importers.lex.builtin import FALLBACK, INTENTS, plain_intent
from engine.importers.lex.conversion import HOLE, START, Conversion
from engine.importers.lex.hooks import draw_check, draw_fulfilment
from engine.importers.lex.slots import draw_slots, sample
from engine.importers.lex.source import Intent, Prompt, Speech
from engine.importers.lex.speaking import draw_speech
from engine.importers.naming import readable
from engine.importers.rows import Row
from engine.nodes.ask import Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.set import Set

# Intents that answer from documents or a model.
SEARCHING = frozenset({"kendrasearch", "qna", "qnainbedrock", "bedrockagent"})


def draw_intent(conversion: Conversion, intent: Intent) -> None:
    """The intent in a topic of its own, or with the rest where it is small."""
    if plain_intent(intent.parent) == FALLBACK:
        return
    name = conversion.intents[intent.name]
    topic = _topic(conversion, intent)
    conversion.drawing.put(
        topic,
        name,
        "intent",
        IntentParams(
            label=dict.fromkeys(
                conversion.languages, readable(intent.name)[:60].replace("${", "$${")
            ),
            phrases=_phrases(conversion, intent),
            condition=_condition(conversion, intent),
        ),
        title=readable(intent.name),
        note=intent.description,
        source=intent.place,
    )
    row = Row(conversion.drawing, topic, intent.place, ((name, "next"),))
    _say(conversion, row, intent, "opening", intent.opening)
    if intent.checks:
        draw_check(conversion, row, intent)
    if plain_intent(intent.parent) in SEARCHING:
        _mark_search(conversion, row, intent)
    draw_slots(conversion, row, intent)
    if intent.confirmation:
        _draw_confirmation(conversion, row, intent, intent.confirmation)
    draw_fulfilment(conversion, row, intent)
    _give_contexts(conversion, row, intent)
    _say(conversion, row, intent, "closing", intent.closing)
    if intent.follow_up:
        _draw_follow_up(conversion, row, intent, intent.follow_up)
    if intent.rest:
        conversion.differs(
            intent.place,
            f"{', '.join(intent.rest)}: not taken",
            "draw these ways by branches",
        )
    conversion.tell("intents", intent.name, intent.place, node=name)


def _topic(conversion: Conversion, intent: Intent) -> str:
    if not intent.slots:
        return START
    topic = conversion.drawing.names.take(f"{intent.name}_flow", "topic")
    title = dict.fromkeys(conversion.languages, readable(intent.name))
    conversion.drawing.open_topic(topic, title)
    return topic


def _phrases(conversion: Conversion, intent: Intent) -> dict[str, tuple[str, ...]]:
    """Sample utterances with values in place of slots."""
    slots = {slot.name: slot for slot in intent.slots}
    found: dict[str, tuple[str, ...]] = {}
    own = INTENTS.get(plain_intent(intent.parent), {})
    for language in conversion.languages:
        phrases: dict[str, None] = {}
        for at, utterance in enumerate(intent.phrases.get(language, ())):

            def value(match: re.Match[str], language: str = language, at: int = at) -> str:
                return sample(conversion, slots.get(match[1] or match[2]), language, at)

            words = " ".join(HOLE.sub(value, utterance).split())
            if words:
                phrases[words] = None
            _tell_phrase(conversion, intent, utterance, language)
        phrases.update(dict.fromkeys(own.get(language, ())))
        if phrases:
            found[language] = tuple(phrases)
    return found


def _tell_phrase(conversion: Conversion, intent: Intent, utterance: str, language: str) -> None:
    place = f"{intent.place}#{language}"
    if HOLE.search(utterance):
        how = "a value of the slot stands in its place"
        conversion.account.approximate("sample utterances", utterance, place, how)
    else:
        conversion.account.exact("sample utterances", utterance, place)


def _condition(conversion: Conversion, intent: Intent) -> str:
    """An intent that needs contexts is open for as many turns as they live."""
    parts = []
    lives = {name: turns for one in conversion.export.intents for name, turns in one.gives}
    for name in intent.needs:
        variable = _context(conversion, name)
        turns = lives.get(name, 5)
        parts.append(f"has({variable}) && session.messages - {variable} <= {turns}")
    return " && ".join(parts)


def _give_contexts(conversion: Conversion, row: Row, intent: Intent) -> None:
    if intent.gives:
        values = {_context(conversion, name): "session.messages" for name, _ in intent.gives}
        row.then(f"{intent.name}_contexts", "set", Set(variables=values), title="Contexts")


def _context(conversion: Conversion, name: str) -> str:
    key = f"context_{name}"
    if key not in conversion.intents:
        described = f"The message at which Lex's context {name} began."
        conversion.intents[key] = conversion.own(key, described)
    return conversion.intents[key]


def _draw_confirmation(conversion: Conversion, row: Row, intent: Intent, prompt: Prompt) -> None:
    variable = conversion.own(f"{intent.name}_confirmed", f"Whether {intent.name} was confirmed.")
    _draw_yes_no(conversion, row, intent, prompt, variable, f"{intent.name}_confirm")
    confirmed = Case(id="confirmed", condition=f"has({variable}) && {variable} == true")
    branch = row.then(
        f"{intent.name}_confirmed",
        "branch",
        Branch(cases=(confirmed,)),
        title="Confirmed?",
        ends=("confirmed",),
    )
    _say(conversion, row.fork((branch, "else")), intent, "declined", intent.declined)


def _draw_follow_up(conversion: Conversion, row: Row, intent: Intent, prompt: Prompt) -> None:
    """What else is wanted: a no is answered, anything else is looked up as usual."""
    variable = conversion.own(f"{intent.name}_more", f"Whether more is wanted after {intent.name}.")
    _draw_yes_no(conversion, row, intent, prompt, variable, f"{intent.name}_follow_up")
    declined = Case(id="declined", condition=f"has({variable}) && {variable} == false")
    branch = row.then(
        f"{intent.name}_more", "branch", Branch(cases=(declined,)), title="More?", ends=("else",)
    )
    way = row.fork((branch, "declined"))
    _say(conversion, way, intent, "follow_up_declined", intent.follow_up_declined)


def _draw_yes_no(
    conversion: Conversion, row: Row, intent: Intent, prompt: Prompt, variable: str, wish: str
) -> None:
    rows = conversion.texts(prompt.speech.said, intent.name, intent.slots)
    ways = rows[-1] if rows else []
    question = ways[0] if ways else dict.fromkeys(conversion.languages, "OK?")
    ask = Ask(
        question=question,
        variable=variable,
        type="yes_no",
        alternative=ways[1] if len(ways) > 1 else {},
        retries=max(prompt.retries, 1),
        once=prompt.retries == 0,
    )
    name = row.then(wish, "ask", ask, title="Confirm")
    row.drawing.connect(row.topic, name, "failed", conversion.give_up(row.topic, intent))


def _say(conversion: Conversion, row: Row, intent: Intent, what: str, speech: Speech) -> None:
    draw_speech(conversion, row, f"{intent.name}_{what}", speech, intent.name, intent.slots)


def _mark_search(conversion: Conversion, row: Row, intent: Intent) -> None:
    row.then(
        f"{intent.name}_to_do",
        "set",
        Set(),
        title=f"To do: {readable(intent.name)}",
        note=f"In Lex, {intent.parent} answers from documents or a model.",
    )
    conversion.account.unmapped(
        "intents",
        f"{intent.name} ({intent.parent})",
        f"{intent.place}#parentIntentSignature",
        "documents and models are not part of an export",
        "name a site in the bot's settings and search it in the node titled To do",
    )
