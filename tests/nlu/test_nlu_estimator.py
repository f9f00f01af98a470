"""The estimator among scikit-learn's tools."""

import pickle
import tomllib

import numpy as np
import pytest
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score, learning_curve
from sklearn.utils.estimator_checks import (
    check_estimator_cloneable,
    check_estimator_repr,
    check_get_params_invariance,
    check_no_attributes_set_in_init,
    check_parameters_default_constructible,
)

from engine.nlu import Model, examples
from engine.nlu.estimator import IntentClassifier, as_toml, sentences
from engine.nlu.pipeline import DEFAULT, parse
from engine.types.bot import Bot
from engine.types.issue import TertuliaError


@pytest.fixture(scope="module")
def data(bot: Bot) -> tuple[np.ndarray, np.ndarray]:
    return sentences(bot)


@pytest.mark.parametrize(
    "check",
    [
        check_estimator_cloneable,
        check_estimator_repr,
        check_get_params_invariance,
        check_no_attributes_set_in_init,
        check_parameters_default_constructible,
    ],
    ids=lambda check: check.__name__,
)
def test_it_is_built_as_estimators_are(check: object) -> None:
    check("IntentClassifier", IntentClassifier())
    assert is_classifier(IntentClassifier())


def test_parameters_are_set_and_read_back() -> None:
    settings = {"sparse__rarity": 1.0, "calibration__keep": 0.9, "seed": 4}
    made = IntentClassifier(languages=("es",)).set_params(**settings)
    assert settings.items() <= made.get_params().items()
    assert clone(made).get_params() == made.get_params()
    assert made.get_params()["sparse__longest_run"] == 2
    written = IntentClassifier(pipeline=as_toml(made.pipeline))
    assert written.get_params()["calibration__keep"] == 0.9
    assert [step["name"] for step in tomllib.loads(as_toml(DEFAULT))["component"]] == [
        step.name for step in DEFAULT
    ]
    assert parse(as_toml(DEFAULT)) == DEFAULT
    for wrong in ({"nonsense": 1}, {"nosuch__rarity": 1}):
        with pytest.raises(ValueError, match=next(iter(wrong)).partition("__")[0]):
            IntentClassifier().set_params(**wrong)
    with pytest.raises(TertuliaError, match="unknown setting 'nosuch'"):
        IntentClassifier().set_params(sparse__nosuch=1)


def test_it_answers_as_the_bot_does(
    bot: Bot, model: Model, data: tuple[np.ndarray, np.ndarray]
) -> None:
    texts, intents = data
    fitted = IntentClassifier(languages=bot.languages).fit(texts, intents)
    assert fitted.classes_.tolist() == list(model.header.intents)
    for each, guess in zip(examples(bot), fitted.predict(texts), strict=True):
        assert guess == model.read(each.text, each.language).intents[0].intent
    shares = fitted.predict_proba(texts)
    assert shares.shape == (len(texts), len(fitted.classes_))
    assert (shares.sum(axis=1) <= 1 + 1e-5).all()
    assert fitted.score(texts, intents) == (fitted.predict(texts) == intents).mean()
    assert fitted.understand(["zzz", "quiero una cita"]).tolist() == ["", "book"]
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.predict_proba(texts) == shares).all()


def test_scikit_learn_cross_validates_searches_and_draws_its_curve(
    data: tuple[np.ndarray, np.ndarray],
) -> None:
    texts, intents = data
    classifier = IntentClassifier(languages=("es", "en", "pt"))
    scores = cross_val_score(classifier, texts, intents, cv=3, scoring="f1_macro")
    assert scores.mean() > 0.5
    guesses = cross_val_predict(classifier, texts, intents, cv=3)
    assert set(guesses) <= set(intents)
    grid = {"sparse__rarity": [0.0, 1.0], "sparse__classifier": ["svm"]}
    search = GridSearchCV(classifier, grid, cv=2).fit(texts, intents)
    assert set(search.best_params_) == set(grid)
    assert parse(as_toml(search.best_estimator_.pipeline))
    sizes, _, held_out = learning_curve(classifier, texts, intents, cv=2, train_sizes=[0.5, 1.0])
    assert len(sizes) == len(held_out) == 2


def test_lists_arrays_and_frames_are_taken_alike(data: tuple[np.ndarray, np.ndarray]) -> None:
    pandas = pytest.importorskip("pandas")
    texts, intents = data
    frame = pandas.DataFrame(texts, columns=["text", "language"])
    by_array = IntentClassifier(languages=("es", "en", "pt")).fit(texts, intents)
    by_list = clone(by_array).fit([tuple(row) for row in texts], list(intents))
    by_frame = clone(by_array).fit(frame, pandas.Series(intents))
    lone = pandas.Series(["abren hoy", "quiero una cita"])
    assert by_frame.predict(frame).tolist() == by_list.predict(texts).tolist()
    assert by_frame.predict(lone).tolist() == by_array.predict(lone.tolist()).tolist()


def test_wrong_input_is_named() -> None:
    classifier = IntentClassifier()
    with pytest.raises(NotFittedError):
        classifier.predict(["hello"])
    with pytest.raises(ValueError, match="there is no text to learn from"):
        classifier.fit([], [])
    with pytest.raises(ValueError, match="2 texts and 1 intents"):
        classifier.fit(["a b", "c d"], ["x"])
    with pytest.raises(TypeError, match="texts is one text; give a list"):
        classifier.fit("hello", ["x"])
    with pytest.raises(ValueError, match=r"texts\[0\] is int"):
        classifier.fit([3], ["x"])
