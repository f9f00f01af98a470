"""Lengths in each unit, seams of texts, SMS segments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.fitting.length import cut, length, pieces
from engine.channels.fitting.sms import segments

units = st.sampled_from(["characters", "utf8", "utf16"])


@given(st.text(), st.integers(4, 40), units)
def test_pieces_are_short_and_hold_everything_but_blanks(text, most, unit):
    found = pieces(text, most, unit)
    assert all(0 < length(piece, unit) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Una. Dos tres.", 8, ["Una.", "Dos", "tres."]),
        ("Primera parte.\n\nSegunda parte.", 20, ["Primera parte.", "Segunda parte."]),
        ("Dijo «ven». Y fue.", 12, ["Dijo «ven».", "Y fue."]),
        ("Uno, dos y tres", 10, ["Uno,", "dos y tres"]),
        ("👩‍👩‍👧👩‍👩‍👧", 7, ["👩‍👩‍👧", "👩‍👩‍👧"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("   ", 4, []),
    ],
)
def test_texts_are_parted_where_it_reads_well(text, most, expected):
    assert pieces(text, most) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Cambiar", "Cambiar"), ("Cambiar la cita", "Cambiar…"), ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧…")],
)
def test_what_is_cut_ends_in_an_ellipsis_and_a_whole_sign(text, expected):
    assert cut(text, 9) == expected


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count", "room"),
    [
        ("", "GSM-7", 0, 0, 160),
        ("a" * 160, "GSM-7", 160, 1, 160),
        ("a" * 161, "GSM-7", 161, 2, 306),
        ("a" * 306, "GSM-7", 306, 2, 306),
        ("a" * 307, "GSM-7", 307, 3, 459),
        ("€" * 80, "GSM-7", 160, 1, 160),
        # An escaped sign does not fit into the one place that is left of each segment.
        ("€" * 153, "GSM-7", 306, 3, 459),
        ("¿Ñandú?", "UCS-2", 7, 1, 70),
        ("¿Ñandè?", "GSM-7", 7, 1, 160),
        ("á" * 70, "UCS-2", 70, 1, 70),
        ("á" * 71, "UCS-2", 71, 2, 134),
        ("😀" * 35, "UCS-2", 70, 1, 70),
        ("😀" * 67, "UCS-2", 134, 3, 201),
    ],
)
def test_segments_are_counted_as_carriers_do(text, encoding, units, count, room):
    found = segments(text)
    assert (found.encoding, found.units, found.segments, found.room) == (
        encoding,
        units,
        count,
        room,
    )


def test_the_signs_that_cost_are_named_once():
    assert segments("Sí, aquí está la ñ").costly == ("í", "á")
