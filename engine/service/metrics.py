"""Counters, gauges and histograms, and their text in Prometheus' exposition format 0.0.4.

Written by hand: the usual client costs a quarter of the time in which the service starts.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
HOW_MANY = (0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)

Labels = tuple[str, ...]


class Counter:
    """A number that only grows, one for each set of label values."""

    kind = "counter"

    def __init__(self, name: str, about: str, labels: Labels = ()) -> None:
        self.name, self.about, self.labels = name, about, labels
        self._values: dict[Labels, float] = {} if labels else {(): 0.0}

    def add(self, *values: str, amount: float = 1) -> None:
        """Counts on, under these label values."""
        self._values[values] = self._values.get(values, 0.0) + amount

    def samples(self) -> Iterable[str]:
        """Its lines."""
        for values, number in sorted(self._values.items()):
            yield _line(self.name, zip(self.labels, values, strict=True), number)


class Gauge:
    """A number as it stands now, one for each set of label values."""

    kind = "gauge"

    def __init__(
        self,
        name: str,
        about: str,
        value: float | Mapping[Labels, float],
        labels: Labels = (),
    ) -> None:
        self.name, self.about, self.labels = name, about, labels
        self._values: dict[Labels, float] = (
            dict(value) if isinstance(value, Mapping) else {(): value}
        )

    def put(self, value: float, *values: str) -> None:
        """Stands at a number from now on, under these label values."""
        self._values[values] = value

    def samples(self) -> Iterable[str]:
        """Its lines."""
        for values, number in sorted(self._values.items()):
            yield _line(self.name, zip(self.labels, values, strict=True), number)


class Histogram:
    """How many observations fell under each bound."""

    kind = "histogram"

    def __init__(self, name: str, about: str, bounds: Sequence[float] = SECONDS) -> None:
        self.name, self.about, self._bounds = name, about, bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        """Counts one observation."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def samples(self) -> Iterable[str]:
        """Its lines: cumulative counts, their sum and their number."""
        total = 0
        for bound, count in zip((*map(_number, self._bounds), "+Inf"), self._counts, strict=True):
            total += count
            yield _line(f"{self.name}_bucket", (("le", bound),), total)
        yield _line(f"{self.name}_sum", (), self._sum)
        yield _line(f"{self.name}_count", (), total)


Metric = Counter | Gauge | Histogram


def exposition(metrics: Iterable[Metric]) -> str:
    """All metrics as Prometheus reads them."""
    lines: list[str] = []
    for metric in metrics:
        lines.append(f"# HELP {metric.name} {metric.about}")
        lines.append(f"# TYPE {metric.name} {metric.kind}")
        lines.extend(metric.samples())
    return "\n".join(lines) + "\n"


def _line(name: str, labels: Iterable[tuple[str, str]], value: float) -> str:
    inner = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels)
    return f"{name}{{{inner}}} {_number(value)}" if inner else f"{name} {_number(value)}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
