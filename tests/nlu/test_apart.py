"""Training in a process of its own gives the same model, says how far it is, and can be ended."""

import time

import pytest

from engine.nlu.apart import train_apart
from engine.nlu.training import train
from engine.types.bot import Bot, Node, Topic
from engine.types.issue import TertuliaError


def bot(nlu: str = "") -> Bot:
    phrases = {
        "hours": ["when do you open", "what are your hours", "at what time do you close"],
        "order": ["I want a coffee", "one cappuccino please", "give me a latte"],
    }
    nodes = {name: Node("intent", params={"phrases": {"en": own}}) for name, own in phrases.items()}
    return Bot(id="cafe", topics={"main": Topic(nodes=nodes)}, nlu=nlu)


def test_the_model_is_the_same_as_in_this_process():
    steps = []
    files = train_apart(bot(), seed=3, progress=lambda *step: steps.append(step))
    assert files == train(bot(), seed=3).save()
    assert steps[-1] == ("done", 1.0)
    assert [share for _, share in steps] == sorted(share for _, share in steps)


def test_what_cannot_be_trained_says_why():
    with pytest.raises(TertuliaError, match="toml"):
        train_apart(bot("no toml ["))


def test_an_exception_of_progress_ends_it_at_once():
    def stop(_step: str, _share: float) -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        train_apart(bot(), progress=stop)
    assert time.monotonic() - began < 60
