"""What a message says of an entity: its values, its words, its places, by name or by pattern."""

from engine.importers.watson.cel import Cel, any_of, pattern, quoted
from engine.importers.watson.tree import Unreadable
from engine.importers.watson.vocabulary import Found

TEXT = "message.text"


def is_found(found: Found) -> str:
    """The condition that the message names the entity."""
    named = f"has(entities.{found.name})" if found.name else "false"
    return any_of(named, *(_fits(one) for _, one in found.patterns))


def holds_value(found: Found, value: str) -> str:
    """The condition that one of its mentions has a value: `@city:Boston`."""
    wanted = quoted(value)
    named = "false"
    if found.name:
        has = f"has(mentions.{found.name})"
        test = "as_text(m.value)" if found.numbers else "m.value"
        named = f"{has} && mentions.{found.name}.exists(m, {test} == {wanted})"
    return any_of(named, *(_fits(one) for name, one in found.patterns if name == value))


def entity_value(found: Found) -> Cel:
    """The value of the first mention: `@city`."""
    return mention(found, 0, "value")


def entity_values(found: Found) -> Cel:
    """The values of all mentions: `@city.values`."""
    if found.name:
        each = "m.value.amount" if found.name == "amount" else "m.value"
        code = f"mentions.{found.name}.map(m, {each})"
        return Cel(code, "list", (f"has(mentions.{found.name})",))
    if not found.patterns:
        return Cel("[]", "list", ("false",))
    value, form = found.patterns[0]
    code = f"all_matches({TEXT}, {pattern(form)}).map(m, {quoted(value)})"
    return Cel(code, "list", (_fits(form),))


def mention(found: Found, at: int, part: str) -> Cel:
    """A part of a mention: value, literal, location, confidence; or of all: values, size."""
    if part == "values":
        return entity_values(found)
    if part in {"length", "size", "count"}:
        return count_of(found)
    if not found.name:
        return _by_pattern(found, at, part)
    has = f"has(mentions.{found.name})" if at or part != "value" else f"has(entities.{found.name})"
    needs: tuple[str, ...] = (has,)
    if at:
        needs = (has, f"size(mentions.{found.name}) > {at}")
    one = f"mentions.{found.name}[{at}]"
    if part == "value":
        code = f"{one}.value" if at else f"entities.{found.name}"
        kind = "number" if found.numbers else "text"
        if found.name == "amount":
            code, kind = f"{code}.amount", "number"
        if at or not found.patterns:
            return Cel(code, kind, needs)
        return _either(found, code)
    if part == "literal":
        return Cel(f"{one}.text", "text", needs)
    if part == "location":
        return Cel(f"[{one}.start, {one}.end]", "list", needs)
    if part == "confidence":
        return Cel(f"{one}.confidence", "number", needs)
    if part == "unit" and found.name == "amount":
        return Cel(f"{one}.value.currency", "text", needs)
    if part == "entity":
        return Cel(quoted(found.entity), "text", needs)
    raise Unreadable(f"@{found.entity} has no {part!r} here")


def count_of(found: Found) -> Cel:
    """How many mentions there are; none is 0."""
    if found.name:
        name = f"mentions.{found.name}"
        return Cel(f"(has({name}) ? size({name}) : 0)", "number")
    forms = [form for _, form in found.patterns]
    counts = [f"size(all_matches({TEXT}, {pattern(form)}))" for form in forms]
    return Cel(" + ".join(counts) or "0", "number", whole=len(counts) < 2)


def confidence_of() -> Cel:
    """How sure the reading is of the intent."""
    return Cel("message.confidence", "number")


def _fits(form: str) -> str:
    return f"matches({TEXT}, {pattern(form)})"


def _by_pattern(found: Found, at: int, part: str) -> Cel:
    if not found.patterns:
        return Cel("null", "text", ("false",))
    value, form = found.patterns[0]
    system = found.entity.startswith("sys-")
    if part == "value" and not system and not at:
        code = quoted(value)
        for name, other in reversed(found.patterns[:-1]):
            last = quoted(found.patterns[-1][0]) if code == quoted(value) else code
            code = f"({_fits(other)} ? {quoted(name)} : {last})"
        return Cel(code, "text", (is_found(found),))
    if part in {"literal", "value"}:
        if at:
            code = f"at(all_matches({TEXT}, {pattern(form)}), {at})"
            return Cel(code, "text", (f"{code} != null",))
        code = _first(found)
        return Cel(code, "text", (is_found(found),))
    if part == "confidence":
        return Cel("1.0", "number", (is_found(found),))
    raise Unreadable(f"@{found.entity} has no {part!r} here: it is found by a pattern")


def _first(found: Found) -> str:
    """The words that fit the first of the patterns that fits."""
    forms = [form for _, form in found.patterns]
    code = f"first_match({TEXT}, {pattern(forms[-1])})"
    for form in reversed(forms[:-1]):
        code = f"({_fits(form)} ? first_match({TEXT}, {pattern(form)}) : {code})"
    return code


def _either(found: Found, code: str) -> Cel:
    """The value by name, else that of the pattern."""
    inner = _by_pattern(Found(found.entity, "", found.patterns), 0, "value")
    code = f"(has(entities.{found.name}) ? {code} : {inner.code})"
    return Cel(code, "text", (is_found(found),))
