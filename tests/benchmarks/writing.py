"""Previews, writing advice and translations over the sample bots and over a large one.

    python -m tests.benchmarks.writing

Processor time. Per node, in milliseconds: a preview on every channel, and advice as one
types. Over a bot of 200
topics, 3,000 nodes and three languages, in seconds: its form of address, its rows for
translators, a catalogue out and in. The last line is JSON.
"""

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from engine.project.advice import advise, tone_of
from engine.project.localisation import export_po, import_po, texts
from engine.project.read import open_project
from engine.runtime.preview import previews
from engine.types.bot import Bot, Node, Topic

BOTS = Path(__file__).parents[2] / "datasets" / "bots"
SAMPLES = ("clinic", "shop", "city")
TOPICS = 200
NODES = 15


def large() -> Bot:
    """A bot of 200 flows: an intent, and menus and texts one after the other."""
    topics = {}
    for number in range(TOPICS):
        nodes = {f"t{number}_0": _intent(number)}
        for at in range(1, NODES):
            nodes[f"t{number}_{at}"] = _menu(number, at) if at % 3 == 0 else _say(number, at)
        topics[f"t{number}"] = Topic(nodes=nodes)
    return Bot(id="large", languages=("es", "en", "pt"), topics=topics)


def main() -> None:
    preview_ms, advice_ms = [], []
    for name in SAMPLES:
        (bot,) = open_project(BOTS / name).bots.values()
        tone = tone_of(bot)
        for topic, one in bot.topics.items():
            for node in one.nodes:
                preview_ms.append(_ms(partial(previews, bot, node)))
                advice_ms.append(_ms(partial(advise, bot, topic, node, tone)))
    bot = large()
    catalogue = export_po(bot, "pt")
    found = {
        "nodes": len(preview_ms),
        "preview_ms_p50": _figure(statistics.median(preview_ms)),
        "preview_ms_p99": _figure(statistics.quantiles(preview_ms, n=100)[98]),
        "advice_ms_p50": _figure(statistics.median(advice_ms)),
        "advice_ms_p99": _figure(statistics.quantiles(advice_ms, n=100)[98]),
        "large_preview_ms": _figure(_ms(lambda: previews(bot, "t100_3"))),
        "large_advice_ms": _figure(_ms(lambda: advise(bot, "t100", "t100_3", {}))),
        "large_tone_s": _figure(_ms(lambda: tone_of(bot)) / 1000),
        "large_texts_s": _figure(_ms(lambda: texts(bot)) / 1000),
        "large_export_po_s": _figure(_ms(lambda: export_po(bot, "pt")) / 1000),
        "large_import_po_s": _figure(_ms(lambda: import_po(bot, "pt", catalogue)) / 1000),
    }
    print(json.dumps(found))


def _intent(number: int) -> Node:
    phrases = {
        "es": [f"quiero saber algo de la cosa {number}"],
        "en": [f"I want to know about thing {number}"],
        "pt": [f"quero saber algo da coisa {number}"],
    }
    return Node("intent", params={"phrases": phrases}, edges={"next": f"t{number}_1"})


def _say(number: int, at: int) -> Node:
    text = {
        "es": f"La cosa {number} tiene {at} partes, y puede verlas en ${{place}} cuando quiera.",
        "en": f"Thing {number} has {at} parts, and you may see them in ${{place}} at any time.",
        "pt": f"A coisa {number} tem {at} partes, e você pode vê-las em ${{place}} quando quiser.",
    }
    return Node("say", params={"text": text}, edges={"next": f"t{number}_{(at + 1) % NODES}"})


def _menu(number: int, at: int) -> Node:
    options = [
        {
            "id": f"o{one}",
            "label": {"es": f"Opción {one}", "en": f"Option {one}", "pt": f"Opção {one}"},
        }
        for one in range(4)
    ]
    text = {"es": "¿Cuál prefiere?", "en": "Which one?", "pt": "Qual prefere?"}
    target = f"t{number}_{(at + 1) % NODES}"
    edges = dict.fromkeys((f"o{one}" for one in range(4)), target)
    return Node("choices", params={"text": text, "options": options}, edges=edges)


def _ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _figure(number: float) -> float:
    return float(f"{number:.3g}")


if __name__ == "__main__":
    main()
