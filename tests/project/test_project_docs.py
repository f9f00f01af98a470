"""The reference names every file's fields, every predefined name and every issue."""

import ast
import re
from pathlib import Path

import pytest
from msgspec import Struct, structs

from engine.expressions import PREDEFINED_TYPES
from engine.interpreter import scope
from engine.types import bot, funnel, limits

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PROJECT = (REFERENCE / "project.md").read_text("utf-8")
SECTIONS: dict[str, type[Struct]] = {
    "## `project.json`": bot.Project,
    "### `routing`": bot.Routing,
    "## `bot.json`": bot.Bot,
    "### `default_message`": bot.DefaultMessage,
    "### `variables` and `fields`": bot.Variable,
    "### `constants`": bot.Constant,
    "### `segments`": bot.Segment,
    "### `sites`": bot.Site,
    "### `mail`": bot.Mail,
    "### `limits`": limits.Limits,
    "## `topics/NAME.flow.json`": bot.Topic,
    "### `nodes`": bot.Node,
    "### `comments`": bot.Comment,
    "## Entity tables": bot.EntityTable,
    "## Code actions": bot.CodeAction,
    "## Funnels": funnel.FunnelSpec,
}
MAKERS = {"Issue", "issue", "Finding", "Fault", "Problem", "report", "warn"}
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def test_every_struct_of_a_project_has_its_section() -> None:
    found = {
        value
        for module in (bot, limits)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Struct) and value is not Struct
    }
    assert found == set(SECTIONS.values())


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_field_is_described(heading: str) -> None:
    section = re.split(
        r"^#+ ", PROJECT.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE
    )[0]
    described = re.findall(r"^\| `(\w+)` \| \S", section, flags=re.MULTILINE)
    assert described == [field.name for field in structs.fields(SECTIONS[heading])]


def test_every_predefined_name_is_described_and_filled() -> None:
    page = (REFERENCE / "expressions.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| (\w+) \| `.*` \|", page, flags=re.MULTILINE)
    described = {name: kind.replace("timestamp", "datetime") for name, kind in rows}
    assert described == PREDEFINED_TYPES
    roots = {name.partition(".")[0] for name in PREDEFINED_TYPES}
    assert roots | {"rows"} == set(scope.PREDEFINED)


def test_every_issue_has_its_heading_and_every_heading_its_issue() -> None:
    headings = re.findall(
        r"^### (\S+)$", (REFERENCE / "issues.md").read_text("utf-8"), flags=re.MULTILINE
    )
    assert len(headings) == len(set(headings))
    described = set(headings)
    made = set().union(*(_codes(path) for path in _sources("project", "nodes", "expressions")))
    assert len(made) > 100
    assert made - described == set(), "describe these in docs/reference/issues.md"
    words = set().union(*(_texts(path) for path in _sources("")))
    assert described - words == set(), "no part of the engine makes these"


def _sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / "engine" / folder).rglob("*.py")]


def _codes(path: Path) -> set[str]:
    """Codes that are written where an issue is made, or assigned to a name `code`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            maker = getattr(node.func, "id", getattr(node.func, "attr", "")).strip("_")
            found |= _constants(node.args[0]) if maker in MAKERS else set()
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
            found |= _constants(node.value)
    return found


def _texts(path: Path) -> set[str]:
    return _constants(ast.parse(path.read_text("utf-8")))


def _constants(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }
