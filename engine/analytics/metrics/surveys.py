"""Surveys: satisfaction (CSAT) and recommendation (NPS)."""

from ibis import _

from engine.analytics.metrics.protocol import Measure, Metric, count, mean, share
from engine.types.value import Text


def nps(name: str, title: Text) -> Measure:
    """Promoters less detractors, of a hundred who answered on a scale up to 10."""
    graded = _.n.sum(where=_.grade != "")
    good, bad = (_.n.sum(where=_.grade == grade) for grade in ("promoter", "detractor"))
    points = (good.fill_null(0) - bad.fill_null(0)) * 100
    return Measure(name, title, points / graded.nullif(0), "score", counts=_.grade != "")


METRIC = Metric(
    name="surveys",
    title={"es": "Encuestas", "en": "Surveys", "pt": "Pesquisas"},
    about={
        "es": "Qué puntos dio la gente: satisfacción (CSAT) y recomendación (NPS).",
        "en": "What people gave on scales: satisfaction (CSAT) and recommendation (NPS).",
        "pt": "Que notas as pessoas deram: satisfação (CSAT) e recomendação (NPS).",
    },
    facts="ratings",
    measures=(
        count("answers", {"es": "Respuestas", "en": "Answers", "pt": "Respostas"}),
        mean(
            "score",
            {"es": "Media", "en": "Mean", "pt": "Média"},
            "score_mille",
            "score",
            scale=0.001,
        ),
        share("csat", {"es": "CSAT", "en": "CSAT", "pt": "CSAT"}, _.per_mille >= 750),
        count(
            "promoters",
            {"es": "Promotores", "en": "Promoters", "pt": "Promotores"},
            _.grade == "promoter",
        ),
        count(
            "detractors",
            {"es": "Detractores", "en": "Detractors", "pt": "Detratores"},
            _.grade == "detractor",
        ),
        nps("nps", {"es": "NPS", "en": "NPS", "pt": "NPS"}),
    ),
    by="survey",
)
