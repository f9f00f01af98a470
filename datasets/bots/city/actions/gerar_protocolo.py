"""O número de protocolo de um pedido, com dígito verificador, e o prazo em dias úteis."""

import datetime as dt
import hashlib

# Dias úteis de cada assunto, conforme a Carta de Serviços.
PRAZOS = {
    "luz": 5,
    "buraco": 10,
    "arvore": 20,
    "entulho": 15,
    "coleta": 1,
    "cata_treco": 30,
    "consulta": 3,
    "reclamacao": 20,
    "elogio": 10,
}
# Feriados de data fixa, (mês, dia).
FERIADOS = {(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)}


def run(assunto, momento, hoje, contato, resumo):
    dia = dt.date.fromisoformat(hoje)
    semente = f"{contato}|{momento}|{assunto}|{resumo}".encode()
    numero = int.from_bytes(hashlib.sha256(semente).digest()[:8], "big") % 100_000
    base = f"{dia.year}{numero:05d}"
    return {
        "protocolo": f"VV-{dia.year}-{numero:05d}-{digito(base)}",
        "prazo": em_dias_uteis(dia, PRAZOS[assunto]).isoformat(),
    }


def digito(base):
    """Módulo 11, pesos de 2 a 9 da direita para a esquerda."""
    soma = sum(int(algarismo) * (2 + i % 8) for i, algarismo in enumerate(reversed(base)))
    resto = 11 - soma % 11
    return 0 if resto >= 10 else resto


def em_dias_uteis(dia, quantos):
    while quantos:
        dia += dt.timedelta(days=1)
        if dia.weekday() < 5 and (dia.month, dia.day) not in FERIADOS:
            quantos -= 1
    return dia
