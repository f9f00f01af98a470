"""A small run of the benchmark over the corpus; the long one is
`python -m tests.benchmarks.corpus --conversations 1000`."""

import json
from pathlib import Path
from typing import Any

import pytest
import rapidpro_export

from tests.benchmarks.corpus.__main__ import main
from tests.benchmarks.corpus.measure import Sizes, measure
from tests.benchmarks.corpus.pieces import PLATFORMS, Piece, pieces

SMALL = (
    *("--platform", "rapidpro", "--bot", "two_questions", "--bot", "goflow-runner-tests/test"),
    *("--platform", "dialogflow-es", "--bot", "hotel"),
    *("--platform", "rasa", "--bot", "cedex-02"),
)


def test_a_small_run_finds_nothing_wrong(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main((*SMALL, "--corpus", str(shared / "corpus"), "--conversations", "15", "--seconds", "5"))
    out = capsys.readouterr().out
    platforms: dict[str, Any] = json.loads(out.splitlines()[-1])["platforms"]
    assert set(platforms) == {"rapidpro", "dialogflow-es", "rasa"}
    for name, found in platforms.items():
        assert found["bots"] == found["imported"] > 0, name
        assert found["crashed"] == found["refused"] == found["check_errors"] == 0, name
        assert found["nodes"] == sum(sum(counts) for counts in found["kinds"].values())
        walks = found["walks"]
        assert walks["internal_errors"] == walks["hung"] == 0, name
        assert 0 < walks["reached_nodes"] <= walks["reachable_nodes"] <= found["drawn"]
    assert platforms["rapidpro"]["expected_runs"] > 10


def test_every_export_of_the_corpus_belongs_to_one_bot(shared: Path) -> None:
    for platform in PLATFORMS:
        found = list(pieces(platform, shared / "corpus"))
        assert found, platform
        assert len({piece.name for piece in found}) == len(found)


def test_the_same_seed_gives_the_same_walks(tmp_path: Path) -> None:
    asks = rapidpro_export.node("a", [rapidpro_export.message("Hello!")])
    rapidpro_export.write_export(tmp_path, rapidpro_export.flow([asks]))
    piece = Piece("rapidpro", "one", tmp_path)
    one, two = (measure(piece, Sizes(20, 10.0, seed=3)) for _ in range(2))
    assert not one.crashed
    assert one.walks == two.walks
    assert one.walks[0].reached >= one.walks[0].reachable


def test_a_crash_is_counted_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("a part of the importer that is wrong")

    monkeypatch.setattr("tests.benchmarks.corpus.measure.import_files", fail)
    measured = measure(Piece("rapidpro", "one", tmp_path), Sizes())
    assert "a part of the importer that is wrong" in measured.crashed
    assert not measured.refused
