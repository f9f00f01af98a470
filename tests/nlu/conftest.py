"""A small clinic that speaks three languages, trained once."""

from collections.abc import Callable

import pytest

from engine.nlu import Model, train
from engine.types.bot import Bot, EntityTable, Node, Topic
from engine.types.value import Value

PHRASES: dict[str, dict[str, dict[str, list[str]]]] = {
    "appointments": {
        "book": {
            "es": [
                "quiero una cita", "necesito pedir hora con el médico", "reservar una consulta",
                "me gustaría agendar una cita", "dame hora para el doctor",
            ],
            "en": [
                "i want an appointment", "book a visit with the doctor", "can i see a doctor",
                "schedule an appointment please", "i need to reserve a slot",
            ],
            "pt": [
                "quero marcar uma consulta", "preciso agendar com o médico", "marcar horário",
                "gostaria de uma consulta", "quero ver um doutor",
            ],
        },
        "cancel": {
            "es": [
                "cancelar mi cita", "no puedo ir a la consulta", "anula la hora que tenía",
                "quiero borrar mi reserva", "ya no necesito la cita",
            ],
            "en": [
                "cancel my appointment", "i can't come to the visit", "remove my booking",
                "i no longer need the slot", "call off the appointment",
            ],
            "pt": [
                "cancelar minha consulta", "não posso ir à consulta", "desmarcar o horário",
                "quero desistir da consulta", "não preciso mais do horário",
            ],
        },
    },
    "place": {
        "hours": {
            "es": ["a qué hora abren", "cuál es el horario", "hasta cuándo atienden", "abren hoy"],
            "en": ["when do you open", "opening hours", "how late are you open", "are you open"],
            "pt": ["que horas abrem", "qual o horário de atendimento", "até quando atendem"],
        },
        "address": {
            "es": ["dónde están", "cómo llego a la clínica", "cuál es la dirección", "un mapa"],
            "en": ["where are you", "how do i get there", "what is the address", "send me the map"],
            "pt": ["onde fica", "como chego na clínica", "qual é o endereço", "me manda o mapa"],
        },
    },
}  # fmt: skip
KEYWORDS = {
    "book": {"es": ["pedir cita", "cita urgente doctor"], "en": ["book appointment"]},
    "cancel": {
        "es": ["cancelar la cita"],
        "en": ["cancel appointment"],
        "pt": ["cancelar consulta"],
    },
    "hours": {"es": ["horario"]},
}
BRANCHES = EntityTable(
    columns=("branch", "city", "synonyms"),
    rows=(("Centro", "Madrid", "casco antiguo; plaza mayor"), ("São João", "Porto", None)),
)


def intent(**params: Value) -> Node:
    return Node(kind="intent", params=params)


def make_bot(
    topics: dict[str, dict[str, Node]], languages: tuple[str, ...] = ("es",), nlu: str = ""
) -> Bot:
    return Bot(
        languages=languages,
        topics={name: Topic(nodes=nodes) for name, nodes in topics.items()},
        nlu=nlu,
    )


@pytest.fixture(scope="session")
def bot() -> Bot:
    topics = {
        topic: {
            name: intent(phrases=phrases, keywords=KEYWORDS.get(name, {}))
            for name, phrases in intents.items()
        }
        for topic, intents in PHRASES.items()
    }
    plain = make_bot(topics, ("es", "en", "pt"))
    return Bot(languages=plain.languages, topics=plain.topics, entities={"branches": BRANCHES})


@pytest.fixture(scope="session")
def model(bot: Bot) -> Model:
    return train(bot)


@pytest.fixture(scope="session")
def build() -> Callable[..., Bot]:
    return make_bot


@pytest.fixture(scope="session")
def node() -> Callable[..., Node]:
    return intent
