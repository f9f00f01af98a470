"""Skills of Watson, bots of Lex and apps of LUIS with any one thing wrong: never a crash, never a
bot with errors."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import lex_export
import luis_app
import pytest
import watson_skill as watson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.importers import import_bot
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.types.issue import TertuliaError

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.sampled_from(
        [
            "${", "$name", "$a.b[0]", "#order", "@sys-number", "@size:large", "<? $x + ?>", "((((",
            "<? T(java.lang.Runtime).getRuntime().exec('x') ?>", "x" * 6000, "\u0000", "(?=a)",
            "welcome", "anything_else", "true", "not_understood", "{Slot}", "$$", "a && || b",
            "AMAZON.Number", "jump_to", "Order", "body", "frame", "folder", "event_handler",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)  # fmt: skip


def rich_skill() -> dict[str, Any]:
    def handler(name: str, event: str, says: str, **more: Any) -> dict[str, Any]:
        return watson.node(name, says=says, type="event_handler", event_name=event, **more)

    option = {"label": "Big", "value": {"input": {"text": "large"}}}
    says = [
        {"response_type": "text", "values": [{"text": "A"}, {"text": "B $size"}]},
        {"response_type": "image", "source": "https://e.org/a.png"},
        {"response_type": "pause", "time": 100},
        {"response_type": "connect_to_agent", "agent_available": {"message": "Hi"}},
        {"response_type": "option", "title": "Which?", "options": [option]},
    ]
    return watson.skill(
        watson.WELCOME,
        watson.node("Folder", "$x", type="folder"),
        watson.node("Hours", "#hours && !@size", says, parent="Folder", digress_in="returns"),
        watson.node("Next", "@size", "<? $a.append(1) ?>", parent="Hours", context={"a": [1]}),
        watson.node("Order", "#order", "A $size.", type="frame", digress_out_slots="allow_all"),
        watson.node("Slot", type="slot", variable="$size", parent="Order"),
        handler("focus", "focus", "Which size?", parent="Slot"),
        handler("input", "input", "", parent="Slot", conditions="@size", context={"size": "@size"}),
        handler("nomatch", "nomatch", "No.", parent="Slot", next_step={"behavior": "reprompt"}),
        watson.node("Answer", "$size:small", "Small.", type="response_condition", parent="Order"),
        watson.node(
            "Jump",
            "intents[0].confidence > 0.5 && $n == 1",
            next_step={"behavior": "jump_to", "selector": "condition", "dialog_node": "Order"},
            actions=[{"name": "main_webhook", "type": "webhook", "result_variable": "r"}],
        ),
        watson.ELSE,
        intents=[watson.intent("hours", "when"), watson.intent("order", "order it")],
        entities=[watson.entity("size", small=["little"], large=[])],
        webhooks=[{"name": "main_webhook", "url": "https://e.org", "headers": []}],
        system_settings={"disambiguation": {"enabled": True}},
    )


def rich_actions() -> dict[str, Any]:
    value = {"text_expression": {"concat": [{"scalar": "Hi "}, {"variable": "s1"}]}}
    text = {"generic": [{"response_type": "text", "values": [value]}]}
    asked = {
        "step": "s1",
        "variable": "s1",
        "output": text,
        "question": {"entity": "size", "max_tries": 2},
        "handlers": [{"type": "not_found", "output": text}],
        "resolver": {"type": "continue"},
        "next_step": "s2",
    }
    call = {"type": "invoke_another_action", "invoke_action": {"action": "order"}}
    branched = {
        "step": "s2",
        "variable": "s2",
        "condition": {"and": [{"eq": [{"variable": "s1"}, {"scalar": "x"}]}, {"entity": "size"}]},
        "context": {"variables": [{"skill_variable": "v", "value": {"expression": "${s1} + 1"}}]},
        "resolver": call,
    }
    order = {
        "action": "order",
        "title": "Order",
        "condition": {"intent": "i"},
        "steps": [asked, branched],
        "variables": [{"variable": "s1"}, {"variable": "s2"}],
    }
    inner = {
        "actions": [order],
        "intents": [watson.intent("i", "order it")],
        "entities": [watson.entity("size", small=[])],
        "variables": [{"variable": "v", "data_type": "number", "initial_value": {"scalar": 1}}],
        "collections": [{"collection": "c", "action_references": [{"action": "order"}]}],
    }
    return {"name": "a", "language": "en", "workspace": inner}


def rich_lex() -> dict[str, Any]:
    hook = {"uri": "arn:aws:lambda:x:1:function:f", "messageVersion": "1.0"}
    order = lex_export.intent(
        "Order",
        "order {Kind}",
        slots=[lex_export.slot("Kind", "FlowerTypes", "Which?", priority=1)],
        confirmationPrompt=lex_export.said("Shall I?"),
        rejectionStatement=lex_export.said("No."),
        fulfillmentActivity={"type": "CodeHook", "codeHook": hook},
        dialogCodeHook=hook,
        outputContexts=[{"name": "c", "turnsToLive": 2}],
    )
    follow = {"prompt": lex_export.said("More?"), "rejectionStatement": lex_export.said("Bye.")}
    more = lex_export.intent("More", "more", followUpPrompt=follow, inputContexts=[{"name": "c"}])
    return lex_export.bot_v1(order, more)


def rich_luis() -> dict[str, Any]:
    return luis_app.app(
        luis_app.said("fly to Lima", "Book", City="Lima"),
        luis_app.said("cheese", "None"),
        entities=[{"name": "City", "roles": ["to"], "children": [{"name": "Part"}]}],
        closedLists=[{"name": "L", "subLists": [{"canonicalForm": "a", "list": ["b"]}]}],
        composites=[{"name": "C", "children": ["L"]}],
        regex_entities=[{"name": "R", "regexPattern": "[a-z]+"}],
        prebuiltEntities=[{"name": "number"}],
        patterns=[{"pattern": "go [to] {L} (now|later)", "intent": "Book"}],
        model_features=[{"name": "F", "words": "a,b"}],
    )


SOURCES = {
    "watson": (rich_skill, rich_actions),
    "lex": (rich_lex,),
    "luis": (rich_luis,),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        items = list(value.items())
    else:
        items = list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A platform and an export of it with one or two values changed."""
    platform = draw(st.sampled_from(sorted(SOURCES)))
    changed = copy.deepcopy(draw(st.sampled_from(SOURCES[platform]))())
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(places(changed)))
        at: Any = changed
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = draw(VALUES)
    return platform, changed


@given(mutated())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_odd_values_do_no_harm(mutation: tuple[str, dict[str, Any]]) -> None:
    platform, content = mutation
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "export.json").write_text(json.dumps(content), "utf-8")
        try:
            found = import_bot(platform, Path(folder))
        except TertuliaError:
            return
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    for bot in found.project.bots.values():
        compile_bot(bot)


def test_exports_cut_short_are_refused(tmp_path: Path) -> None:
    for platform, sources in SOURCES.items():
        for source in sources:
            whole = json.dumps(source())
            (tmp_path / "export.json").write_text(whole[: len(whole) // 2], "utf-8")
            with pytest.raises(TertuliaError, match="export"):
                import_bot(platform, tmp_path)
