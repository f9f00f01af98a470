"""The sets of sentences that the NLU is measured on, read where they lie as bots and messages."""

import csv
from pathlib import Path
from typing import NamedTuple

from engine.types.bot import Bot, Node, Topic

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "intents"


class Sentences(NamedTuple):
    """Sentences with their intents."""

    texts: list[str]
    intents: list[str]


class Set(NamedTuple):
    """A published split: files under the folder of sets, and their language."""

    train: str
    test: str
    language: str


SETS = {
    "banking77_5": Set("banking77/train_5.csv", "banking77/test.csv", "en"),
    "banking77_10": Set("banking77/train_10.csv", "banking77/test.csv", "en"),
    "banking77": Set("banking77/train_full.csv", "banking77/test.csv", "en"),
    "clinc150_10": Set("clinc150/train_10.csv", "clinc150/test.csv", "en"),
    "clinc150": Set("clinc150/train.csv", "clinc150/test.csv", "en"),
    "fb_es_10": Set("fb_es/train_10.csv", "fb_es/test_s600.csv", "es"),
    "fb_es": Set("fb_es/train.csv", "fb_es/test.csv", "es"),
    "ha_es": Set("ha_es/train.csv", "ha_es/test.csv", "es"),
    "ha_en": Set("ha_en/train.csv", "ha_en/test.csv", "en"),
    "ha_pt": Set("ha_pt/train.csv", "ha_pt/test.csv", "pt"),
    "tais_pt": Set("tais_pt/train.csv", "tais_pt/test.csv", "pt"),
}


def read(file: str) -> Sentences:
    """The sentences of a file of the folder of sets."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Sentences([row["text"] for row in rows], [row.get("intent", "") for row in rows])


def bot_of(*parts: tuple[Sentences, str]) -> Bot:
    """A bot that has these sentences as phrases, in the language beside them."""
    phrases: dict[str, dict[str, list[str]]] = {}
    for sentences, language in parts:
        for text, intent in zip(*sentences, strict=True):
            phrases.setdefault(intent, {}).setdefault(language, []).append(text)
    nodes = {intent: Node("intent", params={"phrases": said}) for intent, said in phrases.items()}
    languages = tuple(dict.fromkeys(language for _, language in parts))
    return Bot(languages=languages, topics={"all": Topic(nodes=nodes)})
