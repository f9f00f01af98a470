"""Training phrases as the triggers of an intent."""

import re

from engine.expressions.folding import fold
from engine.importers.dialogflow_es.conversion import Conversion
from engine.importers.dialogflow_es.source import Intent, Phrase, Phrases

ANYTHING = "@sys.any"
# RE2: any message that is not empty.
ANY_MESSAGE = r"(?s)\S"
TEMPLATE = re.compile(
    r"@(?P<type>[A-Za-z_][\w.-]*?)(?::(?P<alias>[A-Za-z_][\w-]*))?(?=[^\w.-]|\.?$)"
)
AS_TEXT = "templates are kept as sentences, with a value in each place of an entity"


def read_triggers(
    conversion: Conversion, intent: Intent
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The phrases by language, each once, and the patterns; every phrase is reported."""
    phrases: dict[str, dict[str, str]] = {}
    patterns: tuple[str, ...] = ()
    for some in intent.phrases:
        own = phrases.setdefault(conversion.languages.code(some.language), {})
        anything = [one for one in some.phrases if intent.contexts and _is_anything(one)]
        if anything:
            patterns = (ANY_MESSAGE,)
        for phrase in some.phrases:
            if phrase not in anything:
                words = _words(conversion, phrase)
                own.setdefault(fold(words), words)
        _report(conversion, intent, some, len(anything))
    kept = {
        language: tuple(words for folded, words in own.items() if folded)
        for language, own in phrases.items()
    }
    return {language: several for language, several in kept.items() if several}, patterns


def _is_anything(phrase: Phrase) -> bool:
    """Whether a phrase stands for whatever is said next."""
    parts = [part for part in phrase.parts if part.text.strip()]
    if phrase.template:
        return phrase.text.strip().startswith(ANYTHING) and len(phrase.text.split()) == 1
    return bool(parts) and all(part.meta == ANYTHING for part in parts)


def _words(conversion: Conversion, phrase: Phrase) -> str:
    words = phrase.text
    if phrase.template:
        words = TEMPLATE.sub(lambda match: _example(conversion, match), words)
    return " ".join(words.split())


def _example(conversion: Conversion, match: re.Match[str]) -> str:
    found = conversion.entities.example(f"@{match['type']}")
    return found or (match["alias"] or match["type"].rpartition(".")[2]).replace("-", " ")


def _report(conversion: Conversion, intent: Intent, some: Phrases, anything: int) -> None:
    account, name = conversion.account, f"{intent.name} ({some.language or 'own language'})"
    templates = sum(one.template and not _is_anything(one) for one in some.phrases)
    marked = sum(
        not one.template and not _is_anything(one) and any(p.meta == ANYTHING for p in one.parts)
        for one in some.phrases
    )
    if anything:
        account.approximate(
            "phrases",
            name,
            some.path,
            "stands for anything that is said while the context lives: a pattern takes every "
            "message that no exact phrase claims",
            count=anything,
        )
    if templates:
        account.approximate("phrases", name, some.path, AS_TEXT, count=templates)
    if marked:
        account.approximate(
            "phrases",
            name,
            some.path,
            "learned as sentences; the part marked @sys.any is not cut out of the message",
            count=marked,
        )
    account.exact("phrases", name, some.path, len(some.phrases) - anything - templates - marked)
