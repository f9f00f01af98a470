"""What each thing in a skill of Watson Assistant becomes, and that it answers as there."""

from pathlib import Path
from typing import Any

import pytest
from watson_skill import (
    ELSE,
    WELCOME,
    bot_of,
    entity,
    imported,
    intent,
    node,
    nodes_of,
    skill,
    talk,
    write,
)

from engine.expressions import compile_expression
from engine.importers import import_bot
from engine.importers.watson.source import Skill
from engine.importers.watson.spel import parse
from engine.importers.watson.texts import Texts
from engine.importers.watson.translate import Translation
from engine.importers.watson.tree import Unreadable
from engine.importers.watson.vocabulary import Vocabulary
from engine.types.issue import TertuliaError

INTENTS = [
    intent("order", "i want to order", "let me order something"),
    intent("hours", "when do you open", "opening hours please"),
    intent("yes", "yes of course", "that is right"),
    intent("cancel", "forget all of it", "cancel this now"),
]
SIZE = entity("size", small=["little"], large=["big"])
KIND = entity("kind", tea=["infusion"], coffee=["espresso"])


def made(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return skill(*nodes, **{"intents": INTENTS, "entities": [SIZE, KIND], **more})


def slot(name: str, frame: str, prompt: str, *handlers: dict[str, Any], **more: Any) -> Any:
    """A slot that takes an entity of its name, its prompt and further handlers."""
    focus = node(f"{name} focus", says=prompt, type="event_handler", event_name="focus")
    value = {name: f"@{name}"}
    taken = node(
        f"{name} input", f"@{name}", type="event_handler", event_name="input", context=value
    )
    own = node(f"slot {name}", type="slot", variable=f"${name}", parent=frame, **more)
    parts = (focus, taken, *handlers) if prompt else (taken, *handlers)
    return own, *({**one, "parent": f"slot {name}"} for one in parts)


def handler(name: str, event: str, conditions: str, says: str, **more: Any) -> dict[str, Any]:
    return node(name, conditions, says, type="event_handler", event_name=event, **more)


ORDER = node("Order", "#order", "A $size $kind.", type="frame")


def test_children_come_before_the_root_and_the_root_before_anything_else(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        made(
            WELCOME,
            node("Hours", "#hours", "From nine. Weekends too?"),
            node("Weekend", "#yes", "From ten.", parent="Hours"),
            node("Large", "@size:large", "Large is sold out."),
            node("Sizes", "@size", "We have $nothing @size.literal."),
            ELSE,
        ),
    )
    outcome = talk(
        found,
        """
> (opened)
< Hello!
> when do you open
< From nine. Weekends too?
> yes of course
< From ten.
> yes of course
< I did not get that.
> when do you open
< From nine. Weekends too?
> a big one
< Large is sold out.
> little
< We have  little.
> when do you open
< From nine. Weekends too?
> i want to order
< I did not get that.
""",
    )
    assert outcome.differences == ()


def test_folders_disabled_nodes_and_nodes_out_of_order(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        made(
            WELCOME,
            node("Off", "#hours", "Never said.", disabled=True),
            node("Night", "$night", type="folder"),
            node("Closed", "#hours", "Closed.", parent="Night"),
            node("Hours", "#hours", "Open."),
            node("Yes", "#yes", "Yes.", after="nobody"),
            node("Lost", "#cancel", "Cancelled.", parent="nobody"),
            ELSE,
        ),
    )
    lines = "> when do you open\n< Open.\n> (set night true)\n> when do you open\n< Closed.\n"
    assert talk(found, lines + "> forget all of it\n< Cancelled.\n").differences == ()
    told = {one.name: one.how for one in found.report.entries if one.how}
    assert "disabled" in told["Off"]
    assert "not there" in told["Yes"]
    assert "not there" in told["Lost"]


def test_jumps_and_skips(tmp_path: Path) -> None:
    def jump(target: str, selector: str) -> dict[str, Any]:
        return {"behavior": "jump_to", "selector": selector, "dialog_node": target}

    found = imported(
        tmp_path,
        made(
            node("Hours", "#hours", "Hours:", next_step=jump("Small", "condition")),
            node("Order", "#order", "Order:", next_step={"behavior": "skip_user_input"}),
            node("Of a size", "@size", "Of the size @size.", parent="Order"),
            node("Any", "true", "Of any size.", parent="Order", next_step=jump("End", "body")),
            node("Small", "@size:small", "Small hours."),
            node("Yes", "#yes", "Go on:", next_step=jump("Small", "user_input")),
            node("End", "false", "The end."),
            ELSE,
        ),
    )
    outcome = talk(
        found,
        """
> when do you open
< Hours:
< I did not get that.
> i want to order
< Order:
< Of any size.
< The end.
> yes of course
< Go on:
> little
< Small hours.
""",
    )
    assert outcome.differences == ()


def test_slots_take_all_that_is_said_and_ask_for_the_rest(tmp_path: Path) -> None:
    nodes = (
        WELCOME,
        ORDER,
        *slot("size", "Order", "Which size?"),
        *slot("kind", "Order", "Which kind?"),
        ELSE,
    )
    outcome = talk(
        imported(tmp_path, made(*nodes)),
        """
> i want to order
< Which size?
> a big espresso
< A large coffee.
> (set size null)
> i want to order
< Which size?
> what
< Which size?
> little
< A small coffee.
""",
    )
    assert outcome.differences == ()


def test_found_not_found_and_other_handlers_of_slots(tmp_path: Path) -> None:
    changed = "event.previous_value != null && event.previous_value != event.current_value"
    previous = "Not <? event.previous_value ?> but $size."
    skip = {"behavior": "skip_all_slots"}
    stop = handler("stop", "generic", "#cancel", "Stopped.", parent="Order", next_step=skip)
    hours = handler("ask hours", "generic", "#hours", "From nine.", parent="Order")
    again = {"behavior": "reprompt"}
    nodes = (
        WELCOME,
        ORDER,
        stop,
        hours,
        *slot(
            "size",
            "Order",
            "Which size?",
            handler("changed", "filled", changed, previous),
            handler("found", "filled", "!all_slots_filled", "Size: $size."),
            handler("not small", "nomatch", "$tries > 0", "Say small or large.", next_step=again),
            handler("miss", "nomatch", "", "What size?", context={"tries": 1}),
        ),
        *slot("kind", "Order", "Which kind?"),
        ELSE,
    )
    outcome = talk(
        imported(tmp_path, made(*nodes)),
        """
> i want to order
< Which size?
> hm
< What size?
> hm
< Say small or large.
< Which size?
> when do you open
< From nine.
< Which size?
> big
< Size: large.
< Which kind?
> little
< Not large but small.
< Which kind?
> cancel this now
< Stopped.
< A small .
""",
    )
    assert outcome.differences == ()


def test_optional_slots_conditions_and_skipping(tmp_path: Path) -> None:
    skip = {"behavior": "skip_slot"}
    nodes = (
        node("Order", "#order", "$size $kind, skipped: <? has_skipped_slots ?>", type="frame"),
        *slot("kind", "Order", ""),
        *slot(
            "size",
            "Order",
            "Which size?",
            handler("skip", "nomatch", "", "No size then.", next_step=skip),
            conditions="!$kind:tea",
        ),
        ELSE,
    )
    outcome = talk(
        imported(tmp_path, made(*nodes)),
        """
> i want to order
< Which size?
> infusion
<  tea, skipped:...
> (set kind null)
> i want to order
< Which size?
> none
< No size then.
< ..., skipped: yes
""",
    )
    assert outcome.differences == ()


def test_a_question_for_everything_comes_first(tmp_path: Path) -> None:
    everything = handler("all", "focus", "", "Tell me all.", parent="Order")
    nodes = (ORDER, everything, *slot("size", "Order", "Which size?"), *slot("kind", "Order", "?"))
    lines = "> i want to order\n< Tell me all.\n> big\n< ?\n> tea\n< A large tea.\n"
    assert talk(imported(tmp_path, made(*nodes, ELSE)), lines).differences == ()


def test_digressions_come_back_to_the_question(tmp_path: Path) -> None:
    nodes = (
        node("Hours", "#hours", "From nine.", digress_in="returns"),
        node("Stop", "#cancel", "Stopped."),
        node("No", "#yes", "Never reached.", digress_in="not_available"),
        node("Tea", "@kind:tea", "<? returning_from_digression ? 'So: g' : 'G' ?>reen or black?"),
        node("Green", "@size", "Fine.", parent="Tea"),
        {**ORDER, "digress_out_slots": "allow_returning"},
        *slot("size", "Order", "Which size?"),
        ELSE,
    )
    outcome = talk(
        imported(tmp_path, made(*nodes)),
        """
> infusion
< Green or black?
> when do you open
< From nine.
< So: green or black?
> yes of course
< I did not get that.
> infusion
< Green or black?
> forget all of it
< Stopped.
> little
< I did not get that.
> i want to order
< Which size?
> when do you open
< From nine.
< Which size?
> forget all of it
< Which size?
> big
< A large .
""",
    )
    assert outcome.differences == ()


def test_what_the_greeting_sets_holds_from_the_beginning(tmp_path: Path) -> None:
    start = {"light": "off", "count": 0}
    lamp = {"text": "On.", "ui_action": {"light": "@size"}}
    nodes = (
        node("Start", "conversation_start", "Hello.", context=start),
        node("Folder", type="folder", digress_in="returns"),
        node("Hours", "#hours && $light == 'off'", "From nine.", parent="Folder"),
        node("Order", "#order", "Which?", context={"count": "<? $count + 1 ?>"}),
        node("Sized", "@size", output=lamp, parent="Order"),
        node("Yes", "#yes", "$count, $ui_action"),
        ELSE,
    )
    found = imported(tmp_path, made(*nodes))
    outcome = talk(
        found,
        """
> i want to order
< Which?
> when do you open
< From nine.
< Which?
> big
< On.
> yes of course
< 2, {"light":"large"}
""",
    )
    assert outcome.differences == ()
    told = [(one.kind, one.outcome) for one in found.report.entries if one.name == "ui_action"]
    assert told == [("responses", "approximate")]


def test_handlers_of_slots_and_prompts_without_words(tmp_path: Path) -> None:
    off = node("off", "#hours", "Never.", type="response_condition", parent="Order", disabled=True)
    hours = handler("h", "generic", "#hours", "From nine.")
    nodes = (
        ORDER,
        off,
        handler("empty", "focus", "", "", parent="Order"),
        *slot("phone", "Order", "Which phone?", hours),
        ELSE,
    )
    found = imported(tmp_path, made(*nodes, entities=[entity("phone", old=[], new=["fresh"])]))
    # Our reader of messages gives telephone numbers under that name.
    assert "phone" not in bot_of(found).entities
    outcome = talk(
        found,
        """
> i want to order
< Which phone?
> when do you open
< From nine.
< Which phone?
> fresh
< A  .
""",
    )
    assert outcome.differences == ()


def test_variables_are_removed_once_the_node_has_spoken(tmp_path: Path) -> None:
    gone = "<? context.remove('size') ?>"
    order = node("Order", "#order", "A $size one.", context={"size": "@size"})
    order["output"]["deleted"] = gone
    text = node("Text", "#size", f"It was {gone}.")
    known = node("Known", "$size", "Still $size.")
    intents = [intent("order", "I want one", "get me one"), intent("size", "what was it")]
    content = skill(
        WELCOME, order, text, known, ELSE, intents=intents, entities=[entity("size", big=[])]
    )
    found = imported(tmp_path, content)
    lines = "> I want one big\n< A big one.\n> xyz\n< I did not get that.\n"
    assert talk(found, lines).differences == ()
    assert not any(one.outcome == "unmapped" for one in found.report.entries)
    assert not any(one.kind == "responses" for one in found.report.entries)


def test_several_responses_texts_in_turn_and_media(tmp_path: Path) -> None:
    ways = [{"text": "One."}, {"text": "Two."}]
    turn = {"response_type": "text", "values": ways, "selection_policy": "sequential"}
    lines = {"response_type": "text", "values": ways, "selection_policy": "multiline"}
    image = {"response_type": "image", "source": "https://e.org/a.png", "title": "Look"}
    frame = {"response_type": "iframe", "source": "https://e.org/page", "title": "Page"}
    options = {
        "response_type": "option",
        "title": "Which?",
        "options": [{"label": "The big one", "value": {"input": {"text": "large"}}}],
    }
    nodes = (
        node("Hours", "#hours", metadata={"_customization": {"mcr": True}}),
        node("Late", "$late == true", "Late.", type="response_condition", parent="Hours"),
        node("Early", "", [turn], type="response_condition", parent="Hours"),
        node("Order", "#order", [lines, image, frame, options]),
        node("Large", "@size:large", "Large it is.", parent="Order"),
        ELSE,
    )
    outcome = talk(
        imported(tmp_path, made(*nodes)),
        """
> when do you open
< One.
> when do you open
< Two.
> when do you open
< One.
> (set late true)
> when do you open
< Late.
> i want to order
< One.
  Two.
< (image https://e.org/a.png)
< Page
  https://e.org/page
< Which?
  [The big one]
> [The big one]
< Large it is.
""",
    )
    assert outcome.differences == ()


def test_pauses_agents_and_what_only_a_channel_understands(tmp_path: Path) -> None:
    says = [
        {"response_type": "pause", "time": 1500},
        {"response_type": "text", "values": [{"text": "Wait."}]},
        {"response_type": "user_defined", "user_defined": {"dance": True}},
        {
            "response_type": "connect_to_agent",
            "message_to_human_agent": "About $size",
            "agent_available": {"message": "One moment."},
        },
    ]
    found = imported(tmp_path, made(node("Order", "#order", says), ELSE))
    nodes = nodes_of(found)
    assert nodes["order_2"].pause_ms == 1500
    assert nodes["order_agent"].params["note"] == "About ${size}"
    (to_do,) = [one for one in nodes.values() if one.title.startswith("To do")]
    assert "dance" in to_do.note
    told = [(one.kind, one.name) for one in found.report.entries if one.outcome == "unmapped"]
    assert told == [("responses", "user_defined")]


def test_webhooks_are_calls_whose_secrets_are_named(tmp_path: Path) -> None:
    hook = {
        "name": "main_webhook",
        "url": "https://e.org/hook?token=abcdef123456",
        "headers": [{"name": "Authorization", "value": "Bearer abcdef"}],
    }
    action = {
        "name": "main_webhook",
        "type": "webhook",
        "parameters": {"size": "$size", "all": True},
        "result_variable": "answer",
    }
    client = {"name": "open_door", "type": "client", "parameters": {}}
    nodes = (node("Order", "#order", "<? $answer.text ?>", actions=[action, client]), ELSE)
    found = imported(tmp_path, made(*nodes, webhooks=[hook]))
    call = nodes_of(found)["order_main_webhook"]
    assert call.params["headers"] == {
        "Content-Type": "application/json",
        "Authorization": "Bearer ${secret.webhook_authorization}",
    } or call.params["headers"] == {
        "Content-Type": "application/json",
        "Authorization": "${secret.webhook_authorization}",
    }
    assert call.params["body"] == '{\n  "size": ${size},\n  "all": true\n}'
    assert bot_of(found).secrets == ("webhook_authorization",)
    assert "abcdef" not in str(found)
    answer = '{"status": 200, "headers": {}, "body": {"text": "Done."}}'
    lines = f"! order_main_webhook ok {answer}\n> i want to order\n< Done.\n"
    assert talk(found, lines).differences == ()


def test_an_unreadable_condition_never_holds_and_is_told(tmp_path: Path) -> None:
    nodes = (node("Odd", "T(java.lang.Math).random() > 0.5", "Odd."), ELSE)
    found = imported(tmp_path, made(*nodes))
    assert talk(found, "> when do you open\n< I did not get that.\n").differences == ()
    told = [one for one in found.report.entries if one.kind == "conditions"]
    assert [one.outcome for one in told] == ["unmapped"]
    assert "random" in told[0].name


def test_counterexamples_disambiguation_and_older_workspaces(tmp_path: Path) -> None:
    old = {"text": {"values": ["Hi <? input.text ?>"], "selection_policy": "sequential"}}
    nodes = (node("Hours", "#hours", output=old, go_to={"dialog_node": "End", "selector": "body"}),)
    settings = {"disambiguation": {"enabled": True, "prompt": "Which one?"}}
    content = made(
        *nodes,
        node("End", "", "Bye."),
        counterexamples=[{"text": "cheese"}],
        system_settings=settings,
    )
    found = imported(tmp_path, {"skill": {"workspace": content}})
    bot = bot_of(found)
    assert bot.default_message.related_intents
    assert bot.default_message.question == {"en": "Which one?"}
    assert nodes_of(found)["not_understood"].params["phrases"] == {"en": ["cheese"]}
    lines = "> opening hours please\n< Hi opening hours please\n< Bye.\n"
    assert talk(found, lines).differences == ()


def test_an_assistant_with_two_skills_is_two_bots(tmp_path: Path) -> None:
    one, two = made(WELCOME, name="One"), made(WELCOME, name="Two")
    found = import_bot("watson", write(tmp_path, {"assistant_skills": [one, two]}))
    assert list(found.project.bots) == ["one", "two"]


def test_what_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TertuliaError, match="not one dialog node"):
        import_bot("watson", write(tmp_path, {"dialog_nodes": []}))


