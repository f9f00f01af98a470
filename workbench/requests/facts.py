"""Requests on how the bot is, measured: what the foot of the app says."""

import statistics
import threading
import time

from engine.interpreter.step import step
from engine.nodes.program import Program
from engine.project.compile import compile_bot
from engine.types.bot import Bot
from engine.types.event import Opened
from engine.types.issue import TertuliaError
from engine.types.state import State
from workbench.editor import Editor

TURNS = 30


def measure(editor: Editor, bot: str) -> None:
    """Measures a bot in the background; told as news `facts`."""
    values = editor.document.project.bots.get(bot)
    if values is not None:
        threading.Thread(target=_measure, args=(editor, bot, values), daemon=True).start()


def _measure(editor: Editor, name: str, bot: Bot) -> None:
    editor.tell("facts", {"bot": name, "turn_ms": turn_ms(bot)})


def turn_ms(bot: Bot) -> float | None:
    """What the engine needs for the bot's first turn, the median of some; None where the bot
    cannot run yet."""
    try:
        program = compile_bot(bot)
        took = [_one_turn(program) for _ in range(TURNS)]
    except TertuliaError:
        return None
    return statistics.median(took)


def _one_turn(program: Program) -> float:
    began = time.perf_counter()
    step(program, State(), Opened(time.time_ns() // 1000))
    return (time.perf_counter() - began) * 1000


REQUESTS = {"facts.measure": measure}
