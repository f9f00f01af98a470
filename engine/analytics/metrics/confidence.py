"""How sure the bot was of what it understood."""

from ibis import _

from engine.analytics.metrics.protocol import Metric, count, mean

METRIC = Metric(
    name="confidence",
    title={"es": "Confianza", "en": "Confidence", "pt": "Confiança"},
    about={
        "es": "Con qué confianza se comprendieron los mensajes que reconoció el clasificador.",
        "en": "How sure the classifier was of the messages that it claimed.",
        "pt": "Com que confiança foram compreendidas as mensagens que o classificador reconheceu.",
    },
    facts="readings",
    measures=(
        count(
            "messages",
            {"es": "Mensajes", "en": "Messages", "pt": "Mensagens"},
            _.how == "classifier",
        ),
        count(
            "unsure",
            {"es": "Por debajo del 60 %", "en": "Below 60 %", "pt": "Abaixo de 60 %"},
            (_.how == "classifier") & (_.percent < 60),
        ),
        count(
            "sure",
            {"es": "90 % o más", "en": "90 % and above", "pt": "90 % ou mais"},
            (_.how == "classifier") & (_.percent >= 90),
        ),
        mean(
            "confidence",
            {"es": "Confianza media (%)", "en": "Mean confidence (%)", "pt": "Confiança média (%)"},
            "percent",
            "number",
            _.how == "classifier",
        ),
    ),
    by="confidence",
)
