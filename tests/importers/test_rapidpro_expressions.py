"""RapidPro's expressions: what each gives, in the words of its documentation; and goflow's own
table of templates, where it is at hand."""

import json
from pathlib import Path

import pytest

from engine.expressions import compile_template
from engine.importers.rapidpro.context import Context
from engine.importers.rapidpro.source import Export, Flow
from engine.importers.rapidpro.survey import Survey
from engine.importers.rapidpro.translate import Translation

SCOPE: dict[str, object] = {
    "contact": {
        "id": "7",
        "name": "Ana Ruiz",
        "first_name": "Ana",
        "phone": "+12024561111",
        "email": "ana@example.org",
        "tags": ["Testers", "Males"],
        "age": "23",
        "joined": "2017-12-02T10:30:00.000000-05:00",
        "days": "1,2,3",
    },
    "channel": "sms",
    "language": "en",
    "time_zone": "America/Guayaquil",
    "input_text": "Hi there",
    "input_files": [{"kind": "image", "url": "https://e.org/a.jpg", "mime": "image/jpeg"}],
    "color": {"value": "red", "category": "Red", "input": "Red!"},
    "webhook": {
        "status": 200,
        "headers": {"Content-Type": "text/plain"},
        "json": {"results": [{"state": "WA"}, {"state": "IN"}]},
    },
    "trigger_params": {"address": {"state": "WA"}, "source": "website"},
}
# goflow's templates that differ here, and why.
DIFFERENT = {
    "@contact.id": "the id is that of the channel",
    "@contact.urns": "only telephone and mail are known",
    "@(contact.urns[1])": "as above",
    "@(json(contact.urns))": "as above",
    "@input": "files are not part of the last answer's text",
    "@input.channel.name": "channels have no names",
    "@run.status": "a flow that goes on is active",
    "@(json(contact.fields))": "fields are texts",
    "@(json(contact.fields.age))": "as above",
    "@(json(input))": "the answer is its text",
    "@(count(results))": "only the results of the flow at hand are there",
    "@(count(run.results))": "as above",
    "@(has_error(contact.fields.favorite_icecream).match)": "errors have no words",
    "@(has_error(fields.favorite_icecream).match)": "as above",
    "@(has_error(results.favorite_icecream).match)": "as above",
    "@(has_error(run.results.favorite_icecream).match)": "as above",
}


def translation(*, legacy: bool = False) -> Translation:
    flow = Flow("f", "F", "x", "eng", "messaging", 0, False, (), {}, {}, legacy=legacy)
    export = Export("test", flows=[flow])
    export.fields |= {key: (key, "text") for key in ("age", "joined", "days", "unset")}
    survey = Survey(export)
    survey._results["f", "color"] = "color"
    survey.sets["f"]["color"] = "Color"
    return Translation(Context(survey, flow))


