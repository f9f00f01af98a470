"""Conversations now: who had a sign of life in the last minutes, and with whom they are."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, distinct

METRIC = Metric(
    name="live",
    title={"es": "Conversaciones ahora", "en": "Conversations now", "pt": "Conversas agora"},
    about={
        "es": "Qué conversaciones están abiertas, y con quién: el bot, la cola o un agente.",
        "en": "Which conversations are open, and with whom: the bot, the queue or an agent.",
        "pt": "Quais conversas estão abertas, e com quem: o bot, a fila ou um atendente.",
    },
    facts="presence",
    measures=(
        count("open", {"es": "Abiertas", "en": "Open", "pt": "Abertas"}, _.standing != "ended"),
        distinct(
            "people",
            {"es": "Personas", "en": "People", "pt": "Pessoas"},
            "contact",
            _.standing != "ended",
        ),
        count(
            "with_bot",
            {"es": "Con el bot", "en": "With the bot", "pt": "Com o bot"},
            _.standing == "bot",
        ),
        count(
            "waiting",
            {
                "es": "En espera de un agente",
                "en": "Waiting for an agent",
                "pt": "À espera de um atendente",
            },
            _.standing == "waiting",
        ),
        count(
            "with_agents",
            {"es": "Con agentes", "en": "With agents", "pt": "Com atendentes"},
            _.standing == "agent",
        ),
        count(
            "ended", {"es": "Terminadas", "en": "Ended", "pt": "Encerradas"}, _.standing == "ended"
        ),
    ),
    by="channel",
    last="30min",
    grain="minute",
)