VOCABULARY = Vocabulary(Skill("s", "p"))
EXPRESSIONS = [
    ("$x", "has(x)"),
    ("!$x", "!has(x)"),
    ("$x == null", "!has(x)"),
    ("$x != 'a'", '!(has(x) && x == "a")'),
    ("$x:a || context.y == 'b'", 'has(x) && x == "a" || has(y) && y == "b"'),
    ("$(my-var):(New York)", 'has(my_var) && my_var == "New York"'),
    ("@sys-number > 5 AND @sys-number lt 9", None),
    ("input.text.matches('[0-9]+')", 'matches(message.text, r"^(?:[0-9]+)$")'),
    ("input.text.length() == 10", "size(message.text) == 10"),
    ("$l.contains('a') && $l.size() > 1", 'has(l) && contains(l, "a") && size(l) > 1'),
    ("entities['sys-date'] != null", None),
    ("now().before('12:00:00')", 'format_moment(now, "HH:mm:ss") < "12:00:00"'),
    ("intents[0].confidence > 0.5", "message.confidence > 0.5"),
    ("true && (anything_else or false)", "true"),
    ("entities.size() < 2", "sum(keys(mentions).map(k, size(mentions[k]))) < 2"),
    ("true == 'true' && 'x' != true", "true == true"),
    ("now().reformatDateTime('h:mm a') == 'x'", 'format_moment(now, "h:mm a") == "x"'),
    ("$a ? $b == 1 : false", None),
]