def filled(template: str, scope: dict[str, object], *, legacy: bool = False) -> str:
    made = translation(legacy=legacy)
    text = made.template(template)
    assert not made.missed, made.missed
    return compile_template(text).fill(scope, lambda _name: None, lambda _fault: None)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('"a" & 1 = "a1"', "afalse"),
        ("1 + 2 * 3", "7"),
        ("10 / 4", "2.5"),
        ("2 ^ 3 + -1", "7"),
        ('1 = "1"', "true"),
        ("fields.age + 1", "24"),
        ("fields.unset + 1", ""),
        ("fields.unset & 1", "1"),
        ("results.none & 1", ""),
        ("if(fields.age > 18, upper(contact.first_name), 1 / 0)", "ANA"),
        ("upper(contact.status)", "ACTIVE"),
        ('default(fields.unset, "x")', "x"),
        ('default(results.none, "x")', "x"),
        ("is_error(results.none)", "true"),
        ("is_error(fields.unset)", "false"),
        ('is_error(datetime("soon"))', "true"),
        ('is_error(regex_match(fields.days, "4"))', "true"),
        ('is_error(regex_match(fields.days, "2"))', "false"),
        ('and(true, "false")', "false"),
        ('word("bee.cat,dog", 1)', "cat"),
        ('word("bee cat dog", -1)', "dog"),
        ('word("a=b|c", 1, "=|")', "b"),
        ('word_slice("bee cat dog", 1)', "cat dog"),
        ('word_slice("bee cat dog", 0, 2)', "bee cat"),
        ('word_count("Hi, you!")', "2"),
        ('remove_first_word("Hi there. You!")', "there. You!"),
        ('field("a,,c", 1, ",")', ""),
        ('field("a   b c", 1, " ")', "b"),
        ('field("a", 3, ",")', ""),
        ('text_slice("hello", 1, 3)', "el"),
        ('text_slice("hello", -3, -1)', "ll"),
        ('text_length("abc")', "3"),
        ('trim("+1+", "+")', "1"),
        ('"*" & trim_left(" a ") & "*"', "*a *"),
        ('clean("a\tb")', "ab"),
        (r'regex_match("sda34df", "\d+")', "34"),
        (r'regex_match("Bob Smith", "(\w+) (\w+)", 2)', "Smith"),
        ('text_compare("abc", "def")', "-1"),
        ('repeat("*", 3)', "***"),
        ('replace("foo bar foo", "foo", "zap", 1)', "zap bar foo"),
        ("percent(0.54234)", "54%"),
        ('url_encode("a & b")', "a%20%26%20b"),
        ('html_decode("a &amp; b")', "a & b"),
        ("char(33)", "!"),
        ('code("a")', "97"),
        ('read_chars("1234")', "1 2 3 4"),
        ('read_chars("abcdef")', "a b c , d e f"),
        ("round(12.146, 2)", "12.15"),
        ("round(12.6)", "13"),
        ("round_up(12.141)", "13"),
        ("round_down(12.9)", "12"),
        ("round_up(12.141, 2)", "12.15"),
        ("max(1, -1, 10)", "10"),
        ("mean(1, 2, 6)", "3"),
        ("mod(5, 3)", "2"),
        ("abs(-10)", "10"),
        ("format_number(1234.5678, 2)", "1,234.57"),
        ("format_number(1234.5678, 0, false)", "1235"),
        ('datetime_diff("2017-01-15", "2017-05-15", "W")', "17"),
        ('datetime_diff("2017-12-31", "2018-01-01", "Y")', "1"),
        ('datetime_diff("2017-01-17 10:50", "2017-01-17 12:30", "h")', "1"),
        ('datetime_add("2017-01-15", 5, "D")', "2017-01-20T00:00:00.000000-05:00"),
        ('replace_time("2017-01-15", "10:30")', "2017-01-15T10:30:00.000000-05:00"),
        ('date("2017-01-15T10:00:00Z")', "2017-01-15"),
        ('time("10:30")', "10:30:00.000000"),
        ('time("9")', "09:00:00.000000"),
        ("time(fields.joined)", "10:30:00.000000"),
        ("date_from_parts(2017, 2, 31)", "2017-03-03"),
        ("time_from_parts(8, 5, 0)", "08:05:00.000000"),
        ('weekday("2017-01-15")', "0"),
        ('week_number("2019-07-23")', "30"),
        ('format_date("1979-07-18")', "18-07-1979"),
        ('format_date("1979-07-18", "MMM D, YYYY")', "Jul 18, 1979"),
        ('format_datetime("2010-05-10 14:50", "YYYY M DD tt:mm")', "2010 5 10 14:50"),
        ('format_time("14:50:30", "h:mm aa")', "2:50 pm"),
        ('format_time("14:50")', "14:50"),
        ('parse_datetime("5/31/2017", "M/D/YYYY")', "2017-05-31T00:00:00.000000-05:00"),
        (
            'parse_datetime("2010 5 10 2:40 pm", "YYYY M DD h:mm aa")',
            "2010-05-10T14:40:00.000000-05:00",
        ),
        ("datetime_from_epoch(1497286619)", "2017-06-12T11:56:59.000000-05:00"),
        ('epoch("2017-06-12T16:56:59Z")', "1497286619"),
        ('tz_offset("2017-01-15")', "-0500"),
        ('join(split("a.b.c", "."), " ")', "a b c"),
        ('split("a|b,c", "|,")', "[a, b, c]"),
        ('count(split(fields.days, ","))', "3"),
        ('array("a", 1)[1]', "1"),
        ("sort(array(3, 1, 2))", "[1, 2, 3]"),
        ("reverse(array(3, 1))", "[1, 3]"),
        ('sum(array(1, 2, "3"))', "6"),
        ("unique(concat(array(1, 2), array(2)))", "[1, 2]"),
        ('object("b", 1, "a", "x")', "{a: x, b: 1}"),
        ('json(object("a", 1))', '{"a": 1}'),
        ('parse_json("{\\"foo\\": [4]}").foo[0]', "4"),
        ('foreach(array("a", "b"), upper)', "[A, B]"),
        ('foreach(array("a", "b"), (x) => x & "1")', "[a1, b1]"),
        ('foreach(array("the man", "fox"), word, 0)', "[the, fox]"),
        ("filter(array(1, 5), (x) => x > 2)", "[5]"),
        ('join(foreach(contact.groups, extract, "name"), "|")', "Testers|Males"),
        ("results", "Color: red"),
        ("fields", "age: 23\ndays: 1,2,3\njoined: 2017-12-02T10:30:00.000000-05:00"),
        ('foreach_value(results, extract_object, "value")', "{color: {value: red}}"),
        ("webhook.json.results[1].state", "IN"),
        ('webhook.headers["Content-Type"]', "text/plain"),
        ("webhook.json", "{results: [{state: WA}, {state: IN}]}"),
        ('urn_parts("twitterid:32#bobby").display', "bobby"),
        ("urn_parts(contact.urn).path", "+12024561111"),
        ("format_urn(contact.urn)", "(202) 456-1111"),
        ("contact.urn", "tel:+12024561111"),
        ('format_location("Rwanda > Kigali")', "Kigali"),
        ("attachment_parts(input.attachments[0]).url", "https://e.org/a.jpg"),
        ("trigger.params.address.state", "WA"),
        ('has_any_word("The Quick Fox", "fox")', "true"),
        ('has_number_between("about 42", 40, 44)', "true"),
        ("run.flow.name", "F"),
        (r'"a\nb"', "a\nb"),
        (r'"\w"', "\\w"),
    ],
)
def test_gives(expression: str, value: str) -> None:
    assert filled(f"@({expression})", SCOPE) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("LEFT(step, 2)", "Hi"),
        ("RIGHT(step, 3)", "ere"),
        ('CONCATENATE(contact, "-", 1)', "Ana Ruiz-1"),
        ("WORD(step, 2)", "there"),
        ('FIELD("a,b", 2, ",")', "b"),
        ("FIXED(1234.5, 1)", "1,234.5"),
        ("DATE(2017, 2, 5)", "2017-02-05"),
        ("YEAR(contact.joined)", "2017"),
        ('SUBSTITUTE("aba", "a", "c")', "cbc"),
        ("IF(1 <> 2, 1, 2)", "1"),
        ('"say ""yes"""', 'say "yes"'),
        ("flow.color.category", "Red"),
    ],
)
def test_old_flows_give(expression: str, value: str) -> None:
    assert filled(f"@({expression})", SCOPE, legacy=True) == value


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("@contact.name, @@you", "Ana Ruiz, @you"),
        ("bob@nyaruka.com", "bob@nyaruka.com"),
        ("@twitter_handle", "@twitter_handle"),
        ("@results.color is @results.color.category_localized.", "red is Red."),
        ("${x} stays", "${x} stays"),
    ],
)
def test_texts(template: str, text: str) -> None:
    assert filled(template, SCOPE) == text


