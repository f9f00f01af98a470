"""From a bot to its model."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from engine.nlu.examples import Example, examples, keyword_groups, names, topics
from engine.nlu.folds import MANY_EXAMPLES, split
from engine.nlu.model import FORMAT, Header, Model
from engine.nlu.pipeline import make, parse
from engine.nlu.protocol import Lesson
from engine.nlu.words import words
from engine.types.bot import Bot

Progress = Callable[[str, float], None]

_FOLDS = 5
_LIBRARIES = ("numpy", "scikit-learn", "scipy", "pystemmer")


def train(bot: Bot, *, seed: int = 0, progress: Progress | None = None) -> Model:
    """The model of the bot's triggers. `progress` is told each step and the share that is done.

    A bot without phrases gives a model that reads keywords, entities and language only.
    """
    return train_on(bot, examples(bot), seed=seed, progress=progress)


def train_on(
    bot: Bot, found: list[Example], *, seed: int = 0, progress: Progress | None = None
) -> Model:
    """The model of these phrases in place of the bot's own."""
    steps = parse(bot.nlu)
    lesson = _lesson(bot, found, seed)
    parts = make(steps)
    for at, (name, component) in enumerate(parts):
        if progress:
            progress(name, at / len(parts))
        lesson = component.fit(lesson)
    if progress:
        progress("done", 1.0)
    header = Header(FORMAT, steps, lesson.intents, bot.languages, seed, _versions())
    return Model(header, parts)


def _lesson(bot: Bot, found: list[Example], seed: int) -> Lesson:
    # A phrase without a word teaches nothing.
    telling = [example for example in found if words(example.text)]
    intents = tuple(sorted({example.intent for example in telling}))
    column = {intent: at for at, intent in enumerate(intents)}
    folds = split([column[example.intent] for example in telling], _FOLDS, seed)
    return Lesson(
        examples=telling,
        intents=intents,
        topics=topics(bot),
        languages=bot.languages,
        keywords=keyword_groups(bot),
        tables=bot.entities,
        seed=seed,
        time_zone=bot.time_zone,
        names=[name for name in names(bot) if name.intent in column],
        # Of many phrases one part is held out: enough to calibrate, quicker by far.
        folds=folds if len(telling) <= MANY_EXAMPLES else folds[:1],
    )


def _versions() -> dict[str, str]:
    found = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
