"""An app as a bot that understands: a menu to begin with, and an answer to be written for each
intent, which meanwhile tells what was understood."""

import re

from engine.expressions.folding import fold
from engine.importers.drawing import Drawing
from engine.importers.luis.entities import Finder, read_entities
from engine.importers.luis.source import App, Utterance
from engine.importers.luis.templates import pattern_of
from engine.importers.naming import Names, identifier, readable, shortened
from engine.importers.protocol import Imported, Options
from engine.importers.report import Account, Report
from engine.nodes.choices import Choices
from engine.nodes.intent import Intent
from engine.nodes.parts import OptionParams
from engine.nodes.say import Say
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, DefaultMessage, EntityTable, Project
from engine.types.limits import LIMITS
from engine.types.value import Text

PLATFORM = "luis"
TOPIC = "intents"
LANGUAGE = re.compile(r"[a-z]{2,3}")
NONE = "none"
LABELS: dict[str, Text] = {
    STARTUP: {"en": "Start", "es": "Inicio", "pt": "Início"},
    NOT_UNDERSTOOD: {"en": "Not understood", "es": "No entendido", "pt": "Não entendido"},
}
WHAT: Text = {
    "en": "What can I do for you?",
    "es": "¿En qué puedo ayudarte?",
    "pt": "Em que posso ajudar?",
}
SORRY: Text = {
    "en": "I am sorry, I did not understand. Could you put it in other words?",
    "es": "Lo siento, no te he entendido. ¿Puedes decirlo con otras palabras?",
    "pt": "Desculpe, não entendi. Pode dizer com outras palavras?",
}
NOTE = "LUIS only understands. Write here what the bot should answer, or draw what it should do."


class Conversion:
    """The parts of a bot in the making."""

    def __init__(self, app: App) -> None:
        self.app = app
        code = app.culture.lower().partition("-")[0]
        self.language = code if LANGUAGE.fullmatch(code) else "en"
        self.account = Account()
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.tables: dict[str, EntityTable] = {}
        self.found: dict[str, Finder] = {}

    def text(self, words: str) -> Text:
        return {self.language: words}

    def known(self, words: Text) -> Text:
        return self.text(words.get(self.language, words["en"]))


