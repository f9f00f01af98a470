"""A bot in two versions: the second has other nodes where the first one waits."""

from engine.runtime.loading import load
from engine.types.bot import Bot, Node, Project, Topic, Variable


def menu(*names: str, **edges: str) -> Node:
    options = [{"id": name, "label": {"en": name.title()}} for name in names]
    return Node("choices", params={"text": {"en": "Choose"}, "options": options}, edges=edges)


def ask(question: str, to: str) -> Node:
    params = {"question": {"en": question}, "variable": "size", "type": "number"}
    return Node("ask", params=params, edges={"next": to})


COMMON = {
    "startup": Node("intent", edges={"next": "menu"}),
    "not_understood": Node("intent", edges={"next": "sorry"}),
    "sorry": Node("say", params={"text": {"en": "I did not understand: write it otherwise?"}}),
    "told": Node("say", params={"text": {"en": "Size ${size}, ${made}"}}),
    "people": Node("handoff", params={"queue": "default"}),
}
OLD = {
    **COMMON,
    "menu": menu("order", "person", order="ask_size", person="people"),
    "ask_size": ask("Which size?", "told"),
}
NEW = {
    **COMMON,
    "menu": menu("buy", "person", buy="ask_width", person="people"),
    "ask_width": ask("Which width?", "told"),
}


def project(nodes: dict[str, Node], made: str, **changes) -> Project:
    variables = {"size": Variable("number"), "made": Variable("text", made)}
    topics = {"main": Topic(nodes=nodes)}
    bot = Bot(id="shop", name="Shop", topics=topics, variables=variables, **changes)
    return Project(name="Shop", bots={"shop": bot})


OLD_PROJECT = project(OLD, "by hand")
NEW_PROJECT = project(NEW, "by machine")
OLD_LOADED = load(OLD_PROJECT, {}, "old")
NEW_LOADED = load(NEW_PROJECT, {}, "new")
