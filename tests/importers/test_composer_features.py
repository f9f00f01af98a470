"""What each thing in a Composer project becomes, in small projects that are talked to."""

from pathlib import Path

import pytest
from composer_project import (
    assert_talk,
    bot_of,
    dialog,
    imported,
    kind,
    nodes_of,
    on_begin,
    on_intent,
    on_unknown,
    regex,
    reply,
    say,
    script,
    user,
)


def test_the_first_dialog_answers_what_it_recognises_and_what_not(tmp_path: Path) -> None:
    root = dialog(
        on_intent("Joke", say("Why did the chicken cross the road?")),
        on_unknown(say("You said ${turn.activity.text}.")),
        recognizer=regex(Joke="joke"),
        autoEndDialog=False,
    )
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(
        result,
        "> tell me a joke\n< Why did the chicken cross the road?\n> moo\n< You said moo.\n",
    )


def test_a_dialog_is_visited_with_options_and_gives_a_value_back(tmp_path: Path) -> None:
    root = dialog(
        on_unknown(
            kind("BeginDialog", dialog="add", options={"first": "=1", "second": 2},
                 resultProperty="user.sum"),
            say("That makes ${user.sum}."),
        ),
    )  # fmt: skip
    add = dialog(
        on_begin(
            say("Adding ${dialog.first} and ${$second}"),
            kind("EndDialog", value="=dialog.first + $second"),
            say("never said"),
        )
    )
    result = imported(tmp_path, {"bot.dialog": root, "dialogs/add/add.dialog": add})
    assert_talk(result, "> go\n< Adding 1 and 2\n< That makes 3.\n")


def test_triggers_of_a_dialog_are_open_only_within_it(tmp_path: Path) -> None:
    ask = kind("TextInput", property="user.name", prompt="Your name?")
    inner = dialog(
        on_begin(ask, say("Hello ${user.name}")),
        on_intent("Help", say("Your first name will do.")),
        on_intent("Cancel", kind("EndDialog")),
        recognizer=regex(Help="help", Cancel="cancel"),
    )
    root = dialog(
        on_intent("Order", kind("BeginDialog", dialog="inner"), say("Back.")),
        on_intent("Help", say("Say order.")),
        recognizer=regex(Help="help", Order="order"),
        autoEndDialog=False,
    )
    result = imported(tmp_path, {"bot.dialog": root, "inner.dialog": inner})
    assert_talk(
        result,
        "> help\n< Say order.\n> order\n< Your name?\n> help\n< Your first name will do.\n"
        "< Your name?\n> cancel\n< Back.\n> help\n< Say order.\n",
    )


def test_an_input_asks_again_in_its_own_words_and_gives_up(tmp_path: Path) -> None:
    age = kind(
        "NumberInput",
        property="user.age",
        prompt="Your age?",
        unrecognizedPrompt="A number, please.",
        invalidPrompt="From 1 to 150: ${this.value} will not do.",
        validations=["this.value >= 1", "=this.value <= 150"],
        maxTurnCount=3,
        defaultValue="=99",
    )
    root = dialog(on_unknown(age, say("You are ${user.age}.")))
    result = imported(tmp_path, {"bot.dialog": root})
    said = "From 1 to 150: 200 will not do."
    assert_talk(result, f"> go\n< Your age?\n> 200\n< {said}\n> 30\n< You are 30.\n")
    assert_talk(result, "> go\n< Your age?\n> 0\n< ...\n> 0\n< ...\n> 0\n< You are 99.\n")


def test_what_is_known_is_not_asked(tmp_path: Path) -> None:
    root = dialog(
        on_intent(
            "Add",
            kind("TextInput", property="dialog.title", prompt="Which one?", value="=@title"),
            say("Added ${dialog.title}."),
        ),
        recognizer=regex(Add="(?i)add a todo(?: named (?<title>.*))?"),
    )
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(result, "> add a todo named milk\n< Added milk.\n")
    assert_talk(result, "> add a todo\n< Which one?\n> eggs\n< Added eggs.\n")


def test_of_patterns_that_both_fit_the_first_counts(tmp_path: Path) -> None:
    root = dialog(
        on_intent("Remove", say("Which one?")),
        on_intent("All", say("All gone.")),
        recognizer=regex(All="(?:delete|remove) all", Remove="(?:delete|remove) .*"),
    )
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(result, "> remove milk\n< Which one?\n> delete all\n< All gone.\n")
    conditions = {
        name: node.params.get("condition") for name, node in nodes_of(bot_of(result)).items()
    }
    assert conditions["remove"]
    assert not conditions["all"]


