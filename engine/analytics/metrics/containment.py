"""Containment: which conversations the bot brought to their end without people."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, share

METRIC = Metric(
    name="containment",
    title={"es": "Contención", "en": "Containment", "pt": "Contenção"},
    about={
        "es": "Cuántas conversaciones llevó el bot solo, y cuántas pasaron a una persona.",
        "en": "How many conversations the bot held by itself, and how many went to people.",
        "pt": "Quantas conversas o bot conduziu sozinho, e quantas foram para uma pessoa.",
    },
    facts="sessions",
    measures=(
        count(
            "conversations",
            {"es": "Conversaciones", "en": "Conversations", "pt": "Conversas"},
            _.heard > 0,
        ),
        count(
            "contained",
            {"es": "Contenidas", "en": "Contained", "pt": "Contidas"},
            (_.heard > 0) & (_.handed_over == 0),
        ),
        count(
            "handed_over",
            {"es": "Transferidas", "en": "Handed over", "pt": "Transferidas"},
            (_.heard > 0) & (_.handed_over > 0),
        ),
        share(
            "containment",
            {"es": "Contención", "en": "Containment", "pt": "Contenção"},
            _.handed_over == 0,
            _.heard > 0,
        ),
        share(
            "hand_over_rate",
            {"es": "Tasa de transferencia", "en": "Hand-over rate", "pt": "Taxa de transferência"},
            _.handed_over > 0,
            _.heard > 0,
        ),
        share(
            "misunderstood",
            {
                "es": "Con algo no comprendido",
                "en": "With something not understood",
                "pt": "Com algo não compreendido",
            },
            _.not_understood > 0,
            _.heard > 0,
        ),
    ),
    by="channel",
)
