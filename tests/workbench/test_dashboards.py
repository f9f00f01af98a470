"""Dashboards: what each chart asks, its numbers, the conversations behind them, files of them."""

import datetime as dt
import io
import json
import time
from contextlib import closing

import msgspec
import openpyxl
import plotly.io
import pyarrow.parquet as pq
import pytest

from engine.analytics.history import History
from engine.analytics.metrics import METRICS, OTHER, Query, measure
from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from engine.types.bot import Segment
from engine.types.issue import TertuliaError
from tests.stores.rows import session
from tests.workbench.listening import bakery_editor, told
from tests.workbench.traffic import CHANNELS, PEOPLE, START_US, came_to, write_store
from workbench import chart
from workbench.dashboards.counted import sheet_of
from workbench.dashboards.dashboard import Chart, Dashboard
from workbench.dashboards.kept import FOLDER, read_dashboards
from workbench.dashboards.notebook import written
from workbench.dashboards.prices import prices_of
from workbench.dashboards.scope import Scope, Setting, before, days_of, first_period, query_of
from workbench.dashboards.standard import ORDER, standard_dashboards
from workbench.dashboards.words import dimension_title, value_name
from workbench.downloads import Download

ALL = {"bot": "bakery", "scope": {"period": "all"}}
LANGUAGES = {"es", "en", "pt"}
TODAY = dt.date(2026, 11, 29)
BOGOTA = Setting(
    "America/Bogota", TODAY, dt.date(2026, 1, 1), TODAY, {"vip": Segment("contact.vip")}
)
MISSED = sum(came_to(person) == 1 for person in range(PEOPLE))


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bots")
    with bakery_editor(folder) as editor:
        store = write_store(folder / "store.sqlite")
        editor.answer("history.choose", {"source": str(store)})
        yield editor


def counted(window, *charts, **more):
    window.heard.clear()
    asked = {"run": "r", "charts": charts, "asked": {**ALL, **more}, "theme": "light"}
    window.answer("dashboards.count", asked)
    found = told(window, "dashboards.counted")
    assert found.error == "", found
    return found


def all_told(window, what, count):
    found = []
    while len(found) < count:
        time.sleep(0.02)
        found = [value for name, value in window.heard if name == what]
    return found


def behind(window, one, key, measure, most=1000):
    asked = {"chart": one, "asked": ALL, "key": key, "measure": measure, "most": most}
    window.answer("dashboards.conversations", asked)
    return told(window, "dashboards.conversations")


def test_a_chart_over_time_has_a_row_a_day_and_opens_whom_it_counts(window):
    one = {"metric": "users", "measures": ["sessions"]}
    found = counted(window, one)
    assert found.total == PEOPLE
    assert sum(row[1] for row in found.rows) == PEOPLE == sum(found.trend)
    figure = plotly.io.from_json(found.figure)
    place = max(range(len(found.rows)), key=lambda at: found.rows[at][1])
    assert tuple(figure.data[0].customdata[place]) == (place, "sessions")
    assert figure.layout.meta["definition"] == found.digest
    whom = behind(window, one, msgspec.to_builtins(found.keys[place]), "sessions")
    assert whom.count == found.rows[place][1] == len(whom.conversations)
    (since, until), *_ = found.keys[place].times
    assert all(since <= each.t_us < until for each in whom.conversations)
    assert whom.conversations[0].text == "i want bread"
    assert behind(window, one, {}, "sessions", most=5).count == PEOPLE


def test_a_breakdown_has_a_bar_a_value_with_the_people_of_it(window):
    one = {"metric": "understanding", "shape": "values", "measures": ["not_understood"]}
    found = counted(window, one, scope={"period": "all", "breakdown": "channel"})
    missed = {row[0]: row[1] for row in found.rows}
    assert set(missed) == set(CHANNELS)
    assert sum(missed.values()) == MISSED
    for row, key in zip(found.rows, found.keys, strict=True):
        one = {**one, "breakdown": "channel"}
        whom = behind(window, one, msgspec.to_builtins(key), "not_understood")
        assert whom.count == row[1]
        assert {each.channel for each in whom.conversations} <= {row[0]}