@pytest.mark.parametrize(("source", "expected"), EXPRESSIONS)
def test_conditions_in_our_language(source: str, expected: str | None) -> None:
    found = Translation(VOCABULARY).condition(parse(source))
    compile_expression(found)
    assert expected is None or found == expected


VALUES: list[tuple[str, dict[str, Any], Any]] = [
    ("$n + 1", {"n": 2}, 3),
    ("'a' + $n + 'b'", {"n": 2}, "a2b"),
    ("$l.append('c')", {"l": ["a"]}, ["a", "c"]),
    ("$l.join('; ')", {"l": ["a", "b"]}, "a; b"),
    ("$l.remove(0)", {"l": ["a", "b"]}, ["b"]),
    ("$l.removeValue('a')", {"l": ["a", "b"]}, ["b"]),
    ("$l.set(1, 'z')", {"l": ["a", "b"]}, ["a", "z"]),
    ("$l.![code].join(',')", {"l": [{"code": "A"}, {"code": "B"}]}, "A,B"),
    ("$l.?[code == 'A'].size()", {"l": [{"code": "A"}, {"code": "B"}]}, 1),
    ("T(String).join('-', $l)", {"l": ["a", "b"]}, "a-b"),
    ("$t.toUpperCase().substring(1, 3)", {"t": "lima"}, "IM"),
    ("$t.extract('(\\w+)@', 1)", {"t": "to ana@e.org"}, "ana"),
    ("$t.replaceAll('[0-9]', '')", {"t": "a1b2"}, "ab"),
    ("$t.split(',')", {"t": "a,b"}, ["a", "b"]),
    ("$x ?: 'none'", {}, "none"),
    ("$x == 'a' ? 1 : 2", {}, 2),
    ("$d.plusDays(1)", {"d": "2026-03-02"}, "2026-03-03"),
    ("$d.reformatDateTime('dd.MM.yyyy')", {"d": "2026-03-02"}, "02.03.2026"),
    ("$d.reformatDateTime('EEEEE d MMMMM')", {"d": "2026-11-30"}, "Monday 30 November"),
    ("$n.toString().length()", {"n": 1234}, 4),
    ("T(Math).floor(2.7)", {}, 2),
    ("new JsonArray().append('x')", {}, ["x"]),
    ("{'a', 'b'}.contains('b')", {}, True),
    ("$o.name.first", {"o": {"name": {"first": "Ana"}}}, "Ana"),
    ("context['o']['k'].get(1)", {"o": {"k": [1, 2]}}, 2),
]


