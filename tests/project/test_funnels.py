"""Funnels of a bot: kept with it, checked against it, and following its changes."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from engine.project.bundle import export
from engine.project.check import check
from engine.project.diff import diff
from engine.project.diff.words import words
from engine.project.encode import encode_funnel
from engine.project.funnels.following import following
from engine.project.merge import merge
from engine.project.one_file import file_of, is_file_of_project, project_of
from engine.project.read import read
from engine.project.renaming import rename_nodes
from engine.project.write import would_write, write
from engine.types.bot import Bot, Node, Project, Topic
from engine.types.funnel import Breakdown, Exclusion, FunnelSpec
from engine.types.funnel_step import Assigned, Condition, Happened, Intent, Port, Spoken
from engine.types.funnel_step import Node as AtNode

ORDERS = FunnelSpec(
    name="Orders",
    steps=(
        Intent(intent="order"),
        AtNode(node="ask_size", topic="orders", where=(Condition("confidence", "above", (0.5,)),)),
        Assigned(variable="size", value="large", within_s=60),
    ),
    exclusions=(Exclusion(Happened(name="spam"), 1, "remove"),),
    where={"channel": ("webchat", "app")},
    breakdown=Breakdown("variable.size", top=3),
    since=dt.date(2026, 11, 1),
)
NODES = {
    "order": Node("intent", params={"phrases": {"en": ["order"]}}, edges={"next": "ask_size"}),
    "ask_size": Node("ask", params={"question": {"en": "Which?"}, "variable": "size"}),
}
BOT = Bot(id="shop", topics={"orders": Topic(nodes=NODES)}, funnels={"orders": ORDERS})


def project(bot: Bot = BOT) -> Project:
    return Project(name=bot.name, bots={bot.id: bot})


def test_a_funnel_is_kept_with_its_bot_and_read_back(tmp_path: Path) -> None:
    write(project(), tmp_path)
    file = tmp_path / "funnels" / "orders.json"
    assert file.read_text("utf-8").startswith('{\n  "format": 1,\n  "name": "Orders",\n  "steps"')
    found, issues = read(tmp_path)
    assert not issues
    assert found.bots["shop"].funnels == {"orders": ORDERS}
    assert not would_write(found, tmp_path)
    write(project(replace(BOT, funnels={})), tmp_path)
    assert not file.exists()


def test_a_file_that_is_no_funnel_is_said_and_stays(tmp_path: Path) -> None:
    write(project(), tmp_path)
    file = tmp_path / "funnels" / "bad.json"
    file.write_text('{"steps": [{"step": "door"}], "windw": 1}', "utf-8")
    found, issues = read(tmp_path)
    assert set(found.bots["shop"].funnels) == {"orders"}
    assert {(issue.location.file, issue.severity) for issue in issues} == {
        ("funnels/bad.json", "error")
    }
    assert "windw" in " ".join(str(issue) for issue in issues)
    write(found, tmp_path)
    assert file.exists()


def test_a_bundle_is_the_same_with_funnels_and_without() -> None:
    bare = replace(BOT, funnels={}, former_nodes={})
    known = replace(BOT, former_nodes={"which": "ask_size"})
    assert export(project(known)) == export(project(bare))


def test_funnels_are_compared_and_merged_as_a_whole() -> None:
    ours = replace(BOT, funnels={"orders": replace(ORDERS, within_s=60)})
    theirs = replace(BOT, funnels={"orders": ORDERS, "more": replace(ORDERS, name="More")})
    (change,) = diff(project(), project(ours))
    assert words(change) == "shop: changed the funnel orders"
    assert words(change, "es") == "shop: cambió el embudo orders"
    merged = merge(project(), project(ours), project(theirs))
    assert not merged.conflicts
    assert merged.project.bots["shop"].funnels == ours.funnels | {"more": theirs.funnels["more"]}
    other = replace(BOT, funnels={"orders": replace(ORDERS, within_s=90)})
    assert len(merge(project(), project(ours), project(other)).conflicts) == 1


def test_one_file_is_compared_like_any_other() -> None:
    data = encode_funnel(ORDERS)
    alone, issues = project_of(data, "bots/shop/funnels/orders.json")
    assert not issues
    assert file_of(alone, "funnels/orders.json", b"") == data
    assert not is_file_of_project("package.json")


def test_the_check_says_what_the_bot_has_not() -> None:
    spec = FunnelSpec(
        steps=(
            AtNode(node="ask_sice"),
            AtNode(node="ask_size", topic="gone"),
            Port(node="ask_size", port="nowhere"),
            Intent(intent="ask_size"),
            Assigned(variable="sise"),
            Spoken(node="which"),
        ),
        where={"field.vip": ("yes",), "segment.young": ("yes",)},
    )
    bot = replace(BOT, former_nodes={"which": "ask_size"}, funnels={"new": spec})
    found = {
        issue.location.path: issue
        for issue in check(project(bot))
        if issue.location.file == "funnels/new.json"
    }
    assert set(found) == {
        "steps[0].node",
        "steps[1].topic",
        "steps[2].port",
        "steps[3].intent",
        "steps[4].variable",
        "steps[5].node",
        "where.field.vip",
        "where.segment.young",
    }
    assert "did you mean 'ask_size'" in found["steps[0].node"].message
    assert "is called 'ask_size' by now" in found["steps[5].node"].message
    assert {issue.severity for issue in found.values()} == {"advice"}


def test_the_check_says_what_makes_no_sense() -> None:
    bot = replace(BOT, funnels={"none": FunnelSpec(steps=())})
    assert [
        issue.code for issue in check(project(bot)) if issue.location.file == "funnels/none.json"
    ] == ["senseless-funnel"]
    again = replace(BOT, former_nodes={"order": "ask_size"})
    assert "former-id-in-use" in {issue.code for issue in check(project(again))}


def test_a_funnel_follows_its_nodes() -> None:
    bot = replace(
        BOT, former_nodes={"ask": "which", "which": "ask_size", "order": "ask_size", "x": "gone"}
    )
    spec = FunnelSpec(
        steps=(
            AtNode(node="ask", topic="old"), Port(node="x", port="next", topic="old"),
            Intent(intent="order"),
        )
    )  # fmt: skip
    found = following(spec, bot)
    assert found.steps[0] == AtNode(node="ask_size")
    assert found.steps[1] == spec.steps[1]
    # The bot has a node of that id again: its rows are its own.
    assert found.former_nodes == {"ask_size": ("ask", "which")}
    assert following(found, bot) == found


def test_circles_of_names_end() -> None:
    bot = replace(BOT, former_nodes={"a": "b", "b": "a"})
    spec = FunnelSpec(steps=(AtNode(node="a"),))
    assert following(spec, bot) == spec


def test_nodes_under_new_ids_are_renamed_in_funnels() -> None:
    found = rename_nodes(BOT, {"ask_size": "which", "order": "buy"}).funnels["orders"]
    assert [step.label for step in found.steps[:2]] == ["intent buy", "node which orders"]


@pytest.mark.parametrize("spec", [ORDERS, FunnelSpec(steps=(Happened(),))])
def test_equal_funnels_are_equal_bytes(spec: FunnelSpec) -> None:
    written = encode_funnel(spec)
    raw = msgspec.json.decode(written)
    del raw["format"]
    assert msgspec.convert(raw, FunnelSpec) == spec
    assert encode_funnel(msgspec.convert(raw, FunnelSpec)) == written
