"""A second import: what changed in the source is merged with what was changed here."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import require_refusal, snapshot, tertulia

from engine.project.versions import Versions

Json = dict[str, Any]


def step(uuid: str, text: str, to: str | None = None) -> Json:
    say = {"type": "send_msg", "uuid": f"{uuid}-say", "text": text}
    exits = [{"uuid": f"{uuid}-exit", "destination_uuid": to}]
    return {"uuid": uuid, "actions": [say], "exits": exits}


def export(path: Path, *steps: Json, flow: str = "Shop") -> Path:
    """A RapidPro account with one flow."""
    drawn = {"uuid": "flow", "name": flow, "language": "eng", "spec_version": "13.1.0"}
    drawn |= {"type": "messaging", "nodes": list(steps), "localization": {}}
    path.write_text(json.dumps({"version": "13", "site": "https://x.org", "flows": [drawn]}))
    return path


OPEN, HOURS, BYE = step("a", "We are open", "b"), step("b", "From 9 to 5", "c"), step("c", "Bye")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return export(tmp_path / "flows.json", OPEN, HOURS, BYE)


@pytest.fixture
def bot(source: Path, tmp_path: Path) -> Path:
    assert tertulia("import", "auto", source, tmp_path / "shop").code == 0
    return tmp_path / "shop"


def texts(folder: Path) -> dict[str, str]:
    flow = json.loads((folder / "topics" / "shop.flow.json").read_text())
    params = {id_: node.get("params", {}) for id_, node in flow["nodes"].items()}
    return {id_: one["text"]["en"] for id_, one in params.items() if "text" in one}


def work(folder: Path) -> dict[Path, bytes]:
    """The bot's own files, without its kept versions."""
    files = snapshot(folder).items()
    return {path: data for path, data in files if ".tertulia" not in path.parts}


def edit(folder: Path, before: str, after: str) -> None:
    path = folder / "topics" / "shop.flow.json"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


def test_a_first_import_keeps_what_the_source_gave(bot: Path) -> None:
    (version,) = Versions(bot).list()
    assert (version.kind, version.label) == ("imported", "rapidpro flows")
    report = json.loads((bot / "import-report.json").read_text())
    assert (report["platform"], report["bot"]) == ("rapidpro", "flows")


def test_the_same_again_changes_nothing_whatever_was_edited(bot: Path, source: Path) -> None:
    before = work(bot)
    again = tertulia("import", "rapidpro", source, bot)
    assert (again.code, work(bot)) == (0, before)
    assert "already there, unchanged" in again.out
    edit(bot, "We are open", "Yes, come in")
    edited = texts(bot)
    assert "already there, unchanged" in tertulia("import", "rapidpro", source, bot).out
    assert texts(bot) == edited


def test_changes_of_both_sides_come_together(bot: Path, source: Path) -> None:
    edit(bot, "We are open", "Yes, come in")
    renamed = source.with_name("flows of today.json")
    extra = step("d", "See you", None)
    export(renamed, OPEN, step("b", "From 8 to 6", "c"), step("c", "Bye", "d"), extra)
    found = tertulia("import", "rapidpro", renamed, bot)
    assert found.code == 0, found
    assert sorted(texts(bot).values()) == sorted(["Yes, come in", "From 8 to 6", "Bye", "See you"])
    assert "changed the text (en) from “From 9 to 5” to “From 8 to 6”" in found.out
    assert "changes of the source brought in" in found.out
    kinds = [version.kind for version in reversed(Versions(bot).list())]
    assert kinds == ["imported", "saved", "imported", "merged"]
    assert tertulia("check", bot).code == 0
    assert "unchanged" in tertulia("import", "rapidpro", renamed, bot).out
    # Another name of the file is no change of the bot.
    other = renamed.rename(renamed.with_name("other.json"))
    assert "unchanged" in tertulia("import", "rapidpro", other, bot).out


