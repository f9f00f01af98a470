"""Requests on funnels: what can be a step, counting, figures, traffic, files."""

import logging
import threading
from typing import Any, cast, get_args

import msgspec

from engine.analytics.funnel import FunnelSpec
from engine.analytics.funnel.check import require_sense
from engine.project.funnels.following import following
from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from workbench.asking import Asking
from workbench.downloads import Download, Format, download, table_file
from workbench.editor import Editor
from workbench.errands import send_back, send_out
from workbench.funnels.choices import choices, first_and_last, values
from workbench.funnels.counting import CancelledError, Counted, Counting, counting_of
from workbench.funnels.figures import FIGURES
from workbench.funnels.notebook import notebook
from workbench.funnels.paths import paths
from workbench.funnels.shown import shown
from workbench.funnels.traffic import traffic
from workbench.funnels.trend import points
from workbench.histories import histories_of
from workbench.plots import trend as trend_plot
from workbench.theme import Theme

LOG = logging.getLogger(__name__)

MEMORY = "funnels"


def find_choices(editor: Editor, bot: str) -> None:
    """What can be a step, and by what one can filter; told as `funnels.choices`."""
    drawn = bot_of(editor, bot)
    histories = histories_of(editor.document)

    def work() -> dict[str, Any]:
        if histories.standing.phase == "none":
            return {"bot": bot, "choices": choices(drawn, None), "values": {}, "days": (0, 0)}
        with histories.reading() as history:
            return {
                "bot": bot,
                "choices": choices(drawn, history),
                "values": values(history),
                "days": first_and_last(history),
            }

    send_out(editor, "funnels.choices", work)


def check(editor: Editor, spec: Any, bot: str = "") -> str:
    """What is wrong with a funnel, as sentences; empty where it can be counted."""
    try:
        _followed(editor, spec, bot)
    except TertuliaError as error:
        return str(error)
    return ""


def count(editor: Editor, spec: Any, bot: str = "", compare: bool = False) -> None:
    """Counts a funnel, which follows the bot's renamed nodes; told as `funnels.counted`, then what
    the other calculation gave as `funnels.checked`."""
    wanted_spec = read(spec)
    if bot:
        wanted_spec = following(wanted_spec, bot_of(editor, bot))
    require_sense(wanted_spec)
    counting = counting_of(editor.document)
    wanted = asking_of(editor).begin()

    def run() -> None:
        try:
            counted = counting.count(wanted_spec, compare=compare, wanted=wanted)
        except CancelledError:
            return
        except Exception as error:
            LOG.info("a funnel was not counted", exc_info=True)
            # A query that was interrupted fails in many ways; only who still waits hears of it.
            if wanted():
                editor.tell("funnels.counted", {"error": _sentence(error)})
            return
        if wanted():
            editor.tell("funnels.counted", shown(counted))
            _check(editor, counting, counted)

    threading.Thread(target=run, name="funnels", daemon=True).start()


def cancel(editor: Editor) -> None:
    """Nobody waits for the funnel any more."""
    asking_of(editor).close()


def figure(editor: Editor, key: str, name: str, theme: Theme) -> str:
    """A figure of a counted funnel, as Plotly's JSON."""
    draw = FIGURES.get(name)
    if draw is None:
        raise TertuliaError(f"there is no figure {name!r}")
    counted = counting_of(editor.document).known(key)
    return str(draw(counted, theme, editor.language).to_json())


def write_file(editor: Editor, key: str, form: str, name: str, ticket: str) -> None:
    """The table of a counted funnel as a file, or the notebook that makes it again; told as
    `funnels.file` by its ticket."""
    counted = counting_of(editor.document).known(key)

    def work() -> Download:
        if form == "ipynb":
            return download(f"{name}.ipynb", notebook(counted, editor.language))
        if form not in get_args(Format):
            raise TertuliaError(f"there are no files of the kind {form!r}")
        return table_file(counted.funnel.arrow(), name, cast(Format, form), about(counted))

    send_back(editor, "funnels.file", ticket, work)


