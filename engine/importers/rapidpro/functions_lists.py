"""RapidPro's functions on arrays, objects, JSON and addresses."""

from engine.importers.rapidpro.excellent import Call, Constant, Reference
from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_list,
    as_number,
    as_text,
    literal,
    quoted,
    safe,
)
from engine.importers.rapidpro.writing import Arguments, Translator, Writer, of, whole, written

# An item of a list in the body of a comprehension.
ITEM = "item"


def _array(*args: Made) -> Made:
    return Made(f"[{', '.join(safe(one, 'null') for one in args)}]", "list")


def _object(*args: Made) -> Made:
    if len(args) % 2:
        raise Untranslatable("object() wants pairs")
    pairs = [
        f"{as_text(key)}: {safe(value, 'null')}"
        for key, value in zip(args[::2], args[1::2], strict=True)
    ]
    return Made(f"{{{', '.join(pairs)}}}", "object")


def _count(value: Made) -> Made:
    return Made(f"size({safe(value, '[]')})", "number")


def _join(items: Made, between: Made) -> Made:
    texts = f"{as_list(items)}.map({ITEM}, outlined({ITEM}))"
    return Made(f"join({texts}, {as_text(between)})", "text")


def _sum(translator: Translator, arguments: Arguments) -> Made:
    made = [translator.tree(one) for one in arguments]
    if len(made) == 1 and made[0].type != "number":
        return Made(f"sum({as_list(made[0])}.map({ITEM}, as_number({ITEM})))", "number")
    return Made(f"({' + '.join(map(as_number, made))})", "number")


def _concat(one: Made, other: Made) -> Made:
    return Made(f"({as_list(one)} + {as_list(other)})", "list")


def _slice(items: Made, start: Made, end: Made | None = None) -> Made:
    until = "" if end is None else f", {whole(end, 'the end')}"
    return Made(f"slice({as_list(items)}, {whole(start, 'the start')}{until})", "list")


def _foreach(translator: Translator, arguments: Arguments) -> Made:
    if len(arguments) < 2:
        raise Untranslatable("foreach() wants a list and a function")
    items = translator.tree(arguments[0])
    item = Made(ITEM, "group" if items.type == "groups" else "any")
    body = translator.body(arguments[1], item, arguments[2:])
    return Made(f"{as_list(items)}.map({ITEM}, {safe(body, 'null')})", "list")


def _filter(translator: Translator, arguments: Arguments) -> Made:
    if len(arguments) != 2:
        raise Untranslatable("filter() wants a list and a function")
    items = translator.tree(arguments[0])
    body = translator.body(arguments[1], Made(ITEM), ())
    return Made(f"{as_list(items)}.filter({ITEM}, {safe(body, 'false')})", "list")


def _foreach_value(translator: Translator, arguments: Arguments) -> Made:
    """`foreach_value(results, extract_object, "value", "category")`, as RapidPro's editor
    writes it into the body of every call."""
    if len(arguments) >= 2 and arguments[0] == Reference("results"):
        names = [one.value for one in arguments[2:] if isinstance(one, Constant)]
        if arguments[1] in (Reference("extract_object"), Reference("extract")):
            return translator.results(tuple(map(str, names)))
    raise Untranslatable("foreach_value() is read over the results only")


def _extract(value: Made, key: Made) -> Made:
    if value.type == "group":
        return Made(value.cel, "text")
    cel = f"at({safe(value, '{}')}, {quoted(written(key, 'the property'))})"
    return Made(cel, "any", f"{cel} != null")


def _extract_object(value: Made, *names: Made) -> Made:
    of_value = safe(value, "{}")
    pairs = [f"{quoted(n)}: at({of_value}, {quoted(n)})" for n in (written(x, "it") for x in names)]
    return Made(f"{{{', '.join(pairs)}}}", "object")


def _json(value: Made) -> Made:
    if value.type == "contact":
        raise Untranslatable("all that is known of a contact cannot be written as JSON at once")
    if value.type in {"datetime", "time"}:
        return Made(f"json({as_text(value)})", "text")
    return Made(f"json({safe(value, 'null')})", "text")


def _parse_json(value: Made) -> Made:
    return Made(f"parse_json({as_text(value)})")


def _urn_parts(urn: Made) -> Made:
    """Scheme, path and display of an address such as `tel:+593979012345`."""
    of_text = as_text(urn)
    scheme = f'first_match({of_text}, "^[^:]*")'
    path = f'replace_match(first_match({of_text}, ":[^#]*"), "^:", "")'
    display = f'replace_match(first_match({of_text}, "#.*"), "^#", "")'
    cel = f'{{"scheme": {scheme}, "path": {path}, "display": {display}}}'
    return Made(cel, "object", f'contains({of_text}, ":")', True)


def _attachment_parts(value: Made) -> Made:
    of_text = as_text(value)
    kind = f'first_match({of_text}, "^[^:]*")'
    url = f'replace_match({of_text}, "^[^:]*:", "")'
    return Made(f'{{"content_type": {kind}, "url": {url}}}', "object")


def _prompt(translator: Translator, arguments: Arguments) -> Made:
    """What a language model is asked; the categories of a node are known."""
    name = arguments[0].value if arguments and isinstance(arguments[0], Constant) else ""
    if name != "categorize" or len(arguments) < 2:
        raise Untranslatable(f"the prompt {name!r} of the workspace is not part of an export")
    names = list(translator.categories)
    if isinstance(arguments[1], Call) and arguments[1].function == "slice":
        names = names[:-2]
    listed = ", ".join(names)
    return literal(
        f"Categorize the following text into one of the following categories and only return that "
        f"category or <CANT> if you can't: [{listed}]"
    )


def _keys(value: Made) -> Made:
    return Made(f"keys({safe(value, '{}')})", "list")


def _direct(function: str) -> Writer:
    return of(lambda items: Made(f"{function}({as_list(items)})", "list"), 1)


TABLE: dict[str, Writer] = {
    "array": of(_array, 0, 30),
    "object": of(_object, 0, 60),
    "count": of(_count, 1),
    "join": of(_join, 2),
    "sum": _sum,
    "concat": of(_concat, 2),
    "slice": of(_slice, 2, 3),
    "reverse": _direct("reverse"),
    "sort": _direct("sort"),
    "unique": _direct("unique"),
    "keys": of(_keys, 1),
    "foreach": _foreach,
    "filter": _filter,
    "foreach_value": _foreach_value,
    "extract": of(_extract, 2),
    "extract_object": of(_extract_object, 2, 20),
    "json": of(_json, 1),
    "parse_json": of(_parse_json, 1),
    "urn_parts": of(_urn_parts, 1),
    "attachment_parts": of(_attachment_parts, 1),
    "prompt": _prompt,
}
