"""`tertulia demo-history`: what it makes, says and refuses."""

import json
import time

import pytest
from click.testing import CliRunner

from engine.analytics.history import History
from engine.types.issue import TertuliaError
from workbench.demo.cast import people_folder, read_cast
from workbench.demo.command import run
from workbench.workspace import samples

FEW = ["--bot", "clinic", "--days", "2", "--scale", "0.05"]


def test_it_makes_a_history_and_says_what_it_is(tmp_path):
    into = tmp_path / "demo.db"
    said = CliRunner().invoke(run, [str(into), *FEW], catch_exceptions=False)
    assert said.exit_code == 0
    assert "what was planted" in said.output
    assert "synthetic" in said.output
    with History.open(into) as history:
        ends_s = history.watermark().t_us / 1e6
    assert time.time() - 5 * 86_400 < ends_s < time.time()
    assert {each.name for each in tmp_path.iterdir()} >= {"demo.db", "demo.db.planted.json"}


def test_machines_get_json(tmp_path):
    asked = [str(tmp_path / "demo.db"), *FEW, "--seed", "4", "--json", "--start", "2026-03-02"]
    found = json.loads(CliRunner().invoke(run, asked, catch_exceptions=False).output)
    assert found["planted"]["synthetic"] is True
    assert found["planted"]["seed"] == 4
    assert found["planted"]["start"] == "2026-03-02"
    assert found["turns"] > found["sessions"] > 0


def test_it_knows_the_sample_bots_only(tmp_path):
    with pytest.raises(TertuliaError, match="no sample bot 'bakery'; there are: city, clinic"):
        CliRunner().invoke(
            run, [str(tmp_path / "demo.db"), "--bot", "bakery"], catch_exceptions=False
        )


def test_every_sample_bot_has_its_people():
    bots = {folder.name for folder in samples().iterdir() if (folder / "bot.json").is_file()}
    for name in bots:
        cast = read_cast(people_folder(), name)
        assert set(cast.bye) >= set(cast.languages) <= {"es", "en", "pt"}
        assert any(goal.unheard for goal in cast.goals)


def test_people_that_cannot_be_read_are_told_by_file_and_place(tmp_path):
    with pytest.raises(
        TertuliaError, match=r"bot 'clinic': nobody is there to talk to it; .* has people for: none"
    ):
        read_cast(tmp_path, "clinic")
    (tmp_path / "clinic.toml").write_text("returning = 'often'\n")
    with pytest.raises(TertuliaError, match=r"clinic\.toml: .*returning"):
        read_cast(tmp_path, "clinic")