def about(counted: Counted) -> dict[str, str]:
    """What a file of the funnel was made of."""
    spec, standing = counted.funnel.spec, counted.standing
    found = {
        "funnel": spec.name,
        "definition": msgspec.json.encode(spec).decode(),
        "digest": spec.digest,
        "history": standing.source,
        "up_to_row": str(standing.seq),
    }
    return {**found, "synthetic": "true"} if standing.synthetic else found


def find_trend(editor: Editor, key: str, theme: Theme, ticket: str) -> None:
    """The conversion by when they began, as a figure of Plotly's; told as `funnels.trend`."""
    counting = counting_of(editor.document)
    counted = counting.known(key)

    def work() -> str:
        found = counting.trend(counted)
        figure = trend_plot.plot(points(found), by=found.by, theme=theme, language=editor.language)
        return str(figure.to_json())

    send_back(editor, "funnels.trend", ticket, work)


def find_paths(editor: Editor, key: str, theme: Theme, ticket: str) -> None:
    """Where those who began went, as a figure of Plotly's; told as `funnels.paths`."""
    counted = counting_of(editor.document).known(key)

    def work() -> str:
        with histories_of(editor.document).reading() as history:
            return str(paths(counted.whole, history, theme, editor.language).to_json())

    send_back(editor, "funnels.paths", ticket, work)


def find_traffic(editor: Editor, bot: str, spec: Any, ticket: str) -> None:
    """What passed over the canvas, in the period and with the filters of a funnel; told as
    `funnels.traffic`, by node."""
    drawn = bot_of(editor, bot)
    scope = following(read(spec), drawn)

    def work() -> dict[str, Any]:
        with histories_of(editor.document).reading() as history:
            return {"nodes": traffic(history, drawn, scope)}

    send_back(editor, "funnels.traffic", ticket, work)


def read(spec: Any) -> FunnelSpec:
    """A funnel out of plain values. Raises TertuliaError where it is none."""
    try:
        return msgspec.convert(spec, FunnelSpec)
    except msgspec.ValidationError as error:
        raise TertuliaError(f"this is no funnel: {error}") from error


def asking_of(editor: Editor) -> Asking:
    """What a window waits for."""
    if MEMORY not in editor.memory:
        editor.memory[MEMORY] = Asking(histories_of(editor.document))
    asking: Asking = editor.memory[MEMORY]
    return asking


def _followed(editor: Editor, spec: Any, bot: str) -> FunnelSpec:
    """The funnel as the bot has its nodes and segments now. Raises TertuliaError where it makes no
    sense."""
    found = read(spec)
    if bot:
        found = following(found, bot_of(editor, bot))
    require_sense(found)
    return found


def bot_of(editor: Editor, name: str) -> Bot:
    """A bot of the open project. Raises TertuliaError where there is none of that name."""
    drawn = editor.document.project.bots.get(name)
    if drawn is None:
        raise TertuliaError(f"there is no bot {name!r}")
    return drawn


def _check(editor: Editor, counting: Counting, counted: Counted) -> None:
    try:
        checked = counting.check(counted)
    except Exception as error:
        LOG.info("a funnel was not counted again", exc_info=True)
        editor.tell("funnels.checked", {"key": counted.key, "error": _sentence(error)})
        return
    if checked is not None:
        editor.tell("funnels.checked", checked)


def _sentence(error: Exception) -> str:
    return str(error) or type(error).__name__


REQUESTS = {
    "funnels.choices": find_choices,
    "funnels.check": check,
    "funnels.count": count,
    "funnels.cancel": cancel,
    "funnels.figure": figure,
    "funnels.file": write_file,
    "funnels.trend": find_trend,
    "funnels.paths": find_paths,
    "funnels.traffic": find_traffic,
}
