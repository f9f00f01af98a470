"""Watson's expressions in ours: values, and conditions that are false where a value is missing."""

from engine.importers.watson.cel import (
    Cel,
    all_of,
    any_of,
    bracketed,
    negated,
    quoted,
)
from engine.importers.watson.entities import (
    confidence_of,
    entity_value,
    entity_values,
    holds_value,
    is_found,
    mention,
)
from engine.importers.watson.methods import call
from engine.importers.watson.tree import (
    Binary,
    Call,
    Choose,
    Context,
    Either,
    Entity,
    Expr,
    Index,
    Intent,
    Items,
    Literal,
    Member,
    Minus,
    Name,
    Not,
    Project,
    Type,
    Unreadable,
)
from engine.importers.watson.vocabulary import SYSTEM_NOTES, Found, Vocabulary
from engine.types.bot import NOT_UNDERSTOOD

# What the types of variables are among values, and kinds that are never equal to each other.
KINDS: dict[str, str] = {
    "text": "text",
    "number": "number",
    "yes_no": "truth",
    "list": "list",
    "object": "object",
}
APART = frozenset({"text", "number", "truth", "list", "object"})
COMPARING = frozenset({"==", "!=", "<", ">", "<=", ">="})
# Conditions that hold wherever they are looked at: order gives them their meaning.
ALWAYS = frozenset({"anything_else", "true"})
# What the import keeps for slots and digressions, by Watson's name.
OWN = {
    "slot_in_focus": ("slot_in_focus", "Whether the slot that is asked for is looked at."),
    "has_skipped_slots": ("has_skipped_slots", "Whether a slot was skipped."),
    "returning_from_digression": ("returning", "Whether the bot comes back to an open question."),
}