def test_hours_of_the_week_add_up_and_open_their_people(window):
    one = {"metric": "users", "shape": "hours", "measures": ["sessions"]}
    found = counted(window, one)
    assert sum(row[2] for row in found.rows) == PEOPLE
    assert found.rows[12][:2] == ("Monday", "12")
    whom = behind(window, one, msgspec.to_builtins(found.keys[12]), "sessions")
    assert whom.count == found.rows[12][2] > 0


def test_who_converses_can_be_narrowed(window):
    one = {"metric": "users", "shape": "number"}
    where = {"channel": ["webchat"], "user_type": ["new"]}
    found = counted(window, one, scope={"period": "all", "where": where})
    assert found.total == sum(person % 3 == 1 for person in range(PEOPLE))
    assert found.figure == ""
    nobody = counted(window, one, scope={"period": "all", "where": {"tag": ["gold"]}})
    assert nobody.total == 0


def test_what_cannot_be_counted_is_said_on_its_chart(window):
    window.heard.clear()
    charts = [{"metric": "gone"}, {"metric": "users"}]
    asked = {"run": "r", "charts": charts, "asked": ALL, "theme": "dark"}
    window.answer("dashboards.count", asked)
    found = all_told(window, "dashboards.counted", len(charts))
    assert "no metric 'gone'" in found[0].error
    assert found[1].total == PEOPLE
    with pytest.raises(TertuliaError, match="cannot be counted"):
        window.answer("dashboards.count", {**asked, "charts": [{"metric": 3}]})


def test_what_there_is_to_choose_from(window):
    window.answer("dashboards.open", {"bot": "bakery"})
    found = told(window, "dashboards.opened")
    names = [each["name"] for each in found["dashboards"]]
    assert names[0] == "now"
    assert set(names) <= {*ORDER, "more"}
    values = {each["name"]: each["values"] for each in found["dimensions"]}
    assert set(values["channel"]) == set(CHANNELS)
    assert {each["name"] for each in found["metrics"]} == set(METRICS)
    assert found["period"] == first_period(START_US, START_US + 10**9 * 2600, 1_796_000_000 * 10**6)


def test_what_was_not_understood_is_grouped_to_be_taught(window):
    window.answer("dashboards.missed", {"bot": "bakery", "asked": ALL})
    found = told(window, "dashboards.missed")
    assert found["messages"] == MISSED
    assert [group["count"] for group in found["groups"]] == [MISSED]
    assert found["groups"][0]["messages"] == ("and if i do not know?",)
    elsewhere = {"period": "custom", "since": "2020-01-01", "until": "2020-01-02"}
    window.answer("dashboards.missed", {"bot": "bakery", "asked": {**ALL, "scope": elsewhere}})
    assert told(window, "dashboards.missed")["messages"] == 0


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "ipynb"])
def test_a_chart_is_taken_along_and_opened_again(window, form):
    one = {"metric": "users", "shape": "values", "breakdown": "channel"}
    asked = {"chart": one, "asked": ALL, "form": form, "name": "users", "ticket": "1"}
    window.answer("dashboards.file", asked)
    made = told(window, "dashboards.file")["value"]
    assert isinstance(made, Download), made
    assert made.name == f"users.{form}"
    if form == "csv":
        assert made.content.decode().splitlines()[0] == '"value","sessions"'
    elif form == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(made.content))
        assert sheets["data"].max_row == 1 + len(CHANNELS)
    elif form == "parquet":
        table = pq.read_table(io.BytesIO(made.content))
        assert sum(table["sessions"].to_pylist()) == PEOPLE
        assert table.schema.metadata[b"metric"] == b"users"
    else:
        assert _run(made.content).layout.meta["alt"]


def _run(content):
    """The figure of a notebook, its code run as a kernel would."""
    cells = [cell["source"] for cell in json.loads(content)["cells"] if cell["cell_type"] == "code"]
    space = {}
    for code in cells:
        *lines, last = code.split("\n")
        exec("\n".join(lines), space)
        if "workbench.chart(" in last:
            space["figure"] = eval(last, space)
        else:
            exec(last, space)
    space["history"].close()
    return space["figure"]


