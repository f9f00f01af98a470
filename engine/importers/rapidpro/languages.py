"""Codes of languages: the export's, and ours."""

import re
from functools import cache

from babel.core import Locale, UnknownLocaleError, get_global

from engine.importers.rapidpro.source import Export

BASE = frozenset({"base", "und", "mul", ""})


def our_code(code: str) -> str:
    """The code of a language here: `en` for `eng`; nothing where there is none."""
    plain = re.split(r"[-_]", code)[0].strip().lower()
    plain = _by_name().get(plain, plain)
    found = get_global("language_aliases").get(plain, plain)
    found = {"cmn": "zh", "zsm": "ms", "fre": "fr", "ger": "de", "spa": "es", "fra": "fr"}.get(
        found, found
    )
    found = str(found).partition("_")[0]
    try:
        Locale.parse(found)
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    return found


@cache
def _by_name() -> dict[str, str]:
    """The codes of languages by their English names: Glific says `Hindi`."""
    names = Locale("en").languages
    return {str(name).lower(): code for code, name in names.items() if len(code) == 2}


def codes_of(export: Export) -> dict[str, str]:
    """Our code for each of the export's; the most used base language is the bot's own."""
    bases: dict[str, int] = {}
    others: dict[str, int] = {}
    for flow in export.flows:
        bases[flow.language] = bases.get(flow.language, 0) + max(len(flow.nodes), 1)
        for code, items in flow.localization.items():
            others[code] = others.get(code, 0) + len(items)
    for event in export.campaigns:
        for code in event.message:
            others.setdefault(code, 0)
    ranked = sorted(bases, key=lambda code: (-bases[code], code))
    real = [code for code in [*ranked, *others] if code not in BASE and our_code(code)]
    own = real[0] if real and not (set(ranked[:1]) & BASE) else ""
    fallback = own or next((code for code in ("eng", "en") if code in real), "") or "eng"
    codes = {fallback: our_code(fallback)}
    for code in [*ranked, *sorted(others)]:
        codes.setdefault(code, our_code(fallback) if code in BASE else our_code(code))
    return codes
