"""What a bot's understanding costs: time and memory of training, and of a message."""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from msgspec import Struct

from engine.nlu.examples import examples
from engine.nlu.model import Model, load
from engine.nlu.training import train
from engine.types.bot import Bot

_MESSAGES = 1_000


class Cost(Struct, frozen=True):
    """Measured here and now, on this machine: training in seconds of wall and of processor, its
    peak memory, the model's size on disk and in memory, and a reading's time in microseconds (half
    and 99 of 100 readings take at most that)."""

    phrases: int
    train_s: float
    train_cpu_s: float
    train_peak_mb: float
    model_mb: float
    loaded_mb: float
    read_p50_us: float
    read_p99_us: float


def cost(bot: Bot, *, seed: int = 0) -> Cost:
    """The cost of training the bot and of reading its own phrases."""
    begun, begun_cpu = time.perf_counter(), time.process_time()
    model = train(bot, seed=seed)
    train_s, train_cpu_s = time.perf_counter() - begun, time.process_time() - begun_cpu
    files = model.save()
    p50, p99 = _reading_us(model, bot)
    return Cost(
        phrases=len(examples(bot)),
        train_s=round(train_s, 3),
        train_cpu_s=round(train_cpu_s, 3),
        # Traced apart: tracing makes everything slower.
        train_peak_mb=_peak_mb(lambda: train(bot, seed=seed)),
        model_mb=_mb(sum(map(len, files.values()))),
        loaded_mb=_kept_mb(lambda: load(files)),
        read_p50_us=p50,
        read_p99_us=p99,
    )


def _reading_us(model: Model, bot: Bot) -> tuple[float, float]:
    texts = examples(bot)[:_MESSAGES]
    if not texts:
        return 0.0, 0.0
    times = []
    for each in texts:
        begun = time.perf_counter_ns()
        model.read(each.text, each.language)
        times.append((time.perf_counter_ns() - begun) / 1_000)
    p50, p99 = np.percentile(times, (50, 99)).tolist()
    return round(p50, 1), round(p99, 1)


def _peak_mb(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return _mb(peak)


def _kept_mb(work: Callable[[], object]) -> float:
    tracemalloc.start()
    # Kept until it is measured.
    _result = work()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return _mb(kept)


def _mb(size: int) -> float:
    return round(size / 1e6, 2)
