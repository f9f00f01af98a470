"""The reference page of metrics, written from the metrics themselves."""

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import COMMON
from engine.analytics.metrics import METRICS
from engine.analytics.metrics.protocol import Measure, Metric

HEAD = """# Metrics

What can be measured on a [history](history.md): by `tertulia metrics`, by [the API](http-api.md),
on dashboards, by a node of the kind `metrics`, in a notebook. The number is the same everywhere.
How to ask is in [the guide](../how-to/metrics.md).

*This page is written by `python -m docs.generate`.*

Each metric counts facts of one kind, each of which belongs to one session. Every metric may be
broken down (`by`) and filtered (`where`) by {common}, and by columns of its own. `country` is
that of the person's telephone number, `user_type` is `new` in the first session of a contact,
else `returning`.

A fact counts in the hour, day, week or month in which it was: a session when it began, a
hand-over when people were asked for, a message when it was said or due. Percentiles are by
nearest rank, of times in milliseconds with three digits, rounded down. Numbers of people are
counted, never estimated.
"""


def metrics() -> str:
    """The page: a heading a metric, its facts, its measures."""
    common = ", ".join(f"`{name}`" for name in COMMON)
    return "\n".join([HEAD.format(common=common), *(_metric(METRICS[name]) for name in METRICS)])


def _metric(metric: Metric) -> str:
    facts = FACTS[metric.facts]
    own = ", ".join(f"`{name}`" for name in facts.dimensions) or "none"
    about = " ".join((facts.rows.__doc__ or "").split())
    return "\n".join([
        f"## {metric.name}\n",
        f"{metric.about['en']}\n",
        f"Facts: {metric.facts}. {about}\n",
        f"Columns of its own: {own}. Unless asked otherwise: the last `{metric.last}`"
        + (f", by `{metric.by}`.\n" if metric.by else ".\n"),
        "| measure | | unit |",
        "|---|---|---|",
        *(_measure(each) for each in metric.measures),
        "",
    ])  # fmt: skip


def _measure(measure: Measure) -> str:
    return f"| `{measure.name}` | {measure.title['en']} | {measure.unit} |"
