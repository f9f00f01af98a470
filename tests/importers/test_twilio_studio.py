"""Twilio Studio flows of a few widgets, imported and talked to; and the corpus, where it is."""

import json
from pathlib import Path
from typing import Any

import pytest
from studio_flow import ask, say, split, trigger, variables, widget, write_flow

from engine.importers import IMPORTERS, Files, Imported, import_bot
from engine.importers.protocol import Options
from engine.project.check import check
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Bot
from engine.types.effect import CallService
from engine.types.issue import TertuliaError

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "twilio-studio"
BODY = "{{widgets.ask.inbound.Body}}"


def taken(folder: Path) -> Imported:
    imported = import_bot("twilio-studio", folder)
    assert [issue for issue in check(imported.project) if issue.severity == "error"] == []
    return imported


def bot_of(imported: Imported) -> Bot:
    (bot,) = imported.project.bots.values()
    return bot


def begun(imported: Imported) -> Rehearsal:
    return Rehearsal(load(imported.project, {}, "test"))


def talk(imported: Imported, *said: str) -> list[str]:
    """What the bot answers to the last of them."""
    rehearsal = begun(imported)
    for one in said:
        exchange = rehearsal.say(one)
    return [each.text for each in exchange.messages]


def outcomes(imported: Imported, kind: str) -> dict[str, str]:
    return {entry.name: entry.outcome for entry in imported.report.entries if entry.kind == kind}


def test_any_message_begins_the_flow_and_begins_it_anew(tmp_path: Path) -> None:
    write_flow(tmp_path, trigger("hi"), say("hi", "You wrote {{trigger.message.Body | upcase}}."))
    imported = taken(tmp_path)
    assert talk(imported, "hello") == ["You wrote HELLO."]
    assert talk(imported, "hello", "again") == ["You wrote AGAIN."]
    assert begun(imported).open().messages == ()


@pytest.mark.parametrize(
    ("kind", "value", "answer", "expected"),
    [
        ("equal_to", "Yes", " yes ", "match"),
        ("equal_to", "Yes", "yes please", "other"),
        ("not_equal_to", "Yes", "no", "match"),
        ("matches_any_of", "y, yes, si", "SI", "match"),
        ("does_not_match_any_of", "y, yes", "n", "match"),
        ("contains", "pizza", "a Pizza please", "match"),
        ("does_not_contain", "pizza", "soup", "match"),
        ("starts_with", "go", "Go on", "match"),
        ("does_not_start_with", "go", "stay", "match"),
        ("less_than", "5", "4", "match"),
        ("greater_than", "5", "4", "other"),
        ("regex", "^[0-9]{3}$", "123", "match"),
        ("is_blank", "", "x", "other"),
        ("is_not_blank", "", "x", "match"),
        ("is_before_time", "10:00", "9:30", "match"),
        ("is_after_date", "2026-01-02", "2026-02-01", "match"),
    ],
)
def test_splits_compare_as_studio_does(
    tmp_path: Path, kind: str, value: str, answer: str, expected: str
) -> None:
    write_flow(
        tmp_path,
        trigger("ask"),
        ask("ask", "Well?", "split"),
        split("split", BODY, (kind, value, "m"), otherwise="o"),
        say("m", "match"),
        say("o", "other"),
    )
    assert talk(taken(tmp_path), "start", answer) == [expected]


def test_a_question_that_is_not_answered_goes_on_by_its_timeout(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("ask"),
        ask("ask", "Well?", "got", "late", timeout="60"),
        say("got", "Thanks, {{ widgets.ask.inbound.Body }}."),
        say("late", "Too late."),
    )
    imported = taken(tmp_path)
    assert talk(imported, "start", "me") == ["Thanks, me."]
    rehearsal = begun(imported)
    rehearsal.say("start")
    assert [each.text for each in rehearsal.advance(61).messages] == ["Too late."]


