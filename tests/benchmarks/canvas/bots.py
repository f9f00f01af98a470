"""Bots of a size, made by chance from a seed: the same each time."""

import random
from pathlib import Path

from engine.project.new import new_bot
from engine.project.write import write
from engine.types.bot import Bot, Node, Project, Topic, Variable

SEED = 11
LANGUAGES = ("es", "en", "pt")
# The kinds of a drawn flow, as the sample bots mix them.
_KINDS = ("say", "say", "say", "choices", "ask", "branch", "set", "goto", "http")
# How far apart the nodes lie.
COLUMN, ROW = 240, 190


def drawn_bot(name: str, sizes: tuple[int, ...]) -> Bot:
    """A bot with one topic a size, called `n50` and so on, laid out from left to right."""
    chance = random.Random(SEED)
    topics = {f"n{size}": topic(f"n{size}", size, chance) for size in sizes}
    return _bot(name, topics)


def large_bot(name: str, topics: int = 200, nodes: int = 3_000, phrases: int = 20_000) -> Bot:
    """A bot as large as the largest programmes, with phrases to search through."""
    chance = random.Random(SEED)
    made = {}
    for number in range(topics):
        title = f"t{number:03}"
        made[title] = topic(title, nodes // topics, chance, phrases // topics // len(LANGUAGES))
    return _bot(name, made)


def topic(name: str, size: int, chance: random.Random, phrases: int = 8) -> Topic:
    """A topic of `size` nodes: intents, each with a flow behind it."""
    nodes: dict[str, Node] = {}
    layout: dict[str, tuple[float, float]] = {}
    high = column_of(size)
    for number in range(size):
        ids = [f"{name}_{other}" for other in range(number + 1, min(size, number + 6))]
        if number % high == 0:
            node = _intent(chance, ids, phrases)
        else:
            node = _node(chance.choice(_KINDS), chance, ids, name)
        nodes[f"{name}_{number}"] = node
        layout[f"{name}_{number}"] = (number // high * COLUMN, number % high * ROW)
    title = dict.fromkeys(LANGUAGES, name)
    return Topic(title=title, nodes=nodes, layout=layout)


def column_of(size: int) -> int:
    """How many nodes stand in a column."""
    return max(4, int(size**0.5))


def save(bot: Bot, folder: Path) -> Path:
    """Writes the bot into a folder of its own; gives the folder."""
    home = folder / bot.id
    home.mkdir(parents=True)
    write(Project(name=bot.name, bots={bot.id: bot}), home)
    return home


def _bot(name: str, topics: dict[str, Topic]) -> Bot:
    made = new_bot(name, name.title(), LANGUAGES)
    fields = {field: getattr(made, field) for field in made.__struct_fields__}
    fields["topics"] = {**made.topics, **topics}
    fields["variables"] = {"answer": Variable(), "result": Variable()}
    return Bot(**fields)


def _words(chance: random.Random, least: int, most: int) -> str:
    syllables = [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
    count = chance.randint(least, most)
    return " ".join(
        "".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(count)
    )


def _text(chance: random.Random, least: int = 6, most: int = 22) -> dict[str, str]:
    return {language: _words(chance, least, most).capitalize() for language in LANGUAGES}


def _intent(chance: random.Random, ids: list[str], phrases: int) -> Node:
    said = {language: [_words(chance, 3, 8) for _ in range(phrases)] for language in LANGUAGES}
    edges = {"next": ids[0]} if ids else {}
    return Node("intent", title=_words(chance, 1, 3), params={"phrases": said}, edges=edges)


def _node(kind: str, chance: random.Random, ids: list[str], name: str) -> Node:
    params: dict[str, object] = {"text": _text(chance)}
    ports = ["next"]
    if kind == "choices":
        ports = [f"option_{number}" for number in range(1, chance.randint(3, 6))]
        params["options"] = [{"id": port, "label": _text(chance, 1, 2)} for port in ports]
    elif kind == "ask":
        params = {"question": _text(chance), "variable": "answer"}
        ports = ["next", "failed"]
    elif kind == "branch":
        params = {"cases": [{"id": "yes", "condition": 'answer == "x"'}]}
        ports = ["yes", "else"]
    elif kind == "set":
        params = {"variables": {"result": "1 + 1"}}
    elif kind == "goto":
        params, ports = {"target": f"{name}_0"}, []
    elif kind == "http":
        params = {"url": "https://example.org/${answer}"}
        ports = ["next", "failed", "timeout"]
    edges = {port: chance.choice(ids) for port in ports if ids}
    return Node(kind, title=_words(chance, 1, 3), params=params, edges=edges)
