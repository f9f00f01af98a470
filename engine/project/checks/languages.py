"""Languages and time zones: codes that exist, and texts in every language of the bot."""

import zoneinfo
from collections.abc import Iterator, Mapping

from babel import Locale, UnknownLocaleError

from engine.project.decode import nearest
from engine.project.draft import Draft, DraftNode
from engine.types.issue import Issue


def check(draft: Draft) -> Iterator[Issue]:
    yield from _settings(draft)
    languages = draft.bot.languages
    for node in draft.nodes.values():
        for use in node.uses:
            if use.role in {"text", "label"}:
                yield from _text(node, use.path, use.by_language, languages)
        yield from _triggers(node, languages)
    for name, topic in draft.bot.topics.items():
        for language in sorted(topic.title.keys() - set(languages)):
            message = f"the title of the flow {name!r} has the language {language!r}"
            yield draft.issue(
                "foreign-language", f"topics.{name}.title", message, _add(language), "advice"
            )


def _settings(draft: Draft) -> Iterator[Issue]:
    bot = draft.bot
    if not bot.languages:
        message = "the bot has no language"
        yield draft.issue("unknown-language", "languages", message, 'write one, as ["es"]')
    for index, language in enumerate(bot.languages):
        if not _exists(language):
            message = f"{language!r} is not the code of a language"
            remedy = "write a code such as 'es', 'en' or 'pt'"
            yield draft.issue("unknown-language", f"languages[{index}]", message, remedy)
        if language in bot.languages[:index]:
            message = f"{language!r} is listed twice"
            path = f"languages[{index}]"
            yield draft.issue("unknown-language", path, message, "remove one of the two")
    if bot.time_zone not in zoneinfo.available_timezones():
        message = f"{bot.time_zone!r} is not a time zone"
        remedy = nearest(bot.time_zone, zoneinfo.available_timezones())
        yield draft.issue(
            "unknown-time-zone", "time_zone", message, remedy or "write one as 'America/Bogota'"
        )
    offer = bot.default_message
    for field in ("question", "none_of_these"):
        text: Mapping[str, str] = getattr(offer, field)
        for language in bot.languages if any(text.values()) else ():
            if not text.get(language, "").strip():
                message = f"the text has no {language!r}"
                path = f"default_message.{field}.{language}"
                yield draft.issue("missing-language", path, message, "translate it", "warning")


def _text(
    node: DraftNode, path: str, text: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[Issue]:
    if not any(words.strip() for words in text.values()):
        return
    for language in languages:
        if not text.get(language, "").strip():
            message = f"the text has no {language!r}"
            remedy = "translate it, or take the language out of the bot"
            yield node.issue("missing-language", f"{path}.{language}", message, remedy, "warning")
    for language in sorted(text.keys() - set(languages)):
        message = f"the text has the language {language!r}, which the bot does not speak"
        yield node.issue(
            "foreign-language", f"{path}.{language}", message, _add(language), "advice"
        )


def _triggers(node: DraftNode, languages: tuple[str, ...]) -> Iterator[Issue]:
    """An intent that is learned in some of the bot's languages is deaf in the others."""
    for field in ("phrases", "keywords"):
        for language in sorted(getattr(node.params, field, {}).keys() - set(languages)):
            message = f"the {field} have the language {language!r}, which the bot does not speak"
            path = f"{field}.{language}"
            yield node.issue("foreign-language", path, message, _add(language), "advice")


def _exists(language: str) -> bool:
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def _add(language: str) -> str:
    return f"add {language!r} to the bot's languages, or remove it here"