class Translation:
    """Translates within one place; what differs there is collected in `notes`."""

    def __init__(self, vocabulary: Vocabulary, words: dict[str, Cel] | None = None) -> None:
        self.vocabulary = vocabulary
        # What bare words mean at this place, such as `event.current_value`.
        self.words = words or {}
        self.notes: list[str] = []
        # The variables that are unset once the place has said what it says.
        self.removed: list[str] = []
        # Within a projection, a bare word is a member of the item.
        self.in_item = False

    def condition(self, expr: Expr) -> str:  # noqa: PLR0912 -- a case a form
        """A condition that never fails for want of a value."""
        match expr:
            case Binary("&&", left, right):
                return all_of(self.condition(left), self.condition(right))
            case Binary("||", left, right):
                return any_of(self.condition(left), self.condition(right))
            case Not(of):
                return negated(self.condition(of))
            case Binary(sign, left, right) if sign in COMPARING:
                return self._compare(sign, left, right)
            case Choose(test, then, other):
                ways = f"{self._in_choice(then)} : {self._in_choice(other)}"
                return f"({self.condition(test)}) ? {ways}"
            case Literal(value):
                return "false" if value is None or value is False else "true"
            case Intent(name):
                return self._intent(name)
            case Entity(name, value):
                found = self._entity(name)
                return is_found(found) if value is None else holds_value(found, value)
            case Context(name, value) if value is not None:
                return self._compare("==", Context(name), Literal(value))
            case Name(name) if name in ALWAYS:
                return "true"
            case Name("irrelevant"):
                return f'message.intent in ["", {quoted(NOT_UNDERSTOOD)}]'
            case Name("welcome"):
                return "session.messages == 0"
            case Name("conversation_start"):
                self.notes.append("a first message is answered at once, without the greeting")
                return "session.messages == 0"
        return self._truth(self.value(expr))

    def value(self, expr: Expr) -> Cel:  # noqa: PLR0912 -- a case a form
        """A value, with what it needs to have one."""
        match expr:
            case Literal(value):
                return _literal(value)
            case Context(name, None):
                variable = self.vocabulary.variable(name)
                kind = KINDS.get(self.vocabulary.declared[variable].type, "any")
                return Cel(variable, kind, (f"has({variable})",))
            case Entity(name, None):
                return entity_value(self._entity(name))
            case Name(name):
                return self._name(name)
            case Member(of, name):
                return self._member(of, name)
            case Index(of, key):
                return self._index(of, key)
            case Call():
                return call(self, expr)
            case Project(of, each, keeps):
                return self._project(of, each, keeps=keeps)
            case Minus(of):
                inner = self.value(of)
                return Cel(f"-{bracketed(inner)}", "number", inner.needs, whole=False)
            case Binary(sign, left, right) if sign in "+-*/%":
                return self._reckon(sign, self.value(left), self.value(right))
            case Binary("^", left, right):
                a, b = self.value(left), self.value(right)
                return Cel(f"power({a.code}, {b.code})", "number", (*a.needs, *b.needs))
            case Choose(test, then, other):
                a, b = self.value(then), self.value(other)
                code = f"({self.condition(test)}) ? {bracketed(a)} : {bracketed(b)}"
                return Cel(code, a.kind if a.kind == b.kind else "any", whole=False)
            case Either(first, second):
                a, b = self.value(first), self.value(second)
                if not a.needs:
                    return a
                code = f"({all_of(*a.needs)}) ? {bracketed(a)} : {bracketed(b)}"
                return Cel(code, a.kind, whole=False)
            case Items(items):
                cels = [self.value(one) for one in items]
                needs = tuple(need for one in cels for need in one.needs)
                return Cel(f"[{', '.join(one.code for one in cels)}]", "list", needs)
            case Type(name):
                raise Unreadable(f"the class {name!r} is a program's, not a dialog's")
        return Cel(self.condition(expr), "truth", whole=False)

    def _entity(self, name: str) -> Found:
        if not self.vocabulary.knows(name):
            self.notes.append(f"there is no entity @{name}: it is never found")
        elif name in SYSTEM_NOTES:
            self.notes.append(SYSTEM_NOTES[name])
        return self.vocabulary.entity(name)

    def _in_choice(self, expr: Expr) -> str:
        condition = self.condition(expr)
        return f"({condition})" if " " in condition else condition

    def _truth(self, value: Cel) -> str:
        """Whether a value counts as true: it is there, and it is not `false`."""
        if value.kind == "truth":
            return all_of(*value.needs, value.code)
        if value.code == "message.text":
            return 'message.text != ""'
        if value.kind in {"text", "number", "list", "object", "moment"}:
            return all_of(*value.needs) if value.needs else "true"
        if value.code in self.vocabulary.truths:
            return all_of(*value.needs, f"{value.code} != false")
        return all_of(*value.needs) if value.needs else f"{bracketed(value)} != null"

    def _intent(self, name: str) -> str:
        node = self.vocabulary.intents.get(name)
        if node is None:
            self.notes.append(f"there is no intent #{name}: the condition never holds")
            return "false"
        return f"message.intent == {quoted(node)}"

    def _compare(self, sign: str, left: Expr, right: Expr) -> str:
        if isinstance(left, Literal) and left.value is None:
            left, right = right, left
        if isinstance(right, Literal) and right.value is None:
            there = self._is_there(left)
            return there if sign == "!=" else negated(there)
        if _names_intent(right):
            left, right = right, left
        if _names_intent(left) and isinstance(right, Literal) and isinstance(right.value, str):
            known = self._intent(right.value)
            return negated(known) if sign == "!=" else known
        a, b = _alike(self.value(left), self.value(right), ordered=sign not in {"==", "!="})
        if {a.kind, b.kind} <= APART and a.kind != b.kind:
            # A text is never a truth or a list, here and there.
            return "true" if sign == "!=" else "false"
        needs = (*a.needs, *b.needs)
        if sign == "!=" and needs:
            return negated(all_of(*needs, f"{bracketed(a)} == {bracketed(b)}"))
        return all_of(*needs, f"{bracketed(a)} {sign} {bracketed(b)}")

    def _is_there(self, expr: Expr) -> str:
        if isinstance(expr, Entity) and expr.value is None:
            return is_found(self._entity(expr.name))
        value = self.value(expr)
        return all_of(*value.needs) if value.needs else f"{bracketed(value)} != null"

    def _name(self, name: str) -> Cel:
        if self.in_item:
            return Cel("one" if name == "this" else f"one.{name}")
        if name in self.words:
            return self.words[name]
        if name in OWN:
            variable = self.vocabulary.own(*OWN[name])
            return Cel(f"{variable} == true", "truth", (f"has({variable})",), whole=False)
        if name == "intent":
            return Cel("message.intent", "text")
        if name == "input":
            return Cel("message", "object")
        if name in {"true", "anything_else", "irrelevant", "welcome", "conversation_start"}:
            return Cel(self.condition(Name(name)), "truth", whole=False)
        if name == "entities":
            return Cel("entities", "object")
        if name == "context":
            raise Unreadable("the whole context is no value here")
        raise Unreadable(f"the name {name!r} means nothing here")

    def _member(self, of: Expr, name: str) -> Cel:  # noqa: PLR0912 -- a case a form
        dotted = f"{of.name}.{name}" if isinstance(of, Name) else ""
        if dotted in self.words:
            return self.words[dotted]
        match of:
            case Name("input"):
                return self._input(name)
            case Name("context"):
                return self.value(Context(name))
            case Name("entities"):
                return entity_values(self._entity(name))
            case Entity(entity, None):
                return mention(self._entity(entity), 0, name)
            case Index(Name("intents"), Literal(0)):
                return _of_intent(name)
            case Name("intents"):
                return _of_intent(name)
            case Index(Index(Name("entities"), Literal(str() as entity)), Literal(int() as at)):
                return mention(self._entity(entity), at, name)
            case Index(Member(Name("entities"), entity), Literal(int() as at)):
                return mention(self._entity(entity), at, name)
            case Index(Entity(entity, None), Literal(int() as at)):
                return mention(self._entity(entity), at, name)
            case Index(Name("entities"), Literal(str() as entity)) | Member(
                Name("entities"), entity
            ):
                return mention(self._entity(entity), 0, name)
        inner = self.value(of)
        if name in {"length", "size"}:
            return Cel(f"size({inner.code})", "number", inner.needs)
        if inner.kind in {"text", "number", "moment"}:
            raise Unreadable(f"a {inner.kind} has no member {name!r}")
        code = f"{bracketed(inner)}.{name}"
        return Cel(code, "any", (*inner.needs, f"has({code})"))

    def _input(self, name: str) -> Cel:
        if name == "text":
            return Cel("message.text", "text")
        self.notes.append(f"input.{name} is never there")
        return Cel("null", "any", ("false",))

    def _index(self, of: Expr, key: Expr) -> Cel:
        match of, key:
            case Name("context"), Literal(str() as name):
                return self.value(Context(name))
            case Name("entities"), Literal(str() as name):
                return entity_values(self._entity(name))
            case Name("intents"), Literal(0):
                return Cel("message.intent", "text")
            case Name("input"), Literal(str() as name):
                return self._input(name)
            case Entity(name, None), Literal(int() as at):
                return mention(self._entity(name), at, "value")
            case Name("intents"), _:
                raise Unreadable("only the first of the intents is known here")
        inner, found = self.value(of), self.value(key)
        if isinstance(key, Literal) and isinstance(key.value, str) and key.value.isidentifier():
            return self._member(of, key.value)
        code = f"at({inner.code}, {found.code})"
        return Cel(code, "any", (*inner.needs, *found.needs, f"{code} != null"))

    def _project(self, of: Expr, each: Expr, *, keeps: bool) -> Cel:
        inner = self.value(of)
        inside = Translation(self.vocabulary, self.words)
        inside.notes, inside.in_item = self.notes, True
        body = inside.condition(each) if keeps else inside.value(each).code
        method = "filter" if keeps else "map"
        return Cel(f"{bracketed(inner)}.{method}(one, {body})", "list", inner.needs)

    def _reckon(self, sign: str, a: Cel, b: Cel) -> Cel:
        needs = (*a.needs, *b.needs)
        if sign == "+" and "text" in {a.kind, b.kind}:
            left, right = _as_text(a), _as_text(b)
            return Cel(f"{left} + {right}", "text", needs, whole=False)
        kind = "list" if sign == "+" and "list" in {a.kind, b.kind} else "any"
        kind = "number" if a.kind == b.kind == "number" or sign != "+" else kind
        return Cel(f"{bracketed(a)} {sign} {bracketed(b)}", kind, needs, whole=False)


