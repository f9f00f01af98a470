"""Questions with answers: an intent for each, answered by the trigger for such, or directly."""

from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.lu import Pair
from engine.importers.composer.options import told_apart
from engine.importers.composer.phrases import distinct
from engine.importers.composer.recognizers import language_of
from engine.importers.composer.words import Words
from engine.importers.naming import shortened
from engine.nodes.intent import Intent
from engine.nodes.parts import OptionParams
from engine.nodes.say import Say
from engine.types.limits import LIMITS

LABEL_CHARS = 60


def draw_questions(conversion: Conversion) -> None:
    """The pairs of the project's knowledge bases."""
    by_topic: dict[str, dict[str, list[tuple[str, Pair]]]] = {}
    for file, pairs in conversion.export.qna.items():
        name, language = language_of(file, ".qna")
        kept = by_topic.setdefault(name.removesuffix(".source"), {})
        kept.setdefault(language.partition("-")[0] or conversion.language, []).extend(
            (file, pair) for pair in pairs
        )
    _report_watchers(conversion)
    for name, languages in by_topic.items():
        if any(languages.values()):
            _draw_base(conversion, name, languages)


def _report_watchers(conversion: Conversion) -> None:
    for dialog in conversion.dialogs.all:
        for _ in dialog.triggers("OnQnAMatch"):
            place = f"{dialog.place}#{dialog.id}/OnQnAMatch"
            how = "each question is an intent that says its answer; further actions are left out"
            conversion.account.approximate("OnQnAMatch", dialog.id, place, how)


def _draw_base(
    conversion: Conversion,
    name: str,
    languages: dict[str, list[tuple[str, Pair]]],
) -> None:
    drawing = conversion.drawing
    topic = drawing.names.take(f"questions_{name}", "questions")
    drawing.open_topic(topic, conversion.text(f"Questions: {name}"))
    holder = Dialog(name, topic, next(iter(languages.values()))[0][0], {})
    for language, pairs in languages.items():
        for file, pair in pairs:
            path = conversion.export.paths.get(file, file)
            flow = Flow(conversion, holder, f"{path}#{pair.questions[0]}")
            label = {conversion.language: shortened(pair.questions[0], LABEL_CHARS)}
            intent = Intent(
                label=label, phrases={language: distinct(pair.questions)}, tags_topic=False
            )
            flow.then(pair.questions[0], "intent", intent)
            words = Words(conversion, holder)
            text = {language: words.filled((pair.answer,))}
            if language != conversion.language:
                text[conversion.language] = text[language]
            prompts = (_prompt(n, one, language) for n, one in enumerate(pair.prompts, 1))
            options = tuple(told_apart(prompts))
            flow.then("answer", "say", Say(text=text, options=options))
            conversion.account.exact("questions", pair.questions[0], flow.place)


def _prompt(number: int, text: str, language: str) -> OptionParams:
    label = {language: shortened(text, LIMITS.option_chars)}
    return OptionParams(id=f"prompt_{number}", label=label, says={language: text})
