"""Methods and functions of Watson's expressions: on texts, lists, numbers, dates, objects."""

import re
from collections.abc import Callable
from typing import Protocol

from engine.importers.watson.cel import Cel, bracketed, pattern, quoted
from engine.importers.watson.entities import count_of, holds_value
from engine.importers.watson.tree import (
    Call,
    Context,
    Entity,
    Expr,
    Index,
    Literal,
    Member,
    Name,
    Type,
    Unreadable,
)
from engine.importers.watson.vocabulary import Vocabulary
from engine.nodes.patterns import check_pattern

STAMP = "yyyy-MM-dd HH:mm:ss"
DAY = "yyyy-MM-dd"
SHIFT = re.compile(r"(plus|minus)(Years|Months|Weeks|Days|Hours|Minutes|Seconds)")
LONG = re.compile(r"([EM])\1{4,}")
# Static functions of Java's Math that have a name of their own here.
MATH = {"floor": "floor", "ceil": "ceil", "abs": "abs", "pow": "power", "round": "round"}


class Translator(Protocol):
    vocabulary: Vocabulary
    notes: list[str]
    removed: list[str]

    def value(self, expr: Expr) -> Cel: ...


def call(translator: Translator, expr: Call) -> Cel:
    """The value of a call; raises `Unreadable` for a method that nothing here does."""
    match expr:
        case Call(None, name, arguments):
            return _function(translator, name, arguments)
        case Call(Type(kind), name, arguments):
            return _static(translator, kind, name, arguments)
        case Call(Name("context"), "remove", (Literal(str() as name),)):
            translator.removed.append(translator.vocabulary.variable(name))
            return translator.value(Context(name))
        case Call(Index(Name("entities"), Literal(str() as entity)), "contains", (Literal(v),)):
            return Cel(holds_value(translator.vocabulary.entity(entity), str(v)), "truth")
        case Call(Member(Name("entities"), entity), "contains", (Literal(v),)):
            return Cel(holds_value(translator.vocabulary.entity(entity), str(v)), "truth")
        case Call(Entity(entity, None), "size" | "length", ()):
            return count_of(translator.vocabulary.entity(entity))
        case Call(Member(Name("entities"), entity), "size" | "length", ()):
            return count_of(translator.vocabulary.entity(entity))
        case Call(Index(Name("entities"), Literal(str() as entity)), "size" | "length", ()):
            return count_of(translator.vocabulary.entity(entity))
        case Call(Name("intents"), "size", ()):
            return Cel('(message.intent in ["", "not_understood"] ? 0 : 1)', "number")
        case Call(Name("entities"), "size", ()):
            return Cel("sum(keys(mentions).map(k, size(mentions[k])))", "number")
        case Call(of, name, arguments) if of is not None:
            receiver = translator.value(of)
            cels = [translator.value(one) for one in arguments]
            made = _method(receiver, name, cels)
            needs = (*receiver.needs, *(need for one in cels for need in one.needs))
            return Cel(made.code, made.kind, needs, made.whole)
    raise Unreadable(f"{expr.name}() cannot be read")


def _method(of: Cel, name: str, arguments: list[Cel]) -> Cel:
    if (moved := SHIFT.fullmatch(name)) and len(arguments) == 1:
        return _shifted(of, moved, arguments[0])
    known = METHODS.get((name, len(arguments)))
    if known:
        return known(of, *arguments)
    if name in {"append", "add"} and arguments:
        return _append(of, arguments)
    raise Unreadable(f"the method {name}() with {len(arguments)} values has no counterpart")


def _function(translator: Translator, name: str, arguments: tuple[Expr, ...]) -> Cel:
    if name == "now":
        if arguments:
            translator.notes.append("now() counts in the bot's time zone")
        return Cel(f'format_moment(now, "{STAMP}")', "moment")
    if name == "today":
        return Cel("today", "text")
    if name == "clearDialogStack":
        translator.notes.append("clearDialogStack() does nothing here: the bot still comes back")
        return Cel('""', "text")
    raise Unreadable(f"the function {name}() has no counterpart")


