"""Funnels counted for the page: numbers, the people behind them, what can be a step."""

import io
import json
import time

import msgspec
import nbformat
import pandas as pd
import pytest

from engine.analytics.funnel import FunnelSpec, count
from engine.analytics.funnel.spec import Happened
from engine.analytics.history import History
from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.stores.rows import event
from tests.workbench.listening import bakery_editor, told
from tests.workbench.traffic import CHANNELS, NODES, PEOPLE, SPEC, TOPIC, came_to, write_store
from workbench.edits import Edit, Op
from workbench.funnels.counting import counting_of
from workbench.funnels.figures import FIGURES
from workbench.funnels.trend import points, span_of
from workbench.histories import histories_of
from workbench.simulator.moves import Press, Say

LEVELS = [came_to(person) for person in range(PEOPLE)]
REACHED = [sum(level >= step for level in LEVELS) for step in (1, 2, 3)]


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bots")
    with bakery_editor(folder) as editor:
        path = ("bots", "bakery", "topics", TOPIC)
        editor.document.edit(Edit((Op(path, {"format": 1, "nodes": NODES}),), "Draw"), editor.id)
        store = write_store(folder / "store.sqlite")
        editor.answer("history.choose", {"source": str(store)})
        yield editor


def counted(window, spec=SPEC, **more):
    window.heard.clear()
    window.answer("funnels.count", {"spec": spec, **more})
    found = told(window, "funnels.counted")
    assert "error" not in found, found
    return found


def test_the_numbers_are_those_of_the_funnel(window):
    found = counted(window)
    assert [step.converted for step in found["steps"]] == REACHED
    assert found["began"] == PEOPLE
    checked = told(window, "funnels.checked")
    assert checked.agrees
    assert checked.key == found["key"]
    assert (
        counting_of(window.document)
        .count(FunnelSpec(steps=(Happened(name="paid"),)), compare=False, wanted=lambda: True)
        .whole.rows()[0]
        .converted
        == REACHED[2]
    )


def test_a_second_asking_is_answered_from_what_is_kept(window):
    first, again = counted(window), counted(window)
    assert (again["key"], again["seconds"]) == (first["key"], first["seconds"])


def test_a_breakdown_names_the_worst_cell(window):
    found = counted(window, {**SPEC, "breakdown": {"column": "channel"}})
    assert {row.value for row in found["values"]} == set(CHANNELS)
    for row in found["values"]:
        mine = [level for at, level in enumerate(LEVELS) if CHANNELS[at % 3] == row.value]
        assert row.came == tuple(sum(level >= step for level in mine) for step in (1, 2, 3))
        assert row.low < row.share < row.high
    assert found["worst"] == ("instagram", 2)
    assert [step.converted for step in found["steps"]] == REACHED
    each = {**SPEC, "breakdown": {"column": "channel", "attribution": "each"}}
    assert [step.converted for step in counted(window, each)["steps"]] == REACHED


def test_the_period_before_is_compared(window):
    period = {"since": "2026-11-12", "until": "2026-11-21"}
    change = counted(window, {**SPEC, **period}, compare=True)["change"]
    with History.open(window.document.folder.parent / "store.sqlite") as history:
        days = {"since": "2026-11-02", "until": "2026-11-11"}
        before = count(msgspec.convert({**SPEC, **days}, FunnelSpec), history).rows()
    assert change.began == before[0].converted
    assert change.share == pytest.approx(before[2].total_rate)
    assert change.low < change.points < change.high
    assert counted(window, SPEC, compare=True)["change"] is None


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize("value", [None, "instagram"])
def test_behind_each_number_are_exactly_those_counted(window, step, dropped, value):
    found = counted(window, {**SPEC, "breakdown": {"column": "channel"}})
    window.heard.clear()
    asked = {"key": found["key"], "step": step, "dropped": dropped, "value": value}
    window.answer("funnels.people", asked)
    behind = told(window, "funnels.people")
    mine = {
        f"c{at}"
        for at, level in enumerate(LEVELS)
        if value in {None, CHANNELS[at % 3]} and (level == step - 1 if dropped else level >= step)
    }
    assert behind["total"] == len(mine)
    names, offset = [], 0
    while offset < behind["total"]:
        window.answer("funnels.people", {**asked, "offset": offset})
        page = told(window, "funnels.people")
        names += [person.entity for person in page["people"]]
        offset += behind["page"]
    assert sorted(names) == sorted(mine)


def test_people_say_why_they_left_and_open_their_transcript(window):
    found = counted(window)
    window.answer("funnels.people", {"key": found["key"], "step": 2, "dropped": True})
    person = told(window, "funnels.people")["people"][0]
    assert person.said == ("and if i do not know?",)
    assert person.missed == 1
    window.answer("funnels.transcript", {"conversation": person.conversation})
    lines = told(window, "funnels.transcript")["lines"]
    assert [line.text for line in lines if line.who in {"person", "bot"}] == [
        "i want bread", "Which size?", "and if i do not know?", "Sorry?",
    ]  # fmt: skip
    assert [line.who for line in lines].count("not_understood") == 1


