"""Requests on understanding: measure, figures, fixes, comparison, sliders, what to learn from."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.nlu.quality import Finding, check_phrase
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Edit, Op, Plain
from workbench.errands import send_out
from workbench.keeping import keeping_of
from workbench.repairs import repair
from workbench.theme import Theme
from workbench.understanding import shown, understanding_of

MEMORY = "understanding"


class Listening:
    """A window that hears of the measurements, and the repairs that it was offered last."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.close = end
        self.offered: dict[str, tuple[Any, ...]] = {}


def open_understanding(editor: Editor, bot: str) -> Plain:
    """A bot's figures; from now on the window hears of all as `understanding`."""
    understanding = understanding_of(editor.document)
    if MEMORY not in editor.memory:
        end = understanding.listen(
            lambda name: editor.tell("understanding", shown(understanding, name))
        )
        editor.memory[MEMORY] = Listening(end)
    return shown(understanding, bot)


def run(editor: Editor, bot: str) -> None:
    """Measures a bot."""
    understanding_of(editor.document).measure(bot)


def cancel(editor: Editor, bot: str) -> None:
    """Ends the measurement."""
    understanding_of(editor.document).cancel(bot)


def figure(editor: Editor, bot: str, name: str, theme: Theme) -> str:
    """A figure as Plotly's JSON."""
    return understanding_of(editor.document).figure(bot, name, theme, editor.language)


def effect(editor: Editor, bot: str, threshold: float, ambiguity: float) -> Plain:
    """What a setting of the two sliders does to messages."""
    return understanding_of(editor.document).effect(bot, threshold, ambiguity)


def keep_setting(
    editor: Editor, bot: str, threshold: float, ambiguity: float, label: str
) -> int | None:
    """Writes the sliders' setting into the bot's pipeline, as one edit."""
    text = editor.document.project.bots[bot].nlu
    new = with_setting(text, round(threshold, 2), round(ambiguity, 2))
    if new == text:
        return None
    edit = Edit((Op(("bots", bot, "nlu"), new),), label)
    return editor.document.edit(edit, editor.id).revision


def phrase(editor: Editor, bot: str, intent: str, text: str, language: str) -> tuple[Finding, ...]:
    """What is to be said of a phrase while it is typed."""
    return check_phrase(understanding_of(editor.document).index(bot), intent, text, language)


def fix(editor: Editor, bot: str, finding: int, choice: int) -> int:
    """Makes a repair that the latest measurement offers."""
    measured = understanding_of(editor.document).measured.get(bot)
    if measured is None or finding >= len(measured.findings):
        raise TertuliaError("these findings are not there any more; measure again")
    offered = measured.findings[finding].fixes[choice]
    edit = repair(editor.document.project.bots[bot], offered, editor.language)
    return editor.document.edit(edit, editor.id).revision


def compare(editor: Editor, bot: str, version: int) -> None:
    """What changed for the bot's phrases since a version; told as `understanding.compared`."""
    before = keeping_of(editor.document).project(version).bots.get(bot)
    if before is None:
        raise TertuliaError(f"version {version} has no bot {bot!r}; choose a later one")

    def work() -> dict[str, Any]:
        found = understanding_of(editor.document).compare(bot, before)
        return {
            "version": version,
            "sentences": found.sentences,
            "won": found.won,
            "lost": found.lost,
            "unchanged": found.unchanged,
            "p_value": found.p_value,
            "right_before": found.right_before,
            "right_after": found.right_after,
            "taken": found.taken,
            "changes": found.moved()[:200],
        }

    send_out(editor, "understanding.compared", work)


def unknown(editor: Editor, bot: str, store: str) -> None:
    """Messages of a store that were not understood, in groups; told as `understanding.unknown`."""
    path = Path(store).expanduser()
    if not path.is_file():
        raise TertuliaError(f"{store}: there is no such file; name the store that `serve` writes")

    def work() -> dict[str, Any]:
        groups = understanding_of(editor.document).unknown(bot, path)
        offer(editor, bot, tuple(group.fix for group in groups))
        return {"groups": groups}

    send_out(editor, "understanding.unknown", work)


def offer(editor: Editor, bot: str, fixes: tuple[Any, ...]) -> None:
    """Keeps the repairs of the groups that the window shows, for `learn`."""
    kept: Listening = editor.memory[MEMORY]
    kept.offered[bot] = fixes


def learn(editor: Editor, bot: str, group: int) -> int:
    """Adds the phrases of a group of messages to the intent that it looks like."""
    kept: Listening = editor.memory[MEMORY]
    offered = kept.offered.get(bot, ())
    if group >= len(offered) or offered[group] is None:
        raise TertuliaError("this group looks like no intent of the bot; make one for it")
    edit = repair(editor.document.project.bots[bot], offered[group], editor.language)
    return editor.document.edit(edit, editor.id).revision


def with_setting(text: str, threshold: float, ambiguity: float) -> str:
    """The text of nlu.toml with these settings of the component `calibration`."""
    wanted = {"threshold": threshold, "ambiguity": ambiguity}
    if not text.strip():
        names = ("language", "keywords", "entities", "sparse", "calibration", "suggestions")
        text = "\n\n".join(f'[[component]]\nname = "{name}"' for name in names) + "\n"
    lines, inside, done = [], False, False
    for line in text.splitlines():
        if line.strip().startswith("[["):
            inside = False
        if inside and line.partition("=")[0].strip() in wanted:
            continue
        lines.append(line)
        if line.strip().replace("'", '"').replace(" ", "") == 'name="calibration"':
            inside = done = True
            lines += [f"{name} = {value}" for name, value in wanted.items()]
    if not done:
        raise TertuliaError("nlu.toml has no component `calibration`; add it to keep a threshold")
    new = "\n".join(lines) + "\n"
    tomllib.loads(new)
    return new


REQUESTS = {
    "understanding.open": open_understanding,
    "understanding.run": run,
    "understanding.cancel": cancel,
    "understanding.figure": figure,
    "understanding.effect": effect,
    "understanding.keep": keep_setting,
    "understanding.phrase": phrase,
    "understanding.fix": fix,
    "understanding.compare": compare,
    "understanding.unknown": unknown,
    "understanding.learn": learn,
}
