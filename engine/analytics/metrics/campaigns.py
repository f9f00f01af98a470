"""Campaigns: whom they reached, who answered, who did what they were for."""

from ibis import _

from engine.analytics.metrics.protocol import Measure, Metric, distinct
from engine.types.value import Text


def rate(name: str, title: Text, stage: str, of: str) -> Measure:
    """How many contacts came to one stage for each that came to another."""
    part, whole = (_.contact.nunique(where=_.stage == each) for each in (stage, of))
    return Measure(name, title, part / whole.nullif(0), "share", counts=_.stage == stage)


METRIC = Metric(
    name="campaigns",
    title={"es": "Campañas", "en": "Campaigns", "pt": "Campanhas"},
    about={
        "es": "A cuántas personas llegó cada campaña, cuántas respondieron y cuántas convirtieron.",
        "en": "How many people each campaign reached, how many answered, how many converted.",
        "pt": "Quantas pessoas cada campanha alcançou, quantas responderam e quantas converteram.",
    },
    facts="campaigns",
    measures=(
        distinct(
            "reached",
            {"es": "Alcanzadas", "en": "Reached", "pt": "Alcançadas"},
            "contact",
            _.stage == "sent",
        ),
        distinct(
            "came",
            {"es": "Llegaron por ella", "en": "Came by it", "pt": "Vieram por ela"},
            "contact",
            _.stage == "came",
        ),
        distinct(
            "failed",
            {"es": "Fallidas", "en": "Failed", "pt": "Falhas"},
            "contact",
            _.stage == "failed",
        ),
        distinct(
            "answered",
            {"es": "Respondieron", "en": "Answered", "pt": "Responderam"},
            "contact",
            _.stage == "answered",
        ),
        distinct(
            "converted",
            {"es": "Convirtieron", "en": "Converted", "pt": "Converteram"},
            "contact",
            _.stage == "converted",
        ),
        distinct(
            "stopped",
            {"es": "Se dieron de baja", "en": "Opted out", "pt": "Saíram"},
            "contact",
            _.stage == "stopped",
        ),
        rate(
            "answer_rate",
            {"es": "Tasa de respuesta", "en": "Answer rate", "pt": "Taxa de resposta"},
            "answered",
            "sent",
        ),
        rate(
            "conversion_rate",
            {"es": "Tasa de conversión", "en": "Conversion rate", "pt": "Taxa de conversão"},
            "converted",
            "sent",
        ),
    ),
    by="campaign",
)
