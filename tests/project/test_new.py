"""A new bot is a good one."""

from pathlib import Path

import pytest

from engine.project.check import check
from engine.project.compile import compile_bot
from engine.project.new import new
from engine.project.read import open_project
from engine.types.issue import ProjectError


@pytest.mark.parametrize("languages", [("es",), ("en",), ("pt", "es", "en")])
def test_a_new_bot_has_nothing_to_correct(tmp_path: Path, languages: tuple[str, ...]) -> None:
    made = new(tmp_path / "Clínica Sol", "Clínica Sol", languages, "America/Bogota")
    found = open_project(tmp_path / "Clínica Sol")
    assert found == made
    assert [str(issue) for issue in check(found) if issue.severity != "advice"] == []
    bot = found.bots["clinica_sol"]
    assert bot.languages == languages
    assert compile_bot(bot).id == "clinica_sol"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ProjectError, match="not empty"):
        new(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_language_without_first_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no first texts in 'fr'"):
        new(tmp_path / "bot", languages=("fr",))
    assert not (tmp_path / "bot").exists()