def test_variables_are_texts_that_liquid_counts_with(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("zero"),
        variables("zero", "ask", count="0"),
        ask("ask", "Again? ({{flow.variables.count}})", "more"),
        variables("more", "split", count="{{flow.variables.count | plus: 1}}"),
        split("split", "{{flow.variables.count}}", ("equal_to", "2", "end"), otherwise="ask"),
        say("end", "{% if flow.variables.count == '2' %}Twice{% else %}?{% endif %}."),
    )
    imported = taken(tmp_path)
    assert talk(imported, "start") == ["Again? (0)"]
    assert talk(imported, "start", "x") == ["Again? (1)"]
    assert talk(imported, "start", "x", "y") == ["Twice."]


def test_services_and_functions_give_what_later_widgets_read(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("get"),
        widget(
            "get",
            "make-http-request",
            {"success": "run", "failed": "sorry"},
            method="POST",
            url="https://example.org/{{trigger.message.Body}}",
            content_type="application/json;charset=utf-8",
            body='{"who": "{{trigger.message.Body}}"}',
        ),
        widget(
            "run",
            "run-function",
            {"success": "done", "fail": "sorry"},
            url="https://fn.example.org/x?token=secret",
            parameters=[{"key": "id", "value": "{{widgets.get.parsed.items[0].id}}"}],
        ),
        say("done", "{{widgets.run.parsed.name}} {{widgets.get.status_code}}"),
        say("sorry", "Sorry."),
    )
    imported = taken(tmp_path)
    rehearsal = begun(imported)
    rehearsal.say("ana")
    (asked,) = rehearsal.waiting.values()
    assert isinstance(asked, CallService)
    assert (asked.url, asked.body) == ("https://example.org/ana", {"who": "ana"})
    rehearsal.answer(
        asked.key, "ok", {"status": 200, "headers": {}, "body": {"items": [{"id": 7}]}}
    )
    (asked,) = rehearsal.waiting.values()
    assert isinstance(asked, CallService)
    assert asked.body == "id=7"
    given = {"status": 200, "headers": {}, "body": {"name": "Ana"}}
    exchange = rehearsal.answer(asked.key, "ok", given)
    assert [each.text for each in exchange.messages] == ["Ana 200"]
    assert "secret" not in str(bot_of(imported).constants)
    rehearsal = begun(imported)
    rehearsal.say("ana")
    (asked,) = rehearsal.waiting.values()
    exchange = rehearsal.answer(asked.key, "failed", {"status": 500, "headers": {}, "body": None})
    assert [each.text for each in exchange.messages] == ["Sorry."]


def test_requests_from_outside_begin_the_flow_with_their_data(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("remind", "incomingRequest"),
        say("remind", "Dear {{flow.data.name}}, see you."),
    )
    rehearsal = begun(taken(tmp_path))
    exchange = rehearsal.happen("main_request", {"name": "Ana"})
    assert [each.text for each in exchange.messages] == ["Dear Ana, see you."]


def test_flows_run_other_flows(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("sub"),
        widget(
            "sub",
            "run-subflow",
            {"completed": "back", "failed": "back"},
            flow_sid="FW1",
            parameters=[{"key": "who", "value": "{{trigger.message.Body}}"}],
        ),
        say("back", "Back."),
        sid="FW0",
    )
    write_flow(
        tmp_path,
        trigger("hi", "incomingParent"),
        say("hi", "Hi {{trigger.parent.parameters.who}}."),
        name="sub",
        sid="FW1",
    )
    assert talk(taken(tmp_path), "ana") == ["Hi ana.", "Back."]


def test_flows_without_a_sid_are_found_where_only_one_can_be_meant(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("sub"),
        widget("sub", "run-subflow", {"completed": "back"}, flow_sid="FW1"),
        say("back", "You are {{widgets.sub.who}}."),
    )
    write_flow(
        tmp_path,
        trigger("name", "incomingParent"),
        ask("name", "Who?", "keep"),
        variables("keep", "", who="{{widgets.name.inbound.Body}}"),
        name="sub",
    )
    imported = taken(tmp_path)
    assert talk(imported, "hi", "Ana") == ["You are Ana."]
    assert outcomes(imported, "widgets")["run-subflow sub"] == "approximate"


