"""Liquid templates as texts and expressions of ours; each is filled to see what it says."""

import datetime as dt
import sys

import pytest

from engine.expressions import compile_expression, compile_template
from engine.importers import liquid
from engine.types.issue import TertuliaError

KNOWN = {
    "name": "ana ruiz",
    "n": "4",
    "list": ["a", "b", "c"],
    "people": [{"n": "x", "on": True}, {"n": "y"}],
    "flow": {"count": 3},
    "now": dt.datetime(2026, 1, 2, 15, 4, tzinfo=dt.UTC),
    "language": "en",
    "time_zone": "UTC",
}


def naming(path: tuple[str | int, ...]) -> str:
    return "" if path[0] in {"forloop", "strange"} else ".".join(map(str, path))


def filled(source: str) -> str:
    made = liquid.text(source, naming)
    assert made.is_sound, made.how
    faults: list[str] = []
    said = compile_template(made.cel).fill(KNOWN, lambda _: None, faults.append)
    assert faults == []
    return said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("plain $5 ${x}", "plain $5 ${x}"),
        ("Hi {{ name | capitalize }}, {{missing}}!", "Hi Ana ruiz, !"),
        ("{% if n == '4' and list contains 'b' %}four{% else %}no{% endif %}", "four"),
        ("{% if missing %}a{% elsif missing == nil %}b{% else %}c{% endif %}", "b"),
        ("{% unless name == 'x' %}not x{% endunless %}", "not x"),
        ("{% if missing != 'x' %}other{% endif %}", "other"),
        ("{% if missing == 'x' or n > 3 %}y{% else %}z{% endif %}", None),
        ("{% if name == blank %}b{% else %}there{% endif %}", "there"),
        ("{% case n %}{% when '3', '4' %}A{% else %}B{% endcase %}", "A"),
        ("{% case missing %}{% when 'x' %}A{% else %}B{% endcase %}", "B"),
        (
            "{% assign p = name | split: ' ' %}{{ p[1] | upcase }} {{ p.size }} {{ p.last }}",
            "RUIZ 2 ruiz",
        ),
        (
            "{% if n == '4' %}{% assign q = 'y' %}{% else %}{% assign q = 'n' %}{% endif %}{{q}}",
            "y",
        ),
        ("{% capture w %}<{{ name }}>{% endcapture %}{{ w }}{{ w }}", "<ana ruiz><ana ruiz>"),
        ("{% for i in list %}{{ i }}-{% endfor %}", "a-b-c-"),
        ("{% for i in list limit: 1 offset: 1 %}{{ i }}{% endfor %}", "b"),
        ("{% for i in list reversed %}{{ i }}{% endfor %}", "cba"),
        ("{% for p in people %}{{ p.n }}{% if p.on %}!{% endif %}{% endfor %}", "x!y"),
        ("{% for i in (1..3) %}{{ i }}{% endfor %}", "123"),
        ("{{ n | plus: 2 | times: 3 }} {{ 7 | divided_by: 2 }} {{ 7 | modulo: 4 }}", "18 3 3"),
        ("{{ missing | default: 'nobody' }} {{ n | minus: 1 | at_least: 5 }}", "nobody 5"),
        (
            "{{ name | truncate: 6 }} {{ name | slice: 0, 3 }} {{ name | slice: -2, 2 }}",
            "ana... ana iz",
        ),
        ("{{ name | replace: 'a', 'o' }} {{ name | remove_first: 'a' }}", "ono ruiz na ruiz"),
        ("{{ list | join: '+' }} {{ list | first }} {{ list | size }}", "a+b+c a 3"),
        ("{{ people | map: 'n' | join: ',' }}", "x,y"),
        ("{{ 'now' | date: '%Y-%m-%d %H:%M' }}", "2026-01-02 15:04"),
        (
            "{{ flow.count | json }}{% comment %}x{% endcomment %}{% raw %}{{y}}{% endraw %}",
            "3{{y}}",
        ),
    ],
)
def test_templates_say_what_they_said(source: str, said: str | None) -> None:
    if said is None:
        # A text and a number are never compared: Liquid fails, and ours holds by neither side.
        assert liquid.text(source, naming).is_sound
    else:
        assert filled(source) == said


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{{ flow.count | plus: 1 }}", 4),
        ("{{ name }}", "ana ruiz"),
        (" {{ list }} ", ["a", "b", "c"]),
        ("<{{ name }}>", "<ana ruiz>"),
        ("x", "x"),
        ("{{ missing }}", None),
    ],
)
def test_a_lone_output_keeps_its_type(source: str, value: object) -> None:
    made = liquid.value(source, naming)
    assert made.is_sound
    assert compile_expression(made.cel).evaluate(KNOWN) == value


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ x", "is not Liquid"),
        ("{{ x | strange }}", "the filter strange has no counterpart"),
        ("{{ strange.y }}", "'strange.y' is not known"),
        ("{% include 'x' %}", "the tag include has no counterpart"),
        ("{% for i in list %}{{ forloop.index }}{% endfor %}", "'forloop.index' is not known"),
        ("{{ x[y] }}", "a name that is computed"),
        ("{% increment z %}", "the tag increment has no counterpart"),
        ("{{ x | date: '%Q' }}", "the filter date has no counterpart"),
        ("{{ '" + "a" * 200_000 + "' }}", "is too long"),
    ],
)
def test_what_has_no_counterpart_is_said(source: str, why: str) -> None:
    made = liquid.text(source, naming)
    assert not made.is_sound
    assert why in made.how


def test_without_the_parser_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "liquid", None)
    assert liquid.text("plain", naming).cel == "plain"
    with pytest.raises(TertuliaError, match=r"pip install 'tertulia\[importers\]'"):
        liquid.text("{{ name }}", naming)


def test_what_differs_is_said() -> None:
    made = liquid.text("{{ name | escape }}", naming)
    assert made.is_sound
    assert "HTML" in made.how
