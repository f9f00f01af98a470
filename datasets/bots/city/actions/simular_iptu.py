"""O IPTU à vista e em parcelas: cota única até 10 de março, parcelas de março a dezembro."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

DESCONTO = Decimal("0.07")
PARCELA_MINIMA = Decimal("30")
CENTAVO = Decimal("0.01")


def run(valor, hoje):
    total = Decimal(str(valor)).quantize(CENTAVO, ROUND_HALF_UP)
    dia = dt.date.fromisoformat(hoje)
    a_vista = (dia.month, dia.day) <= (3, 10)
    primeira = max(3, dia.month if dia.day <= 10 else dia.month + 1)
    meses = max(1, 13 - primeira)
    parcelas = max(1, min(meses, int(total // PARCELA_MINIMA)))
    desconto = (total * DESCONTO).quantize(CENTAVO, ROUND_HALF_UP)
    return {
        "simulacao": {
            "total": float(total),
            "parcelas": parcelas,
            "parcela": float((total / parcelas).quantize(CENTAVO, ROUND_HALF_UP)),
            "desconto": float(desconto) if a_vista else None,
            "cota_unica": float(total - desconto) if a_vista else None,
        }
    }