@pytest.mark.parametrize(("source", "names", "expected"), VALUES)
def test_values_in_our_language(source: str, names: dict[str, Any], expected: Any) -> None:
    found = Translation(VOCABULARY).value(parse(source))
    scope = {"time_zone": "UTC", "language": "en", **names}
    assert compile_expression(found.code).evaluate(scope) == expected


@pytest.mark.parametrize("source", ["$a +", "(", "a b", "'x", "$a..b", "f(1", "T(x).y()", "(" * 99])
def test_what_cannot_be_read_says_why(source: str) -> None:
    with pytest.raises(Unreadable):
        Translation(VOCABULARY).value(parse(source))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, $name. $5 and ${x}", "Hello, ${name}. $5 and $${x}"),
        ("$user.name lives", "${user.name} lives"),
        ("$(my name)!", "${my_name}!"),
        ("ana@example.com", "ana@example.com"),
        ("On @sys-date.", "On ${entities.date}."),
        ("<? $n + 1 ?> of $n", "${n + 1} of ${n}"),
        ("US$<? $n ?>", 'US${"$"}${n}'),
        ("<? T(x).y() ?>", "<? T(x).y() ?>"),
    ],
)
def test_texts_as_templates(text: str, expected: str) -> None:
    texts = Texts(Translation(VOCABULARY), frozenset({"user"}))
    assert texts.template(text) == expected