def test_choices_and_confirmations_are_buttons(tmp_path: Path) -> None:
    choices = [{"value": "red"}, {"value": "dark blue", "synonyms": ["navy"]}]
    colour = kind("ChoiceInput", property="user.colour", prompt="Which colour?", choices=choices)
    sure = kind("ConfirmInput", property="user.sure", prompt="Sure?")
    root = dialog(on_unknown(colour, sure, say("${user.colour}: ${user.sure}")))
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(
        result,
        "> go\n< Which colour?\n  [red] [dark blue]\n> navy\n< Sure?\n  [Yes] [No]\n"
        "> [Yes]\n< dark blue: true\n",
    )


def test_loops_break_and_go_on(tmp_path: Path) -> None:
    body = [
        kind(
            "IfCondition", condition="dialog.foreach.value == 'b'", actions=[kind("ContinueLoop")]
        ),
        kind("IfCondition", condition="dialog.foreach.index > 2", actions=[kind("BreakLoop")]),
        say("${dialog.foreach.index}: ${dialog.foreach.value}"),
    ]
    root = dialog(
        on_unknown(
            kind("SetProperty", property="user.list", value=["a", "b", "c", "d"]),
            kind("Foreach", itemsProperty="user.list", actions=body),
            kind("ForeachPage", itemsProperty="user.list", pageSize=3,
                 actions=[say("${count(dialog.foreach.page)} on a page")]),
            say("done"),
        )
    )  # fmt: skip
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(result, "> go\n< 0: a\n< 2: c\n< 3 on a page\n< 1 on a page\n< done\n")


def test_a_loop_may_keep_its_item_in_a_part_of_the_memory(tmp_path: Path) -> None:
    body = [say("${turn.each.index}: ${turn.each.value}")]
    loop = kind(
        "Foreach",
        itemsProperty="user.list",
        value="turn.each.value",
        index="turn.each.index",
        actions=body,
    )
    root = dialog(
        on_unknown(kind("SetProperty", property="user.list", value=["a", "b"]), loop, say("done"))
    )
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(result, "> go\n< 0: a\n< 1: b\n< done\n")


def test_items_of_lists_and_parts_of_objects_are_set_by_computed_names(tmp_path: Path) -> None:
    body = [
        kind("SetProperty", property="user.all[dialog.foreach.index].n",
             value="=dialog.foreach.index + 1"),
        kind("SetProperty", property="user.by[dialog.foreach.value.id]",
             value="=dialog.foreach.index"),
    ]  # fmt: skip
    root = dialog(
        on_unknown(
            kind("SetProperty", property="user.all", value=[{"id": "a"}, {"id": "b"}]),
            kind("Foreach", itemsProperty="user.all", actions=body),
            say("${join(foreach(user.all, x, concat(x.id, x.n)), ' ')} ${user.by.b}"),
        )
    )
    assert_talk(imported(tmp_path, {"bot.dialog": root}), "> go\n< a1 b2 1\n")


def test_an_assignment_reads_the_one_before(tmp_path: Path) -> None:
    assignments = [
        {"property": "user.size", "value": "=coalesce(user.size, 5)"},
        {"property": "user.more", "value": "=user.size + 1"},
    ]
    root = dialog(on_unknown(kind("SetProperties", assignments=assignments), say("${user.more}")))
    assert_talk(imported(tmp_path, {"bot.dialog": root}), "> go\n< 6\n")


def test_an_event_may_have_a_name_that_is_worked_out(tmp_path: Path) -> None:
    asked = kind("BeginDialog", dialog="List", options={"event": "GetThings"})
    root = dialog(
        on_unknown(asked, say("done")),
        kind("OnDialogEvent", event="GetThings", actions=[
            kind("SetProperty", property="turn.things", value="=createArray('a', 'b')")]),
        kind("OnDialogEvent", event="GetOthers", actions=[say("never")]),
    )  # fmt: skip
    listing = dialog(
        on_begin(
            kind("EmitEvent", eventName="=$event", bubbleEvent=True),
            say("${join(turn.things, ', ')}"),
        )
    )
    result = imported(tmp_path, {"bot.dialog": root, "List.dialog": listing})
    assert_talk(result, "> go\n< a, b\n< done\n")


