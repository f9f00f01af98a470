"""A small new bot to begin with: it greets, offers a menu, hands over, and closes."""

import re
from collections.abc import Sequence
from pathlib import Path

from engine.expressions.folding import fold
from engine.project.new_texts import TEXTS, WORDS
from engine.project.write import write
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, DefaultMessage, Node, Project, Topic
from engine.types.issue import ProjectError
from engine.types.value import Text, Value


def new(
    folder: Path, name: str = "", languages: Sequence[str] = ("es",), time_zone: str = "UTC"
) -> Project:
    """Make the folder with a new bot in it; its id is the folder's name.

    Raises ProjectError where the folder holds something, or a language has no texts here.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(f"{folder} exists and is not empty; choose another folder")
    id_ = re.sub(r"\W+", "_", fold(folder.resolve().name)).strip("_") or "bot"
    bot = new_bot(id_, name or folder.resolve().name, languages, time_zone)
    project = Project(name=bot.name, bots={bot.id: bot})
    write(project, folder)
    return project


def new_bot(id_: str, name: str, languages: Sequence[str], time_zone: str = "UTC") -> Bot:
    """The new bot as values."""
    if unknown := [language for language in languages if language not in TEXTS]:
        raise ProjectError(
            f"there are no first texts in {unknown[0]!r}; begin with {', '.join(sorted(TEXTS))} "
            "and add the language to bot.json afterwards"
        )
    if not languages:
        raise ProjectError(f"the bot needs a language; name one or more of {', '.join(TEXTS)}")
    draw = _Pen(tuple(dict.fromkeys(languages)))
    return Bot(
        id=id_,
        name=name,
        languages=draw.languages,
        time_zone=time_zone,
        default_message=DefaultMessage(question=draw.text("did_you_mean")),
        topics={"welcome": _welcome(draw), "people": _people(draw), "manners": _manners(draw)},
        tests={"greeting": _greeting(draw)},
    )


class _Pen:
    """Texts and phrases by name, in the bot's languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def text(self, key: str) -> Text:
        return {language: TEXTS[language][key] for language in self.languages}

    def phrases(self, key: str) -> dict[str, object]:
        return {language: list(WORDS[language][key]) for language in self.languages}

    def say(self, key: str, **edges: str) -> Node:
        return Node("say", params={"text": dict(self.text(key))}, edges=edges)

    def intent(self, label: str, first: str, **params: Value) -> Node:
        labels: dict[str, Value] = {"label": dict(self.text(label))} if label else {}
        return Node("intent", params={**labels, **params}, edges={"next": first})

    def option(self, id_: str, **params: Value) -> dict[str, object]:
        return {"id": id_, "label": dict(self.text(f"label_{id_}")), **params}


def _welcome(draw: _Pen) -> Topic:
    parts = ("morning", "afternoon")
    cases: list[object] = [{"id": part, "condition": f'part_of_day == "{part}"'} for part in parts]
    nodes = {
        STARTUP: draw.intent("", "part_of_the_day", events=["opened"]),
        "part_of_the_day": Node(
            "branch",
            params={"cases": cases},
            edges={**{part: f"good_{part}" for part in parts}, "else": "good_evening"},
        ),
        **{f"good_{part}": draw.say(f"good_{part}", next="menu") for part in (*parts, "evening")},
        "menu": Node(
            "choices",
            params={
                "text": dict(draw.text("menu")),
                "options": [
                    draw.option("about"),
                    draw.option("person", when="agents.available > 0"),
                    draw.option("bye"),
                ],
            },
            edges={"about": "about_bot", "person": "hand_over", "bye": "say_goodbye"},
        ),
        "about": draw.intent("label_about", "about_bot", phrases=draw.phrases("about")),
        "about_bot": draw.say("about", next="to_menu"),
        "to_menu": Node("goto", params={"target": "menu"}),
        NOT_UNDERSTOOD: draw.intent("", "sorry"),
        "sorry": draw.say("sorry", next="to_menu"),
    }
    return Topic(title=draw.text("title_welcome"), nodes=nodes, layout=_in_columns(nodes))


def _people(draw: _Pen) -> Topic:
    cases: list[object] = [{"id": "somebody", "condition": "agents.available > 0"}]
    nodes = {
        "person": draw.intent("label_person", "is_anybody_there", phrases=draw.phrases("person")),
        "is_anybody_there": Node(
            "branch",
            params={"cases": cases},
            edges={"somebody": "hand_over", "else": "nobody_there"},
        ),
        "hand_over": Node(
            "handoff",
            params={"text": dict(draw.text("hand_over")), "queue": "default"},
            edges={"next": "back_again"},
        ),
        "back_again": draw.say("back_again", next="back_to_menu"),
        "nobody_there": draw.say("nobody_there", next="back_to_menu"),
        "back_to_menu": Node("goto", params={"target": "menu"}),
    }
    return Topic(title=draw.text("title_people"), nodes=nodes, layout=_in_columns(nodes))


def _manners(draw: _Pen) -> Topic:
    nodes = {
        "goodbye": draw.intent("label_bye", "say_goodbye", phrases=draw.phrases("goodbye")),
        "say_goodbye": draw.say("goodbye", next="close"),
        "insult": draw.intent("", "stay_calm", phrases=draw.phrases("insult")),
        "stay_calm": draw.say("insult", next="close"),
        "close": Node("archive"),
    }
    return Topic(title=draw.text("title_manners"), nodes=nodes, layout=_in_columns(nodes))


def _greeting(draw: _Pen) -> str:
    """A conversation test in the first language: the morning's greeting, the menu, its buttons."""
    texts = TEXTS[draw.languages[0]]
    good_morning = texts["good_morning"].partition("${")[0]
    menu = f"< {texts['menu']}\n  [{texts['label_about']}] [{texts['label_bye']}]\n"
    return (
        f"== {texts['title_welcome']}\n"
        f"@ language: {draw.languages[0]}\n"
        "@ time: 2026-03-02 09:30\n"
        "> (opened)\n"
        f"< {good_morning}...\n{menu}"
        f"> [{texts['label_about']}]\n"
        f"< {texts['about']}\n{menu}"
        f"> [{texts['label_bye']}]\n"
        f"< {texts['goodbye']}\n"
    )


def _in_columns(nodes: dict[str, Node]) -> dict[str, tuple[float, float]]:
    """Each node right of the one that leads to it, one below the other in a column."""
    column: dict[str, int] = {}
    for id_, node in nodes.items():
        column.setdefault(id_, 0)
        for to in node.edges.values():
            if to in nodes:
                column.setdefault(to, column[id_] + 1)
    used: dict[int, int] = {}
    layout: dict[str, tuple[float, float]] = {}
    for id_ in nodes:
        row = used[column[id_]] = used.get(column[id_], -1) + 1
        layout[id_] = (column[id_] * 280.0, row * 160.0)
    return layout
