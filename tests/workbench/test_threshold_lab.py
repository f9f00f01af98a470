"""The sliders of a notebook: what they show is what the engine's functions say."""

import tomllib

import numpy as np
import pytest

from engine.nlu import Example, train
from engine.nlu.comparison import Scores, default_message_effect, default_message_scores
from engine.nlu.evaluation import Trial
from engine.nlu.pipeline import parse
from engine.types.bot import Bot
from workbench.plots.look import Look
from workbench.widgets.threshold_lab import ThresholdLab, table


@pytest.fixture(scope="module")
def scores() -> Scores:
    chance = np.random.default_rng(5)
    names = ("a", "b", "c")
    own = tuple(Example(names[at % 3], "es", str(at)) for at in range(90))
    strange = tuple(Example("", "es", f"x{at}") for at in range(30))
    trials = [
        Trial(
            sentences,
            names,
            chance.dirichlet((0.5, 0.5, 0.5), len(sentences)).astype(np.float32),
            np.full(len(sentences), 0.62, dtype=np.float32),
        )
        for sentences in (own, strange)
    ]
    return default_message_scores(Bot(), train(Bot()), *trials)


def test_moving_a_slider_changes_table_figure_and_setting(scores: Scores) -> None:
    lab = ThresholdLab(scores, language="es")
    assert lab.threshold.value == pytest.approx(scores.threshold, abs=0.005)
    before, bands = lab.children[1].value, lab.children[2].data[0].y
    lab.threshold.value = 0.9
    assert lab.effect == default_message_effect(scores, 0.9, 0.0)
    assert lab.children[1].value == table(lab.effect, Look("light", "es")) != before
    assert lab.children[2].layout.shapes[0].x0 == 0.9
    assert lab.children[2].layout.annotations[0].text == "0,90"
    assert np.array_equal(lab.children[2].data[0].y, bands)
    lab.ambiguity.value = 0.4
    assert not np.array_equal(lab.children[2].data[0].y, bands)
    step = tomllib.loads(lab.nlu_toml())["component"][0]
    assert step == {"name": "calibration", "threshold": 0.9, "ambiguity": 0.4}
    assert (
        parse('[[component]]\nname = "sparse"\n' + lab.nlu_toml())[1].settings["threshold"] == 0.9
    )


@pytest.mark.parametrize(("language", "said"), [("es", "mal entendido"), ("en", "misunderstood")])
def test_the_table_says_each_end_once(scores: Scores, language: str, said: str) -> None:
    shown = table(default_message_effect(scores, 0.5), Look("light", language))
    assert said in shown
    assert shown.count("<tr>") == 5
