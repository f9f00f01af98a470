"""Projects with any one thing wrong: never a crash, never a bot with errors."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from composer_project import (
    PLATFORM,
    dialog,
    kind,
    on_begin,
    on_intent,
    on_unknown,
    regex,
    reply,
    say,
    script,
    user,
    write_project,
)
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
            "${", "=", "=(", "${x", "user", "user.", "=user", "=foo(", "dialog.a[", "bot", "other",
            "x" * 6000, "{{", "\u0000", "(?=a)", "startup", "=createArray(", "${Greet()}", "1 +",
            "turn.activity", "=user.a.b.c", "=`${", "${Loop()}", "=a[b][c]", "=where(x, y, z)",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)  # fmt: skip
LG = """
# Greet(name)
- IF: ${user.late}
  - Good night ${name}
- ELSE:
  - Hi ${toUpper(name)}
# Loop
- ${Loop()}
# Card
[Activity
    Text = ${Greet('all')}
    Attachments = ${Hero()}
    SuggestedActions = a | b
]
# Hero
[HeroCard
    title = Title
    image = https://example.org/i.png
    buttons = one | two
]
"""


def rich_project() -> dict[str, Any]:
    """A dialog with a thing of most kinds, another that it begins, and a script."""
    root = dialog(
        on_begin(say("${Greet('Ana')}"), kind("BeginDialog", dialog="other", options={"a": "=1"},
                                               resultProperty="user.b")),
        on_intent(
            "Order",
            kind("TextInput", property="user.name", prompt="Name?", value="=@size",
                 validations=["length(this.value) > 1"], invalidPrompt="No.", maxTurnCount=2,
                 defaultValue="x", allowInterruptions=True, outputFormat="${trim(this.value)}"),
            kind("NumberInput", property="dialog.n", prompt="${Card()}", defaultValue=3),
            kind("ChoiceInput", property="user.c", prompt="?", choices=[{"value": "a"}, "b"]),
            kind("ConfirmInput", property="user.ok", prompt="?", confirmChoices=["y", "n"]),
            kind("DateTimeInput", property="user.d", prompt="?"),
            kind("AttachmentInput", property="user.f", prompt="?"),
            kind("SetProperty", property="user.a.b", value={"c": "${1}", "d": ["=2"]}),
            kind("EditArray", itemsProperty="user.l", changeType="push", value="=1"),
            kind("IfCondition", condition="user.a == 1", actions=[say("yes")],
                 elseActions=[kind("GotoAction", actionId="end")]),
            kind("SwitchCondition", condition="user.n", cases=[
                {"value": "1", "actions": [say("one")]}], default=[say("other")]),
            kind("Foreach", itemsProperty="user.l", actions=[kind("BreakLoop"), say("x")]),
            kind("ForeachPage", itemsProperty="user.l", pageSize=2, actions=[kind("ContinueLoop")]),
            kind("HttpRequest", url="https://e.org/${user.a}", method="POST",
                 headers={"X-Key": "1"}, body={"a": "=1"}, resultProperty="user.r"),
            kind("EmitEvent", eventName="paid", eventValue="=1"),
            kind("EditActions", changeType="appendActions", actions=[say("later")]),
            say("end", id="end"),
            kind("EndDialog", value="=1"),
            condition="user.open == true",
            entities=["@size"],
        ),
        on_unknown(say("What?"), kind("RepeatDialog", options={"a": "=2"})),
        kind("OnDialogEvent", event="paid", actions=[say("paid")]),
        kind("OnError", actions=[say("error")]),
        recognizer=regex(Order="order (?<size>big|small)"),
        generator="bot.lg",
        autoEndDialog=False,
    )  # fmt: skip
    other = dialog(
        on_begin(kind("EndTurn"), kind("ReplaceDialog", dialog="bot"), say("${dialog.a}")),
        on_unknown(kind("CancelAllDialogs")),
        autoEndDialog=False,
        dialogs=["bot"],
    )
    steps = [user("hi"), reply("Hi ANA"), kind("Test.UserActivity", activity={"type": "event"}),
             kind("Test.MemoryAssertions", assertions=["user.a == 1"])]  # fmt: skip
    return {"bot.dialog": root, "other.dialog": other, "a.test.dialog": script(root, *steps)}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything inside a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key in value:
            found += places(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += places(item, (*path, index))
    return found


PROJECT = rich_project()
PLACES = places(PROJECT)


@pytest.mark.parametrize("scripted", [False, True])
def test_the_sound_project_imports_without_errors(tmp_path: Path, *, scripted: bool) -> None:
    imports_well(tmp_path, PROJECT, scripted=scripted)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), VALUES, st.booleans())
def test_one_wrong_value_breaks_nothing(place: tuple[Any, ...], value: Any, scripted: bool) -> None:
    project = copy.deepcopy(PROJECT)
    inside: Any = project
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    with tempfile.TemporaryDirectory() as folder:
        imports_well(Path(folder), project, scripted=scripted)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES))
def test_one_missing_value_breaks_nothing(place: tuple[Any, ...]) -> None:
    project = copy.deepcopy(PROJECT)
    inside: Any = project
    for step in place[:-1]:
        inside = inside[step]
    del inside[place[-1]]
    with tempfile.TemporaryDirectory() as folder:
        imports_well(Path(folder), project, scripted=False)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(LG) - 1), st.integers(0, 40), st.text("${}[]#-`|\\\n'()", max_size=4))
def test_templates_with_anything_cut_or_put_in(start: int, length: int, more: str) -> None:
    text = LG[:start] + more + LG[start + length :]
    with tempfile.TemporaryDirectory() as folder:
        imports_well(Path(folder), PROJECT, scripted=False, lg=text)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 3000))
def test_a_file_that_is_cut_short_is_named(length: int) -> None:
    text = json.dumps(PROJECT["bot.dialog"])[:length]
    with tempfile.TemporaryDirectory() as folder:
        imports_well(Path(folder), {**PROJECT, "cut.dialog": text}, scripted=False)


def test_what_is_nested_without_end_is_refused_in_a_sentence(tmp_path: Path) -> None:
    deep: dict[str, Any] = say("x")
    for _ in range(300):
        deep = kind("IfCondition", condition="true", actions=[deep])
    long = say("${" + "1 + " * 3000 + "1}")
    write_project(
        tmp_path, {"deep.dialog": dialog(on_begin(deep)), "bot.dialog": dialog(on_unknown(long))}
    )
    entries = import_bot(PLATFORM, tmp_path).report.entries
    how = " ".join(entry.how for entry in entries if entry.outcome == "unmapped")
    assert "levels deep" in how
    assert "signs" in how


def imports_well(folder: Path, project: dict[str, Any], *, scripted: bool, lg: str = LG) -> None:
    """The project imports, with a bot without errors; or is refused in a sentence."""
    files = {**project, "bot.lg": lg}
    if not scripted:
        files.pop("a.test.dialog", None)
    write_project(folder, {str(path): content for path, content in files.items()})
    try:
        result = import_bot(PLATFORM, folder)
    except TertuliaError:
        return
    errors = [str(issue) for issue in check(result.project) if issue.severity == "error"]
    # A circle of visits is the author's own.
    assert not [one for one in errors if "endless-loop" not in one], errors
    for bot in result.project.bots.values():
        compile_bot(bot)
    for entry in result.report.entries:
        assert entry.outcome == "exact" or entry.how, entry
