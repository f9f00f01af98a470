"""What the kinds' own checks find, one case a code, and what they let pass."""

from typing import Any

import golden
import msgspec
import pytest

from engine.nodes import KINDS
from engine.nodes.checks import visible_length
from engine.nodes.roles import walk
from engine.types.limits import LIMITS

ASK = {"question": {"es": "¿?"}, "variable": "x"}
OPTION = {"id": "a", "label": {"es": "A"}}
OTHER = {"id": "b", "label": {"es": "B"}}
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("say", {}, ["says-nothing text"]),
    ("say", {"text": {"es": "a" * 5001}}, ["text-too-long text.es"]),
    (
        "say",
        {"text": {"es": ""}, "media": [{"kind": "image", "url": "ftp://x"}]},
        ["bad-address media[0].url"],
    ),
    ("choices", {"text": {}, "options": []}, ["no-options options"]),
    ("choices", {"text": {}, "options": [OPTION, OPTION]}, ["duplicate-id options[1].id"]),
    (
        "choices",
        {"text": {}, "options": [{"id": "other", "label": {"es": "A"}}]},
        ["reserved-id options[0].id"],
    ),
    (
        "choices",
        {"text": {}, "options": [OPTION, {"id": "b", "label": {"es": "á"}}]},
        ["duplicate-label options[1].label.es"],
    ),
    (
        "choices",
        {
            "text": {},
            "options": [OPTION, {"id": "b", "label": {"es": "B"}, "synonyms": {"es": ["a "]}}],
        },
        ["duplicate-label options[1].synonyms.es[0]"],
    ),
    (
        "choices",
        {"text": {}, "options": [OPTION, {"id": "b", "label": {"es": "A"}, "when": "vip"}]},
        [],
    ),
    ("choices", {"text": {}, "options": [{"id": "a"}]}, ["no-label options[0].label"]),
    ("choices", {"text": {}, "options": [{"id": "a", "label": {"es": FAMILY * 20}}]}, []),
    (
        "choices",
        {"text": {}, "options": [{"id": "a", "label": {"es": "a" * 21}}]},
        ["label-too-long options[0].label.es"],
    ),
    ("choices", {"text": {}, "options": [{"id": "a", "label": {"es": "${name} " * 5}}]}, []),
    (
        "choices",
        {"text": {}, "options": [{**OPTION, "url": "javascript:x"}, OTHER]},
        ["bad-address options[0].url"],
    ),
    ("choices", {"text": {}, "options": [OPTION], "retries": -1}, ["negative-retries retries"]),
    (
        "choices",
        {"text": {}, "options": [{"id": f"o{n}", "label": {"es": f"{n}"}} for n in range(11)]},
        ["too-many-options options"],
    ),
    ("carousel", {"cards": []}, ["bad-card-count cards"]),
    ("carousel", {"cards": [{"title": {"es": "x"}}] * 11}, ["bad-card-count cards"]),
    ("carousel", {"cards": [{"title": {}}]}, ["no-title cards[0].title"]),
    (
        "carousel",
        {"cards": [{"title": {"es": "x"}, "options": [OPTION]}] * 2},
        ["duplicate-id cards[1].options[0].id"],
    ),
    ("media", {"media": []}, ["no-media media"]),
    ("ask", {**ASK, "question": {}}, ["empty-setting question"]),
    ("ask", {**ASK, "variable": " "}, ["empty-setting variable"]),
    ("ask", {**ASK, "type": "choice"}, ["no-options options"]),
    (
        "ask",
        {**ASK, "type": "choice", "options": [{**OPTION, "url": "https://x"}]},
        ["page-as-answer options[0].url"],
    ),
    ("ask", {**ASK, "options": [OPTION]}, []),
    ("ask", {**ASK, "items": "rooms"}, ["setting-unused items"]),
    ("ask", {**ASK, "several": True}, ["setting-unused several"]),
    (
        "ask",
        {**ASK, "type": "choice", "options": [OPTION], "items": "rooms"},
        ["two-sources items"],
    ),
    (
        "ask",
        {**ASK, "type": "choice", "several": True, "options": [{**OPTION, "id": "done"}]},
        ["reserved-id options[0].id"],
    ),
    ("ask", {"question": {}, "variable": "", "type": "any"}, []),
    (
        "ask",
        {**ASK, "type": "phone", "country": "Chile", "reason": {"es": "Para avisarte."}},
        ["bad-country country"],
    ),
    ("ask", {**ASK, "country": "CL"}, ["setting-unused country"]),
    ("ask", {**ASK, "type": "rating", "minimum": 6}, ["empty-range maximum"]),
    ("ask", {**ASK, "reminders": [{"es": "?"}]}, ["setting-unused reminders"]),
    ("ask", {**ASK, "once": True, "retries": 0, "interrupts": "never"}, []),
    ("ask", {**ASK, "type": "entity"}, ["empty-setting table"]),
    ("ask", {**ASK, "table": "t"}, ["setting-unused table"]),
    ("ask", {**ASK, "type": "number", "minimum": 5, "maximum": 1}, ["empty-range maximum"]),
    ("ask", {**ASK, "type": "date", "minimum": 5}, ["setting-unused minimum"]),
    ("ask", {**ASK, "maximum": 0}, ["empty-range maximum"]),
    ("ask", {**ASK, "pattern": "(?=a)"}, ["bad-pattern pattern"]),
    ("ask", {**ASK, "retries": -1}, ["negative-retries retries"]),
    ("ask", {**ASK, "retries": 0, "interrupts": "never"}, ["no-way-out retries"]),
    (
        "ask",
        {**ASK, "interrupts": "never", "interrupted_by": ["help"]},
        ["setting-unused interrupted_by"],
    ),
    ("ask", {**ASK, "type": "email"}, ["no-reason reason"]),
    ("ask", {**ASK, "type": "email", "reason": {"es": "Para avisarte."}}, []),
    ("branch", {"cases": []}, ["no-cases cases"]),
    (
        "branch",
        {"cases": [{"id": "else", "condition": " "}]},
        ["empty-condition cases[0].condition", "reserved-id cases[0].id"],
    ),
    ("set", {}, ["sets-nothing variables"]),
    ("set", {"variables": {"a": "1"}, "clear": ["a"]}, ["set-and-cleared clear[0]"]),
    ("tag", {}, ["tags-nothing add"]),
    ("tag", {"add": ["a"], "remove": ["a"]}, ["added-and-removed remove"]),
    ("split", {"ways": [{"id": "a"}]}, ["too-few-ways ways"]),
    (
        "split",
        {"ways": [{"id": "a"}, {"id": "b", "weight": 0}]},
        ["weight-not-positive ways[1].weight"],
    ),
    ("goto", {"target": ""}, ["empty-setting target"]),
    ("call", {"target": ""}, ["empty-setting target"]),
    ("intent", {"keywords": {"es": ["cita", "pedir cita"]}}, ["too-few-keywords keywords.es[0]"]),
    (
        "intent",
        {"keywords": {"es": ["pedir cita", "CITA pedir"]}},
        ["duplicate-trigger keywords.es[1]"],
    ),
    (
        "intent",
        {
            "phrases": {
                "es": ["quiero pedir una cita para mañana", "Quiero pedir una cita para manana"]
            }
        },
        ["duplicate-trigger phrases.es[1]"],
    ),
    (
        "intent",
        {"phrases": {"es": ["una cita", "pedir", "quiero pedir una cita para mañana"]}},
        ["short-phrases phrases.es"],
    ),
    ("intent", {"patterns": ["a("]}, ["bad-pattern patterns[0]"]),
    ("intent", {"events": ["paid", "paid"]}, ["duplicate-trigger events[1]"]),
    ("intent", {"inactivity_s": -1}, ["negative-time inactivity_s"]),
    ("intent", {"patterns": [f"a{n}" for n in range(71)]}, ["too-many-triggers patterns"]),
    (
        "intent",
        {"patterns": ["a"], "keywords": {"es": [f"uno {n}" for n in range(70)]}},
        ["too-many-triggers keywords.es"],
    ),
    ("wait", {}, ["waits-for-nothing seconds"]),
    ("wait", {"seconds": 5, "until": "x"}, ["two-times until"]),
    ("wait", {"seconds": -5}, ["negative-time seconds"]),
    ("mute", {"seconds": -5}, ["negative-time seconds"]),
    ("http", {"url": "", "timeout_s": 0}, ["bad-timeout timeout_s", "empty-setting url"]),
    ("http", {"url": "ftp://x"}, ["bad-address url"]),
    ("http", {"url": "${base}/x", "headers": {"A B": "1"}}, ["bad-header headers['A B']"]),
    ("http", {"url": "https://x?k=${secret.K}"}, ["secret-outside-header url"]),
    (
        "http",
        {"url": "https://x", "headers": {"A": "${'a' + secret.K}"}},
        ["secret-in-expression headers['A']"],
    ),
    ("http", {"url": "https://x", "headers": {"A": "Bearer ${secret.K}"}}, []),
    ("http", {"url": "https://x", "body": "a"}, ["body-unused body"]),
    ("http", {"url": "https://x", "method": "POST", "body": '{"a": ${a},}'}, ["bad-json body"]),
    ("http", {"url": "https://x", "method": "POST", "body": '{"a": ${a}, "b": "x ${b}"}'}, []),
    ("code", {"action": "price", "inputs": {"a b": "1"}}, ["bad-argument inputs['a b']"]),
    ("code", {"action": "", "timeout_s": 31}, ["bad-timeout timeout_s", "empty-setting action"]),
    ("mail", {"to": [], "subject": {"es": "a"}, "text": {"es": "b"}}, ["no-recipient to"]),
    (
        "mail",
        {"to": ["ana"], "subject": {}, "text": {"es": "b"}},
        ["bad-address to[0]", "empty-setting subject"],
    ),
    ("search", {"site": "", "limit": 0}, ["bad-limit limit", "empty-setting site"]),
    ("search", {"site": "main", "silent": True}, ["results-unused silent"]),
    (
        "location",
        {"text": {"es": "x"}, "latitude": "1", "variable": "p"},
        ["half-a-place longitude"],
    ),
    ("location", {"text": {"es": "x"}}, ["answer-unused variable"]),
    ("handoff", {}, ["one-addressee queue"]),
    ("handoff", {"queue": "a", "bot": "b"}, ["one-addressee bot"]),
    (
        "notify",
        {"template": "", "segment": "a", "contact": "b"},
        ["empty-setting template", "two-addressees contact"],
    ),
]


