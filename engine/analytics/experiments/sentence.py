"""What an experiment says, in a sentence."""

import tomllib
from functools import lru_cache
from math import ceil
from pathlib import Path

from babel import Locale
from babel.numbers import format_decimal

from engine.analytics.experiments.experiment import Experiment

_WORDS = Path(__file__).parent / "words.toml"
LANGUAGES = ("es", "en", "pt")
# Smaller ones are written as this; all are rounded up.
LEAST_P = 0.001


def sentence(found: Experiment, language: str = "en") -> str:
    """Whether to stop, and what was found, in es, en or pt; English for others."""
    base = language.partition("-")[0]
    known = base if base in LANGUAGES else "en"
    locale, best = Locale.parse(known), found.best

    def points(share: float) -> str:
        return str(format_decimal(round(100 * share, 2), "0.0#", locale))

    def number(count: float, pattern: str = "#,##0") -> str:
        return str(format_decimal(count, pattern, locale))

    counts = (f"{arm.arm} {number(arm.people + arm.waiting)}" for arm in found.arms)
    fewest = min(arm.people for arm in found.arms)
    text: str = _words()[found.decision][known]
    return text.format(
        arm=best.arm,
        control=found.spec.control,
        difference=points(best.difference),
        less=points(-best.difference),
        less_low=points(-best.high),
        less_high=points(-best.low),
        low=points(best.low),
        high=points(best.high),
        effect=points(found.spec.effect),
        most=number(found.spec.most),
        left=number(max(found.spec.most - fewest, 0)),
        counts=", ".join(counts),
        p=number(ceil(max(found.ratio_p, LEAST_P) * 1000) / 1000, "0.000"),
    )


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