def test_dashboards_lie_with_the_project_and_are_the_same_bytes(window, tmp_path):
    made = {"title": {"en": "My week"}, "charts": [{"metric": "users"}], "about": {}}
    name = window.answer("dashboards.save", {"dashboard": made})
    folder = window.document.folder
    path = folder / FOLDER / f"{name}.json"
    first = path.read_bytes()
    ((found,), faults) = read_dashboards(folder)
    assert (found.name, found.own, faults) == ("my_week", True, ())
    again = window.answer("dashboards.save", {"dashboard": msgspec.to_builtins(found)})
    assert (again, path.read_bytes()) == (name, first)
    assert window.answer("dashboards.save", {"dashboard": made}) == "my_week_2"
    path.write_text("{")
    (folder / FOLDER / "newer.json").write_text('{"format": 99, "title": {}}')
    _, faults = read_dashboards(folder)
    assert len(faults) == 2
    assert "newer program" in faults[1]
    for name in ("my_week", "my_week_2", "newer", "never"):
        window.answer("dashboards.remove", {"name": name})
    assert not (folder / FOLDER).exists()
    with pytest.raises(TertuliaError, match="letters, digits"):
        window.answer("dashboards.remove", {"name": "../bot"})


def test_standard_dashboards_show_what_metrics_have():
    for dashboard in standard_dashboards(True):
        assert set(dashboard.title) == LANGUAGES
        for one in dashboard.charts:
            metric = METRICS[one.metric]
            assert set(one.measures) <= {each.name for each in metric.measures}, one
            known = (*metric_dimensions(metric), "")
            assert one.breakdown in known, one
    assert {one.metric for each in standard_dashboards(True) for one in each.charts} == set(METRICS)


def test_every_dashboard_can_be_counted_of_an_empty_history(tmp_path):
    with bakery_editor(tmp_path) as editor:
        SqliteStore(tmp_path / "empty.sqlite").close()
        editor.answer("history.choose", {"source": str(tmp_path / "empty.sqlite")})
        editor.answer("dashboards.open", {"bot": "bakery"})
        opened = told(editor, "dashboards.opened")
        assert "error" not in opened
        for period in ("all", "today"):
            for dashboard in opened["dashboards"]:
                asked = {"bot": "bakery", "scope": {"period": period}, "live": dashboard["live"]}
                charts = dashboard["charts"]
                ask = {"run": "r", "charts": charts, "asked": asked, "theme": "dark"}
                editor.heard.clear()
                editor.answer("dashboards.count", ask)
                answers = all_told(editor, "dashboards.counted", len(charts))
                assert {answer.error for answer in answers} == {""}
                assert not any(answer.total for answer in answers)


def test_of_many_values_the_most_frequent_are_shown_and_the_rest_is_one(tmp_path):
    with closing(SqliteStore(tmp_path / "s.sqlite")) as store:
        rows = [session(seq, f"c{seq}:1") for seq in range(1, 301)]
        changed = msgspec.structs.replace
        many = [changed(row, channel=f"ch{row.seq % 150}", started_us=START_US) for row in rows]
        store.commit(Batch(sessions=many))
    with History.open(tmp_path / "s.sqlite") as history:
        one = Chart("users", "values", breakdown="channel")
        query = query_of(one, METRICS["users"], Scope("all"), BOGOTA)
        found = sheet_of(one, measure(history, "users", query), "es")
    assert [row[1] for row in found.rows] == [2] * 10 + [280]
    assert found.rows[-1][0] == "(otros)"


def test_costs_are_shown_where_the_project_has_prices(tmp_path):
    shown = {one.metric for each in standard_dashboards(False) for one in each.charts}
    assert shown == set(METRICS) - {"costs"}
    assert prices_of(tmp_path) is None
    (tmp_path / "prices.json").write_text('{"channels": {"sms": {"sent": 0.05}}}')
    setting = msgspec.structs.replace(BOGOTA, prices=prices_of(tmp_path))
    query = query_of(Chart("costs"), METRICS["costs"], Scope(), setting)
    assert query.prices.channels["sms"].sent == 0.05
    assert query_of(Chart("users"), METRICS["users"], Scope(), setting).prices is None
    (tmp_path / "prices.json").write_text("{")
    with pytest.raises(TertuliaError, match="prices"):
        prices_of(tmp_path)


