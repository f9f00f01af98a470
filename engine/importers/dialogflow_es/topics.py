"""Which intents share a canvas: families first, then those whose names share a word."""

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from engine.importers.dialogflow_es.source import Intent
from engine.importers.naming import Names, identifier, readable
from engine.types.value import Text

# A canvas with more intents than this is hard to read.
MOST = 25
# Fewer intents than this make no topic of their own.
LEAST = 3
REST = "general"
TITLES: dict[str, Text] = {
    REST: {"en": "General", "es": "General", "pt": "Geral"},
    "small_talk": {"en": "Small talk", "es": "Charla", "pt": "Conversa"},
}
# Words in names that say nothing of the subject, in the product's three languages.
_WORDS_OF_NO_SUBJECT = """
de del la las el los un una en que como cual cuando donde quien para por con sin mi tu su si no
se es son eres puedo hay tengo hacer the a an of in on to for is are do does can what how when
where who which and or not yes custom intent default dos da do das na nas um uma com sem meu
minha quando onde quem qual posso tenho fallback followup start get
"""
EMPTY_WORDS = frozenset(_WORDS_OF_NO_SUBJECT.split())


class Canvas(Struct, frozen=True):
    """A topic to draw: its id, what its intents have in common, and the intents."""

    id: str
    subject: str
    intents: tuple[Intent, ...]


def split_topics(intents: Iterable[Intent]) -> tuple[Canvas, ...]:
    """The topics of an agent; together they hold all intents, each once."""
    intents = list(intents)
    groups: dict[str, list[Intent]] = {}
    left: list[Intent] = []
    roots = _roots(intents)
    by_prefix: dict[str, list[Intent]] = {}
    for intent in intents:
        by_prefix.setdefault(_prefix(roots[intent.path]), []).append(intent)
    for prefix, some in by_prefix.items():
        if prefix and len(some) >= LEAST:
            groups[prefix] = some
        else:
            left += some
    families: dict[str, list[Intent]] = {}
    for intent in left:
        families.setdefault(roots[intent.path].path, []).append(intent)
    _cluster(list(families.values()), groups)
    return _named(groups)


def topic_title(name: str, subject: str, languages: Iterable[str]) -> Text:
    """The title in every language: ours for our own topics, else the subject's word."""
    words = readable(subject)
    number = re.search(r"_(\d+)$", name.removeprefix(identifier(subject, "topic")))
    own = TITLES.get(subject, {})
    title = {language: own.get(language, own.get("en", words)) for language in languages}
    if number:
        title = {language: f"{one} {number[1]}" for language, one in title.items()}
    return title


def _roots(intents: list[Intent]) -> dict[str, Intent]:
    """The first ancestor of every intent in its family of follow-ups."""
    by_id = {intent.id: intent for intent in intents if intent.id}
    roots = {}
    for intent in intents:
        root, seen = intent, {intent.id}
        while root.parent in by_id and root.parent not in seen:
            seen.add(root.parent)
            root = by_id[root.parent]
        roots[intent.path] = root
    return roots


def _prefix(intent: Intent) -> str:
    """What stands before the first `.` or ` - ` of a name, as in `billing.pay`."""
    match = re.match(r"([^.]{2,30}?)(?:\.| - |/)\S", intent.name)
    return match[1].strip() if match else ""


def _cluster(families: list[list[Intent]], groups: dict[str, list[Intent]]) -> None:
    """Groups families by the word that most of their names share, again and again."""
    while True:
        counts: Counter[str] = Counter()
        for family in families:
            counts.update(_words(family[0].name))
        fitting = [word for word, count in counts.items() if LEAST <= count <= MOST]
        if not fitting:
            break
        word = min(fitting, key=lambda one: (-counts[one], one))
        chosen = [family for family in families if word in _words(family[0].name)]
        families = [family for family in families if word not in _words(family[0].name)]
        groups.setdefault(word, []).extend(intent for family in chosen for intent in family)
    rest = [intent for family in families for intent in family]
    if rest:
        groups[REST] = [*groups.get(REST, []), *rest]


def _words(name: str) -> set[str]:
    words = identifier(name, "x").split("_")
    long = [word for word in words if len(word) > 3 and word not in EMPTY_WORDS]
    return {word.removesuffix("s") for word in long}


def _named(groups: dict[str, list[Intent]]) -> tuple[Canvas, ...]:
    """Groups under their ids, the large ones in parts."""
    names = Names()
    return tuple(
        Canvas(names.take(group, "topic"), group, tuple(intents[start : start + MOST]))
        for group, intents in groups.items()
        for start in range(0, len(intents), MOST)
    )
