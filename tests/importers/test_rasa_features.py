"""What each thing in a Rasa project becomes, in small projects."""

from pathlib import Path

import pytest
from rasa_project import DOMAIN, NLU, RULES, bot_of, imported, nodes_of, talk

from engine import nlu as language
from engine.importers.files import Unreadable
from engine.importers.rasa.conditions import Untranslated, translate
from engine.importers.rasa.examples import parse_example
from engine.importers.rasa.source import Slot, Training
from engine.importers.rasa.texts import template
from engine.importers.rasa.variables import Variables
from engine.importers.rasa.yaml_text import parse_yaml
from engine.project.chat import parse
from engine.runtime.conversations import play
from engine.runtime.loading import load

STORIES = """
## first
* greet
  - utter_greet
* affirm
  - utter_yes_after_greet
## second
* bye
  - utter_bye
* affirm
  - utter_yes_after_bye
"""
MD_DOMAIN = """
intents: [greet, bye, affirm]
templates:
  utter_greet:
  - text: Hi {name}
  utter_bye: [Bye]
  utter_yes_after_greet: [Great]
  utter_yes_after_bye: [Really]
  utter_default: [Sorry]
"""
MD_NLU = """
## intent:greet
- good morning [Ana](name)
## intent:bye
- see you soon
## intent:affirm
- yes of course
"""
FORM_DOMAIN = """
version: "3.1"
intents: [order]
entities: [size]
slots:
  size: {type: text}
  email: {type: text}
responses:
  utter_ask_size:
  - text: Which size?
    buttons:
    - {title: Big, payload: big}
  utter_ask_email:
  - text: Your mail?
  utter_done:
  - text: "{size} goes to {email}"
forms:
  order_form:
    required_slots: [size, email]
"""
FORM_RULES = """
rules:
- rule: start
  steps:
  - intent: order
  - action: order_form
  - active_loop: order_form
- rule: submit
  condition:
  - active_loop: order_form
  steps:
  - action: order_form
  - active_loop: null
  - action: utter_done
"""
FORM_NLU = "nlu:\n- intent: order\n  examples: |\n    - I want a pizza now\n"


def test_the_same_intent_is_answered_by_where_the_conversation_is(tmp_path: Path) -> None:
    found = imported(tmp_path, domain_yml=MD_DOMAIN, data__nlu_md=MD_NLU, data__stories_md=STORIES)
    for opening, answer in (("good morning Ana", "Great"), ("see you soon", "Really")):
        outcome = talk(found, f"> {opening}\n< ……\n> yes of course\n< {answer}\n")
        assert not outcome.differences, outcome
    assert not talk(found, "> xyzzy\n< Sorry\n").differences
    assert bot_of(found).entities["name"].rows == (("Ana", None),)


def test_a_form_asks_for_what_it_lacks_and_goes_on(tmp_path: Path) -> None:
    found = imported(
        tmp_path, domain_yml=FORM_DOMAIN, data__rules_yml=FORM_RULES, data__nlu_yml=FORM_NLU
    )
    outcome = talk(
        found,
        "> I want a pizza now\n< Which size?\n  [Big]\n> [Big]\n< Your mail?\n"
        "> a@example.org\n< big goes to a@example.org\n",
    )
    assert not outcome.differences, outcome


def test_an_intent_by_its_payload_and_a_test_story(tmp_path: Path) -> None:
    test = "stories:\n- story: t\n  steps:\n  - intent: greet\n  - action: utter_greet\n"
    found = imported(
        tmp_path,
        domain_yml=DOMAIN,
        data__nlu_yml=NLU,
        data__rules_yml=RULES,
        tests__test_stories_yml=test,
    )
    bot = bot_of(found)
    assert bot.tests == {"test_stories": '== t\n> /greet\n< Hello!\n= intent == "greet"\n'}
    assert not talk(found, "> /greet\n< Hello!\n").differences


def test_variations_by_channel_and_buttons(tmp_path: Path) -> None:
    domain = (
        DOMAIN.replace(
            "  - text: Hello!",
            "  - text: Hello!\n    buttons:\n    - {title: Leave, payload: /bye}\n",
        )
        + "  - text: So long\n    channel: slack\n"
    )
    found = imported(tmp_path, domain_yml=domain, data__nlu_yml=NLU, data__rules_yml=RULES)
    assert not talk(found, "> /greet\n< Hello!\n  [Leave]\n> [Leave]\n< Goodbye!\n").differences
    assert not talk(found, "@ channel: slack\n> /bye\n< So long\n").differences


