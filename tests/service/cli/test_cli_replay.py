"""`tertulia replay`: conversations of a real server, played again while it goes on."""

from pathlib import Path

from command_line import require_refusal, serving, snapshot, tertulia

FLOW = "topics/welcome.flow.json"


def test_what_was_said_to_a_server_is_played_again(bot: Path, bundle: Path) -> None:
    store = bundle.parent / "data" / "s.sqlite"
    with serving(bundle, "--store", store) as served:
        served.hello(language="en")
        said = served.say("what kind of things can you do")
        assert said[0].startswith("I answer questions at any hour")
        served.say("What can you do")
        conversation = served.session["conversation"]
        served.hello(language="es")
        served.say("qué cosas puedes hacer por mí")

        same = tertulia("replay", store, bot)
        assert (same.code, same.out) == (0, "2 conversations replayed, 2 the same\n")

        flow = bot / FLOW
        flow.write_text(flow.read_text().replace("at any hour", "by day"))
        result = tertulia("replay", store, bot)
        assert result.code == 1
        assert f"{conversation}\n  turn 2: 'what kind of things can you do'\n" in result.out
        assert "    before  I answer questions at any hour" in result.out
        assert "    now     I answer questions by day" in result.out
        assert result.out.endswith("2 conversations replayed, 1 the same\n")
        served.say("qué cosas puedes hacer por mí")

    before = snapshot(store.parent)
    (row,) = tertulia("replay", store, bot, "--conversation", conversation, "--json").json
    assert [turn for turn, *_ in row["differences"]] == [2, 3]
    assert (row["conversation"], row["turns"]) == (conversation, 3)
    assert len(tertulia("replay", store, bundle, "--limit", "1", "--json").json) == 1
    require_refusal(
        tertulia("replay", store, bot, "--conversation", "none"), f"{store}: ", "'none'"
    )
    assert snapshot(store.parent) == before


def test_a_store_that_is_none(bot: Path, tmp_path: Path) -> None:
    require_refusal(tertulia("replay", tmp_path / "none.sqlite", bot), "none.sqlite", "`serve`")
    other = tmp_path / "notes.txt"
    other.write_text("shopping list\n" * 100)
    require_refusal(tertulia("replay", other, bot), "not a SQLite database; name another file")
    assert not (tmp_path / "none.sqlite").exists()
    assert other.read_text() == "shopping list\n" * 100
