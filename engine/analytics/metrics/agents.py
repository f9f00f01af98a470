"""Agents: how much each handled, how fast, and how many conversations at once."""

import ibis
from ibis import _

from engine.analytics.metrics.protocol import Metric, at_once, count, percentile
from engine.analytics.metrics.query import Query


def of_agents(rows: ibis.Table, _query: Query) -> ibis.Table:
    """The hand-overs of which it is known whose they are."""
    return rows.filter(_.agent != "")


METRIC = Metric(
    name="agents",
    title={"es": "Agentes", "en": "Agents", "pt": "Atendentes"},
    about={
        "es": "Cuántas conversaciones atendió cada agente, con qué rapidez y cuántas a la vez.",
        "en": "How many conversations each agent handled, how fast, and how many at once.",
        "pt": "Quantas conversas cada atendente conduziu, em que tempo e quantas de uma vez.",
    },
    facts="handovers",
    measures=(
        count(
            "handled", {"es": "Atendidas", "en": "Handled", "pt": "Atendidas"}, _.state != "waiting"
        ),
        count("open", {"es": "Abiertas", "en": "Open", "pt": "Abertas"}, _.state == "answered"),
        count(
            "resolved",
            {"es": "Resueltas", "en": "Resolved", "pt": "Resolvidas"},
            _.state == "resolved",
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
    by="agent",
    prepare=of_agents,
)
