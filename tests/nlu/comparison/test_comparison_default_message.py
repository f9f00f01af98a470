"""The effect of settings, against what the engine's readings say."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from engine.nlu import Model, examples, train
from engine.nlu.comparison import default_message_effect, default_message_scores
from engine.nlu.comparison.default_message import STEPS, Scores, default_message_table
from engine.nlu.evaluation import Trial
from engine.nlu.evaluation.scope import strangers
from engine.nlu.evaluation.trial import judge
from engine.types.bot import Bot, DefaultMessage, Node, Topic
from engine.types.reading import Reading

STRANGE = ["quién ganó el partido", "receta de tortilla", "mi coche no arranca", "cita con el mapa"]


def labelled(bot: Bot) -> Bot:
    def with_label(name: str, node: Node) -> Node:
        return replace(node, params={**node.params, "label": {"es": name}})

    topics = {
        key: Topic(nodes={name: with_label(name, node) for name, node in topic.nodes.items()})
        for key, topic in bot.topics.items()
    }
    return replace(bot, topics=topics)


def trials(model: Model, bot: Bot) -> tuple[Trial, Trial]:
    own = [replace(each, text=" ".join(each.text.split()[1:3])) for each in examples(bot)]
    return judge(model, own), judge(model, strangers(STRANGE, "es"))


def end(reading: Reading) -> str:
    """The step of the default message, as the interpreter takes them."""
    if reading.intents and reading.intents[0].confidence >= reading.threshold:
        return "understood"
    if reading.topic:
        return "related_topic"
    return "related_intents" if reading.related else "not_understood"


@pytest.mark.parametrize(
    ("threshold", "ambiguity"), [(0.4, 0.0), (0.8, 0.0), (0.3, 0.25), (0.95, 0.5)]
)
def test_an_effect_is_what_the_engine_does_with_those_settings(
    bot: Bot, threshold: float, ambiguity: float
) -> None:
    steps = ("language", "sparse", "suggestions")
    settings = f'[[component]]\nname = "calibration"\n{threshold = }\n{ambiguity = }\n'
    toml = "".join(f'[[component]]\nname = "{name}"\n' for name in steps[:2]) + settings
    changed = replace(labelled(bot), nlu=toml + '[[component]]\nname = "suggestions"\n')
    model = train(changed)
    own, strange = trials(model, changed)
    scores = default_message_scores(changed, model, own, strange)
    assert (scores.threshold, scores.ambiguity) == (pytest.approx(threshold), ambiguity)
    effect = default_message_effect(scores, threshold, ambiguity)
    for step in effect.steps:
        for name, trial in (("own", own), ("strange", strange)):
            read = [end(model.read(each.text, each.language)) for each in trial.examples]
            assert getattr(step, name) == read.count(step.step), step.step


def test_an_offer_is_right_where_it_holds_the_intent(bot: Bot) -> None:
    model = train(labelled(bot))
    own, strange = trials(model, bot)
    scores = default_message_scores(labelled(bot), model, own, strange)
    effect = default_message_effect(scores, 0.999)
    (asked,) = [step for step in effect.steps if step.step == "related_intents"]
    reached = [
        intent.intent in model.read(intent.text, intent.language).related
        for row, intent in enumerate(own.examples)
        if scores.own.related[row] and not scores.own.topic[row] and own.confidence[row] < 0.999
    ]
    # Related intents of a reading are those of the bot's own threshold: a lower bound.
    assert sum(reached) <= asked.right <= asked.own
    assert effect.served <= 1.0


def test_more_of_either_asks_more_and_mistakes_less(bot: Bot) -> None:
    model = train(labelled(bot))
    scores = default_message_scores(labelled(bot), model, *trials(model, bot))
    grid = np.linspace(0, 1, 11).tolist()
    for effects in (
        default_message_table(scores, grid),
        default_message_table(scores, [0.3], grid),
    ):
        assert [each.mistaken for each in effects] == sorted(
            (each.mistaken for each in effects), reverse=True
        )
        assert [each.refused for each in effects] == sorted(each.refused for each in effects)
        for effect in effects:
            assert sum(step.own for step in effect.steps) == len(scores.own.confidence)
            assert sum(step.strange for step in effect.steps) == len(STRANGE)
            assert [step.step for step in effect.steps] == list(STEPS)


def test_a_step_that_is_switched_off_takes_nothing(bot: Bot, model: Model) -> None:
    off = replace(
        labelled(bot), default_message=DefaultMessage(related_topic=False, related_intents=False)
    )
    scores = default_message_scores(off, model, *trials(model, bot))
    effect = default_message_effect(scores, 0.9)
    assert [step.own for step in effect.steps[1:3]] == [0, 0]
    # Without labels nothing can be offered either.
    bare = default_message_scores(bot, model, *trials(model, bot))
    assert [step.own for step in default_message_effect(bare, 0.9).steps[1:3]] == [0, 0]


def test_an_empty_bot_has_an_effect_of_nothing(build: Callable[..., Bot]) -> None:
    empty = build({})
    model = train(empty)
    scores = default_message_scores(empty, model, judge(model, []), judge(model, []))
    assert isinstance(scores, Scores)
    effect = default_message_effect(scores, 0.5, 0.1)
    assert (effect.served, effect.refused) == (0.0, 0.0)
    assert msgspec.json.encode(effect)