def test_where_both_clash_what_is_here_stands_until_somebody_chooses(
    bot: Path, source: Path
) -> None:
    edit(bot, "From 9 to 5", "From nine to five")
    export(source, OPEN, step("b", "From 8 to 6", "c"), step("c", "Goodbye"))
    found = tertulia("import", "rapidpro", source, bot)
    assert found.code == 1
    assert {"From nine to five", "Goodbye"} <= set(texts(bot).values())
    (line,) = [line for line in found.out.splitlines() if line.startswith("conflict ")]
    key = line.removeprefix("conflict ")
    # Still there: the next import begins with what the first one gave.
    again = tertulia("import", "rapidpro", source, bot, "--json")
    assert (again.code, again.json["outcome"]) == (1, "conflicts")
    assert [one["key"] for one in again.json["conflicts"]] == [key]
    settled = tertulia("import", "rapidpro", source, bot, "--choose", f"{key}=theirs")
    assert settled.code == 0
    assert "From 8 to 6" in texts(bot).values()
    assert "unchanged" in tertulia("import", "rapidpro", source, bot).out


def test_what_is_here_is_kept_for_good_when_somebody_says_so(bot: Path, source: Path) -> None:
    edit(bot, "From 9 to 5", "From nine to five")
    export(source, OPEN, step("b", "From 8 to 6", "c"), BYE)
    assert tertulia("import", "rapidpro", source, bot, "-c", "ours").code == 0
    assert "From nine to five" in texts(bot).values()
    assert tertulia("import", "rapidpro", source, bot).code == 0


def test_a_choice_that_is_none_writes_nothing(bot: Path, source: Path) -> None:
    edit(bot, "From 9 to 5", "From nine to five")
    export(source, OPEN, step("b", "From 8 to 6", "c"), BYE)
    before = work(bot)
    for choice, words in (("mine", "is no side"), ("bots/x=ours", "there is no such conflict")):
        require_refusal(tertulia("import", "rapidpro", source, bot, "-c", choice), words)
    assert work(bot) == before


def test_a_bot_of_somebody_else_is_left_alone(bot: Path, source: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    assert tertulia("new", own, "--name", "Own", "-l", "en").code == 0
    before = snapshot(own)
    require_refusal(tertulia("import", "rapidpro", source, own), "something else is there")
    assert snapshot(own) == before
    (bot / "import-report.json").write_text(
        (bot / "import-report.json").read_text().replace('"rapidpro"', '"typebot"')
    )
    edit(bot, "Bye", "Farewell")
    refused = tertulia("import", "rapidpro", source, bot)
    require_refusal(refused, "the import of typebot is there", "--force")


def test_force_writes_over_and_keeps_what_was_there(bot: Path, source: Path) -> None:
    edit(bot, "Bye", "Farewell")
    edited = texts(bot)
    forced = tertulia("import", "rapidpro", source, bot, "--force")
    assert forced.code == 0
    assert "Written over" in forced.out
    assert "Bye" in texts(bot).values()
    saved = next(one for one in Versions(bot).list() if one.kind == "saved")
    assert tertulia("restore", bot, saved.id).code == 0
    assert texts(bot) == edited


@pytest.mark.parametrize("ending", ["json", "txt", "html"])
def test_the_report_as_a_file(bot: Path, source: Path, tmp_path: Path, ending: str) -> None:
    export(source, step("a", "<b>Hi</b> @(no_such_function(1))"))
    path = tmp_path / f"report.{ending}"
    assert tertulia("import", "auto", source, tmp_path / "new", "--report", path).code == 0
    written = path.read_text()
    if ending == "json":
        assert json.loads(written)["whole"]["total"] > 0
    else:
        assert "Mapped approximately" in written
    assert ("<b>Hi</b>" in written) == (ending != "html")
    refused = tertulia("import", "auto", source, tmp_path / "newer", "--report", "report.pdf")
    require_refusal(refused, ".json, .txt or .html")
    assert not (tmp_path / "newer").exists()


def test_an_id_and_a_name_of_ones_own(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    arguments = ("import", "auto", source, folder, "--bot", "mine", "--name", "My shop", "--json")
    assert tertulia(*arguments).json["bot"] == "mine"
    settings = json.loads((folder / "bot.json").read_text())
    assert (settings["id"], settings["name"]) == ("mine", "My shop")
    assert tertulia("import", "auto", source, folder, "--json").json["outcome"] == "unchanged"
