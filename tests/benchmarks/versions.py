"""Diff, merge and versions of a large project: 200 flows, 3,000 nodes, three languages, and a
table of 50,000 rows.

    python -m tests.benchmarks.versions [--runs N]

Ours and theirs change a tenth of the nodes each, at random: texts, phrases, edges, places,
nodes added, removed and moved to other flows; and 100 rows. `keep_s` is a save of one changed flow,
`read_s` a version read back as values. Processor time; the median of the runs is given.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import structs

from engine.project.diff import by_node, diff, words
from engine.project.merge import merge
from engine.project.versions import Versions
from engine.project.write import write
from engine.types.bot import Bot, EntityTable, Node, Project, Topic

TOPICS = 200
NODES_PER_TOPIC = 15
LANGUAGES = ("es", "en", "pt")
SEED = 7


def project() -> Project:
    """A bot of 200 flows of 15 nodes each, and a table of 50,000 rows."""
    chance = random.Random(SEED)
    topics = {}
    for number in range(TOPICS):
        ids = [f"t{number}_n{index}" for index in range(NODES_PER_TOPIC)]
        nodes = {id_: _node(chance, ids, index) for index, id_ in enumerate(ids)}
        layout = {id_: (chance.random() * 900, chance.random() * 900) for id_ in ids}
        topics[f"topic_{number}"] = Topic(title=_text(chance), nodes=nodes, layout=layout)
    rows = tuple((f"item {n}", n, chance.random()) for n in range(50_000))
    tables = {"items": EntityTable(("item", "count", "price"), rows)}
    bot = Bot(id="bench", name="Bench", languages=LANGUAGES, topics=topics, entities=tables)
    return Project(name="Bench", bots={"bench": bot})


def _node(chance: random.Random, ids: list[str], index: int) -> Node:
    edges = {"next": ids[(index + 1) % len(ids)]}
    if index == 0:
        phrases = {language: [_words(chance) for _ in range(10)] for language in LANGUAGES}
        return Node("intent", params={"phrases": phrases}, edges=edges)
    if index % 3:
        return Node("say", title=_words(chance), params={"text": _text(chance)}, edges=edges)
    options = [{"id": f"o{n}", "label": _text(chance)} for n in range(4)]
    edges = {option["id"]: chance.choice(ids) for option in options}
    return Node("choices", params={"text": _text(chance), "options": options}, edges=edges)


def _text(chance: random.Random) -> dict[str, str]:
    return {language: _words(chance) for language in LANGUAGES}


def _words(chance: random.Random) -> str:
    return " ".join(f"word{chance.randrange(3000)}" for _ in range(12))


def edited(project: Project, seed: int) -> Project:
    """The project with a tenth of its nodes changed."""
    chance = random.Random(seed)
    bot = project.bots["bench"]
    topics = {
        name: structs.replace(topic, nodes=dict(topic.nodes), layout=dict(topic.layout))
        for name, topic in bot.topics.items()
    }
    names = list(topics)
    for _ in range(TOPICS * NODES_PER_TOPIC // 10):
        name = chance.choice(names)
        nodes = topics[name].nodes
        id_ = chance.choice(list(nodes))
        what = chance.randrange(6)
        if what == 0:
            nodes[f"new_{seed}_{chance.random()}"] = Node("say", edges={"next": id_})
        elif what == 1 and len(nodes) > 5:
            del nodes[id_]
        elif what == 2:
            topics[chance.choice(names)].nodes[id_] = nodes.pop(id_)
        elif what == 3:
            topics[name].layout[id_] = (chance.random(), 0.0)
        else:
            params = nodes[id_].params | {"text": _text(chance)}
            nodes[id_] = structs.replace(nodes[id_], params=params)
    rows = list(bot.entities["items"].rows)
    for _ in range(100):
        place = chance.randrange(len(rows))
        rows[place] = (*rows[place][:2], chance.random())
    rows.insert(chance.randrange(len(rows)), (f"new {seed}", 0, 0))
    tables = {"items": structs.replace(bot.entities["items"], rows=tuple(rows))}
    changed = structs.replace(bot, topics=topics, entities=tables)
    return structs.replace(project, bots={"bench": changed})


def timed(runs: int, work: Callable[[], Any]) -> float:
    """The median processor time of the work, in seconds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return round(statistics.median(times), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    base = project()
    again, ours, theirs = project(), edited(base, 1), edited(base, 2)
    changes = diff(ours, theirs)
    merged = merge(base, ours, theirs)
    found: dict[str, Any] = {
        "nodes": TOPICS * NODES_PER_TOPIC,
        "changes": len(changes),
        "conflicts": len(merged.conflicts),
        "diff_s": timed(runs, lambda: diff(ours, theirs)),
        "diff_of_equals_s": timed(runs, lambda: diff(base, again)),
        "words_s": timed(runs, lambda: [words(change, "es") for change in changes]),
        "marks_s": timed(runs, lambda: by_node(changes)),
        "merge_s": timed(runs, lambda: merge(base, ours, theirs)),
    }
    with tempfile.TemporaryDirectory() as name:
        found |= _versions(runs, base, Path(name) / "bench")
    print(json.dumps(found))


def _versions(runs: int, base: Project, folder: Path) -> dict[str, Any]:
    write(base, folder)
    versions = Versions(folder)
    first = timed(1, lambda: versions.keep(None, "saved", t_us=0))
    flow = folder / "topics" / "topic_0.flow.json"
    text = flow.read_text()
    keeps = []
    for number in range(1, 101):
        flow.write_text(text.replace("word1", f"wort{number}"))
        keeps.append(timed(1, lambda number=number: versions.keep(None, "saved", t_us=number)))
    return {
        "first_keep_s": first,
        "keep_s": round(statistics.median(keeps), 4),
        "read_s": timed(runs, lambda: versions.project(50)),
        "project_kb": sum(map(len, versions.files(1).values())) // 1024,
        "versions_kb_of_101": versions.path.stat().st_size // 1024,
    }


if __name__ == "__main__":
    main()
