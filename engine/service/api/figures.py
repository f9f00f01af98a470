"""The API's part for who measures: metrics and funnels of what happened."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from engine.runtime.runtime import Runtime
from engine.service.api.operations import Operation, Parameter
from engine.service.bodies import read_body
from engine.service.errors import ServiceError, answer
from engine.service.figures import Figures
from engine.service.requests import number_of
from engine.service.settings import Settings
from engine.types.bot import Segment
from engine.types.issue import TertuliaError
from engine.types.value import Text

if TYPE_CHECKING:
    from engine.analytics.funnel import FunnelSpec
    from engine.analytics.history import History
    from engine.analytics.rollups import Rollups

METRICS_AT, FUNNELS_AT = "/api/v1/metrics", "/api/v1/funnels"
Row = dict[str, str | int | float | None]
Cells = dict[str, int | float | None]


class Reached(Struct, frozen=True):
    """How far the history went: its highest number, and its latest time in microseconds."""

    seq: int
    t_us: int


class MeasureOf(Struct, frozen=True):
    """A measure: its name, its titles by language, and its unit."""

    name: str
    title: Text
    unit: str


class MetricOf(Struct, frozen=True):
    """A metric: what it answers, its measures, and by what it may be broken down and filtered."""

    name: str
    title: Text
    about: Text
    measures: tuple[MeasureOf, ...]
    columns: tuple[str, ...]


class MetricsOf(Struct, frozen=True):
    """The metrics there are."""

    metrics: tuple[MetricOf, ...]


class MetricFigures(Struct, frozen=True):
    """The figures of a metric: of the whole period (`totals`), of the one before (`previous`, if it
    was asked for), by value of the breakdown (`values`), by stretch of time and value (`rows`).

    Where `digest` and `watermark` are equal, the figures are. Of nothing, counts are 0 and means,
    shares and percentiles null.
    """

    metric: str
    query: dict[str, object]
    measures: tuple[MeasureOf, ...]
    since: str
    until: str
    totals: Cells
    values: tuple[Row, ...]
    rows: tuple[Row, ...]
    digest: str
    watermark: Reached
    previous: Cells | None = None


class FunnelFigures(Struct, frozen=True):
    """The figures of a funnel: a row a step and value of the breakdown, as `tertulia funnel --json`
    has them, with the funnel's digest and how far the history went."""

    digest: str
    watermark: Reached
    rows: tuple[Row, ...]


