"""RapidPro's texts and expressions as ours."""

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
from engine.importers.rapidpro.functions import FUNCTIONS
from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_moment,
    as_number,
    as_text,
    literal,
    member,
    safe,
)
from engine.types.limits import LIMITS

ELIXIR = "<%"


class Translation:
    """Translates for one flow; `missed` collects what could not be, and why."""

    def __init__(self, context: Context) -> None:
        self.context = context
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
        return Made(" + ".join(as_text(one) for one in made) or '""', "text")

    def tree(self, tree: Tree) -> Made:
        """An expression; raises `Untranslatable`."""
        if isinstance(tree, Constant):
            return literal(tree.value)
        if isinstance(tree, Reference | Member):
            return self._path(tree)
        if isinstance(tree, Call):
            function = FUNCTIONS.get(tree.function)
            if function is None:
                raise Untranslatable(f"there is no function like {tree.function}() here")
            return function(self, tree.arguments)
        if isinstance(tree, Negative):
            return Made(f"(-{as_number(self.tree(tree.of))})", "number")
        if isinstance(tree, Operation):
            return self._operation(tree)
        raise Untranslatable("an anonymous function can only be given to foreach()")

    def body(self, tree: Tree, item: str) -> Made:
        """What an anonymous function of one item gives, written over `item`."""
        if not isinstance(tree, Lambda) or len(tree.names) != 1:
            raise Untranslatable("foreach() wants a function of one item")
        before = dict(self._own)
        self._own[tree.names[0]] = Made(item)
        made = self.tree(tree.body)
        self._own = before
        return made

    def _parts(self, source: str) -> list[str | Tree]:
        try:
            return split_template(source, self.context.names)
        except ParseError as problem:
            self.missed.append(str(problem))
            return [source]

    def _hole(self, tree: Tree, source: str) -> Made | None:
        try:
            made = self.tree(tree)
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
            return self.context.resolve(at.name, keys)
        if isinstance(at, Member):
            of, at_key = self.tree(at.of), self.tree(at.key)
            index = at_key.cel if at_key.type == "text" else f"int({as_number(at_key)})"
            made = Made(f"{safe(of, '[]')}[{index}]")
        else:
            made = self.tree(at)
        for name in keys:
            made = member(made, name)
        return made

    def _operation(self, tree: Operation) -> Made:
        left, right = self.tree(tree.left), self.tree(tree.right)
        sign = tree.sign
        if sign == "&":
            return Made(f"({as_text(left)} + {as_text(right)})", "text")
        if sign in {"=", "!="}:
            same = "==" if sign == "=" else "!="
            if "number" in (left.type, right.type):
                return Made(f"({as_number(left)} {same} {as_number(right)})", "yes_no")
            return Made(f"({as_text(left)} {same} {as_text(right)})", "yes_no")
        if sign in {"<", "<=", ">", ">="}:
            write = as_moment if "datetime" in (left.type, right.type) else as_number
            return Made(f"({write(left)} {sign} {write(right)})", "yes_no")
        if sign == "^":
            return _power(left, right)
        one, other = as_number(left), as_number(right)
        if sign == "/":
            return Made(f"(double({one}) / double({other}))", "number")
        if sign in {"+", "-"} and left.type == "datetime" and right.type != "datetime":
            days = other if sign == "+" else f"-{other}"
            return Made(f'shift({left.cel}, {days}, "days")', "datetime")
        return Made(f"({one} {sign} {other})", "number")


def text_value(made: Made) -> str:
    """The value as a contact's field and a result keep it: as a text, or not at all."""
    if made.type == "text" and made.guard:
        return safe(Made(made.cel, "text", made.guard), '""')
    return as_text(made)


def _power(left: Made, right: Made) -> Made:
    count = int(right.cel) if right.cel.isdigit() else -1
    if not 0 <= count <= 8:
        raise Untranslatable("a power with a variable exponent cannot be computed here")
    return Made(f"({' * '.join([as_number(left)] * count) or '1'})", "number")


def _spoken(made: Made) -> str:
    """The expression as a hole in a text: an unset name leaves it empty anyway."""
    if made.type == "text" and not made.cel.startswith("("):
        return made.cel
    if made.type in {"number", "datetime", "list"} and not made.guard:
        return made.cel if made.type != "datetime" else as_text(made)
    return made.cel if made.type == "any" else as_text(made)


def _literal(words: str) -> str:
    return words.replace("${", "$${")
