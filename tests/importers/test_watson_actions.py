"""Skills of actions, the newer way of Watson Assistant: steps, questions, other actions."""

from pathlib import Path
from typing import Any

from watson_skill import bot_of, entity, imported, intent, nodes_of, talk, write

from engine.importers import import_bot


def words(*parts: str | dict[str, Any]) -> dict[str, Any]:
    """A text put together of words and values."""
    concat = [{"scalar": one} if isinstance(one, str) else one for one in parts]
    value = {"text_expression": {"concat": concat}}
    return {"generic": [{"response_type": "text", "values": [value]}]}


def step(name: str, *said: str | dict[str, Any], **more: Any) -> dict[str, Any]:
    made = {"step": name, "variable": name, "handlers": [], "resolver": {"type": "continue"}}
    return {**made, **({"output": words(*said)} if said else {}), **more}


def action(name: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    own = [{"variable": one["variable"], "title": f"{name} {one['step']}"} for one in steps]
    condition = {"intent": f"{name}_intent"}
    base = {"action": name, "title": name, "type": "standard", "condition": condition}
    return {**base, "steps": list(steps), "variables": own, **more}


def invoke(name: str, kind: str = "invoke_another_action") -> dict[str, Any]:
    return {"type": kind, "invoke_action": {"action": name}}


def workspace(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    phrases = {"order": "i want to order", "count": "count them now", "bye": "see you later then"}
    intents = [intent(f"{name}_intent", phrase) for name, phrase in phrases.items()]
    welcome = action("welcome", step("s", "Hello."), condition={"expression": "welcome"})
    otherwise = action(
        "anything_else", step("s", "Pardon?"), condition={"expression": "anything_else"}
    )
    fallback = action("fallback", step("s", "I give up."))
    inner = {
        "actions": [welcome, otherwise, fallback, *actions],
        "intents": intents,
        "entities": [entity("size", small=["little"], large=["big"])],
        "variables": [{"variable": "total", "data_type": "number", "initial_value": {"scalar": 0}}],
        **more,
    }
    return {"name": "shop", "type": "action", "language": "en", "workspace": inner}


ORDER = action(
    "order",
    step("s1", "Which size?", question={"entity": "size"}),
    step(
        "s2",
        "How many?",
        question={"entity": "sys-number", "max_tries": 1},
        handlers=[{"type": "not_found", "output": words("A number, please.")}],
    ),
    step(
        "s3",
        "That is a lot.",
        condition={"and": [{"gt": [{"variable": "s2"}, {"scalar": 9}]}, {"entity": "sys-number"}]},
    ),
    step(
        "s4",
        context={
            "variables": [{"skill_variable": "total", "value": {"expression": "${total} + ${s2}"}}]
        },
    ),
    step("s5", {"variable": "s2"}, " of ", {"variable": "s1"}, ", ", {"skill_variable": "total"}),
    step("s6", resolver=invoke("bye")),
    step("s7", "And here again."),
)
BYE = action("bye", step("s1", "Bye.", resolver={"type": "end_action"}))


def test_steps_ask_remember_and_visit_other_actions(tmp_path: Path) -> None:
    found = imported(tmp_path, workspace(ORDER, BYE))
    outcome = talk(
        found,
        """
> (opened)
< Hello.
> i want to order
< Which size?
> a big one
< How many?
> 12
< That is a lot.
< 12 of large, 12
< Bye.
< And here again.
> zxcv qwer
< Pardon?
""",
    )
    assert outcome.differences == ()


def test_who_does_not_answer_comes_to_the_fallback(tmp_path: Path) -> None:
    found = imported(tmp_path, workspace(ORDER, BYE))
    lines = "> i want to order\n< Which size?\n> little\n< How many?\n> hm\n< A number, please.\n"
    lines += "< How many?\n> hm\n< I give up.\n"
    assert talk(found, lines).differences == ()


def test_options_agents_extensions_and_jumps(tmp_path: Path) -> None:
    options = {
        "generic": [
            {"response_type": "text", "values": [{"text": "Ready?"}]},
            {
                "response_type": "option",
                "options": [{"label": "Yes", "value": {"input": {"text": "yes"}}}],
            },
        ]
    }
    callout = {"method": "GET", "path": "/v1/count", "result_variable": "step_2_result"}
    count = action(
        "count",
        step("s1", output=options, question={"free_text": True}),
        step("s2", resolver={"type": "callout", "callout": callout}),
        step(
            "s3",
            resolver={
                "type": "connect_to_agent",
                "response": {"agent_available": {"message": "One moment."}},
            },
            condition={"eq": [{"variable": "s1"}, {"scalar": "yes"}]},
        ),
        step("s4", resolver=invoke("bye", "invoke_another_action_and_end")),
    )
    found = imported(tmp_path, workspace(count, BYE))
    nodes = nodes_of(found)
    ask = next(node for node in nodes.values() if node.kind == "ask")
    assert ask.params["options"] == [{"id": "yes", "label": {"en": "Yes"}, "says": {"en": "yes"}}]
    call = next(name for name, node in nodes.items() if node.kind == "http")
    answer = '{"status": 200, "headers": {}, "body": {}}'
    lines = f"! {call} ok {answer}\n> count them now\n< Ready?\n  [Yes]\n"
    assert talk(found, lines + "> [Yes]\n< One moment.\n").differences == ()
    assert talk(found, lines + "> no\n< Bye.\n").differences == ()


def test_what_runs_before_every_message_and_lacking_actions_are_told(tmp_path: Path) -> None:
    always = action("run_always", step("s", "Stop."))
    odd = action("count", step("s", "Hm.", resolver=invoke("nobody")))
    found = imported(tmp_path, workspace(always, odd))
    told = {(one.kind, one.outcome) for one in found.report.entries if one.how}
    assert ("actions", "unmapped") in told
    assert ("steps", "approximate") in told
    assert any(node.title == "To do: nobody" for node in nodes_of(found).values())


def test_an_assistant_with_a_dialog_and_actions_is_two_bots(tmp_path: Path) -> None:
    dialog = {"name": "talk", "dialog_nodes": [{"dialog_node": "w", "conditions": "welcome"}]}
    found = import_bot("watson", write(tmp_path, {"skills": [workspace(BYE), dialog]}))
    assert list(found.project.bots) == ["talk", "shop"]
    assert bot_of(imported(tmp_path, workspace(BYE))).variables["total"].default == 0
