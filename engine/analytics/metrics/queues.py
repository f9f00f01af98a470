"""Queues: how many were handed over to people, how long they waited, what came of it."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, at_once, count, percentile, share

METRIC = Metric(
    name="queues",
    title={"es": "Colas", "en": "Queues", "pt": "Filas"},
    about={
        "es": "Cuántas conversaciones entraron en cada cola, y cuánto esperaron.",
        "en": "How many conversations came to each queue, and how long they waited.",
        "pt": "Quantas conversas entraram em cada fila, e quanto esperaram.",
    },
    facts="handovers",
    measures=(
        count("handovers", {"es": "Transferencias", "en": "Hand-overs", "pt": "Transferências"}),
        count(
            "waiting",
            {"es": "Aún en espera", "en": "Still waiting", "pt": "Ainda à espera"},
            _.state == "waiting",
        ),
        count(
            "resolved",
            {"es": "Resueltas", "en": "Resolved", "pt": "Resolvidas"},
            _.state == "resolved",
        ),
        share(
            "answered_share",
            {"es": "Proporción atendida", "en": "Share answered", "pt": "Parcela atendida"},
            _.waiting_ms >= 0,
        ),
        percentile(
            "waiting_p50",
            {"es": "Espera: mediana", "en": "Waiting: median", "pt": "Espera: mediana"},
            "waiting_ms",
            50,
        ),
        percentile(
            "waiting_p90",
            {
                "es": "Espera: percentil 90",
                "en": "Waiting: 90th percentile",
                "pt": "Espera: percentil 90",
            },
            "waiting_ms",
            90,
        ),
        percentile(
            "answer_p50",
            {
                "es": "Primera respuesta: mediana",
                "en": "First answer: median",
                "pt": "Primeira resposta: mediana",
            },
            "answer_ms",
            50,
        ),
        percentile(
            "answer_p90",
            {
                "es": "Primera respuesta: percentil 90",
                "en": "First answer: 90th percentile",
                "pt": "Primeira resposta: percentil 90",
            },
            "answer_ms",
            90,
        ),
        percentile(
            "handling_p50",
            {"es": "Atención: mediana", "en": "Handling: median", "pt": "Atendimento: mediana"},
            "handling_ms",
            50,
        ),
        percentile(
            "handling_p90",
            {
                "es": "Atención: percentil 90",
                "en": "Handling: 90th percentile",
                "pt": "Atendimento: percentil 90",
            },
            "handling_ms",
            90,
        ),
        at_once(
            "load",
            {
                "es": "A la vez, de media",
                "en": "At once, on average",
                "pt": "Ao mesmo tempo, em média",
            },
            "handling_ms",
        ),
    ),
    by="queue",
)
