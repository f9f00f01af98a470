"""Every rule of advice speaks of the bad examples of its file, and is silent on the good ones.

A file is `advice/RULE.json`; an example is a text, a list of labels, or a question.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.nodes.roles import walk
from engine.project.advice import RULES, advise, tone_of
from engine.project.check import check
from engine.project.draft import draft_node
from engine.project.read import open_project
from engine.types.bot import Bot, Node, Project, Topic
from engine.types.issue import Issue

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "advice"
LANGUAGES = ("es", "en", "pt")
ASKED = {
    "es": "cuánto cuesta el estacionamiento del centro",
    "en": "how much does parking cost in the centre",
    "pt": "quanto custa o estacionamento do centro",
}
# English addresses everybody in one way.
WITHOUT = {("address", "en")}


def examples(judged: str) -> Iterator[tuple[str, str, Any]]:
    for name in sorted(RULES):
        for language, some in json.loads((FOLDER / f"{name}.json").read_text("utf-8"))[
            judged
        ].items():
            yield from ((name, language, example) for example in some)


def node(example: Any, language: str) -> Node:
    if isinstance(example, str):
        return Node("say", params={"text": {language: example}})
    if isinstance(example, list):
        options = [{"id": f"o{at}", "label": {language: label}} for at, label in enumerate(example)]
        return Node("choices", params={"text": {language: "¿?"}, "options": options})
    type_ = example.get("type", "text")
    question = {language: example["ask"]}
    return Node("ask", params={"question": question, "variable": "x", "type": type_})


def bot(answer: Node, language: str = "es", **settings: Any) -> Bot:
    asked = {one: (phrase,) for one, phrase in ASKED.items()}
    intent = Node("intent", params={"phrases": asked}, edges={"next": "n"})
    topic = Topic(nodes={"i": intent, "n": answer})
    return Bot(id="b", languages=(language,), topics={"t": topic}, **settings)


def found(example: Any, language: str, rule: str) -> list[Issue]:
    issues = advise(bot(node(example, language), language), "t", "n")
    return [issue for issue in issues if issue.code == RULES[rule].code]


def test_every_rule_has_examples_in_every_language() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(RULES)
    for judged in ("bad", "good"):
        has = {(name, language) for name, language, _ in examples(judged)}
        assert {(name, one) for name in RULES for one in LANGUAGES} - has <= WITHOUT


@pytest.mark.parametrize(("rule", "language", "example"), list(examples("bad")))
def test_a_rule_speaks_of_what_reads_badly(rule: str, language: str, example: Any) -> None:
    (issue, *_) = found(example, language, rule)
    assert issue.severity == "advice"
    assert issue.message
    assert issue.remedy


@pytest.mark.parametrize(("rule", "language", "example"), list(examples("bad")))
def test_a_finding_leads_to_the_words(rule: str, language: str, example: Any) -> None:
    drawn = draft_node("b", "t", "n", node(example, language))
    assert drawn.params is not None
    paths = {f"{path}.{language}" for path, _, _ in walk(drawn.params)} | {""}
    assert {issue.location.path for issue in found(example, language, rule)} <= paths


@pytest.mark.parametrize(("rule", "language", "example"), list(examples("good")))
def test_a_rule_is_silent_on_what_reads_well(rule: str, language: str, example: Any) -> None:
    assert not found(example, language, rule)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_can_be_switched_off(rule: str) -> None:
    language, example = next((one[1], one[2]) for one in examples("bad") if one[0] == rule)
    answer = node(example, language)
    issues = advise(bot(answer, language, advice={rule: False}), "t", "n")
    assert RULES[rule].code not in {issue.code for issue in issues}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_words_for_people(rule: Any) -> None:
    assert set(rule.title) == set(rule.why) == set(LANGUAGES)
    assert f"\n### {rule.code}\n" in (ROOT / "docs/reference/issues.md").read_text("utf-8")


def test_the_form_of_address_is_that_of_the_whole_bot() -> None:
    texts = ("Usted puede venir.", "Escriba su nombre.", "Dígame la fecha.", "¿Puedes venir?")
    nodes = {f"n{at}": node(text, "es") for at, text in enumerate(texts)}
    whole = Bot(id="b", languages=("es",), topics={"t": Topic(nodes=nodes)})
    assert tone_of(whole) == {"es": "usted"}
    (issue,) = [one for one in advise(whole, "t", "n3") if one.code == "advice-address"]
    assert "'tú' ('Puedes')" in issue.message


def test_what_is_personal_by_declaration_is_left_to_the_check() -> None:
    from engine.types.bot import Variable

    asked = node({"ask": "¿Cuál es su correo?"}, "es")
    declared = bot(asked, variables={"x": Variable("text", personal=True)})
    assert "advice-reason" not in {one.code for one in advise(declared, "t", "n")}
    assert "personal-without-reason" in {one.code for one in check(Project(bots={"b": declared}))}


def test_a_node_half_written_or_gone_has_no_advice() -> None:
    broken = bot(Node("say", params={"text": "Hola"}))
    assert [one.code for one in advise(broken, "t", "n")] in ([], ["dead-end"])
    assert advise(broken, "t", "gone") == ()
    assert advise(broken, "gone", "n") == ()


def test_the_check_gives_the_same_advice_as_the_editor() -> None:
    project = open_project(ROOT / "datasets" / "bots" / "shop")
    (shop,) = project.bots.values()
    tone = tone_of(shop)
    one_by_one = {
        issue
        for name, topic in shop.topics.items()
        for id_ in topic.nodes
        for issue in advise(shop, name, id_, tone)
    }
    codes = {rule.code for rule in RULES.values()}
    assert {issue for issue in check(project) if issue.code in codes} == one_by_one