@pytest.mark.parametrize(
    ("kind", "params", "wanted"), CASES, ids=[f"{kind}-{n}" for n, (kind, *_) in enumerate(CASES)]
)
def test_findings(kind: str, params: dict[str, Any], wanted: list[str]) -> None:
    member = KINDS[kind]
    assert member.check is not None
    found = member.check(msgspec.convert(params, member.params), LIMITS)
    assert sorted(f"{one.code} {one.path}" for one in found) == wanted


def test_the_golden_cases_have_no_errors() -> None:
    for kind in golden.kinds():
        for case in golden.read_cases(kind.name) if kind.check else []:
            assert kind.check is not None
            found = kind.check(golden.params_of(kind, case), LIMITS)
            codes = [one.code for one in found if one.severity == "error"]
            assert not codes or case["name"].startswith("warns"), (kind.name, case["name"], codes)


def test_people_count_characters_not_code_points() -> None:
    assert visible_length("hola") == 4
    assert visible_length("niño") == visible_length("nin\u0303o") == 4
    assert visible_length(f"{FAMILY} sí") == 4


def test_walk_finds_every_role_in_the_settings() -> None:
    params = msgspec.convert(
        {
            "text": {"es": "¿?"},
            "options": [{"id": "a", "label": {"es": "A"}, "when": "vip", "url": "https://${x}"}],
            "variable": "v",
        },
        KINDS["choices"].params,
    )
    assert list(walk(params)) == [
        ("text", "text", {"es": "¿?"}),
        ("options[0].label", "label", {"es": "A"}),
        ("options[0].url", "template", "https://${x}"),
        ("options[0].when", "expression", "vip"),
        ("variable", "sets", "v"),
    ]
    results = msgspec.convert({"url": "u", "results": {"v": "response"}}, KINDS["http"].params)
    assert list(walk(results)) == [
        ("url", "template", "u"),
        ("results['v']", "sets", "v"),
        ("results['v']", "expression", "response"),
    ]
