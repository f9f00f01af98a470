"""Dialogflow CX's system functions, each as an expression of ours."""

from collections.abc import Callable

# What makes the CEL of a call from the CEL of its arguments.
Maker = Callable[..., str]
UNITS = {
    "YEARS": "years",
    "MONTHS": "months",
    "WEEKS": "weeks",
    "DAYS": "days",
    "HOURS": "hours",
    "MINUTES": "minutes",
    "SECONDS": "seconds",
}


def call(name: str, arguments: tuple[str, ...]) -> str:
    """The expression; empty where there is none like it."""
    maker = FUNCTIONS.get(name)
    if maker is None:
        return ""
    try:
        return maker(*arguments)
    except TypeError:
        return ""


def _joined(sign: str) -> Maker:
    return lambda first, *rest: f"({sign.join((first, *rest))})"


def _divided(first: str, second: str, decimals: str = "3") -> str:
    return f"round(double({first}) / {second}, {decimals})"


def _middle(text: str, start: str, length: str) -> str:
    # Their count begins at 1, ours at 0.
    return f"slice(as_text({text}), {start} - 1, {start} - 1 + {length})"


def _between(separator: str, items: str, last: str = "") -> str:
    return f"join({items}, {separator})" if not last else ""


def _shifted(moment: str, count: str, unit: str) -> str:
    own = UNITS.get(unit.strip('"').upper())
    return f'shift({moment}, {count}, "{own}")' if own else ""


def _formatted(moment: str, pattern: str, _language: str = "") -> str:
    return f"format_moment({moment}, {pattern})"


def _appended(items: str, *more: str) -> str:
    return f"({items} + [{', '.join(more)}])"


def _without(items: str, *more: str) -> str:
    return f"{items}.filter(x, !(x in [{', '.join(more)}]))"


FUNCTIONS: dict[str, Maker] = {
    "ADD": _joined(" + "),
    "MINUS": _joined(" - "),
    "SUBTRACT": _joined(" - "),
    "MULTIPLY": _joined(" * "),
    "DIVIDE": _divided,
    "MAX": lambda *numbers: f"max([{', '.join(numbers)}])",
    "MIN": lambda *numbers: f"min([{', '.join(numbers)}])",
    "ABS": lambda number: f"abs({number})",
    "ROUND": lambda number, decimals="0": f"round({number}, {decimals})",
    "FLOOR": lambda number: f"floor({number})",
    "CEIL": lambda number: f"ceil({number})",
    "CONCATENATE": lambda *parts: f"({' + '.join(f'as_text({part})' for part in parts)})",
    "SUBSTITUTE": lambda text, old, new: f"replace(as_text({text}), {old}, {new})",
    "SPLIT": lambda text, at: f"split({text}, {at})",
    "JOIN": _between,
    "UPPER": lambda text: f"upper({text})",
    "LOWER": lambda text: f"lower({text})",
    "LEN": lambda text: f"size({text})",
    "MID": _middle,
    "URL_ENCODE": lambda text: f"url_encode(as_text({text}))",
    "APPEND": _appended,
    "REMOVE": _without,
    "COUNT": lambda items: f"size({items})",
    "UNIQUE": lambda items: f"unique({items})",
    "MATCH": lambda items, value: f"index_of({items}, {value})",
    "GET": lambda items, at: f"at({items}, {at})",
    "GET_FIELD": lambda value, name: f"{value}[{name}]",
    "CONTAIN": lambda items, value: (
        f"contains({value}, {items})"
        if items[:1] in "\"'0123456789"
        else f"contains({items}, {value})"
    ),
    "IDENTITY": lambda value: value,
    "TO_TEXT": lambda value: f"as_text({value})",
    "TO_NUMBER": lambda value: f"as_number({value})",
    "TO_OBJECT": lambda text: f"parse_json({text})",
    "NOW": lambda: "now",
    "ADD_DATE": _shifted,
    "FORMAT_DATE": _formatted,
    "IS_PAST_DATE": lambda moment: f"({moment} < today)",
    "IS_FUTURE_DATE": lambda moment: f"({moment} > today)",
    "IS_PHONE_NUMBER": lambda text, _region="": f'matches({text}, "^[+0-9 ().-]{{7,20}}$")',
    "IF": lambda condition, one, other: f"({condition} ? {one} : {other})",
    "UUID": lambda: 'string(contact.id) + "-" + string(session.turn)',
}
# Where ours says a little less, or another thing.
DIFFERENT = {
    "UUID": "is made of the contact's id and the turn",
    "IS_PHONE_NUMBER": "looks at the signs only",
}
