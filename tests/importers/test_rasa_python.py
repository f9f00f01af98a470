"""Programs of Rasa projects: read by their grammar, and never run."""

from pathlib import Path

from rasa_project import NLU, bot_of, imported, nodes_of, talk

ACTIONS = '''
from typing import Any, Text
import os
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet, AllSlotsReset
from rasa_sdk.forms import FormAction

os.mkdir("ran")
CITIES = ["lima", "quito"]

class ActionOffer(Action):
    def name(self) -> Text:
        return "action_offer"

    def run(self, dispatcher, tracker, domain):
        """Says what there is."""
        city = tracker.get_slot("city")
        logger.info("offering")
        if city is None:
            dispatcher.utter_message(text="Where are you?")
            return []
        if city.lower() in CITIES:
            dispatcher.utter_message(text=f"We are in {city}!")
        else:
            dispatcher.utter_message(response="utter_far", town=city)
        return [SlotSet("offered", True)]

class ActionAsk(Action):
    def name(self):
        return "action_lookup"

    def run(self, dispatcher, tracker, domain):
        found = requests.get("http://example.org").json()
        dispatcher.utter_message(text=found["name"])
        return []

class OrderForm(FormAction):
    def name(self):
        return "order_form"

    @staticmethod
    def required_slots(tracker):
        if tracker.get_slot("kind") == "gift":
            return ["kind", "note", "number"]
        return ["kind", "number"]

    def slot_mappings(self):
        return {
            "kind": self.from_text(),
            "number": [self.from_entity(entity="number"), self.from_entity("CARDINAL")],
        }

    @staticmethod
    def kinds():
        return ["gift", "own"]

    def validate_kind(self, value, dispatcher, tracker, domain):
        if value.lower() in self.kinds():
            return {"kind": value}
        else:
            dispatcher.utter_template("utter_wrong_kind", tracker)
            return {"kind": None}

    def submit(self, dispatcher, tracker, domain):
        dispatcher.utter_message(template="utter_done")
        return [AllSlotsReset()]
'''
DOMAIN = """
intents: [greet, bye, order]
entities: [number]
slots:
  city: {type: unfeaturized}
  kind: {type: unfeaturized}
  note: {type: unfeaturized}
  number: {type: unfeaturized}
  offered: {type: bool}
templates:
  utter_far:
  - text: "{town} is far"
  utter_ask_kind:
  - text: For whom?
  utter_ask_note:
  - text: What do we write?
  utter_ask_number:
  - text: How many?
  utter_wrong_kind:
  - text: A gift, or your own?
  utter_done:
  - text: "{number} for {kind}"
forms: [order_form]
actions: [action_offer, action_lookup]
"""
STORIES = """
## offer
* greet
  - action_offer
## look
* bye
  - action_lookup
## order
* order
  - order_form
  - form{"name": "order_form"}
  - form{"name": null}
"""


def shop(folder: Path) -> dict[str, str]:
    return {
        "domain_yml": DOMAIN,
        "data__stories_md": STORIES,
        "data__nlu_yml": NLU + "- intent: order\n  examples: |\n    - I want to order it\n",
        "actions__actions_py": ACTIONS,
    }


def test_an_action_of_plain_forms_becomes_nodes(tmp_path: Path) -> None:
    found = imported(tmp_path, **shop(tmp_path))
    assert not (Path.cwd() / "ran").exists()
    conversation = """
> good morning to you
< Where are you?
> (set city "Lima")
> good morning to you
< We are in Lima!
= offered == true
> (set city "Cuzco")
> good morning to you
< Cuzco is far
"""
    assert talk(found, conversation).differences == ()
    entries = {one.name: one for one in found.report.entries if one.kind == "actions"}
    assert entries["action_offer"].outcome == "exact"
    assert entries["action_lookup"].outcome == "approximate"


def test_a_form_asks_as_its_program_says(tmp_path: Path) -> None:
    found = imported(tmp_path, **shop(tmp_path))
    own = """
> I want to order it
< For whom?
> somebody
< A gift, or your own?
< For whom?
> own
< How many?
> 3
< 3 for own
"""
    assert talk(found, own).differences == ()
    gift = """
> I want to order it
< For whom?
> gift
< What do we write?
> with love
< How many?
> 2
< 2 for gift
"""
    assert talk(found, gift).differences == ()
    ask = nodes_of(bot_of(found))["ask_kind"].params
    assert ask["valid"] == 'lower(answer) in ["gift", "own"]'
    (form,) = (one for one in found.report.entries if one.kind == "forms")
    assert form.outcome == "exact"


def test_a_program_that_is_no_python_is_named(tmp_path: Path) -> None:
    files = {**shop(tmp_path), "actions__actions_py": "import rasa_sdk\nprint 'hello'\n"}
    found = imported(tmp_path, **files)
    broken = [one for one in found.report.entries if "actions.py" in one.place]
    assert any("Python" in one.how for one in broken)


def test_a_check_that_refuses_first_and_a_program_that_means_harm(tmp_path: Path) -> None:
    refusing = """
import rasa_sdk
class Check(FormValidationAction):
    def name(self):
        return "validate_order_form"

    def validate_kind(self, slot_value, dispatcher, tracker, domain):
        if slot_value in ["none", "nothing"]:
            dispatcher.utter_message(text="Something, please.")
            return {"kind": None}
        return {"kind": slot_value}

    def validate_number(self, slot_value, dispatcher, tracker, domain):
        return {"number": eval(slot_value)}
"""
    deep = "import rasa_sdk\nx = " + "(" * 5000 + ")" * 5000
    files = {**shop(tmp_path), "actions__check_py": refusing, "actions__deep_py": deep}
    found = imported(tmp_path, **files)
    ask = nodes_of(bot_of(found))["ask_kind"].params
    assert ask["valid"] == '!(answer in ["none", "nothing"])'
    assert ask["invalid"] == {"en": "Something, please."}
    (form,) = (one for one in found.report.entries if one.kind == "forms")
    assert "how its program checks number could not be translated" in form.how
    assert any("deep.py" in one.place for one in found.report.entries)


def test_entities_of_the_message_and_texts_by_chance(tmp_path: Path) -> None:
    program = """
import random
import rasa_sdk
JOKES = ["A joke.", "Another joke."]
class ActionOffer(Action):
    def name(self):
        return "action_offer"
    def run(self, dispatcher, tracker, domain):
        number = next(tracker.get_latest_entity_values("number"), None)
        joke = random.choice(JOKES)
        if number:
            dispatcher.utter_message("You said {}.".format(number))
        elif tracker.latest_message["intent"].get("name") == "greet":
            dispatcher.utter_message(joke)
        return []
"""
    found = imported(tmp_path, **{**shop(tmp_path), "actions__actions_py": program})
    outcome = talk(found, "> good morning to you\n< ...\n")
    assert outcome.differences == ()
    says = [n for n in nodes_of(bot_of(found)).values() if n.params.get("alternatives")]
    assert [one.params["alternatives"] for one in says] == [
        [{"en": "A joke."}, {"en": "Another joke."}]
    ]