def test_choices_come_from_the_bot_and_from_history(window):
    window.answer("funnels.choices", {"bot": "bakery"})
    found = told(window, "funnels.choices")
    steps = {json.dumps(choice.step): choice for choice in found["choices"]}
    assert steps['{"step": "event", "name": "paid"}'].count == REACHED[2]
    node = steps['{"step": "node", "node": "say_price"}']
    assert (node.label, node.count, node.known) == ("Says the price", REACHED[1], True)
    assert steps['{"step": "intent", "intent": "order"}'].count == PEOPLE
    assert steps['{"step": "port", "node": "ask_size", "port": "small"}'].label == (
        "Which size → small"
    )
    assert set(found["values"]["channel"]) == set(CHANNELS)
    assert 0 < found["days"][0] < found["days"][1]


def test_what_makes_no_sense_is_said_before_anything_is_counted(window):
    assert "within_s" in window.answer("funnels.check", {"spec": {**SPEC, "within_s": 0}})
    assert window.answer("funnels.check", {"spec": SPEC}) == ""
    with pytest.raises(TertuliaError, match="no funnel"):
        window.answer("funnels.count", {"spec": {"steps": [{"step": "walk"}]}})


@pytest.mark.parametrize("name", FIGURES)
def test_figures_say_in_words_what_they_show(window, name):
    found = counted(window)
    asked = {"key": found["key"], "name": name, "theme": "dark"}
    drawn = json.loads(window.answer("funnels.figure", asked))
    assert drawn["data"]
    assert drawn["layout"]["meta"]["alt"]


def test_nobody_is_counted_where_nothing_happened(window):
    nobody = {**SPEC, "steps": [{"step": "node", "node": "gone"}, *SPEC["steps"]]}
    found = counted(window, nobody)
    assert [step.converted for step in found["steps"]] == [0, 0, 0, 0]
    for name in FIGURES:
        asked = {"key": found["key"], "name": name, "theme": "light"}
        assert json.loads(window.answer("funnels.figure", asked))["layout"]["meta"]["alt"]


def test_a_funnel_that_is_not_wanted_any_more_is_not_told(window):
    window.heard.clear()
    window.answer("funnels.count", {"spec": {**SPEC, "name": "Given up"}})
    window.answer("funnels.cancel", {})
    assert counted(window, {**SPEC, "name": "Wanted"})["key"]
    assert not [value for what, value in window.heard if what == "funnels.counted"]


def taken(window, form):
    found = counted(window, {**SPEC, "breakdown": {"column": "channel"}})
    asked = {"key": found["key"], "form": form, "name": "orders", "ticket": "t1"}
    window.answer("funnels.file", asked)
    news = told(window, "funnels.file")
    assert news["ticket"] == "t1"
    return found, news["value"]


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("csv", pd.read_csv),
        ("xlsx", lambda content: pd.read_excel(content, engine="openpyxl")),
        ("parquet", pd.read_parquet),
    ],
)
def test_a_downloaded_table_has_the_numbers_that_are_shown(window, form, read):
    found, file = taken(window, form)
    assert file.name == f"orders.{form}"
    table = read(io.BytesIO(file.content))
    for row in found["values"]:
        assert tuple(table[table["value"] == row.value]["converted"]) == row.came


def test_the_notebook_makes_the_same_table_again(window, monkeypatch):
    found, file = taken(window, "ipynb")
    document = nbformat.reads(file.content.decode(), as_version=4)
    nbformat.validate(document)
    assert found["digest"][:12] in document.cells[0].source
    names = {}
    for cell in document.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, "cell", "exec"), names)
    assert names["spec"].digest == found["digest"]
    assert [row.converted for row in names["whole"].rows()] == REACHED
    names["history"].close()


def test_what_they_did_next_and_what_was_not_understood(window):
    found = counted(window)
    behind = {"key": found["key"], "step": 2, "dropped": True}
    window.answer("funnels.next", {"bot": "bakery", **behind, "ticket": "n"})
    rows = told(window, "funnels.next")["value"]
    assert (rows[0].doing, rows[0].n, rows[0].share) == ("not_understood", LEVELS.count(1), 1.0)
    window.answer("funnels.paths", {"key": found["key"], "theme": "light", "ticket": "p"})
    figure = json.loads(told(window, "funnels.paths")["value"])
    assert figure["layout"]["meta"]["alt"]
    window.answer("funnels.misses", {"bot": "bakery", **behind})
    groups = told(window, "funnels.misses")["groups"]
    assert groups[0].messages[0] == "and if i do not know?"
    assert sum(group.count for group in groups) == LEVELS.count(1)


def test_the_trend_has_a_point_a_day_and_the_same_people(window):
    period = {"since": "2026-11-02", "until": "2026-12-02"}
    found = counted(window, {**SPEC, **period})
    window.answer("funnels.trend", {"key": found["key"], "theme": "dark", "ticket": "t"})
    figure = json.loads(told(window, "funnels.trend")["value"])
    assert figure["layout"]["meta"]["alt"]
    trend = counting_of(window.document).trend(counting_of(window.document).known(found["key"]))
    assert trend.by == "day"
    assert sum(point.began for point in points(trend)) == found["began"] == PEOPLE
    assert sum(point.came for point in points(trend)) == REACHED[2]
    whole = counted(window)
    assert span_of(counting_of(window.document).known(whole["key"]).whole) == "day"


