"""What each thing in an app of LUIS becomes, from JSON and from .lu files."""

from pathlib import Path

import pytest
from luis_app import app, bot_of, imported, nodes_of, said, talk, write

from engine import nlu
from engine.importers import IMPORTERS, import_bot, open_files
from engine.importers.luis.source import App
from engine.importers.luis.templates import pattern_of
from engine.nodes.patterns import matches
from engine.types.issue import TertuliaError

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "luis"
CITY = {
    "name": "City",
    "subLists": [{"canonicalForm": "Lima", "list": ["the capital"]}],
}
LU = """
> !# @app.culture = es-es
> !# @app.name = Viajes
# Reservar
- quiero reservar un vuelo
- llévame a {@ciudad=Lima} mañana
- quiero ir a {ciudad:destino=Quito}
- vuelos a {@pais} [por favor]
# None
- me gusta el queso
@ list pais =
    - Perú:
        - el Perú
        - peru
@ ml ciudad hasRoles destino, origen
@ regex codigo = /[A-Z]{3}[0-9]+/
@ prebuilt number
@ phraselist saludos(interchangeable) =
    - hola, buenas
[otro](./otro.lu)
"""


def test_intents_are_learned_and_wait_for_their_answer(tmp_path: Path) -> None:
    content = app(said("book a flight", "Book"), said("forget it", "Cancel"), said("red", "None"))
    found = imported(write(tmp_path, content))
    nodes = nodes_of(found)
    assert nodes["book"].params["phrases"] == {"en": ["book a flight"]}
    assert nodes["not_understood"].params["phrases"] == {"en": ["red"]}
    assert nodes["book_answer"].title == "To do: answer Book"
    outcome = talk(
        found,
        """
> (opened)
< What can I do for you?
  [Book] [Cancel]
> [Book]
< Book
> forget it
< Cancel
""",
    )
    assert outcome.differences == ()


def test_what_is_understood_is_told_until_the_answer_is_written(tmp_path: Path) -> None:
    content = app(
        said("fly to Lima with LATAM", "Book", City="Lima", Company="LATAM"),
        said("a table for ten", "Table"),
        closedLists=[CITY],
        entities=[{"name": "Company", "roles": ["by"]}],
    )
    found = imported(write(tmp_path, content))
    bot = bot_of(found)
    assert set(bot.entities) == {"city", "company"}
    models = {bot.id: nlu.train(bot).save()}
    lines = "> fly to Lima with LATAM\n< Book\n  City: Lima\n  Company: LATAM\n"
    assert talk(found, lines, models).differences == ()


@pytest.mark.parametrize(
    ("template", "fitting", "other"),
    [
        ("where is {Form}[?]", "Where is form 7?", "where"),
        ("(send|mail) [the] {Form} to {City}", "mail the form to Lima", "post it to Lima"),
        ("fly to {City}", "fly to  the capital.", "fly to Quito"),
        ("code {Code} please", "Code AB12 please", "code please"),
    ],
)
def test_templates_are_patterns(template: str, fitting: str, other: str) -> None:
    found = App("a", "p", lists={"City": {"Lima": ["the capital"]}}, patterns={"Code": "[A-Z]+12"})
    pattern = pattern_of(found, template)
    assert matches(pattern, fitting)
    assert not matches(pattern, other)


def test_a_template_of_an_entity_alone_takes_nothing(tmp_path: Path) -> None:
    content = app(said("hello there", "Greet"), patterns=[{"pattern": "{Any}", "intent": "Greet"}])
    found = imported(write(tmp_path, content))
    assert "patterns" not in nodes_of(found)["greet"].params
    (entry,) = [one for one in found.report.entries if one.kind == "patterns"]
    assert entry.outcome == "unmapped"


def test_lu_files_are_read_with_marks_roles_and_lists(tmp_path: Path) -> None:
    found = imported(write(tmp_path, LU, "viajes.lu"))
    bot, nodes = bot_of(found), nodes_of(found)
    assert bot.languages == ("es",)
    assert bot.name == "Viajes"
    assert nodes["reservar"].params["phrases"] == {
        "es": ["quiero reservar un vuelo", "llévame a Lima mañana", "quiero ir a Quito"]
    }
    assert bot.entities["pais"].rows == (("Perú", "el Perú;peru"),)
    assert {row[0] for row in bot.entities["ciudad"].rows} == {"Lima", "Quito"}
    patterns = nodes["reservar"].params["patterns"]
    assert isinstance(patterns, list)
    assert matches(str(patterns[0]), "vuelos a peru por favor")
    outcomes = {(one.kind, one.name): one.outcome for one in found.report.entries}
    assert outcomes["phrase lists", "saludos"] == "unmapped"
    assert outcomes["imports", "./otro.lu"] == "unmapped"
    assert outcomes["roles", "ciudad"] == "approximate"
    assert outcomes["entities", "number"] == "exact"


def test_the_files_of_a_composer_bot_are_not_an_app(tmp_path: Path) -> None:
    write(tmp_path, LU, "main.lu")
    write(tmp_path, {"$kind": "Microsoft.AdaptiveDialog"}, "main.dialog")
    with open_files(tmp_path) as files:
        assert not IMPORTERS["luis"].detect(files)


def test_an_app_without_intents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TertuliaError, match="not one intent can be read"):
        import_bot("luis", write(tmp_path, app()))


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no {CORPUS}")
def test_the_sample_of_the_corpus_is_imported() -> None:
    found = imported(CORPUS / "flight-booking")
    whole = found.report.whole()
    assert whole.unmapped == 0
    assert {"book_flight", "cancel", "get_weather"} <= set(nodes_of(found))