@pytest.mark.parametrize("expression", ["rand()", "json(contact)", "no_such(1)", "1 +"])
def test_what_cannot_be_said_is_told(expression: str) -> None:
    made = translation()
    assert made.template(f"@({expression})") == f"@({expression})"
    assert made.missed


def test_goflows_own_templates(shared: Path) -> None:
    folder = shared / "corpus" / "rapidpro" / "goflow-action-tests" / "engine" / "testdata"
    rows = json.loads((folder / "templates.json").read_text(encoding="utf-8"))
    made = translation()
    survey = made.context.survey
    survey._results["f", "favorite_color"] = "favorite_color"
    keys = "activation_token age gender join_date language not_set state"
    survey.export.fields = {key: (key.replace("_", " ").title(), "text") for key in keys.split()}
    survey.known_fields = set(survey.export.fields)
    scope = {
        **SCOPE,
        "contact": {
            "id": "5d76d86b-3bb9-4d5a-b822-c9d86f5d8e4f",
            "name": "Ryan Lewis",
            "phone": "+12024561111",
            "email": "foo@bar.com",
            "tags": ["Testers", "Males"],
            "activation_token": "AACC55",
            "age": "23",
            "gender": "Male",
            "join_date": "2017-12-02T00:00:00.000000-02:00",
        },
        "favorite_color": {"value": "red", "category": "Red", "input": ""},
        "input_files": [
            {"kind": "image", "url": "http://s3.amazon.com/bucket/test.jpg", "mime": "image/jpeg"},
            {"kind": "audio", "url": "http://s3.amazon.com/bucket/test.mp3", "mime": "audio/mp3"},
        ],
        "webhook": {
            "status": 200,
            "headers": {
                "Content-Length": "43",
                "Content-Type": "text/plain; charset=utf-8",
                "Date": "Wed, 11 Apr 2018 18:24:30 GMT",
            },
            "json": {"results": [{"state": "WA"}, {"state": "IN"}]},
        },
    }
    wrong, untold, equal = [], 0, 0
    for row in rows:
        if row.get("redact_urns") or row["template"] in DIFFERENT:
            continue
        made.missed = []
        text = made.template(row["template"])
        if made.missed:
            untold += 1
            continue
        got = compile_template(text).fill(scope, lambda _name: None, lambda _fault: None)
        equal += got == row.get("output", "")
        if got != row.get("output", ""):
            wrong.append((row["template"], got))
    assert wrong == []
    assert equal >= 64
    assert untold <= 14