def test_memory_is_set_inside_objects_and_lists_change(tmp_path: Path) -> None:
    root = dialog(
        on_unknown(
            kind("SetProperty", property="user.profile.name", value="=toUpper('ana')"),
            kind("SetProperties", assignments=[
                {"property": "user.profile.city", "value": "Lima"},
                {"property": "user.profile.age", "value": "=1 + 2"}]),
            say("${user.profile.name} of ${user.profile.city}, ${user.profile.age}"),
            kind("EditArray", itemsProperty="user.todos", changeType="push", value="milk"),
            kind("EditArray", itemsProperty="user.todos", changeType="push", value="eggs"),
            kind("EditArray", itemsProperty="user.todos", changeType="pop",
                 resultProperty="dialog.last"),
            kind("EditArray", itemsProperty="user.todos", changeType="remove", value="=dialog.last",
                 resultProperty="dialog.removed"),
            say("${dialog.last}, ${count(user.todos)}, ${dialog.removed}"),
            kind("DeleteProperty", property="user.profile"),
            kind("IfCondition", condition="exists(user.profile)", actions=[say("still there")],
                 elseActions=[say("gone")]),
        )
    )  # fmt: skip
    result = imported(tmp_path, {"bot.dialog": root})
    assert_talk(result, "> go\n< ANA of Lima, 3\n< eggs, 1, false\n< gone\n")


def test_templates_have_variations_conditions_and_parameters(tmp_path: Path) -> None:
    main = """
[import](common.lg)
# Greet(name)
- IF: ${dialog.late}
  - Good night ${name}
- ELSE:
  - ${Hello(name)}, ${Hello('all')}
# Card
[Activity
    Text = Pick one
    SuggestedActions = Red | Blue
]
"""
    root = dialog(
        on_unknown(
            say("${Greet('Ana')}"),
            kind("SetProperty", property="dialog.late", value="=true"),
            say("${Greet('Leo')}"),
            say("${Card()}"),
            say("${Twice()}"),
        ),
        generator="bot.lg",
    )
    common = "# Hello(who)\n- Hi ${toUpper(who)}\n# Twice\n- One\n- Two\n"
    files = {"bot.dialog": root, "bot.en-us.lg": main, "common.en-us.lg": common}
    result = imported(tmp_path, files)
    says = [node for node in nodes_of(bot_of(result)).values() if node.kind == "say"]
    assert any(len(node.params.get("alternatives", ())) == 2 for node in says)  # type: ignore[arg-type]
    assert_talk(
        result,
        "> go\n< Hi ANA, Hi ALL\n< Good night Leo\n< Pick one\n  [Red] [Blue]\n< ……\n",
    )


def test_language_files_teach_intents_by_language(tmp_path: Path) -> None:
    files = {
        "bot.dialog": dialog(
            on_intent("Book", say("${Booked()}")), recognizer="bot.lu.qna", generator="bot.lg"
        ),
        "bot.en-us.lu": "# Book\n- book a flight to {city=Paris}\n- I need a ticket\n",
        "bot.es-es.lu": "# Book\n- quiero un vuelo a {city=Paris}\n",
        "bot.en-us.lg": "# Booked\n- Booked.\n",
        "bot.es-es.lg": "# Booked\n- Reservado.\n",
        "bot.en-us.qna": "# ? Who are you?\n- what is your name\n```\nI am a bot.\n```\n",
    }
    result = imported(tmp_path, files)
    bot = bot_of(result)
    assert bot.languages == ("en", "es")
    book = nodes_of(bot)["book"]
    assert book.params["phrases"] == {
        "en": ["book a flight to Paris", "I need a ticket"],
        "es": ["quiero un vuelo a Paris"],
    }
    assert_talk(result, "> I need a ticket\n< Booked.\n> what is your name\n< I am a bot.\n")
    assert_talk(result, "@ language: es\n> quiero un vuelo a Paris\n< Reservado.\n")


def test_events_reach_who_watches_for_them(tmp_path: Path) -> None:
    inner = dialog(
        on_begin(
            kind("EmitEvent", eventName="paid", eventValue="=7", bubbleEvent=True),
            kind("ThrowException", errorValue="broken"),
            say("never said"),
        )
    )
    root = dialog(
        on_unknown(kind("BeginDialog", dialog="inner"), say("never said")),
        kind("OnDialogEvent", event="paid", actions=[say("Paid ${turn.dialogEvent.value}")]),
        kind("OnError", actions=[say("Sorry: ${turn.dialogEvent.value.message}")]),
    )
    result = imported(tmp_path, {"bot.dialog": root, "inner.dialog": inner})
    assert_talk(result, "> go\n< Paid 7\n< Sorry: broken\n")


