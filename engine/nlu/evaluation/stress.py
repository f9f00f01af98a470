"""The same sentences as people in a hurry write them: slips, no accents, courtesy, capitals, few
words. What a model loses by each says how much it leans on neat writing."""

import random
import unicodedata
from collections.abc import Callable, Mapping
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from engine.nlu.evaluation.by_intent import share
from engine.nlu.evaluation.trial import Trial, join, judge
from engine.nlu.evaluation.validation import dealt, in_parallel
from engine.nlu.examples import Example, examples
from engine.nlu.protocol import Indices
from engine.nlu.sayings import sayings
from engine.nlu.training import Progress, train_on
from engine.nlu.words import words
from engine.types.bot import Bot

PLAIN = "plain"
# Letters from one slip to the next.
_LETTERS_A_SLIP = 12
_FEW_WORDS = 3


class StressScore(Struct, frozen=True):
    """What is left of accuracy and of the share understood (rightly, above the threshold) when
    sentences are altered so; `changed` is the share that was, `example` one of them."""

    kind: str
    accuracy: float
    understood: float
    changed: float
    example: str


def stress(
    bot: Bot,
    *,
    folds: int = 5,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Trial]:
    """A cross-validation for the sentences as they are (`plain`) and one for each alteration,
    by the same models."""
    phrases = examples(bot)
    parts, intents = dealt(phrases, folds, seed)
    tasks = [(_judge_all, (bot, phrases, part, seed)) for part in parts]
    by_part = list(in_parallel(tasks, jobs, progress, "fold"))
    return {kind: join([found[kind] for found in by_part], intents) for kind in (PLAIN, *KINDS)}


def stress_scores(trials: Mapping[str, Trial]) -> tuple[StressScore, ...]:
    """The scores of what `stress` gave, plain sentences first."""
    plain = trials[PLAIN].examples
    return tuple(_score(kind, trial, plain) for kind, trial in trials.items())


def typos(sentence: Example) -> str:
    """A slip in every dozen letters, never at the start of a word: two swapped, one lost, one
    doubled. The same sentence gets the same slips."""
    chance = random.Random(crc32(sentence.text.encode("utf-8", "replace")))  # noqa: S311 - no secret
    letters = list(sentence.text)
    inside = [
        at
        for at in range(1, len(letters) - 1)
        if all(letter.isalpha() for letter in letters[at - 1 : at + 2])
    ]
    wanted = max(1, sum(map(str.isalpha, letters)) // _LETTERS_A_SLIP)
    for at in sorted(chance.sample(inside, min(wanted, len(inside))), reverse=True):
        match chance.randrange(3):
            case 0:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case 1:
                del letters[at]
            case _:
                letters.insert(at, letters[at])
    return "".join(letters)


def no_accents(sentence: Example) -> str:
    """The letters without their marks, as phones' hasty users write."""
    parts = unicodedata.normalize("NFD", sentence.text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def polite(sentence: Example) -> str:
    """Courtesies before and after."""
    said = sayings(sentence.language)
    at = crc32(sentence.text.encode("utf-8", "replace"))
    before, after = said.before, said.after
    return f"{before[at % len(before)]} {sentence.text} {after[at // 7 % len(after)]}"


def capitals(sentence: Example) -> str:
    """All in capitals."""
    return sentence.text.upper()


def few_words(sentence: Example) -> str:
    """The first three words that say something; a sentence with fewer than two stays."""
    empty = sayings(sentence.language).empty
    telling = [word for word in sentence.text.split() if set(words(word)) - empty]
    return " ".join(telling[:_FEW_WORDS]) if len(telling) > 1 else sentence.text


KINDS: dict[str, Callable[[Example], str]] = {
    "typos": typos,
    "no_accents": no_accents,
    "polite": polite,
    "capitals": capitals,
    "few_words": few_words,
}


def _judge_all(bot: Bot, phrases: list[Example], part: Indices, seed: int) -> dict[str, Trial]:
    held = set(part.tolist())
    model = train_on(bot, [each for row, each in enumerate(phrases) if row not in held], seed=seed)
    asked = [phrases[row] for row in sorted(held)]
    altered = {
        kind: [replace(each, text=alter(each)) for each in asked] for kind, alter in KINDS.items()
    }
    return {kind: judge(model, texts) for kind, texts in ({PLAIN: asked} | altered).items()}


def _score(kind: str, trial: Trial, plain: tuple[Example, ...]) -> StressScore:
    pairs = zip(trial.examples, plain, strict=True)
    changed = [one.text for one, other in pairs if one.text != other.text]
    return StressScore(
        kind,
        accuracy=share(trial.right.sum(), len(plain)),
        understood=share((trial.right & trial.understood).sum(), len(plain)),
        changed=share(len(changed), len(plain)),
        example=changed[0] if changed else "",
    )
