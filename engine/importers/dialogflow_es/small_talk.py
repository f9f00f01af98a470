"""The agent's own answers to small talk, which Dialogflow understood by itself."""

from engine.expressions.folding import fold
from engine.importers.dialogflow_es.conversion import Conversion
from engine.importers.dialogflow_es.small_talk_phrases import PHRASES
from engine.importers.dialogflow_es.source import SmallTalk
from engine.importers.dialogflow_es.texts import fitting, literal
from engine.importers.dialogflow_es.topics import topic_title
from engine.importers.naming import readable, shortened
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.say import Say
from engine.types.limits import LIMITS
from engine.types.value import Text

TOPIC = "small_talk"


def draw_small_talk(conversion: Conversion) -> None:
    """An intent for each answer in a topic of its own; the phrases are ours, since the export
    holds none."""
    answers: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in conversion.agent.small_talk:
        language = conversion.languages.code(file.language)
        if language in conversion.languages.sources:
            for action, words in file.answers:
                answers.setdefault(action, {}).setdefault(language, words)
        _report(conversion, file)
    if not answers:
        return
    known = _known_phrases(conversion)
    title = topic_title(TOPIC, TOPIC, conversion.languages.sources)
    conversion.drawing.open_topic(TOPIC, title)
    for action, by_language in answers.items():
        _draw(conversion, action, by_language, known)


def _known_phrases(conversion: Conversion) -> frozenset[str]:
    """What the agent's intents already answer: their words come first."""
    return frozenset(
        fold(phrase.text)
        for intent in conversion.agent.intents
        for some in intent.phrases
        for phrase in some.phrases
    )


def _draw(
    conversion: Conversion,
    action: str,
    by_language: dict[str, tuple[str, ...]],
    known: frozenset[str],
) -> None:
    words = action.removeprefix("smalltalk.").replace(".", " ")
    ready = PHRASES.get(action.removeprefix("smalltalk."), {})
    phrases = {
        language: tuple(one for one in ready.get(language, ()) if fold(one) not in known)
        for language in by_language
    }
    drawing = conversion.drawing
    source = f"customSmalltalkResponses#{action}"
    entry = drawing.add(
        TOPIC,
        f"talk_{words}",
        "intent",
        IntentParams(
            label={
                language: literal(shortened(readable(words), LIMITS.option_chars))
                for language in by_language
            },
            phrases={language: some for language, some in phrases.items() if some},
            tags_topic=False,
        ),
        title=action,
        source=source,
    )
    count = max(map(len, by_language.values()))
    texts: list[Text] = [
        {
            language: literal(fitting(several[index % len(several)]))
            for language, several in by_language.items()
        }
        for index in range(count)
    ]
    say = Say(text=texts[0], alternatives=tuple(texts[1:]))
    drawing.connect(
        TOPIC, entry, "next", drawing.add(TOPIC, f"{entry}_say", "say", say, source=source)
    )


def _report(conversion: Conversion, file: SmallTalk) -> None:
    account = conversion.account
    for action, _ in file.answers:
        ready = PHRASES.get(action.removeprefix("smalltalk."), {})
        if ready.get(conversion.languages.code(file.language)):
            account.approximate(
                "small talk",
                action,
                file.path,
                "Dialogflow's own phrases are not in the export; it starts from a few of ours",
                "add phrases as people say them",
            )
        else:
            account.unmapped(
                "small talk",
                action,
                file.path,
                "Dialogflow's own phrases are not in the export; the answer is drawn, but "
                "nothing leads to it",
                "give its intent phrases",
            )
