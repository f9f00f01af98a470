"""Where a conversation takes place, as far as its time zone and language tell."""

from functools import cache

from engine.nodes.protocol import Context

# Where only the language is known: the country that most who speak it as the bot does live in.
_DEFAULT_REGION = {"pt": "BR", "en": "US", "es": "ES"}


def region_of(context: Context) -> str:
    """The ISO code of the country that the time zone is in; empty for a zone without country."""
    from babel.core import get_global  # noqa: PLC0415 - loads a file of 1 MB, seldom needed

    aliases = get_global("zone_aliases")
    zone = aliases.get(context.time_zone, context.time_zone)
    region = get_global("zone_territories").get(zone, "")
    return region if region != "001" else ""


def likely_region(context: Context) -> str:
    """The country of the time zone, else the one that the language is most spoken in."""
    return region_of(context) or _DEFAULT_REGION.get(context.language.partition("-")[0], "")


def locale_of(context: Context) -> str:
    """A Babel locale: the language as written in the country of the conversation."""
    return _locale(context.language.partition("-")[0] or "en", region_of(context))


@cache
def _locale(language: str, region: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    for name in (f"{language}_{region}", language):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en"
