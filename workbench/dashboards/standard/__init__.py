"""The dashboards that everybody has: files as a project's own are."""

from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from engine.analytics.metrics import METRICS
from workbench.dashboards.dashboard import Chart, Dashboard
from workbench.dashboards.kept import read_dashboard
from workbench.dashboards.prices import is_priced

ORDER = ("now", "users", "starts", "understanding", "agents", "campaigns", "quality")
# All that no other shows, as metrics of a plug-in.
MORE = {"es": "Otras métricas", "en": "Other metrics", "pt": "Outras métricas"}


@lru_cache(maxsize=2)
def standard_dashboards(has_prices: bool) -> tuple[Dashboard, ...]:
    """The dashboards in their order, without charts of metrics that are not there, or of what costs
    where nobody says how much; the last has the metrics that no other shows, if there are any."""
    found = [_known(read_dashboard(Path(__file__).parent / f"{name}.json")) for name in ORDER]
    shown = {chart.metric for dashboard in found for chart in dashboard.charts}
    left = tuple(Chart(name, wide=True) for name in METRICS if name not in shown)
    more = Dashboard(title=MORE, name="more", charts=left)
    shown_all = (*found, more)
    return tuple(_affordable(each, has_prices) for each in shown_all if each.charts)


def _affordable(dashboard: Dashboard, has_prices: bool) -> Dashboard:
    kept = [one for one in dashboard.charts if has_prices or not is_priced(METRICS[one.metric])]
    return replace(dashboard, charts=tuple(kept))


def _known(dashboard: Dashboard) -> Dashboard:
    charts = tuple(chart for chart in dashboard.charts if chart.metric in METRICS)
    return replace(dashboard, charts=charts, own=False)
