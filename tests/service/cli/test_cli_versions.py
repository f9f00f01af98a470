"""Comparing, merging and restoring on the command line, and merging for git itself."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, require_refusal, snapshot, tertulia
from msgspec import structs

from engine.project.tables import encode_spreadsheet, read_table
from engine.project.versions import Versions

FLOW = "topics/welcome.flow.json"
NOW_US = 1_800_000_000_000_000


def edit(folder: Path, change: Callable[[dict[str, Any]], None], file: str = FLOW) -> None:
    flow = json.loads((folder / file).read_text())
    change(flow)
    (folder / file).write_text(json.dumps(flow))


def say(folder: Path, node: str, text: str, language: str = "en") -> None:
    def change(flow: dict[str, Any]) -> None:
        flow["nodes"][node]["params"]["text"][language] = text

    edit(folder, change)


@pytest.fixture
def sides(bot: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """Base, ours and theirs: three folders of the same bot."""
    ours, theirs = (Path(shutil.copytree(bot, tmp_path / name)) for name in ("ours", "theirs"))
    return bot, ours, theirs


def test_diff_says_what_differs_and_where(sides: tuple[Path, Path, Path]) -> None:
    base, ours, _ = sides
    same = tertulia("diff", base, ours)
    assert (same.code, same.out) == (0, "no differences\n")
    say(ours, "about_bot", "Ask me anything.")
    found = tertulia("diff", base, ours)
    assert found.code == 1
    assert found.out.splitlines()[0].startswith(
        "bakery > welcome > about_bot: changed the text (en) from "
    )
    assert found.out.endswith("1 difference\n")
    assert "cambió el texto (en)" in tertulia("diff", base, ours, "--language", "es").out
    assert "mudou o texto (en)" in tertulia("diff", base, ours, "-l", "pt").out
    (change,) = tertulia("diff", base, ours, "--json").json
    assert (change["kind"], change["what"], change["after"]) == (
        "changed",
        "text",
        "Ask me anything.",
    )
    assert change["location"] == {
        "bot": "bakery",
        "topic": "welcome",
        "node": "about_bot",
        "path": "text.en",
    }
    assert change["words"] == found.out.splitlines()[0]


def test_diff_shows_the_lines_of_code_and_tests(sides: tuple[Path, Path, Path]) -> None:
    base, ours, _ = sides
    for folder, price in ((base, 1), (ours, 2)):
        (folder / "actions").mkdir()
        (folder / "actions" / "price.py").write_text(f"def run():\n    return {{'p': {price}}}\n")
    found = tertulia("diff", base, ours).out.splitlines()
    assert found[0] == "bakery: changed the code action price"
    assert {"    -    return {'p': 1}", "    +    return {'p': 2}"} <= set(found)


def test_diff_compares_folders_bundles_and_versions(
    sides: tuple[Path, Path, Path], bundle: Path
) -> None:
    base, ours, _ = sides
    assert tertulia("diff", base, bundle).out == "no differences\n"
    Versions(ours).keep(None, "saved", t_us=NOW_US)
    say(ours, "about_bot", "Ask me anything.")
    assert tertulia("diff", f"{ours}@1", base).out == "no differences\n"
    assert tertulia("diff", f"{ours}@1", ours).code == 1
    assert tertulia("diff", bundle, ours).out.count("\n") == 2
    one = tertulia("diff", base / FLOW, ours / FLOW).out.splitlines()
    assert one[0].startswith("welcome > about_bot: changed the text (en)")


def test_diff_warns_of_what_it_cannot_read(sides: tuple[Path, Path, Path]) -> None:
    base, ours, _ = sides
    (ours / FLOW).write_text("{")
    found = tertulia("diff", base, ours)
    assert found.code == 1
    assert "broken-json" in found.err
    assert "bakery: removed the flow welcome" in found.out


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("nowhere", "nothing is there"),
        ("{base}@7", "has no version 7"),
        ("{base}/bot.json", "either files or whole projects"),
        ("{base}/README.md", "no file of a project"),
    ],
)
def test_diff_refuses_what_is_not_there(
    sides: tuple[Path, Path, Path], before: str, words: str
) -> None:
    base, ours, _ = sides
    (base / "README.md").write_text("mine")
    require_refusal(tertulia("diff", before.format(base=base), ours), words)


def test_merge_brings_both_sides_together(sides: tuple[Path, Path, Path], tmp_path: Path) -> None:
    base, ours, theirs = sides
    say(ours, "about_bot", "Ask me anything.")
    say(theirs, "about_bot", "Pregunta lo que quieras.", "es")
    before = snapshot(base, ours, theirs)
    shown = tertulia("merge", base, ours, theirs)
    assert (shown.code, shown.out) == (0, "no conflicts; nothing written: name --output\n")
    out = tmp_path / "out"
    assert tertulia("merge", base, ours, theirs, "-o", out).code == 0
    assert snapshot(base, ours, theirs) == before
    texts = json.loads((out / FLOW).read_text())["nodes"]["about_bot"]["params"]["text"]
    assert texts == {"en": "Ask me anything.", "es": "Pregunta lo que quieras."}
    assert tertulia("check", out, "--strict").code == 0
    require_refusal(tertulia("merge", base, ours, theirs, "-o", out), "something else is there")


def test_a_project_that_is_merged_over_is_kept_before_and_after(
    sides: tuple[Path, Path, Path],
) -> None:
    base, ours, theirs = sides
    say(theirs, "about_bot", "Ask me anything.")
    assert tertulia("merge", base, ours, theirs, "-o", ours).code == 0
    assert [version.kind for version in Versions(ours).list()] == ["merged", "saved"]
    assert tertulia("diff", ours, theirs).code == 0
    assert tertulia("diff", f"{ours}@1", base).code == 0


def test_conflicts_are_listed_and_settled(sides: tuple[Path, Path, Path], tmp_path: Path) -> None:
    base, ours, theirs = sides
    say(ours, "about_bot", "Ask me anything.")
    say(theirs, "about_bot", "Ask away.")
    found = tertulia("merge", base, ours, theirs, "-o", tmp_path / "out")
    key = "bots/bakery/nodes/about_bot/params/text/en"
    assert found.code == 1
    assert found.out.splitlines()[0] == f"conflict {key}"
    assert "ours: bakery > welcome > about_bot: changed the text (en)" in found.out
    assert "1 conflict; written to" in found.out
    assert tertulia("diff", tmp_path / "out", ours).code == 0
    (conflict,) = tertulia("merge", base, ours, theirs, "--json").json["conflicts"]
    assert (conflict["key"], conflict["ours"]) == (key, "Ask me anything.")
    for number, choice in enumerate((f"{key}=theirs", "theirs")):
        place = tmp_path / f"settled{number}"
        assert tertulia("merge", base, ours, theirs, "-c", choice, "-o", place).code == 0
        assert tertulia("diff", place, theirs).code == 0
    for choice, words in (("x=theirs", "no such conflict"), (f"{key}=mine", "'mine' is no side")):
        require_refusal(tertulia("merge", base, ours, theirs, "-c", choice), words)


def test_merge_refuses_what_would_be_lost(sides: tuple[Path, Path, Path], bundle: Path) -> None:
    base, ours, theirs = sides
    require_refusal(tertulia("merge", bundle, ours, theirs), "a bundle leaves out")
    (theirs / FLOW).write_text("{")
    before = snapshot(ours)
    require_refusal(tertulia("merge", base, ours, theirs, "-o", ours), "welcome", "JSON")
    assert snapshot(ours) == before


def test_merge_takes_each_sort_of_file(tmp_path: Path) -> None:
    book = ROOT / "datasets" / "bots" / "clinic" / "entities" / "branches.xlsx"
    table = read_table(book.read_bytes(), "branches.xlsx")[0]
    assert table is not None
    dearer = structs.replace(table, rows=(*table.rows[:-1], (*table.rows[-1][:-1], "new")))
    (tmp_path / "theirs.xlsx").write_bytes(encode_spreadsheet(dearer, book.read_bytes()))
    out = tmp_path / "out.xlsx"
    assert tertulia("merge", book, book, tmp_path / "theirs.xlsx", "-o", out).code == 0
    assert read_table(out.read_bytes(), "out.xlsx")[0] == structs.replace(dearer, file="out.xlsx")
    texts = {
        "actions/price.py": ("def run(): ...\n", "def run():\n    return {}\n"),
        "nlu.toml": ("# one\n", "# two\n"),
        "project.json": ('{"name": "A"}', '{"name": "B"}'),
    }
    for name, (before, after) in texts.items():
        for side, text in (("base", before), ("ours", before), ("theirs", after)):
            (tmp_path / side).write_text(text)
        sides = [tmp_path / side for side in ("base", "ours", "theirs")]
        assert tertulia("merge", *sides, "-o", tmp_path / "out", "--name", name).code == 0
        assert tertulia("merge", *sides, "--name", "READ.me").code == 2
        assert (
            json.loads((tmp_path / "out").read_text())["name"] == "B"
            if ".json" in name
            else ((tmp_path / "out").read_text() == after)
        )


def test_versions_are_listed_and_restored(bot: Path) -> None:
    assert "no versions yet" in tertulia("versions", bot).out
    versions = Versions(bot)
    versions.keep(None, "saved", "ana", t_us=NOW_US)
    before = snapshot(bot / "topics")
    say(bot, "about_bot", "Ask me anything.")
    versions.keep(None, "published", "ben", "spring", t_us=NOW_US + 1, bundle="0123456789abcdef")
    assert tertulia("versions", bot).out.splitlines() == [
        "     2  2027-01-15 08:00:00  published  ben  spring  0123456789ab",
        "     1  2027-01-15 08:00:00  saved      ana",
    ]
    assert [one["id"] for one in tertulia("versions", bot, "--limit", "1", "--json").json] == [2]
    done = tertulia("restore", bot, "1", "--author", "eva")
    assert done.out == f"{bot}: version 1 is back, as version 3\n"
    assert snapshot(bot / "topics") == before
    assert versions.list(1)[0].author == "eva"
    require_refusal(tertulia("restore", bot, "99"), "has no version 99")
    require_refusal(tertulia("versions", bot / "none"), "no such folder")


def test_a_damaged_database_is_told(bot: Path) -> None:
    Versions(bot).keep(None, "saved", t_us=NOW_US)
    Versions(bot).path.write_bytes(b"not a database")
    found = tertulia("versions", bot)
    assert found.code == 0
    assert "damaged-versions" in found.err


class Git:
    """A repository with the merge driver, as the how-to page sets it up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self("init", "-q", "-b", "main")
        self("config", "user.name", "ana")
        self("config", "user.email", "ana@example.com")
        page = (ROOT / "docs" / "how-to" / "compare-and-merge-versions.md").read_text()
        command = page.split("git config merge.tertulia.driver '")[1].split("'")[0]
        program = f"'{sys.executable}' -m engine.service.cli"
        self("config", "merge.tertulia.driver", command.replace("tertulia", program, 1))
        lines = page.split("```text\n")[1].split("```")[0]
        (folder / ".gitattributes").write_text(lines)
        (folder / ".gitignore").write_text("model/\n")
        self.commit("base")

    def __call__(self, *arguments: str, code: int = 0) -> str:
        env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(self.folder)}
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done
        return done.stdout + done.stderr

    def commit(self, message: str) -> None:
        self("add", "-A")
        self("commit", "-q", "-m", message)


