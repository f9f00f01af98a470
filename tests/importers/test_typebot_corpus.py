"""Bots of Typebot that others wrote, answering as they did there.

What the viewer's own tests of these bots expect is told here in our own conversations; the
templates' conversations were written from reading their flows.
"""

from pathlib import Path

import pytest
from typebot_bot import PLATFORM, talk

from engine.importers import Imported, import_bot
from engine.project.check import check

HI = """
> (opened)
< Welcome to **AA** (Awesome Agency)
< (image ...)
< [Hi!]
"""
CONVERSATIONS = {
    # The viewer's tests of commands, replies, cards, files and the like.
    "commandEvent": HI
    + """
> (event wizz)
< Wizzzzz
> Hi!
< Hey there!
""",
    "commandEvent leaves": HI + "\n> (event leave)\n< Leaving!\n",
    "commandEvent unknown": HI + "\n> (event UNKNOWN_COMMAND)\n> Hi!\n< Hey there!\n",
    "replyEvent": HI
    + """
> [Hi!]
< Hi!
< buttons
< Welcome
< What's your name?
> Baptiste
< Baptiste
< text
< Name
< Great! Nice to meet you Baptiste
< What's the best email we can reach you at?
> ana@example.org
< What services are you interested in?
  [Website dev] [Content Marketing] [Social Media] [UI / UX Design]
""",
    "replyEvent leaves": HI
    + """
> [Hi!]
< Hi!
< buttons
< Welcome
< What's your name?
> leave
< leave
< text
< Name
""",
    "cards": """
> (opened)
< Hi there!...
  [Continue] [More info] [Continue] [More info] [Continue] [More info]
> [More info]
< Awesome pick!
< [Title 1] [Title 2]
> Title 3
< Invalid message. Please, try again.
  [Title 1] [Title 2]
> Title 2
= selected_title == "Title 2"
< Title 2
  [Continue] [More info]
> [Continue]
< You've selected Title 2
""",
    "hugeGroup": """
> (opened)
< Hi what's your name?
> John
< How old are you?
> I would rather not say
< Invalid message. Please, try again.
> 33
< Cool!
< Do you eat pizza?
  [Yes] [No]
> [Yes]
""",
    "fileUpload": """
> (opened)
< Hey there, upload please
> here it is
< Invalid message. Please, try again.
> (document https://e.org/api.json)
< Thank you!
""",
    # Templates.
    "lead-gen": HI
    + """
> [Hi!]
< What's your name?
> Ana
= name == "Ana"
< Great! Nice to meet you Ana
< What's the best email we can reach you at?
> nowhere
< This email doesn't seem to be valid. Can you type it again?
> ana@example.org
< What services are you interested in?
  [Website dev] [Content Marketing] [Social Media] [UI / UX Design]
> social media
< Can you tell me a bit more about your needs?
> As soon as possible
< Perfect!
< We'll get back to you at ana@example.org
""",
    "lead-scoring": """
> (opened)
< Hi! 👋
< I'm glad you are intersted in our services.
< I'll need to know a little more about you
< Do you work with a specific company?
  [Yes] [No]
> [Yes]
< Which company?
> ACME
< How many employees is your team composed of?
> 45
< What's your job role?
  [UI/UX Designer] [Product Owner] [Marketing Officer] [Developer]
> [Developer]
= lead_score == 50
< Where are you based?
> Lima
< Thank you for answering these questions
< Our service is specifically designed for your situation.
< We'll get back to you ASAP. 👋
""",
    "lead-scoring low": """
> (opened)
< Hi! 👋
< I'm glad you are intersted in our services.
< I'll need to know a little more about you
< Do you work with a specific company?
  [Yes] [No]
> no
< What's your job role?
  [UI/UX Designer] [Product Owner] [Marketing Officer] [Developer]
> [Product Owner]
< Where are you based?
> United States
= lead_score == 10
< Thank you for answering these questions
< Our service doesn't seem to suit your need.
< We'll still send you valuable content by email.
< Bye bye 👋
""",
    "onboarding": """
> (opened)
< Welcome 👋
< What's your name?
> Ana
< Welcome Ana 👋
< I'm super pumped that you've decided to try out Typebot 😍
< You are small steps away from meaningful, hyper-personalized experience for your users
< Let's get you set up for your Typebot journey.
< Do you work for a specific company?
  [Yes] [No]
> [No]
< What type of bots are you planning to build with Typebot?
  [...]
> Lead qualification, Other
= categories == "Lead qualification, Other"
< What else?
> Games
< Thank you for answering those questions!
< (image ...)
< See you soon 🚀
""",
    "dog-insurance-offer": """
> (opened)
< Hey 👋
< I'm John from Dogz
< Let's determine what would be the best insurance offer you can have for your dog 🐶
  [Let's go!]
> [Let's go!]
< What breed is your dog?
  [...]
> [Labrador]
< Is it a male or a female?
  [...]
> [♀️ Female]
= pronoun == "she"
< What's her name?
> Luna
< How cute 😊
< How old is Luna?...
> Less than 1 year
= estimated_price == 5
< Is she spayed or neutered
  [...]
> [❌ No]
= estimated_price == 25
< Thank you for all this information.
< We can provide the best insurance for Luna 👍
< On what email should we send the offer?
> ana@example.org
< Perfect 👌
< In the mean time feel free to check out what other services we are offering at Dogz
""",
}


@pytest.fixture(scope="module")
def imports(shared: Path) -> dict[str, Imported]:
    """Every bot of the folder by the name of its file."""
    files = sorted((shared / "corpus" / "typebot").glob("*/*.json"))
    return {file.stem: import_bot(PLATFORM, file) for file in files}


def test_every_bot_is_imported_without_an_error(imports: dict[str, Imported]) -> None:
    assert len(imports) >= 30
    for name, found in imports.items():
        errors = [issue for issue in check(found.project) if issue.severity == "error"]
        assert errors == [], name


def test_nearly_all_is_mapped(imports: dict[str, Imported]) -> None:
    counts = [found.report.whole() for found in imports.values()]
    total = sum(count.total for count in counts)
    assert total > 500
    assert sum(count.unmapped for count in counts) / total < 0.03
    assert sum(count.exact for count in counts) / total > 0.85


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_conversations_go_as_there(imports: dict[str, Imported], name: str) -> None:
    found = imports[name.split(maxsplit=1)[0]]
    lines = "\n".join(line for line in CONVERSATIONS[name].splitlines() if line.strip())
    assert talk(found, lines) == ()


def test_a_whole_folder_is_one_project_of_several_bots(shared: Path) -> None:
    found = import_bot(PLATFORM, shared / "corpus" / "typebot" / "viewer-test-bots")
    assert len(found.project.bots) >= 17
    assert [issue for issue in check(found.project) if issue.severity == "error"] == []
