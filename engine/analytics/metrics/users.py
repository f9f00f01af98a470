"""Users and sessions: how many there were, new and returning."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, distinct, mean

METRIC = Metric(
    name="users",
    title={"es": "Usuarios y sesiones", "en": "Users and sessions", "pt": "Usuários e sessões"},
    about={
        "es": "Cuántas personas tuvieron cuántas sesiones, y para cuántas fue la primera.",
        "en": "How many people had how many sessions, and for how many of them it was the first.",
        "pt": "Quantas pessoas tiveram quantas sessões, e para quantas foi a primeira.",
    },
    facts="sessions",
    measures=(
        count("sessions", {"es": "Sesiones", "en": "Sessions", "pt": "Sessões"}),
        distinct("users", {"es": "Usuarios", "en": "Users", "pt": "Usuários"}, "contact"),
        distinct(
            "new_users",
            {"es": "Usuarios nuevos", "en": "New users", "pt": "Usuários novos"},
            "contact",
            _.user_type == "new",
        ),
        distinct(
            "returning_users",
            {"es": "Usuarios que vuelven", "en": "Returning users", "pt": "Usuários que voltam"},
            "contact",
            _.user_type == "returning",
        ),
        mean(
            "messages_per_session",
            {
                "es": "Mensajes de la persona por sesión",
                "en": "Person's messages per session",
                "pt": "Mensagens da pessoa por sessão",
            },
            "heard",
            "number",
        ),
    ),
)
