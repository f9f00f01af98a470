"""`tertulia cover`: the tests it writes are played by `tertulia test`, and cover what they say."""

from pathlib import Path

from command_line import require_refusal, snapshot, tertulia


def test_uncovered_ports_get_tests_that_pass(bot: Path) -> None:
    def uncovered() -> set[tuple[str, str]]:
        (coverage,) = tertulia("test", bot, "--coverage", "--json").json["coverage"].values()
        return {
            (part["node"], part["name"])
            for part in coverage["parts"]
            if part["kind"] == "port" and not part["tests"] and not part["unreachable"]
        }

    before = uncovered()
    written = tertulia("cover", bot, "--json", "-o", bot / "tests" / "covering.chat").json
    found = {(row["node"], row["port"]) for row in written if row["test"]}
    assert {(row["node"], row["port"]) for row in written} == before
    assert found
    assert tertulia("test", bot).code == 0
    assert uncovered() <= before - found


def test_a_port_that_is_named(bot: Path) -> None:
    before = snapshot(bot)
    first = tertulia("cover", bot, "--json").json[0]
    result = tertulia("cover", bot, f"{first['node']}:{first['port']}")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("== ")
    assert result.out.endswith("# 1 test written, 0 not found\n")
    assert snapshot(bot) == before


def test_what_cannot_be_reached_is_said(bot: Path) -> None:
    node = "startup"
    result = tertulia("cover", bot, f"{node}:failed")
    assert result.code == 1
    assert f"node {node!r} has no port 'failed'; it has: next" in result.out
    require_refusal(tertulia("cover", bot, "nowhere:next"), "no bot of", "'nowhere'")
    existing = next((bot / "tests").iterdir())
    require_refusal(tertulia("cover", bot, "-o", existing), "is there already; name a new one")
