"""Response times of the bot, from what a person said to the first answer."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, percentile, share

METRIC = Metric(
    name="responses",
    title={
        "es": "Tiempos de respuesta del bot",
        "en": "Response times of the bot",
        "pt": "Tempos de resposta do bot",
    },
    about={
        "es": "Cuánto tarda el bot en responder a un mensaje, con sus pausas.",
        "en": "How long the bot takes to answer a message, its pauses included.",
        "pt": "Quanto o bot demora a responder a uma mensagem, com as suas pausas.",
    },
    facts="responses",
    measures=(
        count("messages", {"es": "Mensajes", "en": "Messages", "pt": "Mensagens"}),
        share(
            "answered",
            {"es": "Con respuesta", "en": "Answered", "pt": "Com resposta"},
            _.answered == "yes",
        ),
        percentile(
            "response_p50",
            {"es": "Respuesta: mediana", "en": "Response: median", "pt": "Resposta: mediana"},
            "response_ms",
            50,
        ),
        percentile(
            "response_p90",
            {
                "es": "Respuesta: percentil 90",
                "en": "Response: 90th percentile",
                "pt": "Resposta: percentil 90",
            },
            "response_ms",
            90,
        ),
        percentile(
            "response_p99",
            {
                "es": "Respuesta: percentil 99",
                "en": "Response: 99th percentile",
                "pt": "Resposta: percentil 99",
            },
            "response_ms",
            99,
        ),
    ),
    by="channel",
)
