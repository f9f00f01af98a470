"""Texts out to translators and in again: nothing is lost, nothing is broken unseen."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.project import localisation
from engine.project.localisation import Row, progress, texts, with_texts
from engine.project.read import open_project
from engine.types.bot import Bot, DefaultMessage, Node, Topic

ROOT = Path(__file__).parents[2]
FORMATS = ("po", "xlsx")
MENU = {
    "text": {"es": "Hola, ${name}: ¿qué necesita?", "en": "Hello, ${name}. What is it?"},
    "options": [
        {"id": "book", "label": {"es": "Pedir cita"}, "synonyms": {"es": ["cita", "turno"]}},
        {"id": "web", "label": {"es": "La web"}, "url": "https://example.com"},
    ],
}


def bot(**settings: Any) -> Bot:
    asked = {"phrases": {"es": ["quiero una cita", "deme un turno"]}, "label": {"es": "Citas"}}
    nodes = {
        "i": Node("intent", params=asked, edges={"next": "menu"}),
        "menu": Node("choices", params=MENU),
    }
    topics = {"t": Topic(title={"es": "Citas"}, nodes=nodes)}
    return Bot(id="b", languages=("es", "en", "pt"), topics=topics, **settings)


def exported(one: Bot, language: str, form: str) -> bytes:
    return bytes(getattr(localisation, f"export_{form}")(one, language))


def imported(
    one: Bot, language: str, data: bytes, form: str, **settings: Any
) -> localisation.Imported:
    return getattr(localisation, f"import_{form}")(one, language, data, f"x.{form}", **settings)


def translated(data: bytes, form: str, words: dict[str, str]) -> bytes:
    """The file as a translator gives it back, with words by the id of the text."""
    out = io.BytesIO()
    if form == "po":
        catalogue = read_po(io.BytesIO(data))
        for message in catalogue:
            message.string = words.get(message.context or "", message.string)
        write_po(out, catalogue)
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        for row in book.worksheets[0].iter_rows(min_row=2):
            row[4].value = words.get(row[0].value, row[4].value)
        book.save(out)
    return out.getvalue()


def codes(found: localisation.Imported) -> list[str]:
    return [issue.code for issue in found.issues]


def by_id(one: Bot) -> dict[str, Row]:
    return {row.id: row for row in texts(one)}


def test_rows_name_what_they_are_by_ids_that_last() -> None:
    rows = by_id(bot())
    assert list(rows) == [
        "t//title",
        "t/i/label",
        "t/i/phrases",
        "t/menu/text",
        "t/menu/options[book].label",
        "t/menu/options[web].label",
        "t/menu/options[book].synonyms",
    ]
    label = rows["t/menu/options[book].label"]
    assert (label.kind, label.path, label.limit) == ("label", "options[0].label", 20)
    assert rows["t/menu/text"].holes == ("name",)
    assert rows["t/i/phrases"].texts == {"es": "quiero una cita\ndeme un turno"}


def test_progress_counts_what_each_language_has() -> None:
    found = progress(bot())
    assert {name: (one.done, one.total) for name, one in found.items()} == {
        "es": (6, 6),
        "en": (1, 6),
        "pt": (0, 6),
    }


def test_words_of_the_default_message_are_texts_too() -> None:
    one = bot(default_message=DefaultMessage(question={"es": "¿Esto?"}))
    found = imported(
        one,
        "pt",
        translated(exported(one, "pt", "po"), "po", {"//default_message.question": "Isto?"}),
        "po",
    )
    assert with_texts(one, found.edits).default_message.question == {"es": "¿Esto?", "pt": "Isto?"}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_translated_comes_to_its_place(form: str) -> None:
    words = {
        "t//title": "Consultas",
        "t/i/phrases": "quero uma consulta\n\n me dê um horário ",
        "t/menu/text": "Olá, ${name}: do que precisa?",
        "t/menu/options[book].label": "Marcar consulta",
    }
    found = imported(bot(), "pt", translated(exported(bot(), "pt", form), form, words), form)
    assert (codes(found), found.empty) == ([], 3)
    topic = with_texts(bot(), found.edits).topics["t"]
    assert topic.title["pt"] == "Consultas"
    assert topic.nodes["i"].params["phrases"] == {
        "es": ["quiero una cita", "deme un turno"],
        "pt": ["quero uma consulta", "me dê um horário"],
    }
    assert topic.nodes["menu"].params["text"]["pt"] == words["t/menu/text"]
    assert topic.nodes["menu"].params["options"][0]["label"]["pt"] == "Marcar consulta"


@pytest.mark.parametrize("form", FORMATS)
def test_options_that_changed_places_keep_their_translations(form: str) -> None:
    data = translated(exported(bot(), "pt", form), form, {"t/menu/options[web].label": "O site"})
    params = {**MENU, "options": MENU["options"][::-1]}
    topic = bot().topics["t"]
    nodes = {**topic.nodes, "menu": Node("choices", params=params)}
    turned = bot()
    turned.topics["t"] = Topic(title=topic.title, nodes=nodes)
    (edit,) = imported(turned, "pt", data, form).edits
    assert edit.row.path == "options[0].label"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["clinic", "city"])
def test_an_export_taken_in_again_changes_nothing(name: str, form: str) -> None:
    (sample,) = open_project(ROOT / "datasets" / "bots" / name).bots.values()
    for language in sample.languages:
        found = imported(sample, language, exported(sample, language, form), form)
        assert (found.edits, found.issues) == ((), ())
        assert found.unchanged > 500


@pytest.mark.parametrize("form", FORMATS)
def test_all_translations_of_a_bot_can_be_moved_into_one_that_lost_them(form: str) -> None:
    (sample,) = open_project(ROOT / "datasets" / "bots" / "shop").bots.values()
    bare = without(sample, "pt")
    assert progress(bare)["pt"].done == 0
    # Made from the same sources, so that nothing has changed.
    found = imported(bare, "pt", exported(sample, "pt", form), form)
    assert found.issues == ()
    whole = with_texts(bare, found.edits)
    assert {row.id: row.texts.get("pt") for row in texts(whole)} == {
        row.id: row.texts.get("pt") for row in texts(sample)
    }


@pytest.mark.parametrize("form", FORMATS)
def test_a_source_that_changed_is_left_out_unless_forced(form: str) -> None:
    words = {"t/menu/text": "Olá, ${name}."}
    data = translated(exported(bot(), "pt", form), form, words)
    topic = bot().topics["t"]
    text = {**MENU, "text": {"es": "Hola, ${name}."}}
    changed = bot()
    nodes = {**topic.nodes, "menu": Node("choices", params=text)}
    changed.topics["t"] = Topic(title=topic.title, nodes=nodes)
    found = imported(changed, "pt", data, form)
    assert (found.edits, codes(found)) == ((), ["texts-source-changed"])
    assert found.issues[0].location.path == "text.pt"
    assert len(imported(changed, "pt", data, form, force=True).edits) == 1


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Olá, do que precisa?", "does not use 'name'"),
        ("Olá, ${nome}", "does not use 'name' and uses 'nome', which its source does not"),
        ("Olá, ${name", "does not use 'name'"),
    ],
)
def test_holes_that_are_lost_or_invented_are_left_out(form: str, text: str, message: str) -> None:
    data = translated(exported(bot(), "pt", form), form, {"t/menu/text": text})
    found = imported(bot(), "pt", data, form)
    assert (found.edits, codes(found)) == ((), ["texts-holes"])
    assert message in found.issues[0].message


def test_a_hole_may_be_said_once_or_twice_and_moved() -> None:
    words = {"t/menu/text": "${ name }, ${name}!"}
    assert (
        len(imported(bot(), "pt", translated(exported(bot(), "pt", "po"), "po", words), "po").edits)
        == 1
    )


@pytest.mark.parametrize("form", FORMATS)
def test_a_label_that_is_too_long_is_taken_and_reported(form: str) -> None:
    words = {"t/menu/options[web].label": "A nossa página na internet"}
    found = imported(bot(), "pt", translated(exported(bot(), "pt", form), form, words), form)
    assert (len(found.edits), codes(found)) == (1, ["texts-too-long"])


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_that_is_gone_is_reported_with_its_line(form: str) -> None:
    data = translated(exported(bot(), "pt", form), form, {"t/i/label": "Consultas"})
    gone = bot()
    gone.topics["t"] = Topic(title={"es": "Citas"})
    (issue,) = imported(gone, "pt", data, form).issues
    assert issue.code == "texts-unknown-row"
    assert issue.location.line > 1


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\xff\xfe nonsense", b"PK\x03\x04 broken", b'msgid "a'])
def test_a_broken_file_is_an_issue(form: str, data: bytes) -> None:
    found = imported(bot(), "pt", data, form)
    assert found.edits == ()
    assert set(codes(found)) <= {"texts-unusable"}
    assert form == "po" or found.issues


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_of_another_language_is_refused(form: str) -> None:
    assert codes(imported(bot(), "pt", exported(bot(), "en", form), form)) == ["texts-unusable"]


def test_a_country_makes_no_other_language() -> None:
    data = exported(bot(), "pt", "po").replace(b"Language: pt", b"Language: pt_BR")
    assert codes(imported(bot(), "pt", data, "po")) == []


def test_what_a_tool_guessed_is_not_taken() -> None:
    catalogue = read_po(io.BytesIO(exported(bot(), "pt", "po")))
    for message in catalogue:
        message.string = "x"
        message.flags.add("fuzzy")
    out = io.BytesIO()
    write_po(out, catalogue)
    assert imported(bot(), "pt", out.getvalue(), "po").edits == ()


def test_the_catalogue_is_the_same_for_the_same_bot() -> None:
    data = exported(bot(), "pt", "po")
    assert data == exported(bot(), "pt", "po")
    text = data.decode()
    assert 'msgctxt "t/menu/options[book].label"' in text
    assert "#. at most 20 characters" in text
    assert "python-brace-format" not in text


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    node = Node("say", params={"text": {"es": "=1+1", "pt": "=2+2"}})
    one = Bot(id="b", languages=("es", "pt"), topics={"t": Topic(nodes={"n": node})})
    assert imported(one, "pt", exported(one, "pt", "xlsx"), "xlsx").unchanged == 1
    sheet = openpyxl.load_workbook(io.BytesIO(exported(one, "pt", "xlsx"))).worksheets[0]
    assert sheet["D2"].data_type == "s"


written = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(
    lambda text: text == text.strip() != ""
)


@settings(max_examples=40, deadline=None)
@given(source=written, text=written)
def test_any_text_comes_back_as_it_went(source: str, text: str) -> None:
    def one(**texts: str) -> Bot:
        node = Node("say", params={"text": {"es": source.replace("$", ""), **texts}})
        return Bot(id="b", languages=("es", "pt"), topics={"t": Topic(nodes={"n": node})})

    text = text.replace("$", "")
    if not text.strip() or not source.replace("$", "").strip():
        return
    for form in FORMATS:
        found = imported(one(), "pt", exported(one(pt=text.strip()), "pt", form), form)
        assert [edit.text for edit in found.edits] == [text.strip()]


def without(one: Bot, language: str) -> Bot:
    def cut(setting: Any) -> Any:
        if isinstance(setting, dict):
            return {name: cut(inner) for name, inner in setting.items() if name != language}
        return [cut(inner) for inner in setting] if isinstance(setting, list) else setting

    from msgspec import structs

    topics = {
        name: structs.replace(
            topic,
            title=cut(topic.title),
            nodes={
                id_: structs.replace(node, params=cut(node.params))
                for id_, node in topic.nodes.items()
            },
        )
        for name, topic in one.topics.items()
    }
    default = structs.replace(
        one.default_message,
        question=cut(one.default_message.question),
        none_of_these=cut(one.default_message.none_of_these),
    )
    return structs.replace(one, topics=topics, default_message=default)


def test_the_example_of_the_documentation_runs(monkeypatch, capsys) -> None:
    page = (ROOT / "docs" / "how-to" / "translate-a-bot.md").read_text("utf-8")
    monkeypatch.chdir(ROOT)
    exec(page.split("```python\n")[1].split("```")[0], {})
    assert "[]" in capsys.readouterr().out