def _names_intent(expr: Expr) -> bool:
    """Whether an expression gives the name of the intent: `intent`, `intents[0].intent`."""
    match expr:
        case Name("intent") | Index(Name("intents"), Literal(0)):
            return True
        case Member(Index(Name("intents"), Literal(0)), "intent"):
            return True
    return False


def _of_intent(name: str) -> Cel:
    return confidence_of() if name == "confidence" else Cel("message.intent", "text")


def _literal(value: str | int | float | bool | None) -> Cel:
    if isinstance(value, bool):
        return Cel("true" if value else "false", "truth")
    if value is None:
        return Cel("null")
    if isinstance(value, str):
        return Cel(quoted(value), "text")
    return Cel(repr(value), "number")


def _as_text(value: Cel) -> str:
    return bracketed(value) if value.kind == "text" else f"as_text({value.code})"


def _alike(a: Cel, b: Cel, *, ordered: bool) -> tuple[Cel, Cel]:
    """Two values that can be compared: where a text meets a number, both as one of the two."""
    if {a.kind, b.kind} == {"text", "truth"} and not ordered:
        return _as_truth(a), _as_truth(b)
    if {a.kind, b.kind} != {"text", "number"}:
        return a, b
    return (_number(a), _number(b)) if ordered else (_written(a), _written(b))


def _as_truth(value: Cel) -> Cel:
    """`'true'` beside a truth is meant as one."""
    meant = value.code.strip('"') if value.kind == "text" else ""
    return Cel(meant, "truth") if meant in {"true", "false"} else value


def _number(value: Cel) -> Cel:
    if value.kind == "number":
        return value
    return Cel(f"as_number({value.code})", "number", value.needs)


def _written(value: Cel) -> Cel:
    if value.kind == "text":
        return value
    literal = value.code.replace(".", "").isdigit()
    code = quoted(value.code) if literal else f"as_text({value.code})"
    return Cel(code, "text", value.needs)