def test_traffic_counts_what_passed_over_the_canvas(window):
    asked = {"bot": "bakery", "spec": {**SPEC, "where": {"channel": ["instagram"]}}, "ticket": "f"}
    window.answer("funnels.traffic", asked)
    nodes = told(window, "funnels.traffic")["value"]["nodes"]
    mine = [level for at, level in enumerate(LEVELS) if CHANNELS[at % 3] == "instagram"]
    assert nodes["order"].came == len(mine)
    assert nodes["ask_size"].came == len(mine)
    assert nodes["ask_size"].stopped == mine.count(1)
    assert sum(nodes["ask_size"].ports.values()) == len(mine) - mine.count(1)
    assert nodes["say_price"].topic == TOPIC
    tagged = {**SPEC, "where": {"tag.vip": ["yes"]}}
    window.answer("funnels.traffic", {"bot": "bakery", "spec": tagged, "ticket": "g"})
    assert told(window, "funnels.traffic")["value"]["nodes"] == {}


def test_a_conversation_opens_in_the_simulator_at_the_moment_of_the_step(window):
    found = counted(window)
    window.answer("funnels.people", {"key": found["key"], "step": 2})
    person = told(window, "funnels.people")["people"][0]
    window.answer("simulator.open", {})
    asked = {"conversation": person.conversation, "until_us": person.reached_us, "ticket": "r"}
    window.answer("replay.open", asked)
    assert told(window, "replay.open")["value"] == person.conversation
    simulation = window.memory["simulator"]
    simulation.finish()
    play = simulation.play
    moves = [each.move for each in play.played]
    assert isinstance(moves[0], Say)
    assert moves[0].text == "i want bread"
    assert any(isinstance(move, Press) and move.id == "small" for move in moves)
    assert play.setup.channel == person.channel
    window.answer("replay.open", {**asked, "until_us": 5})
    assert "no turns until then" in told(window, "replay.open")["error"]


def test_each_step_is_compared_with_the_period_before(window):
    period = {"since": "2026-11-12", "until": "2026-11-21"}
    rows = counted(window, {**SPEC, **period}, compare=True)["compared"]
    assert [row.step for row in rows] == [2, 3]
    for row in rows:
        assert row.low < row.points < row.high
        assert 0 <= row.p <= 1


def test_a_breakdown_may_have_hundreds_of_values(tmp_path):
    with bakery_editor(tmp_path) as editor:
        write_store(tmp_path / "store.sqlite", channels=tuple(f"channel{n}" for n in range(300)))
        editor.answer("history.choose", {"source": str(tmp_path / "store.sqlite")})
        found = counted(editor, {**SPEC, "breakdown": {"column": "channel"}})
        assert len(found["values"]) == PEOPLE
        assert sum(row.came[0] for row in found["values"]) == found["began"] == PEOPLE


def test_an_empty_history_and_one_event_are_counted_too(tmp_path):
    with bakery_editor(tmp_path) as editor:
        store = SqliteStore(tmp_path / "store.sqlite")
        editor.answer("history.choose", {"source": str(tmp_path / "store.sqlite")})
        assert counted(editor)["began"] == 0
        store.commit(Batch(events=[event(3, "c1", kind="intent", intent="order", contact="c1")]))
        editor.answer("history.refresh", {})
        while histories_of(editor.document).standing.seq != 3:
            time.sleep(0.05)
        assert [step.converted for step in counted(editor)["steps"]] == [1, 0, 0]
        store.close()


def test_nodes_that_were_renamed_keep_what_history_knows_of_them(tmp_path):
    with bakery_editor(tmp_path) as editor:
        write_store(tmp_path / "store.sqlite")
        editor.answer("history.choose", {"source": str(tmp_path / "store.sqlite")})
        nodes = {("tell_price" if name == "say_price" else name): NODES[name] for name in NODES}
        path = ("bots", "bakery")
        ops = (
            Op((*path, "topics", TOPIC), {"format": 1, "nodes": nodes}),
            Op((*path, "former_nodes"), {"say_price": "tell_price"}),
        )
        editor.document.edit(Edit(ops, "Draw"), editor.id)
        renamed = {**SPEC, "steps": [{"step": "node", "node": "tell_price"}]}
        assert counted(editor, renamed, bot="bakery")["began"] == REACHED[1]
        editor.answer("funnels.traffic", {"bot": "bakery", "spec": SPEC, "ticket": "f"})
        assert told(editor, "funnels.traffic")["value"]["nodes"]["tell_price"].came == REACHED[1]
        editor.answer("funnels.choices", {"bot": "bakery"})
        steps = {json.dumps(one.step): one for one in told(editor, "funnels.choices")["choices"]}
        assert steps['{"step": "node", "node": "tell_price"}'].count == REACHED[1]
