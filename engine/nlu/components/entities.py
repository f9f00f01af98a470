"""Values in a message, each with its place: rows of the bot's tables, and what needs no table."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.entities import answers, documents, moments, money, phones, plain
from engine.nlu.entities.protocol import Finder, Scene
from engine.nlu.entities.rows import Names, Rows, names_of
from engine.nlu.protocol import Draft, Files, Lesson, Settings
from engine.nlu.words import READ_CHARS, words
from engine.types.reading import Entity

# In the order of the settings; of values in the same place all are given.
_FINDERS: dict[str, Finder] = {
    "emails": plain.find_emails,
    "phones": phones.find,
    "documents": documents.find,
    "amounts": money.find,
    "dates": moments.find_days,
    "times": moments.find_times,
    "numbers": plain.find_numbers,
    "yes_no": answers.find,
}


class EntitiesSettings(Settings, frozen=True, kw_only=True):
    """Which values are looked for, and whether slips in the names of rows are forgiven; at most
    `most` are given.
    """

    tables: bool = True
    forgive_slips: bool = True
    emails: bool = True
    phones: bool = True
    documents: bool = True
    amounts: bool = True
    dates: bool = True
    times: bool = True
    numbers: bool = True
    yes_no: bool = True
    most: Annotated[int, Meta(ge=1, le=1_000)] = 50


class _Saved(Struct, frozen=True):
    language: str = ""
    time_zone: str = "UTC"
    names: Names = {}
    # Words of the bot's phrases: none of them is a slip of a name's word.
    known: tuple[str, ...] = ()


class Entities:
    """Fills in the entities, in the order of the message; none lies within another.

    A row counts under its key or a synonym, without accents, with a slip in a word of 5 letters
    and two in one of 9; its value is the key as the table writes it. Of overlapping values the
    longest counts.
    """

    Settings = EntitiesSettings

    def __init__(self, settings: EntitiesSettings) -> None:
        self.settings = settings
        self._finders = [find for name, find in _FINDERS.items() if getattr(settings, name)]
        self._use(_Saved())

    def fit(self, lesson: Lesson) -> Lesson:
        names = names_of(lesson.tables) if self.settings.tables else {}
        parts = {part for name in names for part in name.split()}
        known = {word for example in lesson.examples for word in words(example.text)}
        forgiving = names and self.settings.forgive_slips
        self._use(
            _Saved(
                lesson.languages[0] if lesson.languages else "",
                lesson.time_zone,
                names,
                tuple(sorted(known - parts)) if forgiving else (),
            )
        )
        return lesson

    def read(self, draft: Draft) -> None:
        scene = Scene(
            draft.text[:READ_CHARS],
            draft.words,
            draft.language_read or draft.language or self._learned.language,
            self._learned.time_zone,
            draft.now_us,
        )
        found = list(self._rows.find(draft.words))
        for find in self._finders:
            found += find(scene)
        draft.entities = tuple(_apart(found))[: self.settings.most]

    def save(self) -> Files:
        return {"entities.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._use(unpack_json(files, "entities.json", _Saved))

    def _use(self, learned: _Saved) -> None:
        self._learned = learned
        self._rows = Rows(
            learned.names, frozenset(learned.known), forgiving=self.settings.forgive_slips
        )


def _apart(found: Iterable[Entity]) -> Iterator[Entity]:
    """The entities in order, without those inside a longer one of another place."""
    end, place = 0, (-1, -1)
    for entity in sorted(found, key=lambda each: (each.start, -each.end)):
        if entity.start >= end or (entity.start, entity.end) == place:
            yield entity
            end, place = max(end, entity.end), (entity.start, entity.end)
