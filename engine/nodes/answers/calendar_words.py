"""The words for months, weekdays and spans of time, folded, in Spanish, English, Portuguese."""

from collections.abc import Iterable

_MONTHS = (
    "enero ene january jan janeiro",
    "febrero feb february fevereiro fev",
    "marzo mar march marco",
    "abril abr april apr",
    "mayo may maio mai",
    "junio jun june junho",
    "julio jul july julho",
    "agosto ago august aug",
    "septiembre setiembre sep sept set september setembro",
    "octubre oct october outubro out",
    "noviembre nov november novembro",
    "diciembre dic december dec dezembro dez",
)
_WEEKDAYS = {
    "es": ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
    "en": (
        "monday mon",
        "tuesday tue tues",
        "wednesday wed",
        "thursday thu thur thurs",
        "friday fri",
        "saturday sat",
        "sunday sun",
    ),
    "pt": (
        "segunda segunda-feira 2a",
        "terca terca-feira 3a",
        "quarta quarta-feira 4a",
        "quinta quinta-feira 5a",
        "sexta sexta-feira 6a",
        "sabado",
        "domingo",
    ),
}
_UNITS = {
    "day": "dia dias day days",
    "week": "semana semanas week weeks",
    "month": "mes meses month months",
    "year": "ano anos year years",
}

MONTHS = {word: index + 1 for index, words in enumerate(_MONTHS) for word in words.split()}
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}


def weekdays(language: str) -> dict[str, int]:
    """Names of weekdays (Monday is 0). Portuguese ones that are also ordinals, such as
    `segunda`, only count in Portuguese; those of the other languages always."""
    return {
        word: index
        for code, days in _WEEKDAYS.items()
        for index, words in enumerate(days)
        for word in words.split()
        if code == language or (len(word) > 4 and (code != "pt" or "-" in word))
    }


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
