"""O protocolo que um texto traz, escrito por inteiro, e se o dígito verificador confere."""

import re


def run(texto):
    achado = re.search(r"(\d{4})\D{0,3}(\d{5})\D{0,3}(\d)(?!\d)", texto)
    if achado is None:
        return {"protocolo": texto.strip()[:40], "certo": False}
    ano, numero, digito = achado.groups()
    soma = sum(int(algarismo) * (2 + i % 8) for i, algarismo in enumerate(reversed(ano + numero)))
    resto = 11 - soma % 11
    esperado = 0 if resto >= 10 else resto
    return {"protocolo": f"VV-{ano}-{numero}-{digito}", "certo": int(digito) == esperado}
