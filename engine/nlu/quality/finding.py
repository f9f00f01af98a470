"""What is found about the phrases of a bot: a place, words for a person, and repairs as data."""

import tomllib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from engine.nlu.quality.edits import Edit
from engine.types.issue import Issue, Location, Severity
from engine.types.value import Text

_FILE = Path(__file__).parents[1] / "data" / "findings.toml"
LANGUAGES = ("es", "en", "pt")


class Place(Struct, frozen=True, omit_defaults=True):
    """A phrase of an intent, or the intent itself where the phrase is empty."""

    topic: str
    intent: str
    language: str = ""
    phrase: str = ""


class Fix(Struct, frozen=True):
    """One way to repair, made with one click: what the button says, and the edits it makes."""

    label: Text
    edits: tuple[Edit, ...]


class Finding(Struct, frozen=True):
    """`code` is stable and has its heading in the docs. `score` ranks findings of one code: 1 is
    the surest. `others` are the phrases or intents that it is about besides its own place."""

    code: str
    severity: Severity
    place: Place
    message: Text
    remedy: Text
    score: float = 1.0
    others: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def issue(self, language: str = "en", bot: str = "") -> Issue:
        """The finding as an issue of the project, in one language."""
        return Issue(
            self.code,
            self.severity,
            self.message[language],
            self.remedy[language],
            Location(
                bot=bot,
                topic=self.place.topic,
                node=self.place.intent,
                path=f"phrases.{self.place.language}" if self.place.language else "phrases",
            ),
        )


def finding(
    code: str,
    severity: Severity,
    place: Place,
    *,
    score: float = 1.0,
    others: tuple[Place, ...] = (),
    fixes: tuple[Fix, ...] = (),
    **words: object,
) -> Finding:
    """The finding with its words: those of its code, filled with `words`."""
    message, remedy = said(f"{code}.message", **words), said(f"{code}.remedy", **words)
    return Finding(code, severity, place, message, remedy, round(score, 4), others, fixes)


def said(key: str, **words: object) -> Text:
    """A text of findings.toml in every language, with its holes filled."""
    part, _, name = key.partition(".")
    return {language: text.format_map(words) for language, text in _texts()[part][name].items()}


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, Text]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
