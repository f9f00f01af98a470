"""How long people wait for agents, and agents are busy: of queues and of agents alike."""

from engine.analytics.metrics.protocol import Measure, at_once, percentile

HANDLING: tuple[Measure, ...] = (
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
)
