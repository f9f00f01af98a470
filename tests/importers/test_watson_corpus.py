"""IBM's own samples answer as they did: conversations written from reading their dialogs."""

from pathlib import Path

import pytest

from engine import nlu
from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.project.check import check
from engine.runtime.conversations import play
from engine.runtime.loading import load

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "watson"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no {CORPUS}")

PIZZA_BASIC = """
> (opened)
< Welcome to Pizza Basic Demonstration, ...
> hello
< I didn't understand. You can try rephrasing.
> hello
< Can you reword your statement? I'm not understanding.
> order a pizza
< What size of pizza do you want?
> what do you mean
< What size of pizza do you want?
> a regular one
< What type of pizza do you want?
> margherita
< Thank you for ordering margherita of medium size.
< Your order of margherita pizza of medium size is recorded.
"""
PIZZA_ADVANCED = """
> (opened)
< Welcome ...
> help
< Say e.g. "order pizza" or "order small pizza".
> order small pizza
< What type of pizza do you want?
> help
< You can select one of the following types: ...
> hawaii
< Please select one of the valid pizza types ...
> quatro formaggi
< Sorry, we do not serve small pizza quatro formaggi. Please select different type or size.
< What type of pizza do you want?
> pepperoni
< pepperoni is a good choice. But be warned, pepperoni is very hot.
< Thank you for ordering pepperoni of small size.
"""
PIZZA_CONFIRM = """
> (opened)
< Welcome ...
> order large margherita
< I have you for large  margherita. Is it correct?
> small
< I have you for small  margherita. Is it correct?
> what
< Sorry, I did not understand. ...
> yes
< Your pizza order will be finished in few minutes. ...
> order pizza
< What size of pizza do you want?
> large vegetariana
< I have you for large  vegetarin. Is it correct?
> cancel
< The order has been canceled. ...
"""
PIZZA_OPTIONAL = """
> (opened)
< Welcome ...
> order small pizza
< What type of pizza do you want?
> pepperoni to go
< I have you for small  pepperoni  to take home. Is it correct?
> sure
< Your pizza order ...
"""
PIZZA_ADDRESS = """
> (opened)
< Welcome ...
> order pizza
< What size of pizza do you want?
> large
< What type of pizza do you want?
> pepperoni
< Please provide your delivery address
> Main Street 5
< Your order will be delivered to  Main Street 5
< Thank you for ordering pepperoni of large size. The delivery address is Main Street 5.
"""
PIZZA_TOPPINGS = """
> (opened)
< Welcome ...
> order pizza
< What size of pizza do you want?
> a large margherita
< Any extra toppings?
> ham and olives
< O.K., adding 2 more toppings to your pizza.
< Thank you for ordering large margherita pizza with ham, olive.
"""
PIZZA_ENTITY = """
@ time: 2026-03-02 09:30
> (opened)
< Welcome ...
> order pizza
< What size of pizza do you want?
> a large margherita
< When do you want the pizza to be delivered?
> tomorrow
< Number of pizzas?
> 3
< Thank you for ordering margherita of large size. Your order of 3 pizzas ... on 2026-03-03.
"""
RESTAURANT = """
> (opened)
< Welcome to the Watson Assistant tutorial!
> who are you
< I am a chat bot ... What's your name?
> My name is Ana
< Hello, Ana! It's lovely to meet you. How can I help you today?
> hello
< Good day to you, Ana!
> show me the menu
< In keeping with our commitment ...
< Which menu do you want to see?
  [Standard] [Vegetarian] [Cake shop]
> [Cake shop]
< To see our cake shop menu, ...
> show me the menu
< ...
> bye
< OK. See you later.
> i want to cancel an order
< If the pickup time ...
< What is the order number?
> 12
< The correct format for our order numbers ...
> AB12345
< Ok. The order AB12345 is canceled. ...
> cancel order AB12345
< If the pickup time ...
< Just to confirm, you want to cancel order AB12345?
> no
< What is the order number?
> bye
< I need the order number to cancel the order for you. ...
"""
CONVERSATIONS = {
    "pizza-basic": PIZZA_BASIC,
    "pizza-advanced": PIZZA_ADVANCED,
    "pizza-confirm": PIZZA_CONFIRM,
    "pizza-optional": PIZZA_OPTIONAL,
    "pizza-take-what-you-get": PIZZA_ADDRESS,
    "pizza-topping-basic": PIZZA_TOPPINGS,
    "pizza_entity": PIZZA_ENTITY,
    "complex_dialog_tutorial": RESTAURANT,
}


@pytest.fixture(scope="module")
def imports() -> dict[str, Imported]:
    return {path.name: import_bot("auto", path) for path in sorted(CORPUS.iterdir())}


def test_every_skill_is_imported_without_errors(imports: dict[str, Imported]) -> None:
    assert len(imports) == 9
    for found in imports.values():
        errors = [str(one) for one in check(found.project) if one.severity == "error"]
        assert not errors, "\n".join(errors)


def test_nodes_are_mapped(imports: dict[str, Imported]) -> None:
    counts = [
        count
        for found in imports.values()
        for count in found.report.counts()
        if count.kind.endswith(" nodes")
    ]
    assert sum(count.total for count in counts) == 140
    assert sum(count.unmapped for count in counts) == 0


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_conversations_are_answered_as_there(imports: dict[str, Imported], name: str) -> None:
    found = imports[name]
    (bot,) = found.project.bots.values()
    (conversation,), issues = parse("== talk\n" + CONVERSATIONS[name])
    assert not issues
    loaded = load(found.project, {bot.id: nlu.train(bot).save()}, "x")
    assert play(conversation, loaded).differences == ()
