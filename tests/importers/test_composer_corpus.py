"""The real Composer projects of the corpus: all import, and answer as they did."""

from pathlib import Path

import pytest
from composer_project import PLATFORM, bot_of

from engine import nlu
from engine.importers import Imported, import_bot
from engine.project.chat import Conversation, parse
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.runtime.conversations import play
from engine.runtime.loading import load

PROJECTS = (
    "AskingQuestionsSample",
    "BasicAssistant-CICD",
    "ControllingConversationFlowSample",
    "EchoBot",
    "OrchestratorDispatch",
    "QnASample",
    "RespondingWithTextSample",
    "TodoSample",
)
# Expected conversations that come out equal, and how many can be played; measured.
EQUAL, PLAYED, SCRIPTS = 90, 105, 126
# Written by hand from the dialogs and templates of the projects.
CONVERSATIONS = {
    "TodoSample": """
> (opened)
< Hi! I'm a ToDo bot. Say "add a todo named first" to get started.
> add a todo named milk
< Successfully added a todo named milk
> add a todo
< OK, please enter the title of your todo.
> eggs
< Successfully added a todo named eggs
> show todos
< Your most recent 2 tasks are
  * milk
  * eggs
> remove a todo named milk
< Successfully removed a todo named milk
> remove a todo named bread
< bread is not in the Todo List
> delete all todos
< Successfully cleared items in the Todo List.
> show todos
< You don't have any todos.
> moo
< Hi! I'm a ToDo bot. Say "add a todo named first" to get started.
""",
    "EchoBot": """
> (opened)
< ……
> Good day
< You said 'Good day'
""",
}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    return shared / "corpus" / "composer"


@pytest.fixture(scope="module")
def imports(corpus: Path) -> dict[str, Imported]:
    return {name: import_bot(PLATFORM, corpus / name) for name in PROJECTS}


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_imports_without_errors(imports: dict[str, Imported], name: str) -> None:
    errors = [str(one) for one in check(imports[name].project) if one.severity == "error"]
    assert not errors, "\n".join(errors)
    bot = bot_of(imports[name])
    compile_bot(bot)
    for topic in bot.topics.values():
        for id_, node in topic.nodes.items():
            assert node.source, id_


@pytest.mark.parametrize("name", PROJECTS)
def test_its_things_are_mapped(imports: dict[str, Imported], name: str) -> None:
    assert imports[name].report.whole().mapped_percent >= 95


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_it_answers_as_it_did(imports: dict[str, Imported], name: str) -> None:
    project, bot = imports[name].project, bot_of(imports[name])
    loaded = load(project, {bot.id: nlu.train(bot).save()}, "test")
    (conversation,), issues = parse(CONVERSATIONS[name])
    assert not issues
    assert not play(conversation, loaded).differences


def test_scripts_come_out_as_they_expect(corpus: Path) -> None:
    imported = import_bot(PLATFORM, corpus / "adaptive-test-scripts")
    assert len(imported.project.bots) == SCRIPTS
    assert imported.report.whole().mapped_percent >= 95
    equal = played = 0
    for name, bot in imported.project.bots.items():
        for conversation in _conversations(bot.tests):
            loaded = load(imported.project, {name: nlu.train(bot).save()}, "test")
            equal += not play(conversation, loaded, bot=name).differences
            played += 1
    assert (equal, played) == (EQUAL, PLAYED)


def _conversations(tests: dict[str, str]) -> list[Conversation]:
    found: list[Conversation] = []
    for path, text in tests.items():
        conversations, issues = parse(text, path)
        assert not issues
        found += conversations
    return found