def test_a_jump_goes_to_the_action_and_a_dialog_repeats(tmp_path: Path) -> None:
    root = dialog(
        on_unknown(
            kind("SetProperty", property="$n", value="=0"),
            say("${$n}", id="top"),
            kind("SetProperty", property="$n", value="=$n + 1"),
            kind("IfCondition", condition="$n < 3", actions=[kind("GotoAction", actionId="top")]),
            kind("BeginDialog", dialog="inner"),
        )
    )
    inner = dialog(on_begin(kind("TextInput", property="$word", prompt="A word?"),
                            kind("IfCondition", condition="$word == 'again'",
                                 actions=[kind("RepeatDialog")]),
                            say("bye")))  # fmt: skip
    result = imported(tmp_path, {"bot.dialog": root, "inner.dialog": inner})
    assert_talk(result, "> go\n< 0\n< 1\n< 2\n< A word?\n> again\n< A word?\n> stop\n< bye\n")


def test_a_request_keeps_its_answer_and_its_secrets_by_name(tmp_path: Path) -> None:
    root = dialog(
        on_unknown(
            kind("HttpRequest", method="POST", url="https://example.org/${user.id}",
                 headers={"Authorization": "Bearer abc123"},
                 body={"text": "${turn.activity.text}", "n": "=1 + 1"},
                 resultProperty="dialog.answer"),
            say("${dialog.answer.statusCode}: ${dialog.answer.content.joke}"),
        )
    )  # fmt: skip
    result = imported(tmp_path, {"bot.dialog": root})
    bot = bot_of(result)
    ((name, request),) = [each for each in nodes_of(bot).items() if each[1].kind == "http"]
    assert bot.secrets == ("AUTHORIZATION",)
    assert "abc123" not in str(bot)
    assert request.params["body"] == '{"text": ${message.text}, "n": ${(1 + 1)}}'
    answer = '{"status": 200, "headers": {}, "body": {"joke": "Ha"}}'
    assert_talk(result, f"! {name} ok {answer}\n> go\n< 200: Ha\n")


def test_what_has_no_counterpart_is_kept_for_a_person(tmp_path: Path) -> None:
    root = dialog(
        on_unknown(
            kind("OAuthInput", connectionName="c", property="dialog.token"),
            say("${rand(1, 6) + xPath(dialog.a, 'b')}"),
            kind("BeginDialog", dialog="nowhere"),
            say("done"),
        )
    )
    result = imported(tmp_path, {"bot.dialog": root})
    unmapped = [entry for entry in result.report.entries if entry.outcome == "unmapped"]
    assert {entry.kind for entry in unmapped} >= {"OAuthInput", "SendActivity", "BeginDialog"}
    assert all(entry.how and entry.next_step for entry in unmapped)
    titles = [node.title for node in nodes_of(bot_of(result)).values()]
    assert sum(title.startswith("To do") for title in titles) == 3
    assert_talk(result, "> go\n< done\n")


def test_a_script_becomes_a_bot_with_its_conversation(tmp_path: Path) -> None:
    root = dialog(on_unknown(kind("TextInput", property="user.name", prompt="Name?"),
                             say("Hello ${user.name}")))  # fmt: skip
    steps = [user("hi"), reply("Name?"), user("Ana"), reply("hello ANA", exact=False)]
    wrong = [user("hi"), reply("Who?")]
    files = {"a.test.dialog": script(root, *steps), "b.test.dialog": script(root, *wrong)}
    result = imported(tmp_path, files)
    assert set(result.project.bots) == {"a", "b"}
    chat = result.project.bots["a"].tests["script"]
    assert "> hi\n< Name?\n> Ana\n< ...hello ANA...\n" in chat


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not valid JSON"),
        ("[]", "holds no object"),
        ('{"$designer": {}}', "says no $kind"),
    ],
)
def test_a_broken_file_is_named_and_the_rest_imported(
    tmp_path: Path, content: str, words: str
) -> None:
    root = dialog(on_unknown(say("Hello")))
    result = imported(tmp_path, {"bot.dialog": root, "x/broken.dialog": content})
    (entry,) = [one for one in result.report.entries if one.kind == "files"]
    assert entry.place == "x/broken.dialog"
    assert words in entry.how
    assert_talk(result, "> go\n< Hello\n")