def test_git_merges_flows_by_meaning(bot: Path) -> None:
    (bot / "entities").mkdir()
    table, (test,) = bot / "entities" / "breads.csv", (bot / "tests").glob("*.chat")
    table.write_text('bread,price\n"rye",2\n')
    old_test = test.read_text()
    git = Git(bot)
    git("checkout", "-q", "-b", "theirs")
    say(bot, "about_bot", "Ask away.")
    table.write_text('bread,price\n"rye",2\n"corn",3\n')
    test.write_text(old_test + "\n== New\n> hi\n< ...\n")
    git.commit("theirs")
    git("checkout", "-q", "main")
    say(bot, "about_bot", "Pregunta.", "es")
    table.write_text('bread,price\n"rye",2\n"wheat",4\n')
    test.write_text(old_test + "\n== Newer\n> hello\n< ...\n")
    # The same lines in another order: a merge of lines would clash all over.
    edit(bot, lambda flow: flow.update(nodes=dict(reversed(flow["nodes"].items()))))
    git.commit("ours")
    git("merge", "-q", "--no-edit", "theirs")
    texts = json.loads((bot / FLOW).read_text())["nodes"]["about_bot"]["params"]["text"]
    assert texts == {"en": "Ask away.", "es": "Pregunta."}
    assert sorted(table.read_text().splitlines()) == ["bread,price", "corn,3", "rye,2", "wheat,4"]
    titles = [line for line in test.read_text().splitlines() if line.startswith("== New")]
    assert sorted(titles) == ["== New", "== Newer"]
    assert tertulia("check", bot).code == 0


