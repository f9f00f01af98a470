"""Every sentence written where issues are made has its words in the other languages."""

import ast
import itertools
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.issue_words import LANGUAGES, has_words

ROOT = Path(__file__).parents[2]

# What stands in no issue: the faults of plug-ins, annotations, values.
NODES_WITHOUT = [ROOT / f"engine/nodes/{name}.py" for name in ("__init__", "protocol", "answering")]
# Modules of the engine whose sentences come to a person as issues.
SOURCES = (
    *sorted((ROOT / "engine/project/checks").glob("*.py")),
    *sorted((ROOT / "engine/project/advice").glob("*.py")),
    *sorted(set((ROOT / "engine/nodes").glob("*.py")) - set(NODES_WITHOUT)),
    *(
        ROOT / "engine" / path
        for path in (
            "project/chat.py",
            "project/csv_text.py",
            "project/decode.py",
            "project/files.py",
            "project/json_text.py",
            "project/localisation/imported.py",
            "project/localisation/po.py",
            "project/localisation/xlsx.py",
            "project/migrate.py",
            "project/read.py",
            "project/tables.py",
            "expressions/inference.py",
            "expressions/parser.py",
            "expressions/template.py",
            "expressions/tokens.py",
        )
    ),
)
# Tables of a module that hold sentences, or words that stand in them.
TABLES = {"_HIDE", "_OTHERWISE", "_PREDEFINED", "_SHOWN"}
# Shapes that are put together with others: what stands in their holes decides what is said, so that
# EXAMPLES has them whole.
PUT_TOGETHER = {
    " in {x!r}",
    "a capital",
    "a verb",
    "all labels begin with {x} but {x!r}",
    "an emoji or sign",
    "begin it with {x}",
    "cannot be read in expressions: use letters a-z, digits and _",
    "column {x} has {x}",
    "did you mean ",
    "found {x!r} at character {x}",
    "group of keywords",
    "has no buttons",
    "inactivity time",
    "is a word of expressions",
    "is missing",
    "is of the kind {x!r}",
    "line {x}, column {x}",
    "shows {x} buttons",
    "the conversation goes to {x}",
    "the intent {x!r} has the same {x}",
    "the intent {x!r} {x}: {x}",
    "the mail has no {x}",
    "the {x} have the language {x!r}, which the bot does not speak",
    "the {x} {x!r} does not exist",
    "the {x} {x!r} is the same as number {x}",
    "there is no {x} in {x!r}",
    "units of UTF-16",
    "write its {x}",
    "{x!r} holds {x} keyword{x}",
    "{x!r} {x}",
    "{x} cannot be {x}",
    "{x} cannot show {x}s: it sends the address instead",
    "{x} carries {x} {x}, the text has {x}",
    "{x} holds neither {x} nor {x}",
    "{x} {x}: the {x} options become a numbered list",
    "{x} {x}s are too long",
    "{x}: names hold a-z, 0-9 and _ only; texts stand between quotes",
    "{x}: take it out, or put texts between quotes",
    "{x}: the text has no closing {x}, or a \\ in it that means nothing",
    "{x}: write {x}",
    "{x}: {x}",
    "{x}; texts stand in quotes",
}
EXAMPLES = (
    "the intent has 71 triggers in 'es'",
    "all labels begin with a capital but 'x'",
    "all labels begin with a verb but 'x'",
    "all labels begin with an emoji or sign but 'x'",
    "begin it with http: or https:",
    "begin it with http: or https: or mailto: or tel:",
    "'a-b' cannot be read in expressions: use letters a-z, digits and _",
    "'has' is a word of expressions",
    "column 2 has no name",
    "column 2 has the name '  '",
    "did you mean 'a b'?",
    "did you mean \"it's\" or 'b'?",
    "remove the edge; did you mean 'next'?",
    "remove it; known: a, b",
    "the intent 'a' has the same phrase",
    "the intent 'a' has the same group of keywords",
    "the intent 'a' has the same pattern",
    "the intent 'a' has the same event",
    "the intent 'a' has the same inactivity time",
    "the intent 'startup' is missing: it greets who comes",
    "the intent 'startup' is of the kind 'say': it greets who comes",
    "the conversation goes to nobody",
    "the conversation goes to queue and agent and bot",
    "the mail has no subject",
    "the mail has no text",
    "write its subject",
    "write its text",
    "the phrases have the language 'pt', which the bot does not speak",
    "the keywords have the language 'pt', which the bot does not speak",
    *(
        f"the {what} 'x' does not exist"
        for what in (
            *("contact field", "entity table", "code action", "queue"),
            *("site", "segment", "bot", "secret"),
        )
    ),
    *(
        f"the {what} 'x' is the same as number 2"
        for what in ("phrase", "group of keywords", "pattern", "event")
    ),
    "there is no bot.json in 'shop'",
    "'a' holds 1 keyword",
    "'' holds 0 keywords",
    "pause_ms cannot be -1",
    "session_timeout_s cannot be -1",
    *(
        f"sms cannot show {kind}s: it sends the address instead"
        for kind in ("image", "audio", "video", "document")
    ),
    *(
        f"sms carries 160 {unit}, the text has 1,200"
        for unit in ("characters", "bytes", "units of UTF-16")
    ),
    "/a b/c holds neither bot.json nor project.json",
    "sms has no buttons: the 3 options become a numbered list",
    "whatsapp shows 10 buttons: the 12 options become a numbered list",
    *(f"99 {unit}s are too long" for unit in ("second", "minute", "hour", "day")),
    "found 'é' at character 2: names hold a-z, 0-9 and _ only; texts stand between quotes",
    "found '#' at character 2: take it out, or put texts between quotes",
    "found '=' at character 2: write ==",
    "found '$' at character 2: write the bare name, without $",
    "found '\"' at character 2: the text has no closing \", or a \\ in it that means nothing",
    "not readable as JSON: line 2, column 18: Expecting ':' delimiter",
    "not readable as JSON: line 2, column 18: something that Python says from next year on",
    'write `set NAME: VALUE`, as `set city: "Lima"`; texts stand in quotes',
)
# What stands in no issue, by its module.
NO_ISSUES = {
    "csv_text": {' *"((?:[^"]|"")*)" *|([^{x}\\n]*)'},
    "decode": {" - at `$"},
    "po": {
        "# The texts of {x}, to be translated into {x}.",
        "at most {x} characters",
        "one a line; as people write, as many as you like",
        "{x}, from {x}",
    },
    "read": {"1 error", "{x} cannot be opened: {x}", "{x} errors"},
    "xlsx": {"{x} {x}"},
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_sentence_of_the_source_has_its_words(path: Path) -> None:
    lacking = [
        shape
        for shape in _shapes(path)
        if shape not in PUT_TOGETHER | NO_ISSUES.get(path.stem, set()) and not _is_said(shape)
    ]
    assert lacking == [], "say these in workbench/issue_words.toml"


@pytest.mark.parametrize("english", EXAMPLES)
def test_a_sentence_of_several_parts_has_its_words(english: str) -> None:
    assert _lacking(english) == []


def _lacking(english: str) -> list[str]:
    """The languages that have no words for a sentence, or lose what stands in quotes in it."""
    return [f"{language}: {english}" for language in LANGUAGES if not has_words(english, language)]


def _is_said(shape: str) -> bool:
    """Whether the shape is said, with some filling, in both languages and with its values."""
    names = [name for _, name, _, _ in string.Formatter().parse(shape) if name is not None]
    for filling in itertools.product(("7", "a text", "word", "'one'", "`x`"), repeat=len(names)):
        english = _filled(shape, filling)
        if not _lacking(english):
            return True
    return False


def _filled(shape: str, filling: tuple[str, ...]) -> str:
    parts, values = [], iter(filling)
    for literal, name, _, conversion in string.Formatter().parse(shape):
        parts.append(literal)
        if name is not None:
            value = next(values)
            parts.append(repr(value) if conversion else value)
    return "".join(parts)


def _shapes(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for statement in tree.body:
        is_table = getattr(getattr(statement, "targets", [None])[0], "id", "") in TABLES
        if is_table or isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield from _texts(statement)


def _texts(tree: ast.AST) -> Iterator[str]:
    """The texts of more than one word, holes as `{0}`."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }
    # Warnings of the history are no issues.
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    warnings = [call for call in calls if getattr(call.func, "attr", "") == "warn"]
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)] + warnings
    inner = {id(part) for node in whole for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in docs | inner:
            continue
        shape = _shape(node)
        if " " in shape.strip():
            yield shape


def _shape(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{", "{{").replace("}", "}}")
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(
        "{x!r}"
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
        else "{x}"
        if isinstance(part, ast.FormattedValue)
        else _shape(part)
        for part in node.values
    )
