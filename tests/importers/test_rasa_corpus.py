"""The real Rasa projects of the corpus: all import, and do as their stories and tests say."""

from pathlib import Path

import pytest
from rasa_project import PLATFORM, bot_of

from engine import nlu
from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.runtime.conversations import play
from engine.runtime.loading import load

BOTS = {
    "apress-horoscope": 4,
    "cedex-01_smalltalk_bot": 84,
    "cedex-02_lead_bot": 4,
    "cedex-03_real_estate_bot": 4,
    "cedex-05_event_bot": 17,
    "cedex-07_survey_bot": 2,
    "cedex-09_news_api": 10,
    "cedex-10_freshdesk_customer_support_bot": 4,
    "rasa-calm-money-transfer": 0,
    "rasa-demo-sara": 42,
    "tais": 104,
}
# Test stories that come out equal, and how many there are; measured.
EQUAL = {"rasa-demo-sara": (18, 25), "tais": (25, 28)}


@pytest.fixture(scope="module")
def imports(shared: Path) -> dict[str, Imported]:
    return {name: import_bot(PLATFORM, shared / "corpus" / "rasa" / name) for name in BOTS}


@pytest.mark.parametrize("name", BOTS)
def test_a_project_imports_without_errors(imports: dict[str, Imported], name: str) -> None:
    errors = [str(one) for one in check(imports[name].project) if one.severity == "error"]
    assert not errors, "\n".join(errors)
    compile_bot(bot_of(imports[name]))
    for topic in bot_of(imports[name]).topics.values():
        for id_, node in topic.nodes.items():
            assert node.source, id_


@pytest.mark.parametrize("name", BOTS)
def test_intents_and_responses_are_mapped(imports: dict[str, Imported], name: str) -> None:
    counts = {count.kind: count for count in imports[name].report.counts()}
    if BOTS[name]:
        assert counts["intents"].total >= BOTS[name]
        assert counts["intents"].mapped_percent >= 97
    assert counts["responses"].mapped_percent >= 97


@pytest.mark.parametrize("name", BOTS)
def test_stories_are_kept_but_for_contradictions(imports: dict[str, Imported], name: str) -> None:
    stories = [one for one in imports[name].report.entries if one.kind in {"stories", "rules"}]
    exact = sum(one.outcome == "exact" for one in stories)
    assert exact >= 0.85 * len(stories)


@pytest.mark.parametrize("name", EQUAL)
def test_test_stories_come_out_equal(imports: dict[str, Imported], name: str) -> None:
    bot = bot_of(imports[name])
    loaded = load(imports[name].project, {bot.id: nlu.train(bot).save()}, "x")
    outcomes = []
    for path, text in bot.tests.items():
        conversations, issues = parse(text, path)
        assert not issues, issues
        outcomes += [play(one, loaded) for one in conversations]
    least, total = EQUAL[name]
    assert len(outcomes) == total
    assert sum(not one.differences for one in outcomes) >= least
