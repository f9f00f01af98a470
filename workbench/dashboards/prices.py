"""What messages cost, where the project says it: `prices.json` in its folder."""

from pathlib import Path

from engine.analytics.metrics import Metric
from engine.analytics.metrics.asking import read_prices
from engine.analytics.metrics.query import Prices

FILE = "prices.json"


def prices_of(folder: Path) -> Prices | None:
    """The prices of a project; None where it says none. Raises TertuliaError where the file cannot
    be read."""
    file = folder / FILE
    return read_prices(file) if file.is_file() else None


def is_priced(metric: Metric) -> bool:
    """Whether a metric says little without prices."""
    return any(measure.unit == "money" for measure in metric.measures)
