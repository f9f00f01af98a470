"""One phrase against all others: what an editor says while a person types it."""

from collections.abc import Iterator

from engine.nlu.examples import Example
from engine.nlu.quality import fixes
from engine.nlu.quality.finding import Finding, Place, finding
from engine.nlu.quality.index import Near, PhraseIndex
from engine.nlu.words import words

# From here up two phrases say the same to the classifier; a contrasting word ("not", "cancel" for
# "confirm") brings likeness under it. Chosen on the sample bots, whose pairs were read.
NEARLY = 0.85
# A word less telling than this occurs in the phrases of others as much as in its own intent's.
_LEAST_LIFT = 1.5
# The model must be this sure of another intent before it speaks up while one types.
_SURE = 0.6
_NEGATIONS = frozenset(
    [
        "no",
        "not",
        "never",
        "don",
        "t",
        "cannot",
        "without",
        "nao",
        "nunca",
        "jamais",
        "sem",
        "sin",
        "ni",
        "nem",
    ]
)


def check_phrase(
    index: PhraseIndex, intent: str, text: str, language: str = ""
) -> tuple[Finding, ...]:
    """Whether a phrase would stand in another intent too, repeat one of its own, say nothing of
    what is wanted, or look like another intent. The phrase itself, if the index has it, is left
    out of account. Answers while one types: it looks at the phrases that share a gram.
    """
    place = Place(index.topics.get(intent, ""), intent, language, text)
    if not words(text):
        return (finding("empty-phrase", "warning", place),)
    example = Example(intent, language, text)
    found = [*duplicates(index, example), *no_keyword(index, example)]
    if not any(each.code in {"duplicate-phrase", "near-duplicate-phrase"} for each in found):
        found += looks_like_another(index, example)
    return tuple(found)


def duplicates(index: PhraseIndex, example: Example) -> Iterator[Finding]:
    """The phrase in other intents, the same or nearly, and nearly the same in its own: once an
    intent."""
    place = place_of(index, example)
    told: set[tuple[str, str]] = set()
    for each in index.alike(example, NEARLY):
        other, own = each.example, each.example.intent == example.intent
        same = words(other.text) == words(example.text)
        code = "repeated-phrase" if own else "duplicate-phrase" if same else "near-duplicate-phrase"
        # What an intent says in two languages is no repetition.
        if (own and other.language != example.language) or (code, other.intent) in told:
            continue
        if not same and not _says_the_same(example, each):
            continue
        told.add((code, other.intent))
        there = place_of(index, other)
        known = {there, *((place,) if example in index.known else ())}
        yield finding(
            code,
            "advice" if own else "warning",
            place,
            score=each.likeness,
            others=(there,),
            fixes=tuple(fixes.delete(at) for at in (place, there) if at in known),
            phrase=example.text,
            other=other.intent,
            other_phrase=other.text,
        )


def no_keyword(index: PhraseIndex, example: Example) -> Iterator[Finding]:
    """The phrase, where none of its words is more usual in its intent than in others."""
    if index.sizes[example.intent] < 2 or len(index.sizes) < 2:
        return
    lifts = (index.lift(word, example.intent, example.language) for word in words(example.text))
    if max(lifts, default=0.0) < _LEAST_LIFT:
        place = place_of(index, example)
        remove = (fixes.delete(place),) if example in index.known else ()
        yield finding(
            "no-keyword", "warning", place, fixes=remove,
            phrase=example.text, intent=example.intent,
        )  # fmt: skip


def looks_like_another(index: PhraseIndex, example: Example) -> Iterator[Finding]:
    """The intent that the model takes a phrase for that it did not learn."""
    if index.model is None or example in index.known:
        return
    reading = index.model.read(example.text, example.language)
    best = reading.intents[0] if reading.intents else None
    if best is None or best.intent == example.intent or best.confidence < _SURE:
        return
    there = Place(index.topics.get(best.intent, ""), best.intent, example.language)
    yield finding(
        "looks-like-another",
        "advice",
        place_of(index, example),
        score=best.confidence,
        others=(there,),
        fixes=(fixes.add(there, (example.text,)),),
        other=best.intent,
        intent=example.intent,
        sure=round(100 * best.confidence),
    )


def place_of(index: PhraseIndex, example: Example) -> Place:
    """Where the phrase stands, or would."""
    topic = index.topics.get(example.intent, "")
    return Place(topic, example.intent, example.language, example.text)


def _says_the_same(example: Example, near: Near) -> bool:
    """Whether no "not" or "without", which weighs little, turns the meaning round."""
    said, other = set(words(example.text)), set(words(near.example.text))
    return not (said ^ other) & _NEGATIONS