def test_what_twilio_alone_knows_is_empty_and_said(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("ask"),
        ask("ask", "{{trigger.message.ChannelAttributes.ip}}?", "split"),
        split("split", "{{widgets.gone.inbound.Body}}", ("equal_to", "x", "ask"), otherwise="end"),
        say("end", "Over {{trigger.message.ChannelAttributes.channel_type}}."),
    )
    imported = taken(tmp_path)
    assert talk(imported, "hi") == ["?"]
    assert talk(imported, "hi", "x") == ["Over web."]
    assert outcomes(imported, "templates") == {
        "{{trigger.message.ChannelAttributes.ip}}?": "approximate",
        "{{widgets.gone.inbound.Body}}": "approximate",
        "Over {{trigger.message.ChannelAttributes.channel_type}}.": "exact",
    }


def test_passwords_in_addresses_become_secrets(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("get"),
        widget("get", "make-http-request", {}, url="https://AC1:token@example.org/{{flow.sid}}"),
    )
    imported = taken(tmp_path)
    request = bot_of(imported).topics["main"].nodes["get"].params
    assert request["url"] == "https://example.org/${contact.id}"
    assert request["headers"] == {"Authorization": "${secret.twilio_authorization}"}
    assert "token" not in str(imported)
    assert outcomes(imported, "texts") == {}


def test_calls_are_written_and_people_take_over(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("menu", "incomingCall"),
        widget(
            "menu",
            "gather-input-on-call",
            {"keypress": "keys", "speech": "words", "timeout": "menu"},
            say="Press 1.",
            timeout=5,
        ),
        split("keys", "{{widgets.menu.Digits}}", ("equal_to", "1", "flex"), otherwise="menu"),
        widget("words", "say-play", {"audioComplete": "menu"}, say="{{widgets.menu.SpeechResult}}"),
        widget(
            "flex",
            "send-to-flex",
            {},
            attributes='{"name": "{{trigger.call.From}}"}',
            workflow="WW",
        ),
    )
    imported = taken(tmp_path)
    assert talk(imported, "x", "hello") == ["hello", "Press 1."]
    rehearsal = begun(imported)
    rehearsal.say("x")
    rehearsal.say("1")
    assert rehearsal.state.mode == "human"


def test_settings_that_are_left_out_are_named(tmp_path: Path) -> None:
    write_flow(tmp_path, trigger("hi"), say("hi", "Hi", voice="alice", service="IS1", loop=2))
    imported = taken(tmp_path)
    assert outcomes(imported, "settings") == {"hi: voice, loop": "approximate"}


def test_a_definition_may_be_written_as_a_text(tmp_path: Path) -> None:
    flow = {"states": [trigger("hi"), say("hi", "Hi.")], "initial_state": "Trigger"}
    record = {"sid": "FW1", "friendly_name": "Greeter", "definition": json.dumps(flow)}
    (tmp_path / "x.json").write_text(json.dumps(record), encoding="utf-8")
    imported = taken(tmp_path)
    assert bot_of(imported).name == "Greeter"
    assert talk(imported, "a") == ["Hi."]


def test_media_layout_and_strangers(tmp_path: Path) -> None:
    write_flow(
        tmp_path,
        trigger("pic"),
        widget(
            "pic",
            "send-message",
            {"sent": "other"},
            body="Look",
            media_url="https://example.org/a.png",
            to="{{contact.channel.address}}",
        ),
        widget("other", "send-message", {"sent": "end"}, body="Psst", to="+34600000000"),
        say("end", "End", offset={"x": 50, "y": 70}),
    )
    imported = taken(tmp_path)
    exchange = begun(imported).say("hi")
    assert [each.text for each in exchange.messages] == ["Look", "End"]
    assert exchange.messages[0].media[0].url == "https://example.org/a.png"
    (topic,) = bot_of(imported).topics.values()
    assert topic.layout["end"] == (60.0, 70.0)
    assert outcomes(imported, "widgets")["send-message other"] == "unmapped"


