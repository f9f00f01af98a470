"""What starts RapidPro's flows: campaigns, triggers, other people; and what ends them."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rapidpro_export import Json, flow, message, node, switch, write_export

from engine.importers import Imported, import_bot
from engine.project.check import check
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.effect import HandOff, Notify, Raise
from engine.types.event import Contact
from engine.types.message import Media, Place

DAY_S = 86_400


def rehearsed(folder: Path, *flows: Json, **more: object) -> Rehearsal:
    """A conversation with the bot that the flows become, which has no errors."""
    imported = import_bot("rapidpro", write_export(folder, *flows, **more))
    assert [one for one in check(imported.project) if one.severity == "error"] == []
    return Rehearsal(load(imported.project, {}, "test"), contact=Contact(id="1"))


def imported(folder: Path, *flows: Json, **more: object) -> Imported:
    return import_bot("rapidpro", write_export(folder, *flows, **more))


def outcomes(found: Imported, kind: str) -> list[tuple[str, str]]:
    return [(one.outcome, one.how) for one in found.report.entries if one.kind == kind]


def texts(rehearsal: Rehearsal) -> list[str]:
    return [one.text for one in rehearsal.messages]


def setting(field: str, value: str) -> Json:
    return {
        "type": "set_contact_field",
        "uuid": f"set-{field}",
        "field": {"key": field, "name": field},
        "value": value,
    }


def joining(group: str) -> Json:
    found = [{"uuid": f"group-{group}", "name": group}]
    return {"type": "add_contact_groups", "uuid": f"join-{group}", "groups": found}


def campaign(*events: Json, group: str = "Moms") -> Json:
    found = {"uuid": f"group-{group}", "name": group}
    return {"name": "Care", "uuid": "c", "group": found, "events": list(events)}


def event(offset: int, unit: str, field: str, **more: object) -> Json:
    base = {"offset": offset, "unit": unit, "event_type": "F", "delivery_hour": -1}
    return {**base, "relative_to": {"key": field, "label": field}, **more}


def told(name: str, text: str) -> Json:
    return flow([node(f"{name}-1", [message(text)])], name)


def to(name: str) -> Json:
    return {"flow": {"uuid": f"flow-{name}", "name": name}}


def joined(value: str = "@(now())") -> Json:
    return flow([node("a", [joining("Moms"), setting("due", value), message("In")])])


@pytest.mark.parametrize(
    ("offset", "unit", "seconds"), [(3, "D", 3 * DAY_S), (2, "H", 7200), (1, "W", 7 * DAY_S)]
)
def test_a_campaign_follows_a_field(tmp_path: Path, offset: int, unit: str, seconds: int) -> None:
    days = campaign(event(offset, unit, "due", **to("Hello")))
    chat = rehearsed(tmp_path, joined(), told("Hello", "Time for you"), campaigns=[days])
    chat.happen("flow_main")
    chat.advance(seconds - 60)
    assert texts(chat) == ["In"]
    chat.advance(120)
    assert texts(chat) == ["In", "Time for you"]


def test_a_campaign_at_an_hour_before_a_date(tmp_path: Path) -> None:
    main = joined('@(datetime_add(now(), 3, "D"))')
    days = campaign(event(-1, "D", "due", delivery_hour=8, **to("Hello")))
    chat = rehearsed(tmp_path, main, told("Hello", "Tomorrow"), campaigns=[days])
    now = dt.datetime.fromtimestamp(chat.clock.now_us() / 1e6, dt.UTC)
    due = (now + dt.timedelta(days=2)).replace(hour=8, minute=0, second=0, microsecond=0)
    chat.happen("flow_main")
    chat.advance((due - now).total_seconds() - 60)
    assert texts(chat) == ["In"]
    chat.advance(120)
    assert texts(chat) == ["In", "Tomorrow"]


def test_a_campaign_is_for_its_group_and_says_messages(tmp_path: Path) -> None:
    said = {"event_type": "M", "message": {"eng": "Hi @contact.name"}, "base_language": "eng"}
    days = campaign(event(1, "D", "due", **said))
    leave = {
        "type": "remove_contact_groups",
        "uuid": "l",
        "groups": [{"name": "Moms", "uuid": "g"}],
    }
    main = joined()
    out = flow([node("o", [leave])], "Out")
    chat = rehearsed(tmp_path, main, out, campaigns=[days])
    chat.contact = Contact(id="1", name="Eva")
    chat.happen("flow_main")
    chat.advance(DAY_S + 1)
    assert texts(chat) == ["In", "Hi Eva"]
    chat.happen("flow_main")
    chat.happen("flow_out")
    chat.advance(DAY_S + 1)
    assert texts(chat) == ["In", "Hi Eva", "In"]


@pytest.mark.parametrize(
    ("mode", "heard"),
    [("I", ["Well?", "Time"]), ("S", ["Well?", "So yes"]), ("P", ["Well?", "Time", "So yes"])],
)
def test_what_a_campaign_does_to_a_question(tmp_path: Path, mode: str, heard: list[str]) -> None:
    asked = switch("w", "@input.text", [("has_text", [], "z")], wait={"type": "msg"}, result="A")
    main = flow(
        [
            node("a", [joining("Moms"), setting("due", "@(now())"), message("Well?")], "w"),
            asked,
            node("z", [message("So @results.a")]),
        ]
    )
    days = campaign(event(1, "H", "due", start_mode=mode, **to("Hello")))
    chat = rehearsed(tmp_path, main, told("Hello", "Time"), campaigns=[days])
    chat.happen("flow_main")
    chat.advance(3700)
    chat.say("yes")
    assert texts(chat)[: len(heard)] == heard


def test_silence_is_a_campaign_too(tmp_path: Path) -> None:
    days = campaign(event(30, "M", "last_seen_on", **to("Hello")))
    main = flow([node("a", [joining("Moms"), message("In")])])
    chat = rehearsed(tmp_path, main, told("Hello", "Still there?"), campaigns=[days])
    chat.happen("flow_main")
    chat.say("mmm")
    chat.advance(1900)
    assert texts(chat)[-1] == "Still there?"


def test_other_people_are_written_to_and_started(tmp_path: Path) -> None:
    group = [{"uuid": "g", "name": "Nurses"}]
    cast = {"type": "send_broadcast", "uuid": "b", "text": "@contact.name is ill", "groups": group}
    start = {"type": "start_session", "uuid": "s", **to("Help"), "groups": group}
    main = flow([node("a", [setting("age", "33"), cast, start])])
    helping = flow(
        [node("h", [message("@parent.contact.name, @parent.fields.age, needs you")])], "Help"
    )
    chat = rehearsed(tmp_path, main, helping)
    chat.contact = Contact(id="1", name="Eva")
    exchange = chat.happen("flow_main")
    (notice,) = [one for one in exchange.effects if isinstance(one, Notify)]
    assert notice.segment == "nurses"
    (raised,) = [one for one in exchange.effects if isinstance(one, Raise)]
    assert (raised.event, raised.segment) == ("flow_help", "nurses")
    nurse = Rehearsal(chat.loaded, contact=Contact(id="2", name="Ada"))
    nurse.happen(raised.event, raised.data)
    assert texts(nurse) == ["Eva, 33, needs you"]


def test_a_ticket_does_not_silence(tmp_path: Path) -> None:
    topic = {"uuid": "t", "name": "Weather"}
    ticket = {
        "type": "open_ticket",
        "uuid": "o",
        "topic": topic,
        "note": "@input",
        "result_name": "T",
    }
    main = flow([node("a", [ticket, message("Opened: @results.t.category")])])
    chat = rehearsed(tmp_path, main)
    exchange = chat.happen("flow_main")
    assert [one.queue for one in exchange.effects if isinstance(one, HandOff)] == ["weather"]
    assert texts(chat) == ["Opened: Success"]


def test_quick_replies_where_nothing_waits(tmp_path: Path) -> None:
    main = flow([node("a", [message("Hi", quick_replies=["Help", "Stop"])])])
    trigger = {"trigger_type": "K", "keyword": "help", **to("Hello")}
    chat = rehearsed(tmp_path, main, told("Hello", "Here"), triggers=[trigger])
    chat.happen("flow_main")
    assert [one.label for one in chat.options] == ["Help", "Stop"]
    chat.press("Help")
    assert texts(chat) == ["Hi", "Here"]


def waiting(seconds: int = 0) -> Json:
    asked = switch("w", "@input.text", [("has_text", [], "z")], wait={"type": "msg"}, result="A")
    if seconds:
        asked["router"]["categories"].append({"uuid": "c9", "name": "No", "exit_uuid": "x9"})
        asked["exits"].append({"uuid": "x9", "destination_uuid": "late"})
        asked["router"]["wait"]["timeout"] = {"seconds": seconds, "category_uuid": "c9"}
    return flow(
        [
            node("q", [message("Well?")], "w"),
            asked,
            node("z", [message("So @results.a")]),
            node("late", [message("Late: @results.a.category")]),
        ],
        "Asking",
        expire_after_minutes=60,
    )


def test_a_wait_has_an_end(tmp_path: Path) -> None:
    chat = rehearsed(tmp_path, waiting(300))
    chat.happen("flow_asking")
    chat.advance(301)
    assert texts(chat) == ["Well?", "Late: No"]


@pytest.mark.parametrize(("waited", "answer"), [(0, "Thanks"), (3700, "You left")])
def test_a_caller_learns_how_a_flow_ended(tmp_path: Path, waited: int, answer: str) -> None:
    enter = {"type": "enter_flow", "uuid": "e", **to("Asking")}
    back = switch(
        "e",
        "@child.run.status",
        [("has_only_text", ["completed"], "y"), ("has_only_text", ["expired"], "n")],
        actions=[enter],
        other="n",
    )
    main = flow([back, node("y", [message("Thanks")]), node("n", [message("You left")])])
    chat = rehearsed(tmp_path, main, waiting())
    chat.happen("flow_main")
    if waited:
        chat.advance(waited)
    else:
        chat.say("ok")
    assert texts(chat)[-1] == answer


def test_a_terminal_flow_does_not_come_back(tmp_path: Path) -> None:
    inner = {"type": "enter_flow", "uuid": "i", **to("Last"), "terminal": True}
    outer = {"type": "enter_flow", "uuid": "o", **to("Inner")}
    main = flow([node("a", [outer], "b"), node("b", [message("Never")])])
    chat = rehearsed(tmp_path, main, flow([node("i", [inner])], "Inner"), told("Last", "End"))
    chat.happen("flow_main")
    assert texts(chat) == ["End"]


def test_a_keyword_answers_a_wait_at_the_beginning(tmp_path: Path) -> None:
    asked = switch("w", "@input", [("has_any_word", ["two"], "b")], wait={"type": "msg"}, other="a")
    main = flow([asked, node("a", [message("One")]), node("b", [message("Two")])])
    trigger = {"trigger_type": "K", "keyword": "order", **to("Main")}
    chat = rehearsed(tmp_path, main, triggers=[trigger])
    chat.say("order two")
    assert texts(chat) == ["Two"]


def test_catch_alls_by_group(tmp_path: Path) -> None:
    some = {"trigger_type": "C", **to("Moms"), "groups": [{"uuid": "g", "name": "Moms"}]}
    rest = {"trigger_type": "C", **to("Others"), "groups": []}
    flows = [joined(), told("Moms", "Dear mom"), told("Others", "Dear you")]
    chat = rehearsed(tmp_path, *flows, triggers=[rest, some])
    chat.say("zzz")
    chat.happen("flow_main")
    chat.say("zzz")
    assert texts(chat) == ["Dear you", "In", "Dear mom"]


def test_triggers_of_all_kinds_are_told(tmp_path: Path) -> None:
    kinds = ["S", "V", "M", "R", "T", "I", "O"]
    schedule = {"start": "2026-01-05T09:00:00Z", "repeat_period": "W", "repeat_days_of_week": "MF"}
    triggers = [
        {
            "trigger_type": kind,
            **to("Hello"),
            "groups": [],
            "schedule": schedule if kind == "S" else None,
        }
        for kind in kinds
    ]
    found = imported(tmp_path, told("Hello", "Hi"), triggers=triggers)
    events = {how for kind in kinds for _, how in outcomes(found, f"trigger {kind}")}
    assert len(events) == len(kinds)
    assert any("weekly, MF" in how for how in events)
    chat = Rehearsal(load(found.project, {}, "test"))
    chat.happen("missed_call_hello")
    assert texts(chat) == ["Hi"]


def test_services_are_asked_and_their_answers_read(tmp_path: Path) -> None:
    classify = {
        "type": "call_classifier",
        "uuid": "c",
        "classifier": {"uuid": "x", "name": "Booking"},
        "input": "@input.text",
        "result_name": "Intent",
    }
    by_intent = switch(
        "s",
        "@results.intent",
        [("has_top_intent", ["hotel", "0.9"], "h"), ("has_intent", ["flight", "0.5"], "f")],
        other="n",
    )
    model = {
        "type": "call_llm",
        "uuid": "m",
        "llm": {"name": "M"},
        "instructions": "Say",
        "input": "x",
    }
    main = flow(
        [
            node("a", [classify], "s"),
            by_intent,
            node("h", [message("Hotel")]),
            node("f", [model, message("Flight: @locals._llm_output")]),
            node("n", [message("None")]),
        ]
    )
    found = imported(tmp_path, main)
    intents = [{"name": "hotel", "confidence": 0.6}, {"name": "flight", "confidence": 0.55}]
    answers = {
        "main_classifier_booking": {"intents": intents, "entities": {}},
        "main_llm_m": {"output": "Bon voyage"},
    }
    chat = Rehearsal(
        load(found.project, {}, "test"),
        answers={
            name: ("ok", {"status": 200, "headers": {}, "body": body})
            for name, body in answers.items()
        },
    )
    chat.happen("flow_main")
    assert texts(chat) == ["Flight: Bon voyage"]
    assert [outcome for outcome, _ in outcomes(found, "action call_llm")] == ["approximate"]


def test_files_and_places_are_told_apart(tmp_path: Path) -> None:
    asked = switch(
        "w",
        "@input",
        [("has_image", [], "i"), ("has_audio", [], "s"), ("has_location", [], "p")],
        wait={"type": "msg", "hint": {"type": "image"}},
        other="o",
    )
    main = flow(
        [
            node("q", [message("Show me")], "w"),
            asked,
            *[node(uuid, [message(uuid)]) for uuid in "ispo"],
        ]
    )
    for sent, answer in (
        ({"media": (Media("image", "https://e.org/a.png"),)}, "i"),
        ({"media": (Media("audio", "https://e.org/a.mp3"),)}, "s"),
        ({"place": Place(1.0, 2.0)}, "p"),
        ({"text": "no"}, "o"),
    ):
        chat = rehearsed(tmp_path, main)
        chat.happen("flow_main")
        chat.say(**sent)  # type: ignore[arg-type]
        assert texts(chat)[-1] == answer


@pytest.mark.parametrize(
    "wraps", [lambda one: {"definition": one}, lambda one: [{"definition": one}]]
)
def test_one_flow_with_its_definition_is_an_export(
    tmp_path: Path, wraps: Callable[[Json], object]
) -> None:
    main = flow([node("a", [message("Hello!")])])
    (tmp_path / "revision.json").write_text(json.dumps(wraps(main)))
    found = import_bot("rapidpro", tmp_path)
    assert [one.name for one in found.report.entries if one.kind == "flows"] == ["Main"]
