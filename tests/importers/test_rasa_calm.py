"""Flows of CALM: what a step becomes, what a flow forgets, what refuses an answer, patterns."""

from pathlib import Path

from rasa_project import bot_of, imported, nodes_of, talk

DOMAIN = """
slots:
  amount:
    type: float
    mappings: [{type: from_llm}]
    validation:
      rejections:
      - if: slots.amount < 1
        utter: utter_too_little
  speed: {type: categorical, values: [fast, slow]}
  sure: {type: bool}
  note: {type: text}
responses:
  utter_ask_amount: [{text: How much?}]
  utter_ask_speed:
  - text: How fast?
    buttons:
    - {title: At once, payload: "/SetSlots(speed=fast)"}
    - {title: Some day, payload: "/SetSlots(speed=slow)"}
  utter_ask_sure:
  - text: "Sure of {amount}?"
    buttons:
    - {title: Yes please, payload: "/SetSlots(sure=true)"}
  utter_ask_note: [{text: Which words?}, {text: Which words?}]
  utter_too_little: [{text: That is too little.}]
  utter_too_much: [{text: That is too much.}]
  utter_sent: [{text: "{amount} sent {speed}."}]
  utter_noted: [{text: "Noted {note}."}]
  utter_stopped: [{text: Stopped.}]
  utter_can_do_something_else: [{text: What else?}]
  utter_cancelled: [{text: Cancelled.}]
  utter_hello: [{text: Hello!}]
"""
FLOWS = """
flows:
  send_money:
    description: Send money to a friend
    persisted_slots: [speed]
    steps:
    - collect: amount
      rejections:
      - if: slots.amount > 1000
        utter: utter_too_much
    - collect: speed
    - call: take_note
    - collect: sure
      next:
      - if: slots.sure
        then: sent
      - else:
        - action: utter_stopped
          next: END
    - id: sent
      action: utter_sent
  take_note:
    description: Note some words for me
    steps:
    - collect: note
      next: told
    - id: told
      action: utter_noted
  pattern_session_start:
    description: greets
    steps:
    - action: utter_hello
  pattern_cancel_flow:
    description: cancels
    steps:
    - action: utter_cancelled
"""


def test_a_flow_asks_refuses_calls_branches_and_forgets(tmp_path: Path) -> None:
    found = imported(tmp_path, domain_yml=DOMAIN, flows_yml=FLOWS)
    conversation = """
> (opened)
< Hello!
> send money to a friend
< How much?
> 0
< That is too little.
< How much?
> 5000
< That is too much.
< How much?
> 20
< How fast?
  [At once] [Some day]
> [At once]
< Which words?
> with love
< Noted with love.
< Sure of 20?
  [Yes please]
> [Yes please]
< 20 sent fast.
< What else?
> send money to a friend
< How much?
> 7
< Which words?
"""
    assert talk(found, conversation).differences == ()


def test_a_called_flow_keeps_its_slots_for_its_caller_only(tmp_path: Path) -> None:
    found = imported(tmp_path, domain_yml=DOMAIN, flows_yml=FLOWS)
    conversation = """
> note some words for me
< Which words?
> mine
< Noted mine.
< What else?
> note some words for me
< Which words?
"""
    assert talk(found, conversation).differences == ()


def test_what_goes_on_can_be_cancelled(tmp_path: Path) -> None:
    found = imported(tmp_path, domain_yml=DOMAIN, flows_yml=FLOWS)
    conversation = """
> send money to a friend
< How much?
> cancel this please
< Cancelled.
"""
    assert talk(found, conversation).differences == ()


def test_what_leads_nowhere_is_told(tmp_path: Path) -> None:
    flows = (
        "flows:\n  a:\n    steps:\n    - link: gone\n    - call: also_gone\n      next: nothing\n"
    )
    found = imported(tmp_path, domain_yml=DOMAIN, flows_yml=flows)
    (entry,) = (one for one in found.report.entries if one.name == "a")
    assert "there is no flow 'gone'" in entry.how
    assert "there is no step 'nothing'" in entry.how


