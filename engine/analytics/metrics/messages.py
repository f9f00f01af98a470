"""Messages by who said them, kind and status."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, share

METRIC = Metric(
    name="messages",
    title={"es": "Mensajes", "en": "Messages", "pt": "Mensagens"},
    about={
        "es": "Cuántos mensajes dijeron personas, bots y agentes, y hasta dónde llegaron.",
        "en": "How many messages people, bots and agents said, and how far they came.",
        "pt": "Quantas mensagens pessoas, bots e agentes disseram, e até onde chegaram.",
    },
    facts="messages",
    measures=(
        count("messages", {"es": "Mensajes", "en": "Messages", "pt": "Mensagens"}),
        count(
            "received",
            {"es": "Recibidos", "en": "Received", "pt": "Recebidas"},
            _.direction == "in",
        ),
        count("by_bot", {"es": "Del bot", "en": "By the bot", "pt": "Do bot"}, _.author == "bot"),
        count(
            "by_agents",
            {"es": "De agentes", "en": "By agents", "pt": "De agentes"},
            _.author == "agent",
        ),
        count("failed", {"es": "Fallidos", "en": "Failed", "pt": "Falhas"}, _.status == "failed"),
        share(
            "delivered",
            {"es": "Entregados", "en": "Delivered", "pt": "Entregues"},
            _.status.isin(["delivered", "read"]),
            _.direction == "out",
        ),
        share(
            "read",
            {"es": "Leídos", "en": "Read", "pt": "Lidas"},
            _.status == "read",
            _.direction == "out",
        ),
    ),
    by="direction",
)