@pytest.mark.parametrize(
    "kind",
    [
        "capture-payments",
        "add-twiml-redirect",
        "send-to-auto-pilot",
        "connect-virtual-agent-v2",
        "make-outgoing-call-v2",
        "record-call",
        "fork-stream",
        "something-new",
    ],
)
def test_widgets_without_a_counterpart_are_marked_and_led_on_from(
    tmp_path: Path, kind: str
) -> None:
    write_flow(tmp_path, trigger("odd"), widget("odd", kind, {"done": "end"}), say("end", "End."))
    imported = taken(tmp_path)
    assert outcomes(imported, "widgets")[f"{kind} odd"] == "unmapped"
    assert talk(imported, "hi") == ["End."]


def test_liquid_that_is_not_understood_stays_as_it_was_written(tmp_path: Path) -> None:
    write_flow(tmp_path, trigger("hi"), say("hi", "Hi {{ x | strange }} ${y}"))
    imported = taken(tmp_path)
    assert outcomes(imported, "texts") == {"Hi {{ x | strange }} ${y}": "unmapped"}
    assert talk(imported, "a") == ["Hi {{ x | strange }} ${y}"]


def test_every_value_may_be_anything(tmp_path: Path) -> None:
    """Each value of a sound export is replaced by others: a sentence, never a crash."""
    sound = {
        "states": [
            trigger("v"),
            variables("v", "ask", n="1"),
            ask("ask", "Well {{n}}?", "split", "h", timeout="60"),
            split("split", BODY, ("equal_to", "x", "h"), ("regex", "^a", "s")),
            widget(
                "h", "make-http-request", {"success": "s"}, url="https://example.org", method="GET"
            ),
            widget(
                "s", "run-subflow", {"completed": "v"}, flow_sid="FW9", parameters=[{"key": "a"}]
            ),
        ],
        "initial_state": "Trigger",
    }
    importer = IMPORTERS["twilio-studio"]
    for changed in changes(sound):
        export = Files("odd", {"a.json": (lambda value=changed: json.dumps(value).encode())})
        if importer.detect(export):
            try:
                importer.convert(export, Options())
            except TertuliaError:
                continue


def changes(value: Any, depth: int = 0) -> list[Any]:
    """The value with one of its parts replaced, for each part."""
    found: list[Any] = [None, 7, "x", [value], {"a": value}] if depth else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [{**value, key: one} for one in changes(inner, depth + 1)]
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            found += [[*value[:at], one, *value[at + 1 :]] for one in changes(inner, depth + 1)]
    return found


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the repository")
@pytest.mark.parametrize("name", ["patient-appointment", "covid-vaccine-faq"])
def test_the_corpus_flows_are_mapped(name: str) -> None:
    imported = taken(CORPUS / name)
    assert imported.report.whole().mapped_percent >= 97


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the repository")
def test_a_reminder_of_the_corpus_is_answered() -> None:
    rehearsal = begun(taken(CORPUS / "patient-appointment"))
    data = {"event_type": "REMIND", "patient_first_name": "Ana", "provider_last_name": "Ruiz"}
    rehearsal.happen("studio_flow_template_request", data)
    body = {"readable_datetime": "Monday at ten"}
    for _ in range(2):
        (asked,) = rehearsal.waiting.values()
        given = {"status": 200, "headers": {}, "body": body}
        exchange = rehearsal.answer(asked.key, "ok", given)
    assert exchange.messages[0].text.startswith("Hello, Ana. This is a reminder")
    assert "Dr. Ruiz for  Monday at ten" in exchange.messages[0].text
    rehearsal.say("confirm appt")
    (asked,) = rehearsal.waiting.values()
    assert isinstance(asked, CallService)
    assert isinstance(asked.body, dict)
    assert asked.body["event_type"] == "Confirm"
