"""How a fleet of servers fares, from the metrics of each, read twice."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from engine.service.scrape import Scrape


class Worker(Struct, frozen=True):
    """One server between two readings. `problem` is empty where it could be read."""

    url: str
    problem: str = ""
    bundle: str = ""
    is_up: bool = False
    is_store_up: bool = False
    is_draining: bool = False
    partitions: int = 0
    turns_per_s: float = 0.0
    failed_per_s: float = 0.0
    p50_s: float = 0.0
    p99_s: float = 0.0
    commit_p99_s: float = 0.0
    lag_s: float = 0.0
    posts_waiting: int = 0
    sockets: int = 0


class Route(Struct, frozen=True):
    """What leaves by a channel, or as effects of a kind, at all servers."""

    route: str
    waiting: int
    sent_per_s: float
    retried_per_s: float
    failed_per_s: float


class Overview(Struct, frozen=True):
    """All servers. What lies in their store is the same for each: it is taken once."""

    turns_per_s: float
    backlog: int
    oldest_s: float
    lagging_partitions: int
    partitions_held: int
    outbox: int
    dead_events: int
    dead_sends: int
    handoffs_waiting: int
    trials: dict[str, float]
    workers: tuple[Worker, ...]
    routes: tuple[Route, ...]


def overview(before: Mapping[str, Scrape | str], after: Mapping[str, Scrape | str]) -> Overview:
    """The fleet by the addresses of its servers, each read before and after a while, or with what
    kept it from being read."""
    workers = tuple(_worker(url, before.get(url, ""), now) for url, now in after.items())
    read = [each for each in after.values() if isinstance(each, Scrape)]

    def most(name: str) -> float:
        return max((each.value(name) for each in read), default=0.0)

    trials = {
        name: part for each in read for (name,), part in each.by("trial_share", "bundle").items()
    }
    return Overview(
        turns_per_s=sum(each.turns_per_s for each in workers),
        backlog=round(most("inbox_backlog")),
        oldest_s=most("oldest_event_seconds"),
        lagging_partitions=round(most("lagging_partitions")),
        partitions_held=sum(each.partitions for each in workers),
        outbox=round(most("outbox_pending")),
        dead_events=round(most("inbox_dead")),
        dead_sends=round(most("outbox_dead")),
        handoffs_waiting=round(most("handoffs_waiting")),
        trials=trials,
        workers=workers,
        routes=_routes(before, after),
    )


def _worker(url: str, before: Scrape | str, now: Scrape | str) -> Worker:
    if isinstance(now, str):
        return Worker(url, now)
    old = before if isinstance(before, Scrape) else now
    turns = _rates(old, now, "turns_total", "outcome")
    names = now.by("info", "bundle")
    return Worker(
        url=url,
        bundle=next(iter(names), ("",))[0],
        is_up=now.value("up") == 1,
        is_store_up=now.value("store_up") == 1,
        is_draining=now.value("draining") == 1,
        partitions=round(now.value("partitions_held")),
        turns_per_s=sum(turns.values()),
        failed_per_s=turns.get(("failed",), 0.0),
        p50_s=quantile(old, now, "turn_seconds", 0.5),
        p99_s=quantile(old, now, "turn_seconds", 0.99),
        commit_p99_s=quantile(old, now, "commit_seconds", 0.99),
        lag_s=now.value("lag_seconds"),
        posts_waiting=round(now.value("posts_waiting")),
        sockets=round(now.value("websocket_connections")),
    )


def quantile(before: Scrape, after: Scrape, name: str, part: float) -> float:
    """Below which bound so large a part of the new observations of a histogram lies; the last
    finite bound where it lies above all, 0 where there are none."""
    old, new = before.by(f"{name}_bucket", "le"), after.by(f"{name}_bucket", "le")
    grown = sorted((float(le), count - old.get((le,), 0.0)) for (le,), count in new.items())
    if not grown or not grown[-1][1]:
        return 0.0
    finite = [bound for bound, _ in grown[:-1]]
    reached = next(bound for bound, count in grown if count >= part * grown[-1][1])
    return min(reached, finite[-1])


def _routes(
    before: Mapping[str, Scrape | str], after: Mapping[str, Scrape | str]
) -> tuple[Route, ...]:
    waiting: Counter[str] = Counter()
    rates: dict[tuple[str, ...], float] = {}
    for url, now in after.items():
        if isinstance(now, str):
            continue
        old = before.get(url, now)
        for (route,), count in now.by("route_waiting", "route").items():
            waiting[route] += round(count)
        for key, rate in _rates(
            old if isinstance(old, Scrape) else now, now, "deliveries_total", "route", "outcome"
        ).items():
            rates[key] = rates.get(key, 0.0) + rate
    names = sorted({*waiting, *(route for route, _ in rates)})
    outcomes = ("sent", "retry", "failed")
    return tuple(
        Route(name, waiting[name], *(rates.get((name, each), 0.0) for each in outcomes))
        for name in names
    )


def _rates(before: Scrape, after: Scrape, name: str, *labels: str) -> dict[tuple[str, ...], float]:
    """How much counters grew a second; one that fell was begun anew by a restart."""
    seconds = max(after.at_s - before.at_s, 1e-9)
    old = before.by(name, *labels)
    rates = {}
    for key, now in after.by(name, *labels).items():
        grown = now - old.get(key, 0.0)
        rates[key] = (grown if grown >= 0 else now) / seconds if before is not after else 0.0
    return rates
