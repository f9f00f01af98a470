"""What stands between a project and its publication."""

from menu_bots import NEW_PROJECT, OLD_PROJECT
from msgspec.structs import replace

from engine.project.check import check
from engine.runtime.conversations import Difference, Outcome
from engine.runtime.gate import (
    Gate,
    Lost,
    accept,
    accepted_warnings,
    gate,
    unmoved,
    warning_key,
)
from engine.runtime.waiting import Waiting
from engine.types.bot import Bot, Node, Project
from engine.types.issue import Issue, Location

PLACE = Location(bot="shop", topic="main", node="old", path="params.text")
ERROR = Issue("no-name", "error", "there is none", "give one", PLACE)
WARNING = Issue("unreachable-node", "warning", "nothing leads here", "remove it", PLACE)
ADVICE = Issue("short", "advice", "it is short", "write more", PLACE)
DIFFERS = Outcome("Orders", 1, (Difference(2, "this", "that"),))


def test_errors_warnings_and_tests_block() -> None:
    outcomes = {"good": Outcome("good", 1, ()), "orders": DIFFERS}
    found = gate(NEW_PROJECT, [ERROR, WARNING, ADVICE], outcomes, (), ())
    assert found == Gate((ERROR,), (WARNING,), (), (ADVICE,), ("orders",))
    assert found.blocks() == (
        "1 error to be corrected",
        "1 warning to be accepted",
        "1 conversation test that differs",
    )
    assert found.blocks(despite_tests=True) == found.blocks()[:2]
    assert gate(NEW_PROJECT, [ADVICE], {}, (), ()).blocks() == ()


def test_a_warning_is_accepted_by_its_code_and_place() -> None:
    elsewhere = replace(WARNING, location=replace(PLACE, node="other"))
    found = gate(NEW_PROJECT, [WARNING, elsewhere], {}, (), {("shop", warning_key(WARNING))})
    assert (found.accepted, found.warnings) == ((WARNING,), (elsewhere,))
    worded = replace(WARNING, message="in other words", remedy="otherwise")
    assert warning_key(worded) == "unreachable-node main/old params.text"
    setting = Issue("c", "warning", "m", "r", Location(bot="shop", file="bot.json", path="mail"))
    assert warning_key(setting) == "c bot.json mail"


def test_what_was_accepted_is_kept_in_the_bots_own_settings() -> None:
    project = accept(NEW_PROJECT, [WARNING, ERROR, WARNING])
    assert project.bots["shop"].accepted_warnings == ("unreachable-node main/old params.text",)
    assert accepted_warnings(project) == {("shop", warning_key(WARNING))}
    assert accept(project, [WARNING]) == project
    lost_bot = replace(WARNING, location=Location(bot="gone"))
    assert accept(project, [lost_bot]) == project


def test_an_error_is_never_accepted() -> None:
    found = gate(NEW_PROJECT, [ERROR], {}, (), {("shop", warning_key(ERROR))})
    assert found.errors == (ERROR,)


def test_live_sessions_at_what_is_gone_are_named_with_the_nearest_place() -> None:
    waiting = (
        Waiting("old", "shop", "ask_size", "", 3, ("gone", "told", "people", "menu")),
        Waiting("old", "shop", "menu", "", 2, ("ask_size",)),
        Waiting("old", "shop", "menu", "order", 2, ("ask_size",)),
        Waiting("old", "shop", "menu", "person", 2),
        Waiting("old", "city", "ask", "", 1, ("menu",)),
    )
    found = gate(NEW_PROJECT, (), {}, waiting, ())
    assert found.lost == (
        Lost("old", "shop", "ask_size", "", 3, "people"),
        Lost("old", "shop", "menu", "order", 2, "menu"),
        Lost("old", "city", "ask", "", 1, ""),
    )
    assert found.blocks() == ()
    assert found.moves() == {"shop/ask_size": "people"}
    assert unmoved(found, {"ask_size": "menu"}) == found.lost[1:]
    assert gate(OLD_PROJECT, (), {}, waiting[:4], ()).lost == ()


def test_a_node_whose_settings_are_wrong_keeps_its_ports() -> None:
    nodes = {"menu": Node("choices", params={"text": 3}), "odd": Node("unheard_of")}
    topic = replace(NEW_PROJECT.bots["shop"].topics["main"], nodes=nodes)
    project = Project(bots={"shop": Bot(id="shop", topics={"main": topic})})
    waiting = [Waiting("old", "shop", node, "order", 1) for node in ("menu", "odd")]
    assert [each.node for each in gate(project, (), {}, waiting, ()).lost] == ["odd"]


def test_the_checks_own_issues_are_taken_as_they_are() -> None:
    issues = check(NEW_PROJECT)
    found = gate(NEW_PROJECT, issues, {}, (), ())
    assert [issue.code for issue in found.warnings] == ["open-port"]
    again = accept(NEW_PROJECT, issues)
    assert gate(again, check(again), {}, (), accepted_warnings(again)).blocks() == ()
