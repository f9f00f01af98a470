"""The real agents of the corpus: all import, twice the same, and answer as they did."""

from pathlib import Path

import pytest
from dialogflow_agent import PLATFORM, Talk, bot_of, nodes_of

from engine.importers import Imported, import_bot
from engine.project.check import check
from engine.project.write import write
from engine.types.bot import Bot

AGENTS = (
    "covid-faq-usa-ama",
    "covid19-template",
    "hotel-booking-v2",
    "ubu-chatbot-online",
    "ubu-chatbot-presencial",
)
# Intents and phrases as the collection's own list counts them.
SIZES = {
    "covid-faq-usa-ama": (27, 264),
    "covid19-template": (62, 1328),
    "hotel-booking-v2": (6, 228),
    "ubu-chatbot-online": (103, 539),
    "ubu-chatbot-presencial": (98, 510),
}
LEAST_PERCENT = 95.0


@pytest.fixture(scope="module")
def imports(shared: Path) -> dict[str, Imported]:
    folder = shared / "corpus" / "dialogflow-es"
    return {name: import_bot(PLATFORM, folder / name) for name in AGENTS}


@pytest.fixture(scope="module")
def ubu(imports: dict[str, Imported]) -> Bot:
    return bot_of(imports["ubu-chatbot-online"])


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_imports_without_errors(imports: dict[str, Imported], name: str) -> None:
    errors = [str(issue) for issue in check(imports[name].project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)


@pytest.mark.parametrize("name", AGENTS)
def test_nearly_all_of_it_is_mapped(imports: dict[str, Imported], name: str) -> None:
    counts = {count.kind: count for count in imports[name].report.counts()}
    assert (counts["intents"].total, counts["phrases"].total) == SIZES[name]
    for kind in ("intents", "phrases", "messages"):
        assert counts[kind].mapped_percent >= LEAST_PERCENT, counts[kind]
    assert imports[name].report.whole().mapped_percent >= LEAST_PERCENT


@pytest.mark.parametrize("name", AGENTS)
def test_a_second_import_gives_the_same_bytes(
    imports: dict[str, Imported], shared: Path, tmp_path: Path, name: str
) -> None:
    again = import_bot(PLATFORM, shared / "corpus" / "dialogflow-es" / name)
    assert again.report == imports[name].report
    for imported, folder in ((imports[name], "one"), (again, "two")):
        write(imported.project, tmp_path / folder)
    one = {p.relative_to(tmp_path / "one"): p for p in (tmp_path / "one").rglob("*.*")}
    assert len(one) > 1
    for path, file in one.items():
        assert file.read_bytes() == (tmp_path / "two" / path).read_bytes()


@pytest.mark.parametrize("name", AGENTS)
def test_canvases_are_of_a_size_to_read(imports: dict[str, Imported], name: str) -> None:
    bot = bot_of(imports[name])
    for topic in bot.topics.values():
        assert sum(node.kind == "intent" for node in topic.nodes.values()) <= 26
        assert len(set(topic.layout.values())) == len(topic.nodes)


def test_a_student_of_burgos_gets_the_agents_answers(ubu: Bot) -> None:
    talk = Talk(ubu)
    assert talk.greeting == [
        "¡Hola! Soy el chatbot para la asignatura de Trabajo de Fin de Grado. "
        "¿Cómo te puedo ayudar?"
    ]
    assert talk.say("¿en que cuatrimestre se hace el tfg?") == [
        "Por defecto la asignatura TFG está asignada al segundo cuatrimestre y las "
        "convocatorias de evaluación son en mayo y junio."
    ]
    said, cards = talk.send("¿lo puedo hacer en febrero?")
    assert said.text.startswith("Puedes cambiarlo al primer cuatrimestre")
    assert [card.title for card in cards.cards] == ["Más información"]
    assert cards.cards[0].options[0].url.startswith("https://www.ubu.es/")
    (sorry,) = talk.say("xyzzy plugh")
    assert sorry.startswith("Perdona, no he entendido")


def test_the_spanish_agent_keeps_its_settings_and_words(ubu: Bot) -> None:
    assert ubu.languages == ("es",)
    assert ubu.time_zone == "Europe/Madrid"
    synonyms = "trabajo de fin de grado;proyecto de fin de grado"
    assert ubu.entities["tfg"].rows == (("tfg", synonyms),)
    nodes = nodes_of(ubu)
    assert nodes["fin_ofensivo"].params["condition"] == "false"
    assert nodes["que_cuatrimestre_remember"].params["variables"] == {
        "ctx_quecuatrimestre_until": "session.messages + 1",
        "ctx_que_cuatrimestre_followup_until": "session.messages + 2",
    }
    assert nodes["startup"].source == "intents/Default Welcome Intent.json"


def test_a_screening_is_walked_by_its_buttons(imports: dict[str, Imported]) -> None:
    talk = Talk(bot_of(imports["covid19-template"]))
    (message,) = talk.send("start screening")
    assert message.text.startswith("Are you ready to get started?")
    for label, beginning in (
        ("Yes", "Do you have any of these life-threatening symptoms?\n• Gasping"),
        ("No", "Do you have any of these life-threatening symptoms?\n• New or increasing"),
        ("No", "Do you have any of the following symptoms?\n• Moderate"),
        ("No", "Do you have any of the following symptoms?"),
    ):
        (option,) = (one for one in message.options if one.label == label)
        (message,) = talk.send(choice=option.id)
        assert message.text.startswith(beginning)
    assert message.options[0].description == (
        "Fever (temperature >100.4 °F or 38 °C) or feeling feverish"
    )
    assert talk.send(choice=message.options[0].id) == []
    (call,) = talk.calls
    assert call.method == "POST"


def test_a_hotel_room_is_asked_for_slot_by_slot(imports: dict[str, Imported]) -> None:
    talk = Talk(bot_of(imports["hotel-booking-v2"]))
    assert talk.say("book hotel") == ["May I have your name please"]
    assert talk.say("Ada") == ["Book room for how many persons?"]
    assert talk.say("for two") == ["Kindly send me your email for furthur contact"]
    assert talk.say("me") == ["let me know your email address"]
    (question,) = talk.say("ada@example.org")
    assert question.startswith("What type of room")
    assert talk.say("vip") == []
    (call,) = talk.calls
    assert isinstance(call.body, dict)
    query = call.body["queryResult"]
    assert isinstance(query, dict)
    assert query["parameters"] == {
        "name": "Ada",
        "persons": 2,
        "email": "ada@example.org",
        "roomType": "luxury",
    }
    assert talk.answer(None, "timeout") == ["something went wrong."]
