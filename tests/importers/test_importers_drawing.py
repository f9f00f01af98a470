"""Names, places and reports that all importers share."""

import re

from hypothesis import given
from hypothesis import strategies as st

from engine.importers.layout import lay_out
from engine.importers.naming import Names, identifier, readable, shortened
from engine.importers.report import Account, Report
from engine.types.bot import Node


def test_identifiers_are_readable() -> None:
    assert identifier("¿Cuánto cuesta la matrícula?") == "cuanto_cuesta_la_matricula"
    assert identifier("que_cuatrimestre-adelantarASeptiembre") == (
        "que_cuatrimestre_adelantar_a_septiembre"
    )
    assert identifier("Hotel_booking") == "hotel_booking"
    assert identifier("42 things") == "node_42_things"
    assert identifier("預訂", "intent").startswith("intent_")
    assert identifier("預訂") != identifier("取消")


@given(st.text())
def test_identifiers_fit_the_pattern_of_ids(name: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,59}", identifier(name))


@given(st.text(), st.integers(5, 60))
def test_shortened_texts_are_short_enough(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit


def test_shortening_keeps_words() -> None:
    assert shortened("Reglamento de Evaluación de la UBU", 20) == "Reglamento de…"
    assert shortened("Sí", 20) == "Sí"
    assert readable("como_elijo_trabajo") == "Como elijo trabajo"


def test_names_are_given_once() -> None:
    names = Names(("startup",))
    assert [names.take(wish) for wish in ("startup", "Hello", "hello", "hello 2")] == [
        "startup_2",
        "hello",
        "hello_2",
        "hello_2_2",
    ]


def boxes(count: int, edges: dict[int, list[int]]) -> dict[str, Node]:
    return {
        f"n{one}": Node(
            kind="intent" if one in edges and one % 7 == 0 else "say",
            edges={f"p{i}": f"n{to}" for i, to in enumerate(edges.get(one, []))},
        )
        for one in range(count)
    }


@given(
    st.integers(1, 30),
    st.dictionaries(st.integers(0, 29), st.lists(st.integers(0, 29), max_size=4)),
)
def test_no_two_nodes_overlap(count: int, edges: dict[int, list[int]]) -> None:
    nodes = boxes(count, edges)
    entries = [name for name, node in nodes.items() if node.kind == "intent"]
    places = lay_out(nodes, entries)
    assert set(places) == set(nodes)
    assert len(set(places.values())) == len(nodes)
    assert all(places[name][0] == 0 for name in entries)


def test_a_flow_runs_to_the_right() -> None:
    nodes = boxes(4, {0: [1, 2], 1: [3]})
    places = lay_out(nodes, ["n0"])
    assert [places[f"n{i}"][0] for i in range(4)] == [0, 320, 320, 640]
    assert places["n0"][1] == places["n1"][1] == places["n3"][1] < places["n2"][1]


def test_a_report_counts_honestly() -> None:
    account = Account()
    account.exact("phrases", "a", "a.json", 17)
    account.approximate("phrases", "b", "b.json", "differs", count=2)
    account.unmapped("phrases", "c", "c.json", "unknown", "write it")
    account.exact("phrases", "none", "d.json", 0)
    report = Report("x", "agent", "bot", tuple(account.entries))
    (count,) = report.counts()
    assert (count.total, count.exact, count.approximate, count.unmapped) == (20, 17, 2, 1)
    assert count.mapped_percent == 95.0
    lines = report.text().splitlines()
    assert lines[3].split() == ["phrases", "20", "17", "2", "1", "95.0", "%"]
    assert "  phrases 'c' (c.json): unknown; write it" in lines
    assert "  phrases 'b' x2 (b.json): differs" in lines
    assert "... and 1 more" in Report("x", "a", "b", tuple(account.entries * 2)).text(examples=1)
