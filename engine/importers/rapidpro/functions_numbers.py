"""RapidPro's functions on numbers."""

from engine.importers.rapidpro.values import Made, as_number, as_text
from engine.importers.rapidpro.writing import ZERO, Writer, number, of, whole


def _round(function: str) -> Writer:
    def make(value: Made, places: Made = ZERO) -> Made:
        count, of_number = whole(places, "the number of places"), as_number(value)
        if function == "round" and 0 <= count <= 9:
            return Made(f"round({of_number}{f', {count}' if count else ''})", "number")
        if count == 0:
            return Made(f"{function}({of_number})", "number")
        factor = float(10**count)
        return Made(f"({function}({of_number} * {factor}) / {factor})", "number")

    return of(make, 1, 2)


def _number(value: Made) -> Made:
    cel = as_number(value)
    if cel.startswith("as_number("):
        return Made(cel, "number", f"{cel} != null", True)
    return Made(cel, "number")


def _list(function: str) -> Writer:
    return of(lambda *a: Made(f"{function}([{', '.join(map(as_number, a))}])", "number"), 1, 20)


def _mean(*args: Made) -> Made:
    return Made(f"(({' + '.join(map(as_number, args))}) / {float(len(args))})", "number")


def _mod(one: Made, other: Made) -> Made:
    return Made(f"({as_number(one)} % {as_number(other)})", "number")


def _grouped(value: Made, places: Made | None = None, grouped: Made | None = None) -> Made:
    count = "" if places is None else f", {whole(places, 'the number of places')}"
    if grouped is None or grouped.cel == "true":
        return Made(f"number({as_number(value)}{count})", "text")
    return Made(f"outlined(round({as_number(value)}{count}))", "text")


def _fixed(value: Made, places: Made | None = None, bare: Made | None = None) -> Made:
    grouped = "false" if bare is not None and bare.cel == "true" else "true"
    return _grouped(value, places or Made("2", "number"), Made(grouped, "yes_no"))


def _format(value: Made) -> Made:
    return _grouped(value) if value.type == "number" else Made(as_text(value), "text")


TABLE: dict[str, Writer] = {
    "number": of(_number, 1),
    "round": _round("round"),
    "round_up": _round("ceil"),
    "round_down": _round("floor"),
    "fixed": of(_fixed, 1, 3),
    "int": number("floor({0})"),
    "trunc": number("int({0})"),
    "abs": number("abs({0})"),
    "min": _list("min"),
    "max": _list("max"),
    "mean": of(_mean, 1, 20),
    "average": of(_mean, 1, 20),
    "mod": of(_mod, 2),
    "power": number("power({0}, {1})", 2),
    "exp": number("power(2.718281828459045, {0})"),
    "format_number": of(_grouped, 1, 3),
    "format": of(_format, 1),
}