def test_a_custom_action_calls_the_action_server(tmp_path: Path) -> None:
    rules = RULES.replace("utter_bye", "action_bye")
    domain = DOMAIN + "actions: [action_bye, validate_x_form]\n"
    found = imported(tmp_path, domain_yml=domain, data__nlu_yml=NLU, data__rules_yml=rules)
    body = '{"status": 200, "headers": {}, "body": {"responses": [{"text": "So long"}]}}'
    assert not talk(found, f"! action_bye ok {body}\n> /bye\n< So long\n").differences
    (entry,) = (one for one in found.report.entries if one.outcome == "unmapped")
    assert entry.name == "validate_x_form"


def test_retrieval_intents_have_an_answer_each(tmp_path: Path) -> None:
    domain = (
        "intents: [faq]\nresponses:\n"
        "  utter_faq/hours: [{text: Nine}]\n  utter_faq/place: [{text: Here}]\n"
    )
    nlu = (
        "nlu:\n- intent: faq/hours\n  examples: |\n    - when are you open\n"
        "- intent: faq/place\n  examples: |\n    - where are you now\n"
    )
    rules = "rules:\n- rule: faq\n  steps:\n  - intent: faq\n  - action: utter_faq\n"
    found = imported(tmp_path, domain_yml=domain, nlu_yml=nlu, rules_yml=rules)
    assert not talk(found, "> when are you open\n< Nine\n> where are you now\n< Here\n").differences


def test_a_calm_flow_with_a_branch(tmp_path: Path) -> None:
    domain = (
        "slots:\n  sure: {type: bool}\nresponses:\n  utter_ask_sure: [{text: Sure?}]\n"
        "  utter_ok: [{text: Done}]\n  utter_no: [{text: Stopped}]\n"
    )
    flows = (
        "flows:\n  send_money:\n    description: Send money to a friend\n    steps:\n"
        "    - collect: sure\n      next:\n      - if: not slots.sure\n        then:\n"
        "        - action: utter_no\n          next: END\n      - else: last\n"
        "    - id: last\n      action: utter_ok\n"
    )
    found = imported(tmp_path, domain_yml=domain, flows_yml=flows)
    for answer, words in (("yes", "Done"), ("no", "Stopped")):
        outcome = talk(found, f"> send money to a friend\n< Sure?\n> {answer}\n< {words}\n")
        assert not outcome.differences, outcome


def test_a_broken_file_is_named_and_the_rest_imported(tmp_path: Path) -> None:
    found = imported(
        tmp_path, domain_yml=DOMAIN, data__rules_yml=RULES, data__nlu_yml="nlu: [\n- intent: {"
    )
    (entry,) = (one for one in found.report.entries if one.outcome == "unmapped")
    assert entry.place == "data/nlu.yml"
    assert "line" in entry.how
    assert "greet" in nodes_of(bot_of(found))


def test_yaml_is_bounded_and_keeps_yes_a_text() -> None:
    assert parse_yaml("a: yes\nb: true\nc: 1\nd: &x [1]\ne: *x") == {
        "a": "yes",
        "b": True,
        "c": 1,
        "d": [1],
        "e": [1],
    }
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    for text in (bomb, "[" * 200, "!!python/object/apply:os.system [x", "a: *nowhere"):
        with pytest.raises(Unreadable):
            parse_yaml(text)


def test_examples_and_templates() -> None:
    example = parse_example('to [Rasa X]{"entity": "product", "value": "x"} in [Rome](city:roma)')
    assert example.text == "to Rasa X in Rome"
    assert [(one.entity, one.value) for one in example.marks] == [
        ("product", "x"),
        ("city", "roma"),
    ]
    assert template("${amount} for {name}", str) == '${"$"}${amount} for ${name}'
    assert template("a ${ b", str) == "a $${ b"


