"""Voiceflow projects of a few blocks, imported and talked to; and the project of the corpus."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_dialogflow_mutations import VALUES, places
from voiceflow_project import PLATFORM, VoiceflowProject, bot_of, ports, rich, says, step, talk

from engine import nlu
from engine.importers import import_bot
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.issue import TertuliaError

CAPTURE = {"type": "query", "variable": "v-name"}


def compares(variable: str, type_: str, value: str) -> dict[str, Any]:
    sides = [{"type": "variable", "value": variable}, {"type": "value", "value": value}]
    return {"logicInterface": "variable", "type": type_, "value": sides}


def when(*conditions: dict[str, Any], name: str = "", sign: str | None = None) -> dict[str, Any]:
    return {"type": sign, "name": name, "value": list(conditions)}


def test_blocks_texts_and_variables(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.variable("name")
    project.start("hello")
    project.block(
        "hello", says("Hello."), says("Your name?"), step("captureV2", "bye", capture=CAPTURE)
    )
    project.block("bye", says("Bye ", ("name", "v-name"), "!"))
    assert talk(project.imported(), "Ana") == ["Hello.", "Your name?", "Bye Ana!"]


def test_conditions_and_assignments(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.variable("name")
    project.variable("count", "number")
    adds = {"type": "advance", "variable": "v-count", "expression": "{{[count].v-count}} + 1"}
    word = {"type": "value", "variable": "v-name", "expression": "{{[name].v-name}} again"}
    twice = when(compares("v-count", "greater_or_equal", "2"), name="twice")
    ana = when(
        compares("v-name", "contains", "Ana"), compares("v-name", "not_equal", "x"), sign="and"
    )
    project.start("ask")
    project.block("ask", step("captureV2", "count", capture=CAPTURE))
    project.block(
        "count",
        step("setV2", sets=[adds, word]),
        step("ifV2", expressions=[twice, ana], portsV2=ports("done", "hi", **{"else": "ask"})),
    )
    project.block("hi", says("Hi ", ("name", "v-name")), step("goToNode", nodeID="ask"))
    project.block("done", says("Enough of ", ("name", "v-name")))
    found = project.imported()
    assert talk(found, "Ana", "Bea") == ["Hi Ana again", "Enough of Bea again"]


def test_old_conditions_and_sums(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.variable("n", "number")
    two = {"type": "value", "value": "2"}
    n = {"type": "variable", "value": "n"}
    total = {"type": "plus", "value": [n, {"type": "times", "value": [two, two]}]}
    more = {"type": "greater", "value": [n, {"type": "value", "value": "3"}]}
    project.start("a")
    project.block(
        "a",
        {"type": "set", "data": {"sets": [{"variable": "n", "expression": total}]}},
        {
            "type": "if",
            "data": {
                "expressions": [more],
                "ports": [{"type": "else", "target": None}, {"type": "", "target": "yes"}],
            },
        },
    )
    project.block("yes", says("{n} is more"))
    assert talk(project.imported()) == ["4 is more"]


def buttons(**more: Any) -> dict[str, Any]:
    listed = [{"id": "r", "name": "Red"}, {"id": "g", "name": rich("Green")}]
    return step(
        "buttons", buttons=listed, portsV2=ports("red", "green", **{"else": "other"}), **more
    )


def with_buttons(folder: Path, **more: Any) -> VoiceflowProject:
    project = VoiceflowProject(folder)
    project.intent("help", "I need some help with this", "please help me with this now")
    project.start("ask")
    project.block("ask", says("Which colour?"), buttons(**more))
    for name in ("red", "green", "other", "helped"):
        project.block(name, says(f"So {name}"))
    project.block("in", step("intent", "helped", intent="i-help"))
    return project


@pytest.mark.parametrize(("said", "answer"), [("*Red", "red"), ("green", "green"), ("x", "other")])
def test_buttons_lead_on_and_take_their_question(tmp_path: Path, said: str, answer: str) -> None:
    assert talk(with_buttons(tmp_path).imported(), said) == ["Which colour?", f"So {answer}"]


def test_buttons_say_again_what_is_wanted(tmp_path: Path) -> None:
    again = {"types": ["reprompts", "path"], "reprompts": [{"content": rich("Red or green?")}]}
    found = with_buttons(tmp_path, noMatch=again).imported()
    said = ["Which colour?", "Red or green?", "Which colour?", "So other"]
    assert talk(found, "x", "y") == said


def test_intents_interrupt_unless_a_step_is_for_itself(tmp_path: Path) -> None:
    said = "please help me with this now"
    assert talk(with_buttons(tmp_path).imported(), said)[1:] == ["So helped"]
    local = with_buttons(tmp_path, intentScope="NODE").imported()
    assert talk(local, said)[1:] == ["So other"]


def test_a_choice_waits_for_intents(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.intent("yes", "yes of course I do", "certainly I would like that")
    project.intent("no", "no thanks I would not", "not today I am sorry")
    asked = [{"intent": "i-yes"}, {"intent": "i-no"}]
    wrong = {"types": ["reprompts", "path"], "reprompts": [{"content": rich("Yes or no?")}]}
    project.start("ask")
    project.block(
        "ask",
        says("More?"),
        step(
            "choice", choices=asked, noMatch=wrong, portsV2=ports("more", "less", **{"else": "x"})
        ),
    )
    for name in ("more", "less", "x"):
        project.block(name, says(name))
    found = project.imported()
    assert talk(found, "certainly I would like that") == ["More?", "more"]
    assert talk(found, "not today I am sorry") == ["More?", "less"]
    assert talk(found, "hm", "hm") == ["More?", "Yes or no?", "x"]


def test_silence_is_reminded_and_then_goes_its_way(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    quiet = {
        "types": ["reprompts", "path"],
        "timeout": 5,
        "reprompts": [{"content": rich("Hello?")}],
    }
    project.start("ask")
    project.block(
        "ask",
        step("captureV2", capture=CAPTURE, noReply=quiet, portsV2=ports(**{"no-reply": "bye"})),
    )
    project.block("bye", says("Bye"))
    assert talk(project.imported(), "+6", "+6") == ["Hello?", "Bye"]


def test_components_are_visited_and_come_back(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.variable("a")
    project.variable("b")
    maps = {"inputs": [["v-a", "v-b"]], "outputs": []}
    project.start("one")
    project.block(
        "one",
        step("setV2", sets=[{"type": "value", "variable": "v-a", "expression": "tea"}]),
        step("component", diagramID="part", variableMap=maps),
        says("Back"),
    )
    project.start("inner", diagram="part")
    project.block("inner", says("Inside with ", ("b", "v-b")), diagram="part")
    assert talk(project.imported()) == ["Inside with tea", "Back"]


def test_intents_keep_what_they_name_and_ask_for_the_rest(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.intent("order", "I would like to order a pizza", "one large pizza for me")
    project.entity("size", large=["big"], small=["little"])
    project.value["requiredEntities"] = [
        {"entityID": "e-size", "intentID": "i-order", "repromptID": "r1"}
    ]
    project.value["responseDiscriminators"] = [{"id": "d1", "responseID": "r1"}]
    project.value["responseVariants"] = [{"discriminatorID": "d1", "text": rich("Which size?")}]
    project.start("hi")
    project.block("hi", says("Hi"))
    project.block("in", step("intent", "ok", intent="i-order"))
    project.block("ok", says("A ", ("size", "e-size"), " one"))
    found = project.imported()
    bot = bot_of(found)
    loaded = load(found.project, {bot.id: nlu.train(bot).save()}, "test")
    for said, answers in (
        (["I would like to order a pizza", "a little one"], ["Which size?", "A small one"]),
        (["one large pizza for me"], ["A large one"]),
    ):
        rehearsal = Rehearsal(loaded)
        for one in said:
            rehearsal.say(one)
        assert [one.text for one in rehearsal.messages] == answers


def test_scripts_are_drawn_where_they_only_compute(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.variable("n", "number")
    paths = [{"label": "many", "key": "k1"}]
    code = "n = n + 1; if (n > 1) { return 'many' }"
    project.start("run")
    project.block(
        "run", step("code", code=code, paths=paths, portsV2=ports(next="run", by_key={"k1": "end"}))
    )
    project.block("end", says("n is {n}"))
    assert talk(project.imported()) == ["n is 2"]


def test_other_scripts_wait_to_be_written(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.start("run")
    project.block("run", step("code", "end", code="for (;;) { fetch('https://example.org') }"))
    project.block("end", says("Done"))
    found = project.imported()
    (action,) = bot_of(found).actions.values()
    assert "fetch" in action.source
    assert talk(found, answers={"run_code": ("failed", None)}) == ["Done"]


def test_a_service_is_called(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.variable("id")
    project.start("call")
    project.block(
        "call",
        step(
            "api",
            url="https://example.org/{id}?api_key=abcdef123456",
            method="POST",
            headers=[{"key": "Authorization", "val": "Bearer abcdef123456789"}],
            content='{"q": "{last_utterance}"}',
            mappings=[{"path": "response.items[0].id", "var": "id"}],
            portsV2=ports(next="ok", fail="failed"),
        ),
    )
    project.block("ok", says("Order {id}"))
    project.block("failed", says("Not now"))
    found = project.imported()
    assert "abcdef123456" not in str(found)
    answer = ("ok", {"status": 200, "headers": {}, "body": {"items": [{"id": "7"}]}})
    assert talk(found, answers={"call_service": answer}) == ["Order 7"]
    assert talk(found, answers={"call_service": ("failed", None)}) == ["Not now"]


def test_cards_pictures_chance_and_exits(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    card = {
        "title": "Shoe",
        "description": rich("Brown"),
        "imageUrl": "https://example.org/a.png",
        "buttons": [{"id": "b1", "name": "Buy"}],
    }
    project.start("show")
    project.block(
        "show",
        step("visual", image="https://example.org/b.png", visualType="image"),
        step("speak", dialogs=[{"voice": "Alexa", "content": "Look <break time='1s'/>here"}]),
        step("carousel", cards=[card], portsV2=ports(by_key={"b1": "chance"})),
    )
    project.block("chance", step("random", paths=2, portsV2=ports("out", "out")))
    project.block("out", says("Sold"), step("exit"))
    found = project.imported()
    assert talk(found, "*Buy")[1:] == ["Look here", "", "Sold"]


def test_models_are_kept_for_a_person(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.start("think")
    project.block(
        "think", step("generative", "end", prompt="Be kind to {{[name].v-name}}", model="m")
    )
    project.block("end", says("Done"))
    found = project.imported()
    assert talk(found) == ["Done"]
    notes = [one.note for topic in bot_of(found).topics.values() for one in topic.nodes.values()]
    assert any("Be kind to" in note for note in notes)
    assert any(one.outcome == "unmapped" for one in found.report.entries)


def test_newer_kinds_are_read_or_kept(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.value["responseDiscriminators"] = [{"id": "d", "responseID": "r"}]
    project.value["responseMessages"] = [{"discriminatorID": "d", "text": rich("Pick one")}]
    items = [{"id": "k", "label": rich("Go")}]
    project.start("a")
    project.block(
        "a",
        step("message", messageID="r"),
        step("condition-v3", condition={"type": "prompt"}, portsV2=ports()),
        step("prompt", promptID="gone"),
        step("buttons-v2", items=items, portsV2=ports(by_key={"k": "end"})),
    )
    project.block("end", says("Gone"))
    found = project.imported()
    assert talk(found, "*Go") == ["Pick one", "…", "Gone"]
    unmapped = {one.kind for one in found.report.entries if one.outcome == "unmapped"}
    assert unmapped == {"step condition-v3", "step prompt"}


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.start("a")
    project.block(
        "a", says("A"), step("component", diagramID="gone"), step("goToNode", nodeID="gone")
    )
    found = project.imported()
    assert talk(found) == ["A"]
    assert sum(one.outcome == "unmapped" for one in found.report.entries) == 2


def test_a_file_without_blocks_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.vf").write_text('{"version": {}, "diagrams": {"x": {"nodes": {}}}}')
    with pytest.raises(TertuliaError, match="not one block"):
        import_bot(PLATFORM, tmp_path)


def rich_project(folder: Path) -> VoiceflowProject:
    project = with_buttons(folder, noMatch={"reprompts": [{"content": rich("Again?")}]})
    project.variable("n", "number", "3")
    project.entity("size", large=["big"])
    n = when(compares("v-n", "greater_than", "2"), name="more")
    project.block(
        "other",
        step("setV2", sets=[{"type": "advance", "variable": "v-n", "expression": "n + 1"}]),
        step("ifV2", expressions=[n], portsV2=ports("red", **{"else": "green"})),
    )
    project.block(
        "more",
        step("choice", choices=[{"intent": "i-help"}], portsV2=ports("red")),
        step("api", url="https://example.org", mappings=[{"path": "response.a", "var": "n"}]),
        step("code", code="n = n * 2", paths=[{"label": "p", "key": "k"}]),
        step("card", title="Card", buttons=[{"id": "x", "name": "X"}]),
        step("component", diagramID="root", variableMap={"inputs": [["n", "n"]]}),
        step("goTo", intent="i-help"),
    )
    return project


with tempfile.TemporaryDirectory() as _folder:
    PROJECT = json.loads((rich_project(Path(_folder)).write() / "shop.vf").read_text())


@given(st.sampled_from(places(PROJECT)), VALUES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_odd_value_does_no_harm(path: tuple[Any, ...], value: Any) -> None:
    changed = copy.deepcopy(PROJECT)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "shop.vf").write_text(json.dumps(changed), encoding="utf-8")
        try:
            found = import_bot(PLATFORM, Path(folder))
        except TertuliaError:
            return
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    compile_bot(bot_of(found))


def test_the_project_of_the_corpus(shared: Path) -> None:
    found = import_bot(PLATFORM, shared / "corpus" / PLATFORM / "educhat")
    assert not [one for one in check(found.project) if one.severity == "error"]
    bot = bot_of(found)
    counts = {one.kind: one for one in found.report.counts()}
    own = {"step generative", "step ai_set", "step trace"}
    steps = {kind: one for kind, one in counts.items() if kind.startswith("step ")}
    assert {kind for kind, one in steps.items() if one.unmapped} == own
    rehearsal = Rehearsal(load(found.project, {bot.id: nlu.train(bot).save()}, "test"))
    rehearsal.open()
    assert rehearsal.messages[0].text.startswith("Welcome to EduChat!")
    rehearsal.say("suggest_buttons")
    assert rehearsal.messages[-1].text == "Whoops! Something went wrong suggesting questions."


def test_a_prompt_waits_for_an_intent_and_gives_up(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.intent("films", "which films are shown tonight")
    misses = {"reprompts": [{"content": "Pardon?"}, {"content": "Still not."}], "randomize": False}
    project.start("hello")
    project.block(
        "hello", says("Hello."), step("prompt", noMatch=misses, portsV2=ports(**{"else": "bye"}))
    )
    project.block("bye", says("Bye."))
    project.block("films", step("intent", intent="i-films"), says("Alien."))
    found = project.imported()
    assert talk(found, "x", "y", "z") == ["Hello.", "Pardon?", "Still not.", "Bye."]
    assert talk(found, "x", "which films are shown tonight") == ["Hello.", "Pardon?", "Alien."]
    assert [one.outcome for one in found.report.entries if one.kind == "step prompt"] == ["exact"]


def test_intents_of_the_platform_have_phrases(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.value["version"]["platformData"]["intents"] = [
        {"key": "VF.YES", "name": "VF.YES", "inputs": [], "slots": []},
        {"key": "VF.NO", "name": "VF.NO", "inputs": [{"text": "nay"}], "slots": []},
    ]
    choices = [{"intent": "VF.YES"}, {"intent": "VF.NO"}]
    project.start("sure")
    project.block(
        "sure", says("Sure?"), step("interaction", choices=choices, portsV2=ports("done", "left"))
    )
    project.block("done", says("Done."))
    project.block("left", says("Left."))
    found = project.imported()
    assert talk(found, "yes please") == ["Sure?", "Done."]
    assert talk(found, "nay") == ["Sure?", "Left."]
    outcomes = {one.name: one.outcome for one in found.report.entries if one.kind == "intents"}
    assert outcomes == {"VF.YES": "approximate", "VF.NO": "exact"}


def test_a_capture_of_entities_waits_in_silence(tmp_path: Path) -> None:
    project = VoiceflowProject(tmp_path)
    project.value["entities"].append({"id": "e-n", "name": "n", "classifier": "VF.NUMBER"})
    slot = {"id": "e-n", "required": True, "dialog": {"prompt": [{"text": "Huh?"}]}}
    capture = {"type": "intent", "intent": {"slots": [slot]}}
    project.start("which")
    project.block("which", says("Which one?"), step("captureV2", "got", capture=capture))
    project.block("got", says("Number ", ("n", "e-n")))
    found = project.imported()
    assert talk(found, "the red one", "film 2") == ["Which one?", "Huh?", "Number 2"]
