"""Which intents are asked for, and how often nothing was understood."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, mean, share

METRIC = Metric(
    name="understanding",
    title={"es": "Comprensión", "en": "Understanding", "pt": "Compreensão"},
    about={
        "es": "Qué intenciones reclamaron mensajes, y cuántos no comprendió el bot.",
        "en": "Which intents claimed messages, and how many the bot did not understand.",
        "pt": "Quais intenções tomaram mensagens, e quantas o bot não compreendeu.",
    },
    facts="readings",
    measures=(
        count("messages", {"es": "Mensajes", "en": "Messages", "pt": "Mensagens"}),
        count(
            "understood",
            {"es": "Comprendidos", "en": "Understood", "pt": "Compreendidas"},
            _.understood == "yes",
        ),
        count(
            "not_understood",
            {"es": "No comprendidos", "en": "Not understood", "pt": "Não compreendidas"},
            _.understood == "no",
        ),
        share(
            "understood_share",
            {
                "es": "Proporción comprendida",
                "en": "Share understood",
                "pt": "Parcela compreendida",
            },
            _.understood == "yes",
        ),
        mean(
            "confidence",
            {"es": "Confianza media (%)", "en": "Mean confidence (%)", "pt": "Confiança média (%)"},
            "percent",
            "number",
            _.understood == "yes",
        ),
    ),
    by="intent",
)
