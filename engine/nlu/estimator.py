"""The understanding of intents as an estimator of scikit-learn, for its tools.

    classifier = IntentClassifier(languages=("es",))
    cross_val_score(classifier, texts, intents, cv=5)
    GridSearchCV(classifier, {"sparse__rarity": [0.5, 0.7, 1.0]}).fit(texts, intents)

Apart from `engine.nlu`, which does without scikit-learn where nothing is trained.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.nlu.evaluation.trial import NO_INTENT
from engine.nlu.examples import Example, examples
from engine.nlu.model import Model
from engine.nlu.pipeline import DEFAULT, Step, make, parse
from engine.nlu.training import train_on
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

try:
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils.validation import check_is_fitted
except ImportError as error:
    raise TertuliaError(
        "the estimator needs scikit-learn, which is not installed here; run"
        " `pip install tertulia[train]`"
    ) from error

Texts = Sequence[str] | Sequence[Sequence[str]] | NDArray[Any]


class IntentClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # no types there
    """A classifier of texts into intents: what `train` makes of a bot that has these phrases.

    `fit` and `predict` take texts, or pairs of text and language; a lone text is in the first of
    `languages`. `pipeline` is a list of steps, or the text of an nlu.toml. Settings of components
    are parameters as `component__setting`, such as `sparse__rarity` or `calibration__keep`.
    """

    def __init__(
        self,
        languages: Sequence[str] = ("en",),
        pipeline: Sequence[Step] | str = DEFAULT,
        seed: int = 0,
    ) -> None:
        self.languages = languages
        self.pipeline = pipeline
        self.seed = seed

    def fit(self, texts: Texts, intents: Sequence[str] | NDArray[Any]) -> "IntentClassifier":
        """Learns the texts. `classes_` are the intents, sorted; `model_` reads messages."""
        said = _pairs(texts, self.languages[0])
        if len(said) != len(intents):
            raise ValueError(f"{len(said)} texts and {len(intents)} intents; give one for each")
        if not said:
            raise ValueError("there is no text to learn from; give at least one")
        found = [
            Example(str(intent), language, text)
            for (text, language), intent in zip(said, intents, strict=True)
        ]
        self.classes_ = np.unique([each.intent for each in found])
        self.model_ = train_on(self._bot(), found, seed=self.seed)
        return self

    def predict(self, texts: Texts) -> NDArray[Any]:
        """The likeliest intent of each text, shape (n_texts)."""
        chances = self.predict_proba(texts)
        best: NDArray[Any] = self.classes_[chances.argmax(axis=1)]
        return best

    def predict_proba(self, texts: Texts) -> NDArray[Any]:
        """The confidence in each intent, shape (n_texts, n_intents).

        A row may sum to less than 1: the rest is the chance that no intent is meant.
        """
        check_is_fitted(self)
        model: Model = self.model_
        said = _pairs(texts, self.languages[0])
        chances = np.zeros((len(said), len(self.classes_)))
        columns = np.searchsorted(self.classes_, model.header.intents)
        for row, (text, language) in enumerate(said):
            found = model.draft(text, language).chances
            if found is not None:
                chances[row, columns] = found
        return chances

    def understand(self, texts: Texts) -> NDArray[Any]:
        """As `predict`, with "" where confidence stays under the bot's own threshold."""
        check_is_fitted(self)
        guesses = self.predict(texts).astype(object)
        said = _pairs(texts, self.languages[0])
        for row, (text, language) in enumerate(said):
            reading = self.model_.read(text, language)
            best = reading.intents[0].confidence if reading.intents else 0.0
            if best < reading.threshold:
                guesses[row] = NO_INTENT
        return guesses

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters; with `deep`, those of every component too."""
        found = {name: getattr(self, name) for name in ("languages", "pipeline", "seed")}
        if not deep:
            return found
        for name, component in make(_steps(self.pipeline)):
            for setting in component.settings.__struct_fields__:
                found[f"{name}__{setting}"] = getattr(component.settings, setting)
        return found

    def set_params(self, **params: Any) -> "IntentClassifier":
        """Sets parameters; a component's setting changes its step of the pipeline."""
        nested = {name: value for name, value in params.items() if "__" in name}
        for name in params.keys() - nested.keys():
            if name not in {"languages", "pipeline", "seed"}:
                raise ValueError(
                    f"unknown parameter {name!r}; it is one of languages, pipeline, seed, or"
                    " a component's setting such as sparse__rarity"
                )
            setattr(self, name, params[name])
        if nested:
            self.pipeline = _changed(_steps(self.pipeline), nested)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

    def _bot(self) -> Bot:
        written = self.pipeline if isinstance(self.pipeline, str) else as_toml(self.pipeline)
        return Bot(languages=tuple(self.languages), nlu=written)


def sentences(bot: Bot) -> tuple[NDArray[Any], NDArray[Any]]:
    """A bot's phrases as pairs of text and language, (n, 2), and their intents, (n)."""
    found = examples(bot)
    pairs = np.array([(each.text, each.language) for each in found], dtype=object)
    return pairs.reshape(-1, 2), np.array([each.intent for each in found], dtype=object)


def as_toml(steps: Sequence[Step]) -> str:
    """The steps as the text of an nlu.toml: what was found best, ready to keep."""
    tables = []
    for step in steps:
        # Settings are texts, numbers and flags, which TOML writes as JSON does.
        lines = [f"{name} = {json.dumps(value)}" for name, value in step.settings.items()]
        tables.append("\n".join(["[[component]]", f'name = "{step.name}"', *lines, ""]))
    return "\n".join(tables)


def _steps(pipeline: Sequence[Step] | str) -> tuple[Step, ...]:
    return parse(pipeline) if isinstance(pipeline, str) else tuple(pipeline)


def _changed(steps: Sequence[Step], nested: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps with these settings, each named `component__setting`."""
    changed = {step.name: step for step in steps}
    for name, value in nested.items():
        component, _, setting = name.partition("__")
        if component not in changed:
            raise ValueError(
                f"{name!r}: the pipeline has no component {component!r}; it has"
                f" {', '.join(changed)}"
            )
        step = changed[component]
        changed[component] = replace(step, settings={**step.settings, setting: value})
    made = tuple(changed.values())
    parse(as_toml(made))
    return made


def _pairs(texts: Texts, language: str) -> list[tuple[str, str]]:
    """Texts with their languages; a lone text is in the language given."""
    if isinstance(texts, str):
        raise TypeError("texts is one text; give a list of them")
    # Arrays, frames and series of whatever library give their rows so.
    listed = np.asarray(texts, dtype=object).tolist() if hasattr(texts, "__array__") else texts
    pairs = []
    for row, each in enumerate(listed):
        match each:
            case str():
                pairs.append((str(each), language))
            case [str(text), str(spoken)]:
                pairs.append((text, spoken))
            case _:
                raise ValueError(
                    f"texts[{row}] is {type(each).__name__}; give texts, or pairs of text and"
                    " language"
                )
    return pairs