def test_conditions_of_calm() -> None:
    slots = {"a": Slot("a", "float"), "b": Slot("b", "bool"), "t": Slot("t", "text")}
    variables = Variables(Training("x", slots=slots))
    for source, here in (
        ("slots.a > 3 and not b", "a > 3 && !((has(b) && b != false))"),
        ("a is not null or t = 'x'", '(has(a) || t == "x")'),
        ("t is null and t != 'x'", '!has(t) && (!has(t) || t != "x")'),
        ("a and t", '(has(a) && a != 0) && (has(t) && t != "")'),
        # What fills a text writes True or true.
        ("t = True", 'lower(t) == "true"'),
        ("t is not true", '(!has(t) || lower(t) != "true")'),
        ("unknown", '(has(unknown) && !(unknown in [false, 0, ""]))'),
    ):
        assert translate(source, variables) == here
    with pytest.raises(Untranslated):
        translate("a ?? b", variables)


def test_roles_and_patterns_of_entities_fill_their_slots(tmp_path: Path) -> None:
    domain = """
version: "3.1"
intents: [travel, track]
entities: [{city: {roles: [from, to]}}, order]
slots:
  origin: {type: text, mappings: [{type: from_entity, entity: city, role: from}]}
  goal: {type: text, mappings: [{type: from_entity, entity: city, role: to}]}
  order:
    type: text
    mappings: [{type: from_entity, entity: order, not_intent: travel}]
responses:
  utter_trip: [{text: "{origin} - {goal}"}]
  utter_order: [{text: "Order {order}"}]
"""
    nlu = """
nlu:
- intent: travel
  examples: |
    - I travel from [Lima]FROM to [Quito]TO
    - bring me to [Lima]TO from [Quito]FROM
- intent: track
  examples: |
    - where is my order [AB-1234](order) now
- regex: order
  examples: |
    - [A-Z]{2}-[0-9]{4}
"""
    for word in ("from", "to"):
        mark = f'{{"entity": "city", "role": "{word}"}}'
        nlu = nlu.replace(word.upper(), mark)
    rules = (
        "rules:\n- rule: t\n  steps:\n  - intent: travel\n  - action: utter_trip\n"
        "- rule: o\n  steps:\n  - intent: track\n  - action: utter_order\n"
    )
    found = imported(tmp_path, domain_yml=domain, nlu_yml=nlu, rules_yml=rules)
    bot = bot_of(found)
    conversation = """== talk
> I travel from Quito to Lima
< Quito - Lima
> bring me to Quito from Lima
< Lima - Quito
> where is my order CD-5678 now
< Order CD-5678
"""
    (talked,), issues = parse(conversation)
    assert not issues
    outcome = play(talked, load(found.project, {bot.id: language.train(bot).save()}, "x"))
    assert outcome.differences == ()
    outcomes = {one.name: one.outcome for one in found.report.entries if one.kind == "regexes"}
    assert outcomes == {"order": "exact"}


def test_stories_may_write_out_messages_and_slots_of_several_kinds(tmp_path: Path) -> None:
    domain = """
version: "3.1"
intents: [order]
slots:
  size: {type: categorical, values: [big, huge, small]}
actions: [action_size]
responses:
  utter_much: [{text: That is much}]
  utter_little: [{text: That is little}]
"""
    stories = """
stories:
- story: much
  steps:
  - intent: order
  - action: action_size
  - or:
    - slot_was_set: [{size: big}]
    - slot_was_set: [{size: huge}]
  - action: utter_much
- story: little
  steps:
  - intent: order
  - action: action_size
  - slot_was_set: [{size: small}]
  - action: utter_little
- story: end to end
  steps:
  - user: do you like cats at all
  - bot: I like every cat
"""
    nlu = "nlu:\n- intent: order\n  examples: |\n    - I want to order it\n"
    found = imported(tmp_path, domain_yml=domain, data__stories_yml=stories, nlu_yml=nlu)
    for size, words in (("big", "much"), ("huge", "much"), ("small", "little")):
        events = f'[{{"event": "slot", "name": "size", "value": "{size}"}}]'
        conversation = (
            f'! action_size ok {{"status": 200, "headers": {{}}, "body": {{"events": {events}, '
            f'"responses": []}}}}\n> I want to order it\n< That is {words}\n'
        )
        assert not talk(found, conversation).differences
    assert not talk(found, "> do you like cats at all\n< I like every cat\n").differences
