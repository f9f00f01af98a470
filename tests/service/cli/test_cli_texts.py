"""`tertulia texts`: out to a translator and in again, and what people do wrong."""

import json
from pathlib import Path

import pytest
from command_line import tertulia


@pytest.fixture
def french(bot: Path) -> Path:
    """The bakery, which is to speak French as well."""
    settings = json.loads((bot / "bot.json").read_text("utf-8"))
    settings["languages"].append("fr")
    (bot / "bot.json").write_text(json.dumps(settings), "utf-8")
    return bot


def test_a_translation_goes_out_and_comes_in(french: Path, tmp_path: Path) -> None:
    file = tmp_path / "bakery.fr.po"
    exported = tertulia("texts", "export", french, "--language", "fr", "--file", file)
    assert exported.code == 0
    assert "to translate" in exported.out
    assert tertulia("texts", "progress", french, "--json").json["fr"]["done"] == 0

    text = file.read_text("utf-8")
    assert text.count('msgstr ""\n\n') > 5
    file.write_text(text.replace('msgstr ""\n\n', 'msgstr "Bonjour"\n\n'), "utf-8")
    taken = tertulia("texts", "import", french, "-l", "fr", "-f", file, "--json")
    assert taken.json["written"] > 5
    assert tertulia("texts", "progress", french, "--json").json["fr"]["done"] > 5
    assert "Bonjour" in next((french / "topics").glob("*.json")).read_text("utf-8")

    again = tertulia("texts", "import", french, "-l", "fr", "-f", file)
    assert again.out.splitlines()[-1].startswith("0 texts written, ")


def test_a_spreadsheet_taken_in_again_changes_nothing(bot: Path, tmp_path: Path) -> None:
    file = tmp_path / "bakery.es.xlsx"
    before = {path: path.read_bytes() for path in bot.rglob("*.json")}
    assert tertulia("texts", "export", bot, "-l", "es", "-f", file).code == 0
    assert tertulia("texts", "import", bot, "-l", "es", "-f", file).code == 0
    assert {path: path.read_bytes() for path in bot.rglob("*.json")} == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-l", "de", "-f", "x.po"], "does not speak 'de'; name one of en, es with --language"),
        (["-l", "es"], "name a .po or an .xlsx with --file"),
        (["-l", "es", "-f", "x.csv"], "name a .po or an .xlsx with --file"),
        (["-l", "es", "-f", "x.po", "--bot", "shop"], "there is no bot 'shop'"),
        (["-l", "es", "-f", "nowhere/x.po"], "No such file"),
    ],
)
def test_what_cannot_be_used_is_said(bot: Path, arguments: list[str], words: str) -> None:
    result = tertulia("texts", "import", bot, *arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


def test_a_broken_file_writes_nothing(bot: Path, tmp_path: Path) -> None:
    file = tmp_path / "bakery.xlsx"
    file.write_bytes(b"no spreadsheet")
    result = tertulia("texts", "import", bot, "-l", "es", "-f", file)
    assert result.code == 2
    assert "texts-unusable" in result.out
