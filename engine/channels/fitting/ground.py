"""What every part of the fitting knows: the channel, the language, and what was noted so far."""

from engine.channels.fitting.fitted import Degradation
from engine.channels.fitting.markup import has_markup, plain, take_addresses, with_stars
from engine.channels.fitting.words import WORDS
from engine.types.capability import Capability
from engine.types.value import Text


class Ground:
    """One fitting on its way. `notes` grows as parts find what they must show otherwise."""

    __slots__ = ("capability", "language", "notes")

    def __init__(self, capability: Capability, language: str) -> None:
        self.capability = capability
        self.language = language
        self.notes: dict[str, Degradation] = {}

    def note(self, code: str, *lost: str, **values: object) -> None:
        """Something is shown otherwise; of one code, the first words and all that is lost."""
        known = self.notes.get(code)
        if known is None:
            title = self.capability.title
            words = {
                language: text.format(title=title, **values)
                for language, text in WORDS[code].items()
            }
            known = Degradation(code, words)
        self.notes[code] = Degradation(code, known.words, (*known.lost, *lost))

    def written(self, text: str) -> str:
        """A text with markup as the channel writes it; addresses are left out where one hears."""
        markup = self.capability.markup
        if markup != "own" and has_markup(text):
            if markup == "none" and not self.capability.spoken:
                self.note("markup-dropped")
            text = with_stars(text) if markup == "stars" else plain(text)
        if self.capability.spoken:
            text, addresses = take_addresses(text)
            if addresses:
                self.note("address-not-heard", *addresses)
        return text

    def said(self, words: Text) -> str:
        """Words of the product in the conversation's language."""
        return words.get(self.language, words["en"])