def convert(app: App, options: Options) -> Imported:
    """The project and the report of an app that was read."""
    conversion = Conversion(app)
    for place, reason in app.faults:
        conversion.account.unmapped("files", place, place, reason, "import it by itself")
    for path in app.imports:
        conversion.account.unmapped(
            "imports", path, app.place, "the file it refers to is not read", "import it too"
        )
    conversion.tables, conversion.found = read_entities(app, conversion.account)
    conversion.drawing.open_topic(TOPIC, conversion.text("Intents"))
    ids = {
        name: conversion.drawing.names.take(name, "intent")
        for name in dict.fromkeys((*app.intents, *app.templates))
        if name.lower() != NONE
    }
    for name, node in ids.items():
        _draw_intent(conversion, name, node)
    _draw_unmatched(conversion)
    _draw_startup(conversion, ids)
    for setting in app.settings:
        conversion.account.unmapped("settings", setting, app.place, "it has no counterpart", "-")
    bot = _bot(conversion, options)
    report = Report(PLATFORM, app.name, bot.id, tuple(conversion.account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _draw_intent(conversion: Conversion, name: str, node: str) -> None:
    app, drawing = conversion.app, conversion.drawing
    place = f"{app.place}#intents/{name}"
    utterances = app.intents.get(name, [])
    phrases = _phrases(utterances)
    params = Intent(
        label=conversion.text(_literal(readable(name)[:60])),
        phrases={conversion.language: phrases} if phrases else {},
        patterns=_patterns(conversion, name),
    )
    drawing.put(TOPIC, node, "intent", params, title=readable(name), source=place)
    answer = drawing.add(
        TOPIC,
        f"{node}_answer",
        "say",
        Say(text=conversion.text(_answer(conversion, name, utterances))),
        title=f"To do: answer {readable(name)}",
        note=NOTE,
        source=place,
    )
    drawing.connect(TOPIC, node, "next", answer)
    conversion.account.exact("intents", name, place, node=node)
    conversion.account.exact("utterances", name, place, len(utterances), node=node)


def _phrases(utterances: list[Utterance]) -> tuple[str, ...]:
    return tuple({fold(one.text).strip(): one.text for one in utterances if one.text}.values())


def _patterns(conversion: Conversion, name: str) -> tuple[str, ...]:
    """The templates as patterns; one that would take everything is left out."""
    found: dict[str, None] = {}
    account, place = conversion.account, f"{conversion.app.place}#patterns/{name}"
    for template in conversion.app.templates.get(name, ()):
        pattern = pattern_of(conversion.app, template)
        if not pattern:
            why = "it would take every message, or it cannot be written as a pattern here"
            account.unmapped("patterns", template, place, why, "add phrases like it")
            continue
        found[pattern] = None
        how = (
            "it takes the message wherever it fits; what stands for its entities is not kept apart"
        )
        account.approximate("patterns", template, place, how)
    return tuple(found)


def _answer(conversion: Conversion, name: str, utterances: list[Utterance]) -> str:
    """The name of the intent, and the values that the message names."""
    marked: dict[str, None] = {}
    for mark in (mark for one in utterances for mark in one.marks):
        entity = conversion.app.entities.get(mark.entity)
        parts = entity.parts if entity and mark.entity not in conversion.found else ()
        marked.update(dict.fromkeys(parts or (mark.entity,)))
    lines = [readable(name)]
    for asked in marked:
        finder = conversion.found.get(asked)
        if finder is not None and finder.value:
            shown = f'"\\n{readable(asked)}: " + as_text({finder.value})'
            lines.append(f'${{{finder.condition} ? {shown} : ""}}')
    return _literal(lines[0]) + "".join(lines[1:])


def _literal(words: str) -> str:
    return words.replace("${", "$${")


def _draw_unmatched(conversion: Conversion) -> None:
    app = conversion.app
    none = [one for name, some in app.intents.items() if name.lower() == NONE for one in some]
    place = f"{app.place}#intents/None"
    phrases = _phrases(none)
    params = Intent(
        label=conversion.known(LABELS[NOT_UNDERSTOOD]),
        phrases={conversion.language: phrases} if phrases else {},
        tags_topic=False,
    )
    conversion.drawing.put(TOPIC, NOT_UNDERSTOOD, "intent", params, source=place)
    say = conversion.drawing.add(
        TOPIC,
        "not_understood_say",
        "say",
        Say(text=conversion.known(SORRY)),
        title="To do: answer what is not understood",
        note=NOTE,
        source=place,
    )
    conversion.drawing.connect(TOPIC, NOT_UNDERSTOOD, "next", say)
    if any(name.lower() == NONE for name in app.intents):
        conversion.account.exact("intents", "None", place, node=NOT_UNDERSTOOD)
        conversion.account.exact("utterances", "None", place, len(none), node=NOT_UNDERSTOOD)


def _draw_startup(conversion: Conversion, ids: dict[str, str]) -> None:
    """A greeting with a button for each intent, as many as there may be."""
    place = conversion.app.place
    params = Intent(label=conversion.known(LABELS[STARTUP]), events=("opened",), tags_topic=False)
    conversion.drawing.put(TOPIC, STARTUP, "intent", params, source=place)
    shown = list(ids.items())[: LIMITS.options]
    names, options = Names(("other", "timeout")), list[OptionParams]()
    labels: set[str] = set()
    for name, _ in shown:
        label = shortened(readable(name), LIMITS.option_chars)
        label = label if label.lower() not in labels else f"{label[:16]} {len(labels)}"
        labels.add(label.lower())
        options.append(
            OptionParams(id=names.take(name, "option", 50), label=conversion.text(_literal(label)))
        )
    greeting = conversion.known(WHAT)
    if not options:
        menu = conversion.drawing.add(
            TOPIC, "greeting", "say", Say(text=greeting), source=place, title="Greeting"
        )
    else:
        choices = Choices(text=greeting, options=tuple(options), unclaimed="default_message")
        menu = conversion.drawing.add(
            TOPIC, "menu", "choices", choices, title="Menu", note=NOTE, source=place
        )
        for option, (_, node) in zip(options, shown, strict=True):
            conversion.drawing.connect(TOPIC, menu, option.id, node)
    conversion.drawing.connect(TOPIC, STARTUP, "next", menu)


def _bot(conversion: Conversion, options: Options) -> Bot:
    app = conversion.app
    most = max((len(one) for one in app.intents.values()), default=0)
    most += max((len(one) for one in app.templates.values()), default=0)
    limits = {"triggers_per_intent": most + 10} if most > LIMITS.triggers_per_intent - 10 else {}
    return Bot(
        id=options.bot or identifier(app.name, "bot"),
        name=options.name or readable(app.name),
        description=app.description,
        languages=(conversion.language,),
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        limits=limits,
        topics=conversion.drawing.finish(),
        entities=conversion.tables,
    )
