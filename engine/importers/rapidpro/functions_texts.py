"""RapidPro's functions on texts."""

from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_number,
    as_text,
    as_whole,
    constant,
    literal,
    quoted,
)
from engine.importers.rapidpro.writing import (
    EMPTY,
    SPACE,
    ZERO,
    Writer,
    of,
    pattern,
    signs,
    text,
    whole,
    written,
)

# What a word is there, and what stands between two.
WORD, OTHER = r"(?:[\pM\pL\pN_']+|\pS)", r"[^\pM\pL\pN_'\pS]*"
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&"}
MOST = 60


def words(value: Made, delimiters: Made = EMPTY) -> str:
    """The words of a text, as RapidPro takes it apart."""
    if constant(delimiters) == "":
        return f"words_in({as_text(value)})"
    return f"all_matches({as_text(value)}, {pattern(f'[^{signs(delimiters)}]+')})"


def _split(value: Made, delimiters: Made = EMPTY) -> Made:
    return Made(words(value, delimiters), "list")


def _word(value: Made, index: Made, delimiters: Made = EMPTY) -> Made:
    found = words(value, delimiters)
    if index.cel.startswith("(-"):
        return _item(f"reverse({found})", str(-whole(index, "the place of the word") - 1))
    return _item(found, as_whole(index))


def _item(items: str, place: str) -> Made:
    cel = f"at({items}, {place})"
    return Made(cel, "text", f"{cel} != null", True)


def _old_word(value: Made, index: Made, by_spaces: Made = ZERO) -> Made:
    at = whole(index, "the place of the word")
    found = words(value, SPACE if by_spaces.cel == "true" else EMPTY)
    return _item(f"reverse({found})" if at < 0 else found, str(abs(at) - 1))


def _word_slice(value: Made, start: Made, end: Made | None = None, by: Made = EMPTY) -> Made:
    found, last = words(value, by), -1 if end is None else whole(end, "the last word")
    until = f", {last}" if last > 0 else ""
    return Made(f'join(slice({found}, {as_whole(start)}{until}), " ")', "text")


def _old_word_slice(value: Made, start: Made, end: Made | None = None, by: Made = ZERO) -> Made:
    first, last = whole(start, "the first word"), 0 if end is None else whole(end, "the last")
    found = words(value, SPACE if by.cel == "true" else EMPTY)
    until = f", {last - 1 if last > 0 else last}" if last else ""
    return Made(f'join(slice({found}, {max(first - 1, 0)}{until}), " ")', "text")


def _word_count(value: Made, by: Made = EMPTY) -> Made:
    return Made(f"size({words(value, by)})", "number")


def _old_word_count(value: Made, by: Made = ZERO) -> Made:
    return _word_count(value, SPACE if by.cel == "true" else EMPTY)


def _after_first_word(value: Made) -> Made:
    first = pattern(f"(?s)^{OTHER}{WORD}{OTHER}")
    return Made(f'replace_match({as_text(value)}, {first}, "")', "text")


def _length(value: Made) -> Made:
    return Made(f"size({as_text(value)})", "number")


def _field(value: Made, index: Made, delimiter: Made) -> Made:
    parts = (
        f'all_matches({as_text(value)}, "[^ ]+")'
        if constant(delimiter) == " "
        else f"split({as_text(value)}, {as_text(delimiter)})"
    )
    at = as_whole(index)
    return Made(f'(size({parts}) > {at} ? trim(at({parts}, {at})) : "")', "text")


def _old_field(value: Made, index: Made, delimiter: Made = SPACE) -> Made:
    return _field(value, literal(whole(index, "the place of the part") - 1), delimiter)


def _trim(left: bool, right: bool) -> Writer:
    def make(value: Made, characters: Made = EMPTY) -> Made:
        around = r"\s" if constant(characters) == "" else signs(characters)
        found = [f"^[{around}]+"] * left + [f"[{around}]+$"] * right
        cel = f'replace_match({as_text(value)}, {pattern("|".join(found))}, "")'
        plain = around == r"\s" and left and right
        return Made(f"trim({as_text(value)})" if plain else cel, "text")

    return of(make, 1, 2)


def _match(value: Made, source: Made, group: Made = ZERO) -> Made:
    known, of_text = constant(source), as_text(value)
    wanted = pattern(f"(?mi){known}") if known is not None else f'("(?mi)" + {as_text(source)})'
    found = f"first_match({of_text}, {wanted})"
    number = whole(group, "the group")
    guard = f"matches({of_text}, {wanted})"
    if not number:
        return Made(found, "text", guard, True)
    if known is None:
        raise Untranslatable("a group of a pattern that is not written out cannot be taken")
    alone = pattern(f"(?mis)^(?:{known})$")
    taken = quoted(f"\\{number}")
    return Made(f"replace_match({found}, {alone}, {taken})", "text", guard, True)


def _slice(value: Made, start: Made, end: Made | None = None) -> Made:
    until = f", {_place(end)}" if end else ""
    return Made(f"slice({as_text(value)}, {_place(start)}{until})", "text")


def _place(made: Made) -> str:
    return str(whole(made, "a place")) if made.cel.startswith("(-") else as_whole(made)


def _left(value: Made, count: Made) -> Made:
    return Made(f"slice({as_text(value)}, 0, {as_whole(count)})", "text")


def _right(value: Made, count: Made) -> Made:
    at = f"max([size({as_text(value)}) - {as_whole(count)}, 0])"
    return Made(f"slice({as_text(value)}, {at})", "text")


