"""Time of one reading beside scikit-learn's own pipeline in the same run, and of training.

    python -m tests.benchmarks.nlu_speed [--quick]

The last line is one JSON object: `p50_us` and `p99_us` of CPU a message for the sparse path on
tais_pt (and on all of BANKING77 without --quick), `ratio_sklearn` and `ratio_node_nlp` how many
times quicker that is than the FeatureUnion and LinearSVC it was checked against, and than node-nlp,
which --quick leaves out; `equal_predictions` whether scikit-learn gave the same intent for every
test message, `train_770_s` and `train_10003_s` the CPU of training. The first half of the test
messages warms each contender up, the second is timed: no message is asked twice.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version

import numpy as np
from msgspec.structs import replace
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from engine.nlu import load, train
from engine.nlu.grams import Cut, edges, marks, pairs, shape, stems
from engine.nlu.words import fold, words
from tests.benchmarks import node_nlp
from tests.benchmarks.intents import SETS, Set, bot_of, read

# The same weights as scikit-learn's vectorizers can give: rarity to the power 1.
PIPELINE = """
[[component]]
name = "sparse"
classifier = "svm"
rarity = 1.0
names = false
[[component]]
name = "calibration"
"""
PEER_MESSAGES = 300


def peer(language: str) -> Pipeline:
    """The pipeline as scikit-learn has it."""

    cut = Cut((language,))

    def analyze(text: str) -> list[str]:
        found = [shape(word) for word in words(text)]
        each = [each for word in found for each in stems(word, cut.languages)]
        return each + edges(found, cut.languages) + pairs(found, cut) + marks(text)

    def shapes(text: str) -> str:
        return " ".join(shape(word) for word in words(text))

    parts = {
        "words": TfidfVectorizer(
            preprocessor=fold, token_pattern=r"(?u)\b\w+\b", ngram_range=(1, 2), sublinear_tf=True
        ),
        "stems": TfidfVectorizer(analyzer=analyze, sublinear_tf=True),
        "pieces": TfidfVectorizer(
            preprocessor=shapes,
            analyzer="char_wb",
            ngram_range=(2, 5),
            sublinear_tf=True,
        ),
    }
    union = FeatureUnion(list(parts.items()), transformer_weights={"words": 0.5})
    return Pipeline(
        [
            ("grams", union),
            ("svm", LinearSVC(C=1.0, multi_class="crammer_singer", tol=0.1, random_state=0)),
        ]
    )


def times_us(answer: Callable[[str], object], texts: Sequence[str]) -> np.ndarray:
    """CPU microseconds of the answers to the second half of the texts."""
    half = len(texts) // 2
    for text in texts[:half]:
        answer(text)
    found = []
    for text in texts[half:]:
        start = time.thread_time_ns()
        answer(text)
        found.append((time.thread_time_ns() - start) / 1_000)
    return np.array(found)


def compare(name: str, *, with_node: bool) -> dict[str, object]:
    """Our path and the peers' on the set's test messages."""
    chosen = SETS[name]
    taught, test = read(chosen.train), read(chosen.test)
    model = train(replace(bot_of((taught, chosen.language)), nlu=PIPELINE))
    other = peer(chosen.language)
    # As the bot does, once each.
    pairs = list(dict.fromkeys(zip(*taught, strict=True)))
    other.fit([text for text, _ in pairs], [intent for _, intent in pairs])
    ours = [model.read(text).intents for text in test.texts]
    theirs = other.predict(test.texts)
    equal = [(not mine) or mine[0].intent == his for mine, his in zip(ours, theirs, strict=True)]
    fresh = load(model.save())
    mine = times_us(fresh.read, test.texts)
    his = times_us(lambda text: other.decision_function([text]), test.texts[:PEER_MESSAGES])
    node = {"ratio_node_nlp": ratio_to_node(chosen, mine)} if with_node else {}
    return node | {
        "p50_us": round(float(np.median(mine)), 1),
        "p99_us": round(float(np.quantile(mine, 0.99)), 1),
        "ratio_sklearn": round(float(np.median(his) / np.median(mine)), 1),
        "equal_predictions": bool(all(equal)),
    }


def ratio_to_node(chosen: Set, mine: np.ndarray) -> float:
    """How many times quicker our median is than node-nlp's on the same messages."""
    return round(node_nlp.run(chosen).p50_us / float(np.median(mine)), 2)


def training_s(name: str) -> float:
    """CPU seconds of training the default pipeline, cross-validation included."""
    chosen = SETS[name]
    bot = bot_of((read(chosen.train), chosen.language))
    start = time.process_time()
    train(bot)
    return round(time.process_time() - start, 2)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures of each set, then one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tais_pt and 770 phrases only")
    quick = parser.parse_args(arguments).quick
    reason = "--quick leaves it out" if quick else node_nlp.missing()
    if reason:
        print(f"node-nlp: {reason}")
    names = ("tais_pt",) if quick else ("tais_pt", "banking77")
    sets = {name: compare(name, with_node=not reason) for name in names}
    for name, figures in sets.items():
        print(name, figures)
    # The slowest set speaks for all.
    result: dict[str, object] = {
        "p50_us": max(float(str(each["p50_us"])) for each in sets.values()),
        "p99_us": max(float(str(each["p99_us"])) for each in sets.values()),
        "ratio_sklearn": min(float(str(each["ratio_sklearn"])) for each in sets.values()),
        "equal_predictions": all(each["equal_predictions"] for each in sets.values()),
        "train_770_s": training_s("banking77_10"),
    }
    result["ratio_node_nlp"] = (
        f"not measured: {reason}"
        if reason
        else min(float(str(each["ratio_node_nlp"])) for each in sets.values())
    )
    if not quick:
        result["train_10003_s"] = training_s("banking77")
    result["sets"] = sets
    result["versions"] = {name: version(name) for name in ("scikit-learn", "numpy")} | {
        "node-nlp": node_nlp.PACKAGE.partition("@")[2]
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
