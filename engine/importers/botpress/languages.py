"""The bot's languages: `pt-br` becomes `pt`, its own one first."""

from babel.core import Locale, UnknownLocaleError

from engine.importers.botpress.source import SourceBot
from engine.importers.dialogflow_es.tolerant import Mapping, text, texts
from engine.types.value import Text, Value

FALLBACK = "en"


class Languages:
    """The languages of a bot, and how its texts are found by them."""

    def __init__(self, bot: SourceBot) -> None:
        codes: dict[str, list[str]] = {}
        for source in dict.fromkeys((bot.language, *bot.languages)):
            if is_known(source):
                codes.setdefault(plain(source), []).append(source)
        self.codes = codes or {FALLBACK: [FALLBACK]}

    @property
    def own(self) -> str:
        return next(iter(self.codes))

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self.codes)

    def value(self, data: Mapping, name: str, language: str) -> Value:
        """A setting in a language: `text$en`, or `text` where it is in none."""
        for source in self.codes[language]:
            if f"{name}${source}" in data:
                return data[f"{name}${source}"]
        return data.get(name)

    def text(self, data: Mapping, name: str) -> Text:
        """A text in every language that has it."""
        found = {one: text(self.value(data, name, one)) for one in self.codes}
        return {language: words for language, words in found.items() if words.strip()}

    def texts(self, data: Mapping, name: str) -> dict[str, tuple[str, ...]]:
        """Several texts in every language that has them."""
        found = {one: texts(self.value(data, name, one)) for one in self.codes}
        return {language: several for language, several in found.items() if several}

    def pick(self, found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """What stands by the source's codes, by the bot's."""
        picked = {}
        for language, sources in self.codes.items():
            also = ("",) if language == self.own else ()
            several = next((found[one] for one in (*sources, *also) if found.get(one)), ())
            if several:
                picked[language] = several
        return picked


def written_in(bot: SourceBot) -> set[str]:
    """The codes of all languages that some words of a bot are written in."""
    found = {
        code
        for several in (
            *(one.utterances for one in bot.intents.values()),
            *(one.questions for one in bot.questions.values()),
        )
        for code, words in several.items()
        if words
    }
    for content in bot.contents.values():
        found |= {name.rpartition("$")[2] for name in content.data if "$" in name}
    return found


def plain(code: str) -> str:
    """The language without its region."""
    return code.replace("_", "-").partition("-")[0].lower()


def is_known(code: str) -> bool:
    """Whether a code is that of a language."""
    try:
        Locale.parse(plain(code))
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True
