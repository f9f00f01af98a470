"""Every sentence that a check can make is said in the three languages, with all that it names."""

import string
import tomllib
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.nodes import KINDS
from engine.project.chat import parse
from engine.project.check import check
from engine.project.read import decode_topic, read
from engine.project.versions.database import damage
from engine.types.bot import Bot, Project, Routing
from engine.types.issue import Issue
from engine.types.limits import LIMITS
from tests.project import test_advice as advice
from tests.project.test_check import CASES as BOTS
from workbench.issue_words import LANGUAGES, has_words, said, sentences, told

ROOT = Path(__file__).parents[2]
WORDS = tomllib.loads((ROOT / "workbench/issue_words.toml").read_text("utf-8"))["sentence"]


@pytest.mark.parametrize("make", [case[3] for case in BOTS])
def test_what_is_found_in_a_bot_has_its_words(make: Callable[[], Bot]) -> None:
    _say_all(check(Project(bots={"b": make()})))


def test_what_is_found_in_several_bots_has_its_words() -> None:
    one = Bot(id="b", expertise=("orders",))
    bots = {"b": one, "c": structs.replace(one, id="c"), "d": Bot(id="d", languages=("xx", "xx"))}
    routing = Routing(first="e", by_expertise=True)
    _say_all((*check(Project(routing=routing, bots=bots)), *check(Project())))


def test_what_kinds_find_has_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests/nodes"))
    cases = import_module("tests.nodes.test_node_checks").CASES
    for kind, params, _ in cases:
        member = KINDS[kind]
        assert member.check is not None
        for found in member.check(msgspec.convert(params, member.params), LIMITS):
            assert _lacking(found.message) + _lacking(found.remedy) == []


def test_advice_has_its_words() -> None:
    for _, language, example in advice.examples("bad"):
        _say_all(check(Project(bots={"b": advice.bot(advice.node(example, language), language)})))


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "datasets/bots").iterdir()))
def test_what_is_found_in_the_sample_bots_has_its_words(name: str) -> None:
    project, faults = read(ROOT / "datasets/bots" / name)
    _say_all((*faults, *check(project)))


FILES = (
    "",
    "[1]",
    "[" * 5000,
    '{"title":' + '{"a":' * 150 + "1" + "}" * 151,
    '{"nodes": NaN}',
    '{"title": "\\u0007"}',
    '{\n"title": {},\n"title": {"en": "x"}}',
    '{"nodes": {"a": {"kind": 3, "edge": 1}, "b": {}}, "layout": {"a": [1, "x"]}}',
    '{"format": 99}',
    '{"format": "one"}',
    '{"format": 0}',
)


@pytest.mark.parametrize("text", FILES, ids=range(len(FILES)))
def test_what_is_wrong_with_a_file_has_its_words(text: str) -> None:
    _, issues = decode_topic(text.encode(), file="topics/a.flow.json", name="a")
    assert issues
    _say_all(issues)


@pytest.mark.parametrize(
    "source",
    [
        *("", "a b", "a = 1", "'a", "a.", "a.1", "(a", "[a", "{a", "{'a': 1", "f(a", "a ? b"),
        *("!-a", "a.map(b)", "has(1)", "if", "99999999999999999999", "é", "#", "$a", "'\\q'"),
        *("((" * 200, "a" * 20_000),
    ],
    ids=lambda source: source[:12],
)
def test_what_is_wrong_with_an_expression_has_its_words(source: str) -> None:
    for said_of in filter(None, map(_fault, (source, f"x ${{{source}}}", f"x ${{{source}"))):
        message, _, remedy = said_of.partition("; ")
        assert _lacking(said_of) + _lacking(message) == []
        assert not remedy or _lacking(remedy) == []


def _fault(source: str) -> str:
    try:
        (compile_template if source.startswith("x ") else compile_expression)(source)
    except ExpressionError as error:
        return str(error)
    return ""


def test_what_is_wrong_with_a_conversation_test_has_its_words() -> None:
    text = (
        "== A\n== B\n@ time: x\n@ seed: x\n@ colour: x\n@ colour\n@ set: 1\n@ set a: (\n"
        "@ set a: b\n@ contact.x: 1\nhello\n> (999999999999 days)\n=\n! a\n! a ok {\n"
    )
    _, issues = parse(text, "tests/a.chat")
    assert len(issues) > 12
    _say_all(issues)


def test_what_is_said_of_damaged_versions_has_its_words() -> None:
    _say_all([damage(Path("versions.sqlite"))])


def test_what_a_sentence_does_not_fit_stays_english() -> None:
    assert said("the plug-in says something else, or not", "es").startswith("the plug-in says")
    assert said("port 'a' leads nowhere", "en") == "port 'a' leads nowhere"
    found = said("in 'a': something that has no words", "pt")
    assert found == "in 'a': something that has no words"


def test_values_are_carried_over() -> None:
    assert said("port 'a' leads to \"it's\", which does not exist", "es") == (
        "la salida «a» lleva a «it's», que no existe"
    )
    assert said("the table has more than 20,000 rows", "pt") == "a tabela tem mais de 20.000 linhas"
    assert said("remove it; did you mean 'x' or 'y'?", "pt") == "remova-o; quis dizer “x” ou “y”?"


def test_repairs_have_names_in_every_language() -> None:
    message, remedy = "the name 'nmae' is unknown", "did you mean 'name' or \"it's\"?"
    for language in ("en", *LANGUAGES):
        issue = told(Issue("unknown-name", "error", message, remedy), language)
        assert (issue.wrong, issue.near) == ("nmae", ("name", "it's"))


@pytest.mark.parametrize("row", WORDS, ids=[row["en"] for row in WORDS])
def test_a_sentence_keeps_all_its_holes(row: dict[str, str]) -> None:
    wanted = sorted(_holes(row["en"]))
    assert set(row) == {"en", *LANGUAGES}
    for language in LANGUAGES:
        assert sorted(_holes(row[language])) == wanted
        assert row[language].strip() == row[language] != ""


def test_no_sentence_is_there_twice() -> None:
    assert len({row["en"] for row in WORDS}) == len(WORDS)
    assert sum(len(some) for some in sentences().values()) == len(WORDS)


def _say_all(issues: Iterable[Issue]) -> None:
    for issue in issues:
        assert _lacking(issue.message) + _lacking(issue.remedy) == []


def _lacking(english: str) -> list[str]:
    """The languages that have no words for a sentence, or lose what stands in quotes in it."""
    return [f"{language}: {english}" for language in LANGUAGES if not has_words(english, language)]


def _holes(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
