"""The real Botpress bots of the corpus: all import, and answer as their flows say."""
# ruff: noqa: E501 -- the bots' own words are not broken

from pathlib import Path

import pytest
from botpress_bot import PLATFORM, bot_of

from engine import nlu
from engine.importers import Imported, import_bot
from engine.project.check import check
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal

BOTS = ("agata", "empty-bot", "learn-botpress", "small-talk", "welcome-bot")
FACT = ("ok", {"status": 200, "headers": {}, "body": {"fact": "Cats sleep a lot."}})
UNWRITTEN = ("failed", None)
# Conversations as one reads them off the flows: `> ` is said, `* ` pressed, the rest answered.
CONVERSATIONS = {
    "agata": """
> hi
Hello! I'm Agata, a virtual cat assistent.
What's your name?
> Ana
Ana, would you like to know a fact about cats?
* Yes
Cats sleep a lot.
Want to know one more fact?
> what?
> I said no
Well, hope you get back soon!
""",
    "learn-botpress": """
> What is the latency between Mars and Earth?
Five to twenty minutes, depending on the positions of the planets!
> hi
Hi
I'm a Mars Rover Photography Bot meant to showcase features you'll need to build your first bot!
**Pro tip** : See how I'm made, or build me yourself using our step by step tutorial at [botpress.com/mars-rover-tutorials](https://botpress.com/mars-rover-tutorials)!
Would you like to look at pictures from rovers?
* Yes, show me pictures
Which day would you like to get pictures from (try a date between 2013 and 2020)
> whenever
Not sure I got that. Maybe try YYYY-MM-DD, like 2015-09-09
> no way
Woops, looks like you fell out of bounds!
Bringing you back to a safe place
Would you like to look at pictures from rovers?
""",
    "small-talk": """
> tell me a joke
It is the story of 2 ices cubes in the desert and.... nevermind, they're gone.
> qqqq xxxx zzzz
I'm sorry, I did not understand. Please ask me something else.
""",
    "welcome-bot": """
> hello
Hi, I'm Welcome Bot! My task is to help you understand how Botpress works.
What would you like to know?
> nonsense
Ask me something thats included in the choices. Let's try again.
What would you like to know?
* What is a Context?
A bot could ask questions that are similar but have different meanings. To differentiate between the meanings of these questions, we use Contexts.
Okay, let's use a simple example. Let's talk about animals. Pick one.
> the giraffe
Please ask questions about that animal, like its life span or its habitat.
Tell me if you need help!
> Where do they live?
Most giraffes live either in East Africa or in Angola and Zambia in southwestern Africa.
> Lets talk about something else
Okay, let's use a simple example. Let's talk about animals. Pick one.
> monkey
Please ask questions about that animal, like its life span or its habitat.
Tell me if you need help!
> How long can monkeys live?
The lifespan of a monkey is 10 to 50 years, depending on the species.
""",
}


@pytest.fixture(scope="module")
def imports(shared: Path) -> dict[str, Imported]:
    return {name: import_bot(PLATFORM, shared / "corpus" / PLATFORM / name) for name in BOTS}


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_imports_without_errors(imports: dict[str, Imported], name: str) -> None:
    errors = [str(one) for one in check(imports[name].project) if one.severity == "error"]
    assert not errors, "\n".join(errors)
    counts = {one.kind: one for one in imports[name].report.counts()}
    assert all(one.mapped_percent == 100 for kind, one in counts.items() if "node" in kind)
    assert counts["languages"].total


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_bot_answers_as_its_flows_say(imports: dict[str, Imported], name: str) -> None:
    bot = bot_of(imports[name])
    loaded = load(imports[name].project, {bot.id: nlu.train(bot).save()}, "test")
    rehearsal = Rehearsal(loaded, answers={"call_service": FACT, "run_code": UNWRITTEN})
    lines: list[str] = []
    for line in CONVERSATIONS[name].strip().splitlines():
        if not line.startswith(("> ", "* ")):
            continue
        before = len(rehearsal.messages)
        (rehearsal.say if line.startswith(">") else rehearsal.press)(line[2:])
        lines += [line, *(one.text for one in rehearsal.messages[before:] if one.text)]
    assert lines == CONVERSATIONS[name].strip().splitlines()


def test_numbers_of_conversations_are_counted(imports: dict[str, Imported]) -> None:
    found = imports["welcome-bot"]
    bot = bot_of(found)
    rehearsal = Rehearsal(load(found.project, {bot.id: nlu.train(bot).save()}, "test"))
    for said in ("hello", "memory", "Ana", "hello", "memory"):
        rehearsal.say(said)
    assert rehearsal.messages[-1].text == "We already spoke 1 times!"
