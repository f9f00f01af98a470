"""The metrics of a running server, read back from its `/metrics`."""

import re
import time

import httpx
from msgspec import Struct

from engine.types.issue import TertuliaError

TIMEOUT_S = 5.0

_LINE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')

Labels = tuple[tuple[str, str], ...]


class Scrape(Struct, frozen=True):
    """All samples of a server at a moment (seconds of a clock that only goes on)."""

    at_s: float
    samples: dict[tuple[str, Labels], float]

    def value(self, name: str) -> float:
        """A sample without labels; 0 where there is none."""
        return self.samples.get((f"tertulia_{name}", ()), 0.0)

    def by(self, name: str, *labels: str) -> dict[tuple[str, ...], float]:
        """The samples of a name, by the values of some labels, summed over the others."""
        found: dict[tuple[str, ...], float] = {}
        for (sample, given), number in self.samples.items():
            if sample == f"tertulia_{name}":
                known = dict(given)
                key = tuple(known.get(label, "") for label in labels)
                found[key] = found.get(key, 0.0) + number
        return found


def scrape(url: str, key: str = "") -> Scrape:
    """The metrics of the server at an address. Raises TertuliaError where it gives none."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        got = httpx.get(f"{url.rstrip('/')}/metrics", headers=headers, timeout=TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TertuliaError(
            f"{url} cannot be reached: {error}; check the address, and that it runs"
        ) from error
    if got.status_code in {401, 403}:
        raise TertuliaError(f"{url} wants a key; give --key-file, with the scope `metrics`")
    if not got.is_success or "tertulia_up" not in got.text:
        raise TertuliaError(
            f"{url}/metrics gives no metrics of Tertulia (status {got.status_code}); check the "
            "address, and that its setting `metrics` is not `off`"
        )
    return Scrape(time.monotonic(), parse(got.text))


def parse(text: str) -> dict[tuple[str, Labels], float]:
    """The samples of a text in Prometheus' exposition format."""
    samples = {}
    for line in text.splitlines():
        found = None if line.startswith("#") else _LINE.fullmatch(line)
        if found:
            labels = tuple((name, _plain(value)) for name, value in _LABEL.findall(found[2] or ""))
            samples[found[1], labels] = float(found[3])
    return samples


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