def test_git_stops_at_a_conflict_and_tells_it(bot: Path) -> None:
    git = Git(bot)
    git("checkout", "-q", "-b", "theirs")
    say(bot, "about_bot", "Ask away.")
    edit(bot, lambda settings: settings.update(description="Theirs."), "bot.json")
    git.commit("theirs")
    git("checkout", "-q", "main")
    say(bot, "about_bot", "Ask me anything.")
    git.commit("ours")
    said = git("merge", "theirs", code=1)
    assert "welcome > about_bot: changed the text (en)" in said
    assert git("diff", "--name-only", "--diff-filter=U") == f"{FLOW}\n"
    assert json.loads((bot / "bot.json").read_text())["description"] == "Theirs."
    texts = json.loads((bot / FLOW).read_text())["nodes"]["about_bot"]["params"]["text"]
    assert texts["en"] == "Ask me anything."


def test_git_keeps_ours_where_a_file_is_broken(bot: Path) -> None:
    git = Git(bot)
    git("checkout", "-q", "-b", "theirs")
    (bot / FLOW).write_text("{")
    git.commit("theirs")
    git("checkout", "-q", "main")
    say(bot, "about_bot", "Ask me anything.")
    before = (bot / FLOW).read_bytes()
    git.commit("ours")
    assert "broken-json" in git("merge", "theirs", code=1)
    assert (bot / FLOW).read_bytes() == before
