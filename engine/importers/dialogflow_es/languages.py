"""The agent's languages as the bot's: `pt-br` becomes `pt`, with the agent's own one first."""

from collections.abc import Iterable, Mapping

from babel.core import Locale, UnknownLocaleError
from msgspec import Struct

from engine.importers.dialogflow_es.source import ANY_LANGUAGE, Agent

# The language of an agent that names none.
FALLBACK = "en"


class Languages(Struct, frozen=True):
    """The bot's languages, and the agent's codes that each stands for, the nearest first."""

    sources: dict[str, tuple[str, ...]]

    @property
    def own(self) -> str:
        return next(iter(self.sources))

    def code(self, source: str) -> str:
        """The bot's code for one of the agent's; the bot's own language for none."""
        return plain(source) if source else self.own

    def pick(self, available: Iterable[str]) -> dict[str, str]:
        """For each of the bot's languages, the agent's code to take among those available."""
        present = set(available)
        picked = {}
        for language, codes in self.sources.items():
            also = (*codes, ANY_LANGUAGE) if language == self.own else codes
            found = next((code for code in also if code in present), None)
            if found is not None:
                picked[language] = found
        return picked

    def text(self, found: Mapping[str, str]) -> dict[str, str]:
        """A text by the agent's codes, by the bot's."""
        return {language: found[code] for language, code in self.pick(found).items()}


def read_languages(agent: Agent) -> Languages:
    """All languages that the agent declares or has content in."""
    used = {
        *(reply.language for intent in agent.intents for reply in intent.replies),
        *(one.language for intent in agent.intents for one in intent.phrases),
    }
    known = (agent.language, *agent.languages)
    several_codes = [*known, *sorted(used.difference(known, {ANY_LANGUAGE}))]
    codes = [code for code in several_codes if _exists(code)] or [FALLBACK]
    sources: dict[str, list[str]] = {}
    for code in codes:
        several = sources.setdefault(plain(code), [])
        if code not in several:
            several.append(code)
    for language, several in sources.items():
        several.sort(key=lambda code: (code != agent.language, code != language))
    return Languages({language: tuple(several) for language, several in sources.items()})


def _exists(code: str) -> bool:
    try:
        Locale.parse(plain(code))
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def plain(code: str) -> str:
    """The language without its region."""
    return code.partition("-")[0].lower()