def _static(translator: Translator, kind: str, name: str, arguments: tuple[Expr, ...]) -> Cel:
    cels = [translator.value(one) for one in arguments]
    needs = tuple(need for one in cels for need in one.needs)
    codes = ", ".join(one.code for one in cels)
    if name == "new" and kind in {"JsonArray", "ArrayList"} and not cels:
        return Cel("[]", "list")
    if name == "new" and kind in {"JsonObject", "HashMap"} and not cels:
        return Cel("{}", "object")
    if kind == "Math" and name in MATH:
        return Cel(f"{MATH[name]}({codes})", "number", needs)
    if kind == "Math" and name in {"min", "max"}:
        return Cel(f"{name}([{codes}])", "number", needs)
    if kind == "String" and name == "join" and len(cels) == 2:
        return Cel(f"join({cels[1].code}, {cels[0].code})", "text", needs)
    if kind == "String" and name == "valueOf" and len(cels) == 1:
        return Cel(f"as_text({codes})", "text", needs)
    if kind in {"Integer", "Long"} and name.startswith(("parse", "valueOf")) and len(cels) == 1:
        return Cel(f"as_number({codes})", "number", needs)
    if kind in {"Double", "Float"} and name.startswith(("parse", "valueOf")) and len(cels) == 1:
        return Cel(f"as_number({codes})", "number", needs)
    raise Unreadable(f"{kind}.{name}() has no counterpart")


def _append(of: Cel, arguments: list[Cel]) -> Cel:
    if of.kind == "text":
        parts = [
            bracketed(one) if one.kind == "text" else f"as_text({one.code})" for one in arguments
        ]
        return Cel(" + ".join([bracketed(of), *parts]), "text", whole=False)
    items = ", ".join(one.code for one in arguments)
    return Cel(f"{bracketed(of)} + [{items}]", "list", whole=False)


def _shifted(of: Cel, moved: re.Match[str], count: Cel) -> Cel:
    sign = "-" if moved[1] == "minus" else ""
    unit = moved[2].lower()
    form = DAY if unit in {"years", "months", "weeks", "days"} and of.kind != "moment" else STAMP
    if unit in {"hours", "minutes", "seconds"} and of.kind != "moment":
        form = "HH:mm:ss"
    code = f'format_moment(shift(moment({of.code}), {sign}{bracketed(count)}, "{unit}"), "{form}")'
    return Cel(code, "text")


def _regex(form: Cel) -> str:
    """A pattern, checked: it stands as a text in the source."""
    if form.kind == "text" and form.code.startswith('"'):
        text = _literal_text(form)
        if faults := list(check_pattern(text, "")):
            raise Unreadable(faults[0].message)
        return pattern(text)
    return form.code


def _literal_text(cel: Cel) -> str:
    import json  # noqa: PLC0415 - texts of expressions are written as JSON

    return str(json.loads(cel.code)) if cel.code.startswith('"') else ""


def _extract(of: Cel, form: Cel, group: Cel) -> Cel:
    found = f"first_match({of.code}, {_regex(form)})"
    if group.code == "0":
        return Cel(found, "text")
    return Cel(f'replace_match({found}, {_regex(form)}, "\\\\{group.code}")', "text")


def _whole(of: Cel, form: Cel) -> Cel:
    _regex(form)
    text = _literal_text(form)
    if not text:
        return Cel(f'matches({of.code}, "^(?:" + {form.code} + ")$")', "truth")
    return Cel(f"matches({of.code}, {pattern(f'^(?:{text})$')})", "truth")


def _split(of: Cel, form: Cel) -> Cel:
    text = _literal_text(form)
    plain = re.sub(r"\\(.)", r"\1", text)
    if not text or re.search(r"(?<!\\)[\[\](){}*+?|^$.]", text):
        raise Unreadable("a text is split by a plain text here, not by a pattern")
    return Cel(f"split({of.code}, {quoted(plain)})", "list")


def _compared(sign: str) -> Callable[[Cel, Cel], Cel]:
    def compare(of: Cel, other: Cel) -> Cel:
        text = _literal_text(other)
        own = bracketed(of)
        if of.kind == "moment" and re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", text):
            own = 'format_moment(now, "HH:mm:ss")'
        elif of.kind == "moment" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            own = "today"
        return Cel(f"{own} {sign} {bracketed(other)}", "truth", whole=False)

    return compare


