"""Values, conditions and texts of one dialog, said in ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression
from engine.importers.composer.adaptive import parse
from engine.importers.composer.cel import Cel
from engine.importers.composer.conversion import Conversion
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.kinds import is_list, is_text, is_truth
from engine.importers.composer.render import Parts, Renderer, Way, as_tree
from engine.importers.composer.tokens import holes
from engine.importers.composer.tree import Entries, Items, Joined, Literal, Tree, Untranslatable
from engine.types.value import Text

# A text that is no longer one when a whole template stands in it.
HOLE_END = "}"


class Told(Struct, frozen=True):
    """What is said where a condition holds ("": always): texts by language, or a shape."""

    when: str
    texts: tuple[Text, ...]
    shape: object = None


class Words:
    """Reads the settings of a dialog's actions. `remarks` says how what it gives differs."""

    def __init__(
        self, conversion: Conversion, dialog: Dialog, bound: Mapping[str, str] | None = None
    ) -> None:
        self.conversion = conversion
        self.dialog = dialog
        self.cel = Cel(conversion.memory, dialog.name, bound)
        self.remarks = self.cel.remarks

    @contextmanager
    def this(self, read: str) -> Iterator[None]:
        """While it lasts, `this.value` is what `read` reads."""
        before, self.cel.this = self.cel.this, read
        try:
            yield
        finally:
            self.cel.this = before

    def tree(self, raw: object) -> Tree:
        """A setting as an expression: `=...`, a text with holes, or JSON that holds such."""
        if isinstance(raw, str):
            return self._written(raw)
        if isinstance(raw, list):
            return Items(tuple(self.tree(one) for one in raw))
        if isinstance(raw, dict):
            return Entries(tuple((str(key), self.tree(one)) for key, one in raw.items()))
        if raw is None or isinstance(raw, bool | int | float):
            return Literal(raw)
        raise Untranslatable("a value of no kind that JSON has")

    def value(self, raw: object) -> str:
        """The expression that gives a setting's value."""
        return checked(self.cel.value(self.tree(raw)))

    def expression(self, source: object) -> Tree:
        """A setting that always is an expression, with `=` before it or not."""
        if not isinstance(source, str):
            return self.tree(source)
        written = source.strip()
        return self._read(written.removeprefix("=") if not written.startswith("==") else written)

    def condition(self, source: object) -> str:
        """The condition that a setting states."""
        return checked(self.cel.truth(self.expression(source)))

    def text(self, raw: object) -> Text:
        """One text by language; what depends on conditions is in its holes."""
        found: Text = {}
        for language, renderer in self._renderers():
            ways = renderer.ways(_as_source(raw))
            parts = (as_tree(ways, renderer.remarks),) if len(ways) > 1 else None
            choices = ways[0].choices
            if len(choices) > 1:
                renderer.remarks["the first of several variations"] = None
            if choices[0].shape is not None:
                raise Untranslatable(f"the structure {choices[0].shape.structure.kind!r}")
            found[language] = self.filled(parts or choices[0].parts)
            self.remarks.update(renderer.remarks)
        return found

    def told(self, raw: str, names: Mapping[str, Tree] | None = None) -> list[Told]:
        """What a text says, in the order of its conditions, each with its variations."""
        by_language = {}
        for language, renderer in self._renderers():
            by_language[language] = renderer.ways(raw, names)
            self.remarks.update(renderer.remarks)
        own = by_language[self.conversion.language]
        told = []
        for place, way in enumerate(own):
            when = checked(self.cel.truth(way.when)) if way.when is not None else ""
            shape = way.choices[0].shape
            if shape is not None and len(way.choices) > 1:
                self.remarks["the first of several structures"] = None
            said = [] if shape else [self.filled(one.parts) for one in way.choices]
            texts: list[Text] = [{self.conversion.language: one} for one in said]
            for language, ways in by_language.items():
                if language != self.conversion.language and not shape:
                    _also(texts, language, self._variants(ways, place, len(own)))
            told.append(Told(when, tuple(texts), shape))
        return told

    def filled(self, parts: Parts) -> str:
        """The parts as a text with our holes."""
        return "".join(
            part.replace("${", "$${") if isinstance(part, str) else self._hole(part)
            for part in parts
        )

    def _variants(self, ways: Sequence[Way], place: int, count: int) -> list[str]:
        """The variations of the same way in another language, where it has the same ways."""
        if len(ways) != count:
            self.remarks["another language has other conditions; its texts are left out"] = None
            return []
        return [self.filled(one.parts) for one in ways[place].choices if one.shape is None]

    def _renderers(self) -> list[tuple[str, Renderer]]:
        found: dict[str, Renderer] = {}
        for locale in self.conversion.locales:
            language = locale.partition("-")[0] or "en"
            found.setdefault(language, self.conversion.renderer(self.dialog, locale))
        return list(found.items())

    def _hole(self, tree: Tree) -> str:
        if isinstance(tree, Literal) and isinstance(tree.value, str):
            return tree.value.replace("${", "$${")
        if isinstance(tree, Joined):
            # A text within the text: its own words and holes, rather than one long expression.
            return "".join(self._hole(part) for part in tree.parts)
        said = self.cel.value(tree)
        checked(said)
        if is_list(tree) or said in self.conversion.memory.lists:
            return f"${{json({said})}}"
        if is_truth(tree) or (not is_text(tree) and said in self.conversion.memory.truths):
            return f"${{as_text({said})}}"
        return f"${{{said}}}"

    def _written(self, raw: str) -> Tree:
        if raw.startswith("="):
            return self._read(raw[1:])
        if "${" not in raw:
            return Literal(raw)
        parts = holes(raw)
        if len(parts) == 1 and not isinstance(parts[0], str):
            return self._read(parts[0][0])
        renderer = self._renderers()[0][1]
        tree = as_tree(renderer.ways(raw), renderer.remarks)
        self.remarks.update(renderer.remarks)
        return tree

    def _read(self, source: str) -> Tree:
        if not source.strip():
            return Literal(None)
        renderer = self._renderers()[0][1]
        tree = renderer.tree(source)
        self.remarks.update(renderer.remarks)
        return tree


def checked(said: str) -> str:
    """The expression, if it is one of ours; what is too long or too deep is none."""
    try:
        compile_expression(said)
    except ExpressionError as problem:
        raise Untranslatable(f"an expression that cannot be said ({problem})") from None
    return said


def path_tree(raw: object) -> Tree:
    """A setting that names a place in memory, as a tree."""
    if not isinstance(raw, str) or not raw.strip():
        raise Untranslatable("a property without a name")
    written = raw.strip()
    if written.startswith("${") and written.endswith(HOLE_END):
        written = written[2:-1]
    return parse(written.removeprefix("="))


def _as_source(raw: object) -> str:
    if isinstance(raw, str):
        return f"${{{raw[1:]}}}" if raw.startswith("=") else raw
    raise Untranslatable("a text that is none")


def _also(texts: list[Text], language: str, variants: list[str]) -> None:
    """Adds the variations of a language beside those that are there, the last one repeated."""
    for place, text in enumerate(texts):
        if variants:
            texts[place] = {**text, language: variants[min(place, len(variants) - 1)]}
