"""How conversations start: by which trigger, intent, referral, campaign, channel."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, distinct
from engine.types.bot import STARTUP

METRIC = Metric(
    name="starts",
    title={"es": "Cómo empiezan", "en": "How conversations start", "pt": "Como começam"},
    about={
        "es": "Qué abrió las sesiones: un disparador, una referencia, una campaña, un canal.",
        "en": "What opened sessions: a trigger, a referral, a campaign, a channel.",
        "pt": "O que abriu as sessões: um gatilho, uma referência, uma campanha, um canal.",
    },
    facts="sessions",
    measures=(
        count("sessions", {"es": "Sesiones", "en": "Sessions", "pt": "Sessões"}),
        distinct("users", {"es": "Usuarios", "en": "Users", "pt": "Usuários"}, "contact"),
        count(
            "greeted",
            {"es": "Con saludo", "en": "Greeted", "pt": "Com saudação"},
            _.intent == STARTUP,
        ),
        count(
            "by_words",
            {"es": "Con palabras", "en": "By words", "pt": "Com palavras"},
            _.how.isin(["exact", "pattern", "keywords", "classifier"]),
        ),
        count(
            "by_referral",
            {"es": "Por una referencia", "en": "By a referral", "pt": "Por uma referência"},
            _.referral != "",
        ),
        count(
            "by_campaign",
            {"es": "Por una campaña", "en": "By a campaign", "pt": "Por uma campanha"},
            _.campaign != "",
        ),
    ),
    by="how",
)
