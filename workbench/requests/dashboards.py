"""Requests on dashboards: which there are, counting them, who is behind a bar, files."""

import logging
import threading
import time
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from engine.nlu.quality import MessageGroup
from engine.types.issue import TertuliaError
from workbench.asking import Asking
from workbench.dashboards.choices import (
    dashboard_choices,
    dimension_choices,
    metric_choices,
    segments_of,
)
from workbench.dashboards.counted import Key
from workbench.dashboards.dashboard import Chart, Dashboard
from workbench.dashboards.files import file_of
from workbench.dashboards.kept import keep_dashboard, read_dashboards, remove_dashboard
from workbench.dashboards.measuring import CancelledError, measuring_of
from workbench.dashboards.people import behind, missed
from workbench.dashboards.prices import prices_of
from workbench.dashboards.question import Question, Shown, answer, shown
from workbench.dashboards.scope import Scope, first_period, setting_of
from workbench.dashboards.standard import standard_dashboards
from workbench.downloads import Download
from workbench.editor import Editor
from workbench.errands import send_back, send_out
from workbench.histories import histories_of
from workbench.requests.understanding import offer, open_understanding
from workbench.theme import Theme
from workbench.understanding import understanding_of

LOG = logging.getLogger(__name__)
MEMORY = "dashboards"
Kind = TypeVar("Kind")


class Asked(Struct, frozen=True):
    """What a window says of the charts that it asks for."""

    bot: str
    scope: Scope
    live: bool = False


def open_dashboards(editor: Editor, bot: str) -> None:
    """Which dashboards, metrics and dimensions there are; told as `dashboards.opened`."""
    document = editor.document
    setting = _bot(editor, bot).time_zone

    def work() -> dict[str, Any]:
        own, faults = read_dashboards(document.folder)
        has_prices = prices_of(document.folder) is not None
        measuring = measuring_of(document)
        with histories_of(document).reading() as history:
            dimensions = dimension_choices(history, document.project)
        first_us = measuring.first_us(lambda: True)
        latest_us = histories_of(document).standing.t_us
        return {
            "bot": bot,
            "dashboards": dashboard_choices((*standard_dashboards(has_prices), *own)),
            "faults": faults,
            "metrics": metric_choices(),
            "dimensions": dimensions,
            "zone": setting,
            "period": first_period(first_us, latest_us, _now_us()),
        }

    send_out(editor, "dashboards.opened", work)


# `Any` here and below: plain values of the front end, converted at once.
def count(editor: Editor, run: str, charts: Any, asked: Any, theme: Theme) -> None:
    """Counts the charts of a dashboard, in place of those asked for before; each is told as
    `dashboards.counted` when it is there."""
    wanted_charts = _read(charts, tuple[Chart, ...])
    wanted_asked = _read(asked, Asked)
    wanted = asking_of(editor).begin()

    def work() -> None:
        for place, chart in enumerate(wanted_charts):
            try:
                question = _question(editor, chart, wanted_asked, wanted)
                found = answer(question, measuring_of(editor.document), wanted)
                told = shown(found, run, place, theme, editor.language)
            except CancelledError:
                return
            except Exception as error:
                LOG.info("a chart was not counted", exc_info=True)
                told = Shown(run, place, error=str(error) or type(error).__name__)
            # A query that was interrupted fails in many ways; only who still waits hears of it.
            if wanted():
                editor.tell("dashboards.counted", told)

    threading.Thread(target=work, name="dashboards", daemon=True).start()


def cancel(editor: Editor) -> None:
    """Nobody waits for figures any more."""
    asking_of(editor).close()


