"""RapidPro's texts and expressions as ours."""

from engine.importers.rapidpro.cases import test_of
from engine.importers.rapidpro.context import Context
from engine.importers.rapidpro.excellent import (
    Call,
    Constant,
    Lambda,
    Member,
    Negative,
    Operation,
    ParseError,
    Reference,
    Tree,
    split_template,
)
from engine.importers.rapidpro.functions import FUNCTIONS, OLD_FUNCTIONS
from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_moment,
    as_number,
    as_text,
    literal,
    member,
    quoted,
    text_of,
    unless_failed,
)
from engine.types.limits import LIMITS

ELIXIR = "<%"
# How the item of a list is named while the body of a function is translated.
ITEM = "item of a list"


class Translation:
    """Translates for one flow; `missed` collects what could not be, and why.

    `categories` are those of the node in which the text stands.
    """

    def __init__(self, context: Context, categories: tuple[str, ...] = ()) -> None:
        self.context = context
        self.categories = categories
        self.day_first = context.survey.day_first
        self.functions = OLD_FUNCTIONS if context.flow.legacy else FUNCTIONS
        self.missed: list[str] = []
        self._own: dict[str, Made] = {}

    def template(self, source: str) -> str:
        """A text with our holes; what cannot be translated stays in it as it was written."""
        if ELIXIR in source:
            self.missed.append("Elixir (<%= %>) is not run here")
            return _literal(source)
        parts = []
        for part in self._parts(source):
            if isinstance(part, str):
                parts.append(_literal(part))
                continue
            made = self._hole(part, source)
            parts.append(f"${{{_spoken(made)}}}" if made else _literal(source))
            if made is None:
                return _literal(source)
        return "".join(parts)

    def value(self, source: str) -> Made:
        """An expression for what a text gives: of its own type where it is one expression."""
        if ELIXIR in source:
            self.missed.append("Elixir (<%= %>) is not run here")
            return literal(source)
        made = []
        parts = self._parts(source)
        for part in parts:
            one = literal(part) if isinstance(part, str) else self._hole(part, source)
            if one is None:
                return literal(source)
            made.append(one)
        if len(made) == 1:
            return made[0]
        # An error in one of the expressions spoils the whole.
        failing = list(dict.fromkeys(one.guard for one in made if one.fails and one.guard))
        cel = " + ".join(text_of(one) for one in made) or '""'
        return Made(cel, "text", " && ".join(f"({one})" for one in failing), bool(failing))

    def tree(self, tree: Tree) -> Made:
        """An expression; raises `Untranslatable`."""
        if isinstance(tree, Constant):
            return literal(tree.value)
        if isinstance(tree, Reference | Member):
            return self._path(tree)
        if isinstance(tree, Call):
            function = self.functions.get(tree.function)
            if function is None:
                raise Untranslatable(f"there is no function like {tree.function}() here")
            return function(self, tree.arguments)
        if isinstance(tree, Negative):
            return Made(f"(-{as_number(self.tree(tree.of))})", "number")
        if isinstance(tree, Operation):
            return self._operation(tree)
        raise Untranslatable("an anonymous function can only be given to foreach()")

    def body(self, tree: Tree, item: Made, more: tuple[Tree, ...]) -> Made:
        """What a function gives for an item: a named one, with further arguments, or an
        anonymous one."""
        before = dict(self._own)
        try:
            if isinstance(tree, Reference):
                self._own[ITEM] = item
                return self.tree(Call(tree.name, (Reference(ITEM), *more)))
            if not isinstance(tree, Lambda) or len(tree.names) != 1:
                raise Untranslatable("a function of one item is wanted")
            self._own[tree.names[0]] = item
            return self.tree(tree.body)
        finally:
            self._own = before

    def test(self, kind: str, arguments: tuple[Tree, ...]) -> Made:
        """A test of routers as a function; `.match` of it is what matched."""
        made = [self.tree(one) for one in arguments]
        found = test_of(kind, made[0], made[1:]) if made else None
        if found is None:
            raise Untranslatable(f"{kind}() cannot be asked with these arguments")
        return Made(f"({found.condition})", "yes_no")

    def results(self, names: tuple[str, ...]) -> Made:
        """All results of the flow, with these parts of each."""
        made = self.context.all_results(names)
        return Made(made.cel, made.type)

    def _parts(self, source: str) -> list[str | Tree]:
        try:
            return split_template(source, self.context.names)
        except ParseError as problem:
            self.missed.append(str(problem))
            return [source]

    def _hole(self, tree: Tree, source: str) -> Made | None:
        try:
            made = self.tree(tree)
            # Some values have no text; that they have none is found here.
            text_of(made)
        except Untranslatable as problem:
            self.missed.append(str(problem))
            return None
        if len(made.cel) > LIMITS.expression_chars - 200:
            self.missed.append(f"an expression of {len(source)} characters grows too long here")
            return None
        return made

    def _path(self, tree: Tree) -> Made:
        keys: list[str] = []
        at: Tree = tree
        while isinstance(at, Member) and isinstance(at.key, Constant):
            keys.insert(0, str(at.key.value))
            at = at.of
        if isinstance(at, Reference):
            if at.name in self._own:
                made = self._own[at.name]
                for key in keys:
                    made = member(made, key)
                return made
            if at.name == "node" and keys == ["categories"]:
                return Made(f"[{', '.join(map(quoted, self.categories))}]", "list")
            return self.context.resolve(at.name, keys)
        if isinstance(at, Member):
            of, at_key = self.tree(at.of), self.tree(at.key)
            index = at_key.cel if at_key.type == "text" else as_number(at_key)
            kind = "group" if of.type in {"group", "groups"} else "any"
            otherwise = "{}" if at_key.type == "text" else "[]"
            cel = f"at({unless_failed(of, otherwise)}, {index})"
            made = Made(cel, kind, f"{cel} != null", True)
        else:
            made = self.tree(at)
        for name in keys:
            made = member(made, name)
        return made

    def _numbers(self, left: Made, right: Made) -> bool:
        """Whether texts that are compared are numbers on both sides."""
        return "number" in (left.type, right.type) and "any" not in (left.type, right.type)

    def _operation(self, tree: Operation) -> Made:
        left, right = self.tree(tree.left), self.tree(tree.right)
        sign = tree.sign
        if sign == "&":
            return Made(f"({as_text(left)} + {as_text(right)})", "text")
        if sign in {"=", "!=", "<>"}:
            same = "==" if sign == "=" else "!="
            if self._numbers(left, right):
                return Made(f"({as_number(left)} {same} {as_number(right)})", "yes_no")
            return Made(f"({as_text(left)} {same} {as_text(right)})", "yes_no")
        if sign in {"<", "<=", ">", ">="}:
            write = as_moment if "datetime" in (left.type, right.type) else as_number
            return Made(f"({write(left)} {sign} {write(right)})", "yes_no")
        if sign == "^":
            return Made(f"power({as_number(left)}, {as_number(right)})", "number")
        one, other = as_number(left), as_number(right)
        if sign == "/":
            return Made(f"(double({one}) / double({other}))", "number")
        if sign in {"+", "-"} and left.type == "datetime" and right.type != "datetime":
            days = other if sign == "+" else f"-({other})"
            return Made(f'shift({left.cel}, {days}, "days")', "datetime")
        return Made(f"({one} {sign} {other})", "number")


def text_value(made: Made) -> str:
    """The value as a contact's field and a result keep it: as a text. Where only an error
    stands, `unless_error` says when there is one to keep."""
    return as_text(made) if made.fails else text_of(made)


def unless_error(made: Made) -> str:
    """The condition under which no error spoils a value; empty where none can. An action with
    an error in it does nothing there."""
    return made.guard if made.fails else ""


def _spoken(made: Made) -> str:
    """The expression as a hole in a text: a name without a value leaves it empty anyway."""
    if made.type in {"text", "date", "number"} and made.guard in {"", f"has({made.cel})"}:
        return made.cel
    return text_of(made)


def _literal(words: str) -> str:
    return words.replace("${", "$${")
