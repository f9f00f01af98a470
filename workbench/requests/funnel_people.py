"""Requests on the people behind a number of a funnel: who, what was said, what they did next."""

from typing import Any

import pyarrow.compute as pc

from engine.analytics.funnel import Funnel
from engine.analytics.paths import NextActions, next_actions
from workbench.editor import Editor
from workbench.errands import send_back, send_out
from workbench.funnels.counting import Counted, counting_of
from workbench.funnels.paths import Next, next_told
from workbench.funnels.people import PAGE, Chosen, missed, people, told, transcript
from workbench.histories import histories_of
from workbench.requests.funnels import bot_of
from workbench.requests.understanding import offer, open_understanding
from workbench.understanding import understanding_of


def find_people(
    editor: Editor,
    key: str,
    step: int,
    dropped: bool = False,
    value: str | None = None,
    offset: int = 0,
) -> None:
    """Those whom a number counts, `PAGE` at a time; told as `funnels.people`."""
    counted = counting_of(editor.document).known(key)
    chosen = Chosen(step, dropped, value)
    funnel = _funnel(counted, chosen)

    def work() -> dict[str, Any]:
        with histories_of(editor.document).reading() as history:
            found = told(funnel, chosen, history, offset)
        return {
            "key": key,
            "chosen": chosen,
            "offset": offset,
            "total": people(funnel, chosen).num_rows,
            "page": PAGE,
            "people": found,
        }

    send_out(editor, "funnels.people", work)


def read_transcript(editor: Editor, conversation: str) -> None:
    """A conversation line by line; told as `funnels.transcript`."""

    def work() -> dict[str, Any]:
        with histories_of(editor.document).reading() as history:
            return {"conversation": conversation, "lines": transcript(history, conversation)}

    send_out(editor, "funnels.transcript", work)


def find_misses(
    editor: Editor, bot: str, key: str, step: int, dropped: bool = False, value: str | None = None
) -> None:
    """Messages of these people, since they came to their step, that were not understood, in
    groups; told as `funnels.misses`. `understanding.learn` adds the phrases of a group."""
    counted = counting_of(editor.document).known(key)
    chosen = Chosen(step, dropped, value)
    open_understanding(editor, bot)

    def work() -> dict[str, Any]:
        funnel = _funnel(counted, chosen)
        with histories_of(editor.document).reading() as history:
            texts = missed(funnel, chosen, history)
        groups = understanding_of(editor.document).grouped(bot, tuple(texts))
        offer(editor, bot, tuple(group.fix for group in groups))
        return {"groups": groups}

    send_out(editor, "funnels.misses", work)


def find_next(
    editor: Editor,
    bot: str,
    key: str,
    step: int,
    ticket: str,
    dropped: bool = False,
    value: str | None = None,
) -> None:
    """What these people did next, the most frequent first; told as `funnels.next`."""
    counted, drawn = counting_of(editor.document).known(key), bot_of(editor, bot)
    chosen = Chosen(step, dropped, value)

    def work() -> list[Next]:
        with histories_of(editor.document).reading() as history:
            found = next_actions(_funnel(counted, chosen), history, step, dropped=dropped)
        if value is not None:
            mine = pc.equal(found.people["value"], value)
            found = NextActions(found.people.filter(mine))
        return next_told(found, drawn, editor.language)

    send_back(editor, "funnels.next", ticket, work)


def _funnel(counted: Counted, chosen: Chosen) -> Funnel:
    # Of one value it is the broken down funnel that counts, of all the whole one.
    return counted.whole if chosen.value is None else counted.funnel


REQUESTS = {
    "funnels.people": find_people,
    "funnels.transcript": read_transcript,
    "funnels.misses": find_misses,
    "funnels.next": find_next,
}