def test_templates_alone_become_a_bot_that_says_them(tmp_path: Path) -> None:
    text = "# Hello\n- Hi ${Name('Ana')}\n# Name(who)\n- dear ${who}\n# Broken\n- ${1 +}\n"
    result = imported(tmp_path, {"texts.en-us.lg": text})
    assert_talk(result, "> texts_en_us Hello\n< Hi dear Ana\n")
    (entry,) = [one for one in result.report.entries if one.outcome == "unmapped"]
    assert entry.name == "Broken"


def test_dialogs_of_the_first_versions_are_read(tmp_path: Path) -> None:
    old = {
        "$type": "Microsoft.AdaptiveDialog",
        "recognizer": {"$type": "Microsoft.RegexRecognizer", "intents": {"Joke": "joke"}},
        "rules": [
            {
                "$type": "Microsoft.IntentRule",
                "intent": "Joke",
                "steps": [
                    {"$type": "Microsoft.TextInput", "property": "user.name", "prompt": "Name?"},
                    {
                        "$type": "Microsoft.IfCondition",
                        "condition": "user.name == 'Ana'",
                        "steps": [
                            {"$type": "Microsoft.SendActivity", "activity": "Hi @{user.name}"}
                        ],
                        "elseSteps": [
                            {"$type": "Microsoft.SendActivity", "activity": "Who is {user.name}?"}
                        ],
                    },
                ],
            }
        ],
    }
    result = imported(tmp_path, {"Main.dialog": old})
    assert_talk(result, "> joke\n< Name?\n> Ana\n< Hi Ana\n")
    assert_talk(result, "> joke\n< Name?\n> Leo\n< Who is Leo?\n")


def test_more_choices_than_are_shown_are_still_understood(tmp_path: Path) -> None:
    choices = [f"colour {number}" for number in range(12)]
    ask = kind("ChoiceInput", property="user.colour", prompt="Which?", choices=choices)
    result = imported(tmp_path, {"bot.dialog": dialog(on_unknown(ask, say("${user.colour}")))})
    assert_talk(result, "> go\n< Which?\n  [...]\n> colour 11\n< colour 11\n")


def test_an_unknown_trigger_and_setting_are_said(tmp_path: Path) -> None:
    root = dialog(
        kind("OnTeamsMeetingStart", actions=[say("The meeting begins.")]),
        on_unknown(kind("TextInput", property="user.a", prompt="?", colour="red")),
    )
    result = imported(tmp_path, {"bot.dialog": root})
    how = {entry.kind: entry.how for entry in result.report.entries}
    assert "teams_meeting_start" in how["OnTeamsMeetingStart"]
    assert "colour" in how["TextInput"]
    assert_talk(result, "> (event teams_meeting_start)\n< The meeting begins.\n")


def test_settings_are_constants_without_their_secrets(tmp_path: Path) -> None:
    settings = {"shop": {"name": "Sol", "apiKey": "s3cr3t"}, "MicrosoftAppPassword": "s3cr3t"}
    root = dialog(on_unknown(say("${settings.shop.name}")))
    result = imported(tmp_path, {"bot.dialog": root, "settings/appsettings.json": settings})
    assert "s3cr3t" not in str(result)
    assert_talk(result, "> go\n< Sol\n")


def test_entities_are_found_by_the_words_around_them(tmp_path: Path) -> None:
    name = "# Name\n- my name is {userName=Ana}\n- call me {userName=Ana} please\n"
    lu = f"{name}# Go\n- go to {{@city}}\n"
    ask = kind("TextInput", property="user.name", prompt="Your name?", value="=@userName")
    root = dialog(
        on_intent("Name", ask, say("Hello ${user.name}")),
        on_intent("Go", say("Off to ${@city}!")),
        recognizer="bot.lu",
    )
    result = imported(tmp_path, {"bot.dialog": root, "bot.en-us.lu": lu})
    assert_talk(result, "> my name is Ana\n< Hello Ana\n")
    assert_talk(result, "> call me Ana please\n< Hello Ana\n")
    assert_talk(result, "> go to Lima!\n< Off to Lima!\n")