class MetricsApi:
    """The operations on what happened."""

    def __init__(self, runtime: Runtime, settings: Settings, figures: Figures) -> None:
        self._runtime, self._settings, self._figures = runtime, settings, figures

    async def list(self, _request: Request) -> Response:
        """The metrics there are."""
        return answer(await self._figures.ask(lambda _history, _rollups: _all_metrics()))

    async def measure(self, request: Request) -> Response:
        """The figures of a metric."""
        name, words = request.path_params["name"], request.query_params
        top = int(number_of(request, "top", 1, 1000, 25))
        segment = self._segment(words.get("segment", ""))
        is_compared = words.get("compare", "") in {"true", "1"}
        prices = Path(self._settings.prices_file) if self._settings.prices_file else None

        def question(_history: "History", rollups: "Rollups") -> object:
            from engine.analytics.metrics import METRICS
            from engine.analytics.metrics.answer import answer_of
            from engine.analytics.metrics.asking import asked, read_prices

            if name not in METRICS:
                raise _unknown("metric", name, f"choose of {', '.join(METRICS)}")
            query = asked(
                METRICS[name],
                period=words.get("period", ""),
                zone=words.get("zone", "UTC"),
                grain=words.get("grain", ""),
                by=words.get("by", ""),
                top=top,
                where=words.getlist("where"),
                variables=words.getlist("variable"),
                tags=words.getlist("tag"),
                segment=segment,
                compare=is_compared,
                prices=read_prices(prices) if prices else None,
            )
            now_us = None if words.get("period") == "all" else time.time_ns() // 1000
            return answer_of(rollups.measure(name, query, now_us))

        return answer(await self._figures.ask(question))

    async def count(self, request: Request) -> Response:
        """The figures of a funnel that the body describes."""
        body = await read_body(request, self._settings.body_bytes)
        return await self._funnel(body, "funnel")

    async def count_named(self, request: Request) -> Response:
        """The figures of a funnel that is saved on the server."""
        name = request.path_params["name"]
        body = await asyncio.to_thread(_saved, self._settings.funnels_folder, name)
        return await self._funnel(body, f"{name}.json")

    async def _funnel(self, body: bytes, name: str) -> Response:
        def question(history: "History", _rollups: "Rollups") -> object:
            from engine.analytics.funnel import count

            found = count(_spec(body, name), history)
            rows = tuple(msgspec.to_builtins(row) for row in found.rows())
            return FunnelFigures(found.spec.digest, Reached(*_end(found.watermark)), rows)

        return answer(await self._figures.ask(question))

    def _segment(self, name: str) -> Segment | None:
        """A segment of the current bots."""
        if not name:
            return None
        bots = self._runtime.loaded.bots.values()
        found = {key: each for bot in bots for key, each in bot.segments.items()}
        if name not in found:
            known = ", ".join(sorted(found)) or "none"
            raise _unknown("segment", name, f"choose of: {known}")
        return found[name]

    def operations(self) -> tuple[Operation, ...]:
        """What is asked by the API."""
        words = (
            Parameter("period", "`30min`, `24h`, `7d`, `4w`, `3mo`, two days with `..` between "
                      "them, or `all`.", "string"),
            Parameter("zone", "The time zone of days and hours; `UTC` unless given.", "string"),
            Parameter("grain", "A row each `minute`, `hour`, `day`, `week`, `month`, or one in "
                      "`total`.", "string"),
            Parameter("by", "A row for each value of a column.", "string"),
            Parameter("top", "Of how many values; the rest is one."),
            Parameter("where", "Only with values of a column, as `channel=web,sms`; may be "
                      "repeated.", "string"),
            Parameter("variable", "Only sessions in which a variable got a value, as "
                      "`plan=gold`; may be repeated.", "string"),
            Parameter("tag", "Only contacts with the tag; may be repeated.", "string"),
            Parameter("segment", "Only contacts of a segment of the bots.", "string"),
            Parameter("compare", "`true` for the totals of the period before.", "string"),
        )  # fmt: skip
        return (
            Operation("GET", METRICS_AT, "What can be measured", "analytics", self.list, MetricsOf),
            Operation("GET", f"{METRICS_AT}/{{name}}", "Measure a metric", "analytics",
                      self.measure, MetricFigures, parameters=words),
            Operation("POST", FUNNELS_AT, "Count a funnel", "analytics", self.count, FunnelFigures,
                      dict[str, object]),
            Operation("GET", f"{FUNNELS_AT}/{{name}}", "Count a saved funnel", "analytics",
                      self.count_named, FunnelFigures),
        )  # fmt: skip


def _all_metrics() -> MetricsOf:
    from engine.analytics.metrics import METRICS, dimensions_of

    return MetricsOf(
        tuple(
            MetricOf(
                each.name,
                each.title,
                each.about,
                tuple(MeasureOf(one.name, one.title, one.unit) for one in each.measures),
                dimensions_of(each),
            )
            for each in METRICS.values()
        )
    )


def _spec(body: bytes, name: str) -> "FunnelSpec":
    """The funnel that a text describes. Raises TertuliaError where it is none."""
    from engine.analytics.funnel.check import require_sense
    from engine.project.read import decode_funnel

    spec, issues = decode_funnel(body, name)
    if spec is None:
        raise TertuliaError("; ".join(f"{one.location}: {one.message}" for one in issues))
    require_sense(spec)
    return spec


def _saved(folder: str, name: str) -> bytes:
    """A funnel of the folder, among those that are there."""
    saved = {file.stem: file for file in Path(folder).glob("*.json")} if folder else {}
    if name not in saved:
        raise _unknown("funnel", name, "name a file of the setting `funnels_folder`")
    return saved[name].read_bytes()


def _end(watermark: Any) -> tuple[int, int]:  # Any: its type is the extra's
    return watermark.seq, watermark.t_us


def _unknown(what: str, name: str, remedy: str) -> ServiceError:
    return ServiceError(404, "not-found", f"there is no {what} {name!r}", remedy)
