"""Queues: how many were handed over to people, how long they waited, what came of it."""

from ibis import _

from engine.analytics.metrics.handling import HANDLING
from engine.analytics.metrics.protocol import Metric, count, share

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
        *HANDLING,
    ),
    by="queue",
)