def test_actions_of_the_platform_and_of_flows_alone_are_drawn(tmp_path: Path) -> None:
    flows = """
flows:
  pay:
    description: pay the bill now
    steps:
    - action: check_funds
      next:
      - if: slots.enough
        then:
        - action: action_correct_flow_slot
        - action: action_trigger_search
          next: END
      - else:
        - action: action_human_handoff
        - action: action_hangup
  pattern_completed:
    description: nothing is asked after a flow
    steps:
    - noop: true
      next: END
"""
    program = """
from rasa_sdk import Action
from rasa_sdk.events import SlotSet

class CheckFunds(Action):
    def name(self):
        return "check_funds"

    def run(self, dispatcher, tracker, domain):
        balance = fetch(tracker.sender_id)
        return [SlotSet(key="enough", value=balance.high), SlotSet("gone", 1)]
"""
    domain = "slots:\n  enough: {type: bool}\n"
    found = imported(tmp_path, domain_yml=domain, flows_yml=flows, actions__pay_py=program)
    nodes = nodes_of(bot_of(found))
    call = next(node for node in nodes.values() if node.kind == "http")
    assert set(call.params["results"]) == {"action_reply", "enough"}
    assert {"handoff", "archive"} <= {node.kind for node in nodes.values()}
    left = {one.name: one.how for one in found.report.entries if one.outcome == "unmapped"}
    assert left.keys() == {"action_correct_flow_slot", "action_trigger_search"}
    assert "from documents" in left["action_trigger_search"]


def test_a_question_has_its_buttons_once_and_fits_everywhere(tmp_path: Path) -> None:
    domain = """
slots:
  sure: {type: bool}
  kind: {type: text}
responses:
  utter_ask_sure:
  - condition: slots.kind == "big"
    text: That is a lot. Sure?
    buttons: &both
    - {title: Yes, payload: "/SetSlots(sure=true)"}
    - {title: "No, I would rather not do it", payload: "/SetSlots(sure=false)"}
  - condition: not slots.kind
    text: Sure?
    buttons: *both
  - {text: Sure?, channel: browser_audio}
  utter_done: [{text: Done.}]
  utter_left: [{text: Left.}]
"""
    flows = """
flows:
  buy:
    description: buy it now
    steps:
    - collect: sure
      next:
      - if: slots.sure
        then:
        - action: utter_done
          next: END
      - else:
        - action: utter_left
"""
    tests = """
test_cases:
- test_case: buying
  steps:
  - user: buy it now
    assertions:
    - flow_started: buy
    - bot_uttered: {utter_name: utter_ask_sure}
  - user: "yes"
    assertions:
    - bot_uttered: {utter_name: utter_done}
"""
    found = imported(tmp_path, domain_yml=domain, flows_yml=flows, e2e_yml=tests)
    conversation = """
> buy it now
< Sure?
  [Yes] [No, I would rather…]
> [No, I would rather…]
< Left.
"""
    assert talk(found, conversation).differences == ()
    (text,) = bot_of(found).tests.values()
    assert text.count("< ...") == 2
    assert talk(found, text.partition("\n")[2]).differences == ()


def test_skills_for_a_language_model_are_told(tmp_path: Path) -> None:
    skill = "---\nname: Replace a card\n---\nGuide the customer.\n"
    domain = "responses:\n  utter_hello: [{text: Hello!}]\n"
    found = imported(tmp_path, domain_yml=domain, skills__replace__skill_md=skill)
    left = [one.name for one in found.report.entries if one.outcome == "unmapped"]
    assert left == ["replace"]


def test_an_action_of_a_flow_that_validates_is_called(tmp_path: Path) -> None:
    flows = "flows:\n  pay:\n    description: pay now\n    steps:\n    - action: validate_payee\n"
    found = imported(tmp_path, domain_yml="actions: [validate_payee]\n", flows_yml=flows)
    outcomes = [one.outcome for one in found.report.entries if one.kind == "actions"]
    assert outcomes == ["approximate"]
    assert [one.kind for one in nodes_of(bot_of(found)).values()].count("http") == 1


def test_a_flow_can_be_cancelled_where_the_project_says_nothing_of_it(tmp_path: Path) -> None:
    domain = "slots:\n  size: {type: text}\nresponses:\n  utter_ask_size: [{text: Which size?}]\n"
    flows = "flows:\n  buy:\n    description: buy it now\n    steps:\n    - collect: size\n"
    found = imported(tmp_path, domain_yml=domain, flows_yml=flows)
    conversation = """
> buy it now
< Which size?
> cancel this please
< All right, I have stopped that.
> buy it now
< Which size?
"""
    assert talk(found, conversation).differences == ()
