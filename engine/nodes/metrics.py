"""Ask what happened, in a number, and keep it in a variable."""

from collections.abc import Iterator

from msgspec import field

from engine.expressions import ExpressionFault
from engine.expressions.values import plain
from engine.nodes.awaiting import FAILED, answer_for, await_answer, keep_waiting
from engine.nodes.checks import required
from engine.nodes.fields import Params, SegmentName, Tag, Template, VariableName
from engine.nodes.patterns import matches
from engine.nodes.protocol import NEXT, Context, Finding, Kind, Leave, Restart, Stay
from engine.types.effect import AskMetric
from engine.types.event import Event
from engine.types.limits import Limits

EMPTY = "empty"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
PERIOD = rf"[1-9][0-9]{{0,4}}(?:min|h|d|w|mo)|all|{_DAY}|{_DAY}\.\.{_DAY}"


class Metrics(Params, frozen=True, kw_only=True):
    """Puts a number of what happened into `variable`: a `measure` of a metric, such as `waiting` of
    `queues`, over a `period` such as `30min`, `24h`, `7d`, `3mo` or `all`.

    Without `measure` it is the metric's first. `where` keeps what has these values of columns, such
    as `channel`; `tags` and `segment` those contacts. Days are the bot's. Ports: `next`, `empty`
    (a share, a mean or a time of nothing), `failed`.
    """

    metric: str
    measure: str = ""
    period: str = ""
    where: dict[str, Template] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    segment: SegmentName = ""
    variable: VariableName


def enter(params: Metrics, context: Context) -> Stay:
    key = context.key()
    asked = AskMetric(
        key,
        params.metric.strip(),
        params.measure.strip(),
        params.period.strip(),
        context.time_zone,
        {name: context.fill(value) for name, value in params.where.items()},
        tuple(context.fill(tag) for tag in params.tags),
        params.segment,
    )
    return await_answer(asked, key)


def resume(params: Metrics, context: Context, event: Event | Restart) -> Leave | Stay:
    answer = answer_for(context, event)
    if answer is None:
        return keep_waiting(context)
    if answer.port == EMPTY:
        return Leave(EMPTY, variables={params.variable: None})
    try:
        number = plain(answer.value)
    except ExpressionFault as fault:
        context.warn("metric-failed", str(fault))
        return Leave(FAILED)
    if answer.port != "ok" or isinstance(number, bool) or not isinstance(number, int | float):
        context.warn("metric-failed", answer.error or answer.port)
        return Leave(FAILED)
    return Leave(variables={params.variable: number})


def ports(_params: Metrics) -> tuple[str, ...]:
    return (NEXT, EMPTY, FAILED)


def check(params: Metrics, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.metric, "metric", "name the metric, such as users or queues")
    yield from required(params.variable, "variable", "name the variable for the number")
    if params.period.strip() and not matches(PERIOD, params.period.strip()):
        yield Finding(
            "bad-period",
            "period",
            f"{params.period!r} is no period",
            "write it as 30min, 24h, 7d, 4w, 3mo, all, or two days with .. between them",
        )


KIND = Kind(
    name="metrics",
    params=Metrics,
    group="connect",
    title={"es": "Consultar una métrica", "en": "Ask a metric", "pt": "Consultar uma métrica"},
    icon="metrics",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
)
