"""What every command owes its reader: help with an example, JSON that parses, quiet endings."""

import json
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
from command_line import COMMAND, ROOT, process, tertulia

from engine.service.cli import COMMANDS

NAMES = [module.run.name for module in COMMANDS]


@pytest.mark.parametrize("name", NAMES)
def test_help_has_an_example_that_is_that_command(name: str) -> None:
    result = tertulia(name, "--help")
    assert result.code == 0
    words = " ".join(result.out.split())
    assert f"Example: tertulia {name} " in words
    assert tertulia(name, "-h").out == result.out


def test_help_lists_every_command_with_what_it_gives() -> None:
    result = tertulia("--help")
    assert result.code == 0
    for name in NAMES:
        assert re.search(rf"^\W*{name}\s+\S", result.out, re.MULTILINE), name
    assert tertulia("--version").out == f"tertulia {version('tertulia')}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dance"], "No such command 'dance'"),
        (["check"], "Missing argument"),
        (["check", "x", "--colour"], "No such option"),
        (["evaluate", "x", "--folds", "1"], "folds"),
        (["serve", "x", "--port", "many"], "port"),
    ],
)
def test_a_wrong_command_line_is_2(arguments: list[str], words: str) -> None:
    result = tertulia(*arguments)
    assert result.code == 2
    assert words in result.err
    assert "Traceback" not in result.err


def test_every_json_is_one_document(bot: Path, bundle: Path) -> None:
    store = bot.parent / "s.sqlite"
    for arguments in (
        ["check", bot],
        ["train", bot],
        ["evaluate", bot, "--folds", "2"],
        ["test", bot],
        ["export", bot, "-o", bot.parent / "x.bot"],
        ["inspect", bundle],
        ["key", "--name", "desk", "--scope", "agents", "--store", store],
        ["key", "--store", store],
    ):
        result = tertulia(*arguments, "--json")
        assert (result.code, result.err) == (0, ""), arguments
        assert json.loads(result.out) is not None


def test_check_counts_what_it_found(bot: Path) -> None:
    assert tertulia("check", bot).out == "3 topics checked: no issues\n"
    assert tertulia("check", bot, "--json").json == []
    assert tertulia("check", bot, "--strict").code == 0


def test_train_and_evaluate_say_what_they_learned_and_measured(bot: Path) -> None:
    trained = tertulia("train", bot).out
    assert re.search(r"^bakery: 32 phrases of 4 intents, [\d.]+ MB$", trained, re.MULTILINE)
    assert tertulia("train", bot, "--json").json["models"][0]["examples"] == 32
    measured = tertulia("evaluate", bot, "--folds", "4").out
    assert re.search(r"^accuracy +[\d.]+ %$", measured, re.MULTILINE)
    assert {"phrases", "accuracy", "macro_f1", "confusions", "threshold"} <= set(
        tertulia("evaluate", bot, "--folds", "4", "--json").json["bakery"]
    )


def test_evaluate_in_full_reads_strange_messages(bot: Path) -> None:
    strange = bot.parent / "strange.txt"
    strange.write_text("who won the match\n\nis it raining\n", encoding="utf-8")
    arguments = ["evaluate", bot, "--folds", "2", "--full", "--strange", strange]
    found = tertulia(*arguments, "--json").json["bakery"]
    assert (found["strange"], found["scope"]["strange"]) == ("messages", 2)
    assert {"learning", "stress", "calibration", "confusion", "cost"} <= set(found)
    assert re.search(r"^typos +[\d.]+ %", tertulia(*arguments).out, re.MULTILINE)
    strange.write_bytes(b"caf\xe9\n")
    refused = tertulia(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert "byte 3 is no UTF-8; save the file as UTF-8" in refused.err


def test_evaluate_writes_a_report_for_the_browser(bot: Path) -> None:
    report = bot.parent / "report.html"
    result = tertulia("evaluate", bot, "--folds", "2", "--report", report, "--language", "pt")
    assert result.code == 0
    assert result.out.endswith(f"written: {report}\n")
    page = report.read_text(encoding="utf-8")
    assert '<html lang="pt">' in page
    assert "Acerto, validação cruzada" in page
    for wrong, words in (("report.pdf", "no report has the suffix '.pdf'; use .html"),
                         ("no/where.html", "there is no folder")):  # fmt: skip
        refused = tertulia("evaluate", bot, "--report", bot.parent / wrong)
        assert (refused.code, refused.out) == (2, "")
        assert words in refused.err


def test_keys_are_made_listed_and_taken_back(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    assert "make one with `tertulia key --name" in tertulia("key", "--store", store).out
    made = tertulia("key", "--name", "crm", "--scope", "messages:read", "--store", store)
    assert re.fullmatch(r"tk_\S+\n", made.out)
    assert "it is not shown again" in made.err
    (listed,) = tertulia("key", "--store", store, "--json").json
    assert (listed["name"], listed["scopes"]) == ("crm", ["messages:read"])
    assert tertulia("key", "--revoke", listed["id"], "--store", store).code == 0
    assert tertulia("key", "--revoke", listed["id"], "--store", store).code == 2
    refusal = tertulia("key", "--name", "x", "--scope", "all", "--store", store)
    assert (refusal.code, "the scopes are" in refusal.err) == (2, True)


def test_new_refuses_what_it_cannot_make(bot: Path) -> None:
    assert tertulia("new", bot).code == 2
    refusal = tertulia("new", bot.parent / "x", "-l", "fr")
    assert (refusal.code, "begin with en, es, pt" in refusal.err) == (2, True)
    assert not (bot.parent / "x").exists()


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_new_bot_is_sound_and_passes_its_own_test(language: str, tmp_path: Path) -> None:
    folder = tmp_path / "bot"
    assert tertulia("new", folder, "--language", language, "--name", "[Sol]").code == 0
    assert tertulia("check", folder, "--strict").code == 0
    assert tertulia("test", folder).out == "1 conversation passed\n"


def test_a_reader_that_goes_away_sees_no_traceback(bot: Path) -> None:
    many = "\n".join(f"== {n}\n> (opened)\n< never this\n" for n in range(300))
    (bot / "tests" / "many.chat").write_text(many)
    command = " ".join([*COMMAND, "test", f"'{bot}'"])
    done = subprocess.run(
        f"{command} | head -1", shell=True, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.stderr, len(done.stdout.splitlines())) == ("", 1)


def test_a_system_set_to_ascii_still_speaks_utf8(bot: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = process("chat", bot, "-l", "es", given="qu\u00e9\n", env=env)
    assert (result.code, result.err) == (0, "")
    assert "¿En qué te puedo ayudar?" in result.out
