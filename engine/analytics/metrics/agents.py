"""Agents: how much each handled, how fast, and how many conversations at once."""

import ibis
from ibis import _

from engine.analytics.metrics.handling import HANDLING
from engine.analytics.metrics.protocol import Metric, count
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
        *HANDLING,
    ),
    by="agent",
    prepare=of_agents,
)