def metric_dimensions(metric):
    from engine.analytics.metrics import dimensions_of

    return dimensions_of(metric)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("today", (29, 29)),
        ("yesterday", (28, 28)),
        ("last_7", (23, 29)),
        ("last_28", (2, 29)),
        ("this_month", (1, 29)),
    ],
)
def test_periods_are_days_of_the_zone(period, days):
    since, until = days_of(Scope(period), BOGOTA)
    assert (since, until) == (dt.date(2026, 11, days[0]), dt.date(2026, 11, days[1]))


def test_a_month_is_whole_and_a_period_may_be_two_days():
    assert days_of(Scope("last_month"), BOGOTA) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert days_of(Scope("all"), BOGOTA) == (dt.date(2026, 1, 1), TODAY)
    custom = Scope("custom", "2026-02-01", "2026-02-02")
    assert days_of(custom, BOGOTA) == (dt.date(2026, 2, 1), dt.date(2026, 2, 2))
    for wrong in (
        Scope("custom", "2026-02-30", "2026-03-01"),
        Scope("custom", "b", ""),
        Scope("x"),
    ):
        with pytest.raises(TertuliaError):
            days_of(wrong, BOGOTA)
    with pytest.raises(TertuliaError, match="exchange"):
        days_of(Scope("custom", "2026-02-02", "2026-02-01"), BOGOTA)


def test_a_scope_is_a_query():
    where = {
        "channel": ("sms",),
        "tag": ("gold", "old"),
        "segment": ("vip",),
        "variable.size": ('"large"', "3"),
    }
    scope = Scope("last_7", breakdown="language", where=where)
    query = query_of(Chart("users"), METRICS["users"], scope, BOGOTA)
    assert (query.grain, query.by, query.compare) == ("day", "language", True)
    assert (query.where, query.tags) == ({"channel": ("sms",)}, ("gold", "old"))
    assert query.variables == {"size": ("large", 3)}
    assert query.segment.condition == "contact.vip"
    earlier = before(query)
    assert (earlier.since, earlier.until) == (dt.date(2026, 11, 16), dt.date(2026, 11, 22))
    live = query_of(Chart("users"), METRICS["users"], scope, BOGOTA, live=True)
    assert (live.last, live.grain, live.since) == ("30min", "minute", None)
    gone = Scope(where={"segment": ("gone",)})
    with pytest.raises(TertuliaError, match="no segment"):
        query_of(Chart("users"), METRICS["users"], gone, BOGOTA)


def test_a_period_before_history_began_is_not_compared():
    young = Setting("UTC", TODAY, TODAY - dt.timedelta(days=10), TODAY)
    assert query_of(Chart("users"), METRICS["users"], Scope("last_7"), young).compare is False


def test_values_have_words_in_three_languages():
    assert value_name("user_type", "new", "pt") == "novo"
    assert value_name("channel", "", "es") == "(ninguno)"
    assert value_name("intent", OTHER, "en") == "(other)"
    assert value_name("intent", "pay", "en") == "pay"
    for metric in METRICS.values():
        for name in metric_dimensions(metric):
            assert set(dimension_title(name)) >= LANGUAGES, name


def test_a_query_is_written_as_python_reads_it():
    query = Query(since=TODAY, by="channel", segment=Segment("contact.vip"), where={"bot": ("a",)})
    assert eval(written(query), {"Query": Query, "dt": dt, "Segment": Segment}) == query


def test_a_notebook_draws_a_metric(tmp_path):
    with History.open(write_store(tmp_path / "s.sqlite")) as history:
        figure = chart(history, "users", Query(by="channel"), shape="values", language="es")
        assert figure.data[0].x == tuple(
            measure(history, "users", Query(by="channel")).values["sessions"].to_pylist()
        )
        with pytest.raises(TertuliaError, match="nothing to draw"):
            chart(history, "users", shape="table")


def test_a_dashboard_has_its_defaults():
    assert Dashboard(title={}).charts == ()