def _simple(form: str, kind: str, *, whole: bool = True) -> Callable[..., Cel]:
    """A method that is a form with its receiver and arguments filled in."""

    def make(*cels: Cel) -> Cel:
        return Cel(form.format(*(bracketed(one) for one in cels)), kind, whole=whole)

    return make


def _replaced(of: Cel, form: Cel, new: Cel) -> Cel:
    return Cel(f"replace_match({of.code}, {_regex(form)}, {new.code})", "text")


def _reformatted(of: Cel, form: Cel) -> Cel:
    moment = "now" if of.kind == "moment" else f"moment({of.code})"
    # Java writes a name out from four letters on; five are a single letter here.
    code = LONG.sub(lambda found: found[1] * 4, form.code) if form.code[:1] == '"' else form.code
    return Cel(f"format_moment({moment}, {code})", "text")


def _found(of: Cel, form: Cel) -> Cel:
    return Cel(f"matches({of.code}, {_regex(form)})", "truth")


METHODS: dict[tuple[str, int], Callable[..., Cel]] = {
    ("contains", 1): _simple("contains({0}, {1})", "truth"),
    ("containsIgnoreCase", 1): _simple("contains(lower({0}), lower({1}))", "truth"),
    ("containsIntersection", 1): _simple("{0}.exists(one, contains({1}, one))", "truth"),
    ("startsWith", 1): _simple("startsWith({0}, {1})", "truth"),
    ("endsWith", 1): _simple("endsWith({0}, {1})", "truth"),
    ("equals", 1): _simple("{0} == {1}", "truth", whole=False),
    ("equalsIgnoreCase", 1): _simple("lower({0}) == lower({1})", "truth", whole=False),
    ("isEmpty", 0): _simple("size({0}) == 0", "truth", whole=False),
    ("length", 0): _simple("size({0})", "number"),
    ("size", 0): _simple("size({0})", "number"),
    ("toUpperCase", 0): _simple("upper({0})", "text"),
    ("toLowerCase", 0): _simple("lower({0})", "text"),
    ("trim", 0): _simple("trim({0})", "text"),
    ("substring", 1): _simple("slice({0}, {1}, size({0}))", "text"),
    ("substring", 2): _simple("slice({0}, {1}, {2})", "text"),
    ("charAt", 1): _simple("at({0}, {1})", "text"),
    ("indexOf", 1): _simple("index_of({0}, {1})", "number"),
    ("concat", 1): _simple("{0} + as_text({1})", "text", whole=False),
    ("replace", 2): _simple("replace({0}, {1}, {2})", "text"),
    ("replaceAll", 2): _replaced,
    ("find", 1): _found,
    ("matches", 1): _whole,
    ("extract", 2): _extract,
    ("getMatch", 2): _extract,
    ("split", 1): _split,
    ("toString", 0): _simple("as_text({0})", "text"),
    ("getAsString", 0): _simple("as_text({0})", "text"),
    ("toInt", 0): _simple("as_number({0})", "number"),
    ("toLong", 0): _simple("as_number({0})", "number"),
    ("toDouble", 0): _simple("as_number({0})", "number"),
    ("toNumber", 0): _simple("as_number({0})", "number"),
    ("getAsInt", 0): _simple("as_number({0})", "number"),
    ("toJson", 0): _simple("parse_json({0})", "any"),
    ("get", 1): _simple("at({0}, {1})", "any"),
    ("join", 1): _simple("join({0}, {1})", "text"),
    ("clear", 0): lambda _of: Cel("[]", "list"),
    ("remove", 1): _simple(
        "slice({0}, 0, {1}) + slice({0}, {1} + 1, size({0}))", "list", whole=False
    ),
    ("removeValue", 1): _simple("{0}.filter(one, one != {1})", "list"),
    ("set", 2): _simple(
        "slice({0}, 0, {1}) + [{2}] + slice({0}, {1} + 1, size({0}))", "list", whole=False
    ),
    ("sort", 0): _simple("sort({0})", "list"),
    ("has", 1): _simple("contains(keys({0}), {1})", "truth"),
    ("keySet", 0): _simple("keys({0})", "list"),
    ("before", 1): _compared("<"),
    ("after", 1): _compared(">"),
    ("sameMoment", 1): _compared("=="),
    ("sameOrBefore", 1): _compared("<="),
    ("sameOrAfter", 1): _compared(">="),
    ("reformatDateTime", 1): _reformatted,
}