def conversations(
    editor: Editor, chart: Any, asked: Any, key: Any, measure: str, most: int
) -> None:
    """The conversations behind a bar; told as `dashboards.conversations`."""
    wanted_chart, wanted_asked = _read(chart, Chart), _read(asked, Asked)
    wanted_key = _read(key, Key)

    def work() -> Any:
        question = _question(editor, wanted_chart, wanted_asked, _always)
        measured = answer(question, measuring_of(editor.document), _always).measured
        with histories_of(editor.document).reading() as history:
            return behind(history, measured, wanted_key, measure, most)

    send_out(editor, "dashboards.conversations", work)


def find_missed(editor: Editor, bot: str, asked: Any) -> None:
    """What was not understood in a period, in groups; told as `dashboards.missed`.
    `understanding.learn` adds the phrases of a group."""
    wanted_asked = _read(asked, Asked)
    document = editor.document
    open_understanding(editor, bot)

    def work() -> dict[str, Any]:
        question = _question(editor, Chart("understanding"), wanted_asked, _always)
        measured = answer(question, measuring_of(document), _always).measured
        with histories_of(document).reading() as history:
            texts = tuple(missed(history, measured))
        groups = understanding_of(document).grouped(bot, texts)
        offer(editor, bot, tuple(group.fix for group in groups))
        return {"messages": len(texts), "groups": [_placed(editor, bot, one) for one in groups]}

    send_out(editor, "dashboards.missed", work)


def file(editor: Editor, chart: Any, asked: Any, form: str, name: str, ticket: str) -> None:
    """A chart as a file; told as `dashboards.file` by its ticket."""
    wanted_chart, wanted_asked = _read(chart, Chart), _read(asked, Asked)

    def work() -> Download:
        question = _question(editor, wanted_chart, wanted_asked, _always)
        found = answer(question, measuring_of(editor.document), _always)
        standing = histories_of(editor.document).standing
        return file_of(found, form, name, standing, editor.language)

    send_back(editor, "dashboards.file", ticket, work)


def save(editor: Editor, dashboard: Any) -> str:
    """Keeps a dashboard with the project; gives its name."""
    return keep_dashboard(_read(dashboard, Dashboard), editor.document.folder)


def remove(editor: Editor, name: str) -> None:
    """Removes a dashboard from the project."""
    remove_dashboard(name, editor.document.folder)


def asking_of(editor: Editor) -> Asking:
    """What a window waits for."""
    if MEMORY not in editor.memory:
        editor.memory[MEMORY] = Asking(histories_of(editor.document))
    asking: Asking = editor.memory[MEMORY]
    return asking


def _question(editor: Editor, chart: Chart, asked: Asked, wanted: Any) -> Question:
    document = editor.document
    first_us = measuring_of(document).first_us(wanted)
    times_us = (first_us, histories_of(document).standing.t_us)
    segments = segments_of(document.project)
    zone, prices = _bot(editor, asked.bot).time_zone, prices_of(document.folder)
    setting = setting_of(zone, _now_us(), times_us, segments, prices)
    return Question(chart, asked.scope, setting, asked.live)


def _bot(editor: Editor, name: str) -> Any:
    bots = editor.document.project.bots
    if not bots:
        raise TertuliaError("the project has no bot")
    return bots.get(name) or next(iter(bots.values()))


def _placed(editor: Editor, bot: str, group: MessageGroup) -> dict[str, Any]:
    """A group of messages, with the topic of the intent that it looks like."""
    topics = editor.document.project.bots[bot].topics
    home = next((name for name, topic in topics.items() if group.intent in topic.nodes), "")
    return {**structs.asdict(group), "topic": home}


def _read(plain: Any, kind: type[Kind]) -> Kind:
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        raise TertuliaError(f"this cannot be counted: {error}") from error


def _now_us() -> int:
    return time.time_ns() // 1000


def _always() -> bool:
    return True


REQUESTS = {
    "dashboards.open": open_dashboards,
    "dashboards.count": count,
    "dashboards.cancel": cancel,
    "dashboards.conversations": conversations,
    "dashboards.missed": find_missed,
    "dashboards.file": file,
    "dashboards.save": save,
    "dashboards.remove": remove,
}
