"""Liquid's filters as our functions."""

from collections.abc import Callable

# What makes the expression of a filter from those of its value and arguments.
Maker = Callable[..., str]
# Liquid's codes of dates in ours.
CODES = {
    "a": "EEE", "A": "EEEE", "b": "MMM", "B": "MMMM", "d": "dd", "e": "d", "-d": "d", "H": "HH",
    "-H": "H", "I": "hh", "-I": "h", "l": "h", "j": "DDD", "m": "MM", "-m": "M", "M": "mm",
    "S": "ss", "y": "yy", "Y": "yyyy", "Z": "z", "z": "Z", "%": "%", "F": "yyyy-MM-dd",
    "T": "HH:mm:ss", "p": "a",
}  # fmt: skip


def apply(name: str, value: str, arguments: tuple[str, ...]) -> str:
    """The expression of a filtered value; empty where there is none like it."""
    maker = FILTERS.get(name)
    if maker is None:
        return ""
    try:
        return maker(value, *arguments)
    except TypeError:
        return ""


def _text(function: str) -> Maker:
    return lambda value: f"{function}(as_text({value}))"


def _number(sign: str) -> Maker:
    return lambda value, other: f"(as_number({value}) {sign} as_number({other}))"


def _divided(value: str, by: str) -> str:
    # Whole numbers divide to a whole one in both.
    return f"(as_number({value}) / as_number({by}))"


def _capitalized(value: str) -> str:
    text = f"as_text({value})"
    return f"(upper(slice({text}, 0, 1)) + lower(slice({text}, 1, size({text}))))"


def _default(value: str, other: str) -> str:
    return f'(as_text({value}) != "" ? {value} : {other})'


def _shortened(value: str, length: str = "50", end: str = '"..."') -> str:
    text = f"as_text({value})"
    return (
        f"(size({text}) <= {length} ? {text} : "
        f"slice({text}, 0, max([{length} - size({end}), 0])) + {end})"
    )


def _sliced(value: str, start: str, length: str = "1") -> str:
    if not start.removeprefix("-").isdigit() or not length.isdigit():
        return ""
    end = int(start) + int(length)
    whole = f"size(as_text({value}))"
    return f"slice(as_text({value}), {start}, {whole if start[0] == '-' and end >= 0 else end})"


def _dated(value: str, pattern: str) -> str:
    moment = "now" if value in {'"now"', '"today"'} else value
    signs, at, made = pattern.strip('"'), 0, ""
    while at < len(signs):
        if signs[at] != "%":
            made += f"'{signs[at]}'" if signs[at].isalpha() else signs[at]
            at += 1
            continue
        code = signs[at + 1 : at + (3 if signs[at + 1 : at + 2] == "-" else 2)]
        if code not in CODES:
            return ""
        made += CODES[code]
        at += 1 + len(code)
    return f'format_moment({moment}, "{made}")'


def _mapped(value: str, name: str) -> str:
    field = name.strip('"')
    return (
        f"{value}.map(x, x.{field})" if field.isidentifier() else f"{value}.map(x, at(x, {name}))"
    )


def _chosen(value: str, name: str, wanted: str = "") -> str:
    test = f"at(x, {name}) == {wanted}" if wanted else f"at(x, {name}) != null"
    return f"{value}.filter(x, {test})"


FILTERS: dict[str, Maker] = {
    "upcase": _text("upper"),
    "downcase": _text("lower"),
    "capitalize": _capitalized,
    "strip": _text("trim"),
    "lstrip": lambda value: f'replace_match(as_text({value}), "^\\\\s+", "")',
    "rstrip": lambda value: f'replace_match(as_text({value}), "\\\\s+$", "")',
    "strip_newlines": lambda value: f'replace_match(as_text({value}), "\\\\r?\\\\n", "")',
    "newline_to_br": lambda value: f'replace(as_text({value}), "\\n", "<br />\\n")',
    "strip_html": lambda value: f'replace_match(as_text({value}), "<[^>]*>", "")',
    "append": lambda value, end: f"(as_text({value}) + as_text({end}))",
    "prepend": lambda value, start: f"(as_text({start}) + as_text({value}))",
    "replace": lambda value, old, new='""': f"replace(as_text({value}), {old}, as_text({new}))",
    "replace_first": lambda value, old, new='""': f"replace(as_text({value}), {old}, {new}, 1)",
    "remove": lambda value, old: f'replace(as_text({value}), {old}, "")',
    "remove_first": lambda value, old: f'replace(as_text({value}), {old}, "", 1)',
    "split": lambda value, at: f"split(as_text({value}), {at})",
    "join": lambda value, between='" "': f"join({value}, {between})",
    "size": lambda value: f"size({value})",
    "first": lambda value: f"at({value}, 0)",
    "last": lambda value: f"at({value}, size({value}) - 1)",
    "reverse": lambda value: f"reverse({value})",
    "sort": lambda value: f"sort({value})",
    "uniq": lambda value: f"unique({value})",
    "concat": lambda value, other: f"({value} + {other})",
    "compact": lambda value: f"{value}.filter(x, x != null)",
    "sum": lambda value: f"sum({value})",
    "map": _mapped,
    "where": _chosen,
    "plus": _number("+"),
    "minus": _number("-"),
    "times": _number("*"),
    "divided_by": _divided,
    "modulo": _number("%"),
    "abs": lambda value: f"abs(as_number({value}))",
    "ceil": lambda value: f"ceil(as_number({value}))",
    "floor": lambda value: f"floor(as_number({value}))",
    "round": lambda value, decimals="0": f"round(as_number({value}), {decimals})",
    "at_least": lambda value, low: f"max([as_number({value}), {low}])",
    "at_most": lambda value, high: f"min([as_number({value}), {high}])",
    "truncate": _shortened,
    "slice": _sliced,
    "date": _dated,
    "default": _default,
    "escape": lambda value: f"as_text({value})",
    "h": lambda value: f"as_text({value})",
    "url_encode": lambda value: f"url_encode(as_text({value}))",
    "json": lambda value: f"json({value})",
    "to_json": lambda value: f"json({value})",
}
# Where ours says a little less, or another thing.
DIFFERENT = {
    "escape": "signs of HTML are left as they are",
    "h": "signs of HTML are left as they are",
}
