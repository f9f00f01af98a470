"""The documentation: it builds without a warning, and nothing that users meet is missing."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docs.generate import PAGES
from engine.service.cli import COMMANDS
from engine.service.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", PAGES)
def test_pages_written_from_the_code_are_up_to_date(page):
    assert (DOCS / page).read_text("utf-8") == PAGES[page](), "run: python -m docs.generate"


def test_the_documentation_builds_without_a_warning(tmp_path):
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", DOCS, tmp_path / "site"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "reference" / "nodes.html").is_file()


def test_every_setting_is_described():
    page = (DOCS / "reference" / "settings.md").read_text("utf-8")
    missing = [name for name in Settings.__struct_fields__ if f"\n### {name}\n" not in page]
    assert not missing


def test_every_command_is_described():
    page = (DOCS / "reference" / "commands.md").read_text("utf-8")
    assert all(f"\n## {module.run.name}\n" in page for module in COMMANDS)


def test_every_link_to_a_file_leads_somewhere():
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_commands_of_the_readme_exist():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {module.run.name for module in COMMANDS} | {
        *project["entry-points"]["tertulia.commands"]
    }
    written = re.findall(
        r"^    tertulia ([\w-]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert written
    assert set(written) <= names
