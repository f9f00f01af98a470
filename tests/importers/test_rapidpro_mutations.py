"""Broken RapidPro exports: whatever is broken, the rest is imported and the trouble told."""

import json
from collections.abc import Iterator
from random import Random

import pytest
from rapidpro_export import Json, flow, message, node, switch

from engine.importers import IMPORTERS, Files
from engine.importers.protocol import Options
from engine.project.check import check
from engine.types.issue import TertuliaError

JUNK: tuple[object, ...] = (None, 7, -1.5, True, "", "x", "@(", "@(1 +", [], ["a"], {}, {"a": [1]})


def whole() -> Json:
    """An export with something of everything."""
    group = [{"uuid": "g", "name": "Moms"}]
    enter = {"type": "enter_flow", "uuid": "e", "flow": {"uuid": "flow-Child", "name": "Child"}}
    actions: list[Json] = [
        message("Hi @contact.name @(upper(fields.x))", quick_replies=["A", "B"]),
        {"type": "set_contact_field", "uuid": "f", "field": {"key": "x"}, "value": "@(now())"},
        {"type": "set_run_result", "uuid": "r", "name": "N", "value": "@input", "category": "C"},
        {"type": "add_contact_groups", "uuid": "g", "groups": group},
        {
            "type": "call_webhook",
            "uuid": "h",
            "method": "GET",
            "url": "https://e.org/@contact.name",
        },
        {"type": "send_email", "uuid": "m", "addresses": ["a@e.org"], "subject": "S", "body": "B"},
        {"type": "send_broadcast", "uuid": "b", "text": "Hi", "groups": group},
        {"type": "start_session", "uuid": "s", "flow": {"uuid": "flow-Child"}, "groups": group},
        {"type": "open_ticket", "uuid": "t", "topic": {"name": "T"}, "note": "N"},
        {"type": "transfer_airtime", "uuid": "a", "amounts": {"USD": 1}},
        {"type": "call_llm", "uuid": "l", "llm": {"name": "M"}, "instructions": "I", "input": "@x"},
    ]
    asked = switch(
        "w",
        "@input.text",
        [("has_number_between", ["1", "5"], "a"), ("has_pattern", ["(a+)"], "e")],
        wait={"type": "msg", "timeout": {"seconds": 60, "category_uuid": "w-c2"}},
        result="Answer",
        actions=[message("Well?")],
    )
    main = flow(
        [node("a", actions, "w"), asked, node("e", [enter], "a")],
        localization={"spa": {"say-Hi": {"text": ["Hola"]}}},
        expire_after_minutes=60,
        _ui={"nodes": {"a": {"position": {"left": 1, "top": 2}}}, "stickies": {}},
    )
    child = flow([switch("c", "@fields.x", [("has_group", ["g", "Moms"], None)])], "Child")
    event = {"event_type": "F", "offset": 1, "unit": "D", "relative_to": {"key": "x"}}
    return {
        "version": "13",
        "flows": [main, child],
        "triggers": [{"trigger_type": "K", "keyword": "go", "flow": {"uuid": "flow-Main"}}],
        "campaigns": [{"name": "C", "group": group[0], "events": [event]}],
        "fields": [{"key": "x", "name": "X", "type": "text"}],
        "groups": group,
    }


def places(value: object, above: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    yield above
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*above, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from places(inner, (*above, at))


def replaced(value: object, place: tuple[object, ...], junk: object) -> object:
    if not place:
        return junk
    key, *rest = place
    if isinstance(value, dict):
        return {k: replaced(v, tuple(rest), junk) if k == key else v for k, v in value.items()}
    assert isinstance(value, list)
    return [replaced(v, tuple(rest), junk) if at == key else v for at, v in enumerate(value)]


def imported(text: str) -> None:
    """An import without a traceback: a bot without errors of its own, or a sentence."""
    files = Files("broken", {"broken.json": text.encode})
    refusal = ""
    try:
        found = IMPORTERS["rapidpro"].convert(files, Options())
    except TertuliaError as error:
        refusal = str(error)
    if refusal:
        assert len(refusal.split()) > 4
        return
    errors = [one for one in check(found.project) if one.severity == "error"]
    # A circle is the authors' own.
    assert [one for one in errors if one.code != "endless-loop"] == []


@pytest.mark.parametrize("part", range(4))
def test_wrong_values_anywhere(part: int) -> None:
    source = whole()
    chance = Random(part)
    found = list(places(source))
    for place in found[part::8]:
        imported(json.dumps(replaced(source, place, chance.choice(JUNK))))


def test_files_that_end_too_soon() -> None:
    text = json.dumps(whole())
    for end in range(0, len(text), 137):
        imported(text[:end])


def test_flows_that_go_in_circles() -> None:
    enter = {"type": "enter_flow", "uuid": "e", "flow": {"uuid": "flow-Main", "name": "Main"}}
    main = flow([node("a", [enter], "b"), node("b", [], "a")])
    imported(json.dumps({"version": "13", "flows": [main]}))


def test_a_deep_expression_is_told() -> None:
    words = "@(" + "(" * 500 + "1" + ")" * 500 + ")"
    imported(json.dumps({"version": "13", "flows": [flow([node("a", [message(words)])])]}))
