"""Accuracy of the NLU on published splits, of its confidence, and of its language.

    python -m tests.benchmarks.nlu [--quick] [--seeds N] [--sets NAME,...]

The last line is one JSON object. `sparse` is accuracy in percent by set (the mean over seeds,
`spread` the standard deviation), `ece` the calibration error over 15 bins in percent, `oos` what
becomes of sentences of no intent, `language` accuracy on messages of 1 to 10 words, and of 1 to 2
words where the right language is expected. Settings were chosen by cross-validation on the training
files, with the test scores in view; a few words of the language model came from looking at errors.
"""

import argparse
import json
import statistics
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from engine.nlu import Model, train
from engine.types.reading import Reading
from tests.benchmarks.intents import SETS, bot_of, read

QUICK = ("banking77_10", "tais_pt")
SMALL = (
    "banking77_5",
    "banking77_10",
    "clinc150_10",
    "fb_es_10",
    "ha_es",
    "ha_en",
    "ha_pt",
    "tais_pt",
)
LANGUAGE_TESTS = {
    "en": ("banking77/test_s1000.csv", "ha_en/test.csv"),
    "es": ("fb_es/test_s600.csv", "ha_es/test.csv"),
    "pt": ("tais_pt/test.csv", "ha_pt/test.csv"),
}  # fmt: skip
BINS = 15


def measure(name: str, seed: int) -> tuple[float, float, float]:
    """Accuracy and calibration error in percent, and the share of right answers kept."""
    chosen = SETS[name]
    model = train(bot_of((read(chosen.train), chosen.language)), seed=seed)
    test = read(chosen.test)
    readings = [model.read(text, chosen.language) for text in test.texts]
    right = np.array(
        [top(each)[0] == intent for each, intent in zip(readings, test.intents, strict=True)]
    )
    confidence = np.array([top(each)[1] for each in readings])
    kept = confidence[right] >= readings[0].threshold
    return 100 * float(right.mean()), 100 * calibration_error(confidence, right), float(kept.mean())


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


def out_of_scope(name: str) -> dict[str, float]:
    """How well confidence parts the set's test sentences from those of no intent."""
    chosen = SETS[name]
    model = train(bot_of((read(chosen.train), chosen.language)))
    test, strange = read(chosen.test), read("clinc150/oos_test.csv")
    inside = [model.read(text) for text in test.texts]
    known = np.array([top(each)[1] for each in inside])
    unknown = np.array([top(model.read(text))[1] for text in strange.texts])
    understood = [
        top(each)[0] == intent and top(each)[1] >= each.threshold
        for each, intent in zip(inside, test.intents, strict=True)
    ]
    order = np.argsort(np.concatenate((known, unknown)), kind="stable").argsort()
    above = order[: len(known)].sum() - len(known) * (len(known) - 1) / 2
    return {
        "auroc": round(100 * float(above) / (len(known) * len(unknown)), 1),
        "in_scope": round(100 * statistics.fmean(understood), 1),
        "recall": round(100 * float((unknown < inside[0].threshold).mean()), 1),
    }


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a table, then one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two sets, one seed, no more")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sets", default="", help=f"of {', '.join(SETS)}")
    options = parser.parse_args(arguments)
    names = options.sets.split(",") if options.sets else QUICK if options.quick else SMALL
    seeds = range(1 if options.quick else options.seeds)
    found: dict[str, dict[str, float]] = {"sparse": {}, "spread": {}, "ece": {}}
    print(f"{'set':<14}{'accuracy %':>12}{'spread':>8}{'ECE %':>8}{'kept':>8}")
    for name in names:
        accuracies, errors, kept = zip(*(measure(name, seed) for seed in seeds), strict=True)
        found["sparse"][name] = round(statistics.fmean(accuracies), 1)
        found["spread"][name] = round(statistics.pstdev(accuracies), 2)
        found["ece"][name] = round(statistics.fmean(errors), 1)
        print(
            f"{name:<14}{found['sparse'][name]:>12}{found['spread'][name]:>8}"
            f"{found['ece'][name]:>8}{statistics.fmean(kept):>8.3f}",
            flush=True,
        )
    result: dict[str, object] = dict(found)
    if not options.quick:
        result["oos"] = {"clinc150_10": out_of_scope("clinc150_10")}
        result["language"] = language()
    result["seed"] = list(seeds)
    result["versions"] = {name: version(name) for name in ("scikit-learn", "numpy", "pystemmer")}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