def _mid(value: Made, start: Made, count: Made) -> Made:
    first = whole(start, "the place") - 1
    return Made(f"slice({as_text(value)}, {first}, {first + whole(count, 'the length')})", "text")


def _replace(value: Made, old: Made, new: Made, count: Made | None = None) -> Made:
    of_text, before, after = map(as_text, (value, old, new))
    if count is None or whole(count, "the number of times") < 0:
        return Made(f"replace({of_text}, {before}, {after})", "text")
    if whole(count, "the number of times") != 1:
        raise Untranslatable("replace() is read with all, or with one, of the places")
    at = f"index_of({of_text}, {before})"
    end = f"slice({of_text}, {at} + size({before}))"
    return Made(f"({at} < 0 ? {of_text} : slice({of_text}, 0, {at}) + {after} + {end})", "text")


def _repeat(value: Made, count: Made) -> Made:
    times = whole(count, "the number of times")
    if not 0 <= times <= MOST:
        raise Untranslatable(f"repeat() is read up to {MOST} times")
    known = constant(value)
    if known is not None:
        return literal(known * times)
    return Made(f'join([{", ".join([as_text(value)] * times)}], "")', "text")


def _compare(one: Made, other: Made) -> Made:
    first, second = as_text(one), as_text(other)
    return Made(f"({first} < {second} ? -1 : ({first} > {second} ? 1 : 0))", "number")


def _char(code: Made) -> Made:
    return literal(chr(whole(code, "the code")))


def _code(value: Made) -> Made:
    known = written(value, "the character")
    if not known:
        raise Untranslatable("code() wants a character")
    return literal(ord(known[0]))


def _html(value: Made) -> Made:
    cel = as_text(value)
    for entity, sign in ENTITIES.items():
        cel = f"replace({cel}, {quoted(entity)}, {quoted(sign)})"
    return Made(cel, "text")


def _read_chars(value: Made) -> Made:
    """Digits said one by one, in groups of three or four where that comes out even."""
    bare = f'replace_match({as_text(value)}, "^\\\\++", "")'
    apart = f'join(all_matches({bare}, "(?s)."), " , ")'
    groups = {
        count: f'join(all_matches({bare}, "(?s).{{{count}}}").map(item, '
        f'join(all_matches(item, "(?s)."), " ")), " , ")'
        for count in (3, 4)
    }
    cel = f"(size({bare}) % 3 == 0 ? {groups[3]} : (size({bare}) % 4 == 0 ? {groups[4]} : {apart}))"
    return Made(cel, "text")


def _joined(*args: Made) -> Made:
    return Made(f"({' + '.join(map(as_text, args))})", "text")


def _same(value: Made, *_more: Made) -> Made:
    return value


def _phone(urn: Made) -> Made:
    """An address as people write it; a telephone number in the way of its country."""
    of_text = as_text(urn)
    path = f'replace_match({of_text}, "^[^:]*:(?:[^#]*#)?", "")'
    return Made(f"phone_text({path})", "text", f'contains({of_text}, ":")', True)


def _percent(value: Made) -> Made:
    return Made(f'(string(round({as_number(value)} * 100)) + "%")', "text")


TABLE: dict[str, Writer] = {
    "text": text("{0}"),
    "split": of(_split, 1, 2),
    "word": of(_word, 2, 3),
    "word_slice": of(_word_slice, 2, 4),
    "word_count": of(_word_count, 1, 2),
    "first_word": of(lambda one: _word(one, ZERO), 1),
    "remove_first_word": of(_after_first_word, 1),
    "field": of(_field, 3),
    "lower": text("lower({0})"),
    "upper": text("upper({0})"),
    "title": text("title({0})"),
    "trim": _trim(True, True),
    "trim_left": _trim(True, False),
    "trim_right": _trim(False, True),
    "clean": text('replace_match({0}, "[[:cntrl:]]", "")'),
    "text_slice": of(_slice, 2, 3),
    "text_length": of(_length, 1),
    "text_compare": of(_compare, 2),
    "regex_match": of(_match, 2, 3),
    "replace": of(_replace, 3, 4),
    "repeat": of(_repeat, 2),
    "percent": of(_percent, 1),
    "url_encode": text("url_encode({0})"),
    "html_decode": of(_html, 1),
    "char": of(_char, 1),
    "code": of(_code, 1),
    "read_chars": of(_read_chars, 1),
    "read_digits": of(_read_chars, 1),
    "format_urn": of(_phone, 1),
    "format_location": text('trim(first_match({0}, "[^>]*$"))'),
    "contains": of(lambda a, b: Made(f"contains({as_text(a)}, {as_text(b)})", "yes_no"), 2),
}
OLD_TABLE: dict[str, Writer] = {
    "word": of(_old_word, 2, 3),
    "word_slice": of(_old_word_slice, 2, 4),
    "word_count": of(_old_word_count, 1, 2),
    "field": of(_old_field, 2, 3),
    "concatenate": of(_joined, 1, 20),
    "concat": of(_joined, 1, 20),
    "proper": text("title({0})"),
    "substitute": of(_replace, 3, 4),
    "len": of(_length, 1),
    "length": of(_length, 1),
    "left": of(_left, 2),
    "right": of(_right, 2),
    "mid": of(_mid, 3),
    "rept": of(_repeat, 2),
    "unichar": of(_char, 1),
    "unicode": of(_code, 1),
    "format_location": TABLE["format_location"],
    "t": of(_same, 1),
}
